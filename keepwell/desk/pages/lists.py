"""The list of parties: views, filters, order, columns, page by page, and its board."""

from dataclasses import replace
from typing import Any
from urllib.parse import quote

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from keepwell.desk.asking import TeammateRequest
from keepwell.desk.pages.calendar import calendar_shown
from keepwell.desk.pages.list_bar import bar_of, kept_tabs, looks_of, page_asked
from keepwell.desk.pages.listed import Listed, listed_for
from keepwell.desk.pages.report import report_shown
from keepwell.desk.queries.board import board_of
from keepwell.desk.queries.list_foot import foot_of
from keepwell.desk.queries.party_list import rows_of
from keepwell.desk.queries.views import NAMES, TONES, href_of
from keepwell.desk.rules.listing import TABLE
from keepwell.desk.shell import waiting_of
from keepwell.fields.rules.definitions import TAGS, definitions
from keepwell.notices.queries.seen import followed_among
from keepwell.relationships.models import Stage
from keepwell.ui.parts import Tab, Tone


@require_GET
def party_list(request: TeammateRequest) -> HttpResponse:
    """Parties in a view, narrowed and in order; Back returns to the row one came from."""
    listed = listed_for(request)
    shown = _shown(request, listed)
    state = listed.state
    context = {
        **bar_of(request, listed),
        "tabs": _tabs(request, listed),
        "looks": looks_of(listed),
        "nobody_at_all": not shown["rows"] and not listed.viewer.seen.exists(),
        "has_tags": TAGS in definitions(),
        "all_href": f"{reverse('desk:bulk_new')}?all=1&state={quote(state)}",
        **shown,
    }
    return render(request, "desk/list.html", context, status=422 if listed.refused else 200)


def _shown(request: TeammateRequest, listed: Listed) -> dict[str, Any]:
    """What the list is shown as."""
    match listed.listing.look:
        case "board":
            return _board(listed)
        case "calendar":
            return calendar_shown(request, listed)
        case "report":
            return report_shown(listed)
    return _table(request, listed)


def _table(request: TeammateRequest, listed: Listed) -> dict[str, Any]:
    page = page_asked(request, listed)
    layout, on = listed.listing.layout, listed.viewer.on
    foot = foot_of(listed.parties(), layout, on, exactly="exact" in request.GET)
    return {
        "layout": layout,
        "rows": rows_of(page.rows, on, listed.viewer.seen, layout.names),
        "followed": followed_among(request.user, [one.pk for one in page.rows]),
        "foot": foot,
        "all_label": _("All %(count)s of the list…") % {"count": foot.count},
        "next": listed.href(after=page.after) if page.after else "",
        "previous": listed.href(before=page.before) if page.before else "",
    }


def _board(listed: Listed) -> dict[str, Any]:
    lanes = board_of(listed.parties(), listed.viewer.on, listed.viewer.seen)
    as_table = replace(listed.listing, look=TABLE)
    return {
        "lanes": lanes,
        "rows": [card.row for lane in lanes for card in lane.cards],
        "stages": Stage.choices,
        "table_href": listed.href(as_table),
        "back_here": quote(listed.href()),
    }


def _tabs(request: TeammateRequest, listed: Listed) -> list[Tab]:
    """Pinned views first, then those of the house; an open one that is not pinned as well."""
    waiting, view = waiting_of(request), listed.listing.view
    counts = {
        "mine": waiting.mine,
        "quiet": waiting.quiet,
        "hollow": waiting.hollow,
        "unowned": waiting.unowned,
    }
    order = ("mine", "all", "clients", "prospects", "customers", "people", "quiet", "hollow",
             "unowned")  # fmt: skip
    return kept_tabs(request, listed) + [
        Tab(str(NAMES[name]), href_of(name), counts.get(name), name == view, _tone(name))
        for name in order
    ]


def _tone(name: str) -> Tone:
    return "alarm" if TONES.get(name) == "alarm" else "watch" if name in TONES else ""
