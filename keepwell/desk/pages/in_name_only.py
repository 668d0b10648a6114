"""Reports: clients in name only, what each lacks, and what can be done about it."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from keepwell.desk.asking import TeammateRequest
from keepwell.desk.queries.in_name_only import (
    BY_NAME,
    InNameOnly,
    Lack,
    clients_in_name_only,
    lines_of,
    recent_days,
    what_became_of,
)
from keepwell.firm.queries import usual_cadence
from keepwell.kernel.keyset import capped_count, listed_page
from keepwell.walls.queries import visible_parties

PAGE = 25
TOUCH_IN, ASK_IN, OVERRULE_FOR = timedelta(days=7), timedelta(days=90), timedelta(days=90)


@require_GET
def in_name_only(request: TeammateRequest) -> HttpResponse:
    """Whom we call a client without tending them: by name, page by page."""
    on, seen = timezone.localdate(), visible_parties(request.user)
    after, before = request.GET.get("after", ""), request.GET.get("before", "")
    cadence = usual_cadence()
    rows = clients_in_name_only(seen, on, cadence)
    page = listed_page(rows, order=BY_NAME, after=after, before=before, size=PAGE)
    did = _id(request.GET.get("did", ""))
    here = {name: place for name, place in (("after", after), ("before", before)) if place}
    context = {
        "lines": [_line(one, here) for one in lines_of(page.rows, on)],
        "count": capped_count(rows),
        "earlier": f"?{urlencode({'before': page.before})}" if page.before else "",
        "further": f"?{urlencode({'after': page.after})}" if page.after else "",
        "became": what_became_of(seen, did, on, cadence) if did else None,
        "did": did,
        "recent": recent_days(cadence),
        "touch_on": on + TOUCH_IN,
        "ask_on": on + ASK_IN,
        "overrule_until": on + OVERRULE_FOR,
        "today": on,
    }
    return render(request, "desk/in_name_only.html", context)


def _id(said: str) -> UUID | None:
    try:
        return UUID(said)
    except ValueError:
        return None


def _line(one: InNameOnly, here: dict[str, str]) -> dict[str, Any]:
    party = reverse("desk:party", args=[one.party.pk])
    there = f"{reverse('desk:in_name_only')}?{urlencode({**here, 'did': one.party.pk})}"
    return {
        "one": one,
        "back": urlencode({"back": there}),
        "lacks": [(lack, _evidence(lack, one, party)) for lack in one.lacks],
    }


def _evidence(lack: Lack, one: InNameOnly, party: str) -> str:
    """Where it is seen that this is lacking."""
    if lack.activity is not None and lack.at is not None:
        stamp = round(lack.at.timestamp() * 1_000_000) + 1
        return f"{party}?before={stamp}-0#a-{lack.activity}"
    if lack.what == "contact":
        return f"{party}#timeline"
    if lack.what == "agreement":
        return f"{party}#agreements"
    return reverse("desk:party_history", args=[one.party.pk])
