"""Reports: from which kind to which parties went over a period."""

from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from keepwell.desk.asking import TeammateRequest
from keepwell.desk.forms.kinds import PeriodForm
from keepwell.desk.queries.kinds import SHOWN
from keepwell.desk.rules.flow_drawn import draw_flow
from keepwell.kinds.models import Kind
from keepwell.kinds.queries.flow import FOREMOST, NONE, flows, parties_that_went
from keepwell.walls.queries import visible_parties

YEAR = timedelta(days=365)
MOST = 100
WIDTHS = ((760, 170), (342, 104))
_ORDER = (*(kind.value for kind in FOREMOST), NONE)


@require_GET
def kinds_flow(request: TeammateRequest) -> HttpResponse:
    """A picture and a table of moves between kinds; each opens its parties."""
    today = timezone.localdate()
    usual = {"first": today - YEAR, "last": today}
    form = PeriodForm(request.GET if "first" in request.GET else None, initial=usual)
    given = form.cleaned_data if form.is_bound and form.is_valid() else usual
    first, last = given["first"], given["last"]
    seen = visible_parties(request.user)
    found = flows(seen, first, last)
    counts = {(one.was, one.became): one.parties for one in found}
    pair = (request.GET.get("was", "-"), request.GET.get("became", "-"))
    opened = list(parties_that_went(seen, first, last, *pair)[:MOST]) if pair in counts else []
    context = {
        "form": form,
        "first": first,
        "last": last,
        "drawn": [
            _told(draw_flow(counts, _ORDER, width=width, margin=margin), first, last)
            for width, margin in WIDTHS
        ],
        "moves": [
            {**_move(one.was, one.became, one.parties, first, last),
             "stays": one.was == one.became, "is_open": (one.was, one.became) == pair}
            for one in found
        ],
        "opened": opened,
        "opened_of": counts.get(pair, 0),
        "today": today,
    }  # fmt: skip
    refused = form.is_bound and not form.is_valid()
    return render(request, "desk/kinds_flow.html", context, status=422 if refused else 200)


def _move(was: str, became: str, parties: int, first: date, last: date) -> dict[str, Any]:
    query = urlencode({"first": first, "last": last, "was": was, "became": became})
    said = _("%(was)s → %(became)s: %(count)s") % {
        "was": _word(was), "became": _word(became), "count": parties
    }  # fmt: skip
    return {
        "was": SHOWN.get(was, ""), "became": SHOWN.get(became, ""), "parties": parties,
        "href": f"?{query}#opened", "said": said,
    }  # fmt: skip


def _word(kind: str) -> str:
    return str(Kind(kind).label) if kind else _("no kind")


def _told(drawn: Any, first: date, last: date) -> dict[str, Any]:
    """The picture with words, places as text so that no language writes 1,5 into them."""

    def block(one: Any, anchor: str, x: float) -> dict[str, str]:
        return {
            "x": f"{one.x:.1f}", "y": f"{one.y:.1f}", "high": f"{one.high:.1f}",
            "shape": SHOWN.get(one.key, "none"), "word": _word(one.key),
            "count": str(one.parties), "anchor": anchor, "text_x": f"{x:.1f}",
            "text_y": f"{one.y + min(one.high / 2 + 4, 12):.1f}",
        }  # fmt: skip

    return {
        "width": str(drawn.width),
        "height": f"{drawn.height + 8:.0f}",
        "blocks": [
            *(block(one, "end", one.x - 8) for one in drawn.left),
            *(block(one, "start", one.x + 20) for one in drawn.right),
        ],
        "bands": [
            {**_move(one.was, one.became, one.parties, first, last), "path": one.path}
            for one in drawn.bands
        ],
    }
