"""The list of any noun but parties, whose list can do more: one page for all of them."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from keepwell.desk.asking import TeammateRequest
from keepwell.desk.pages.calendar import calendar_shown
from keepwell.desk.pages.in_list import carried_to
from keepwell.desk.pages.list_bar import bar_of, kept_tabs, looks_of, page_asked
from keepwell.desk.pages.listed import Listed, listed_for, noun_or_404
from keepwell.desk.pages.report import report_shown
from keepwell.desk.queries.list_foot import foot_of
from keepwell.ui.parts import Tab


@require_GET
def noun_list(request: TeammateRequest, noun: str) -> HttpResponse:
    """Rows of a noun in a view, narrowed and in order; Back returns to the row."""
    listed = listed_for(request, noun=noun_or_404(noun, request))
    bar = bar_of(request, listed)
    context = {
        **bar,
        "looks": looks_of(listed),
        **_shown(request, listed, bar["from_list"]),
        "tabs": tabs_of(listed, request),
    }
    return render(
        request, "desk/noun_list.html", context, status=422 if listed.refused else 200
    )


def _shown(request: TeammateRequest, listed: Listed, state: str) -> Mapping[str, Any]:
    match listed.listing.look:
        case "calendar":
            return calendar_shown(request, listed)
        case "report":
            return report_shown(listed)
    return _table(request, listed, state)


def _table(request: TeammateRequest, listed: Listed, state: str) -> Mapping[str, Any]:
    noun, layout = listed.noun, listed.listing.layout
    page = page_asked(request, listed)
    foot = foot_of(
        listed.rows(), layout, listed.viewer.on, exactly="exact" in request.GET,
        paths=noun.paths, currency=noun.currency,
    )  # fmt: skip
    lines = noun.lines(page.rows, listed.viewer, layout.names)
    return {
        "layout": layout,
        "rows": [(line, carried_to(line.href, line.pk, state)) for line in lines],
        "foot": foot,
        "counted": noun.counted(foot.count),
        "all_href": f"{reverse('desk:bulk_new')}?all=1&state={quote(listed.carried)}",
        "all_label": _("All %(count)s of the list…") % {"count": foot.count},
        "shown": _("%(n)s of %(count)s shown") % {"n": len(lines), "count": foot.count},
        "next": listed.href(after=page.after) if page.after else "",
        "previous": listed.href(before=page.before) if page.before else "",
    }


def tabs_of(listed: Listed, request: TeammateRequest, aside: str = "") -> list[Tab]:
    """Pinned views, those of the house, then pages beside; `aside` is the open one of these."""
    address, view = reverse(listed.noun.route), listed.listing.view
    own = [
        Tab(str(one.label), f"{address}?view={name}", None, name == view and not aside)
        for name, one in listed.noun.views.items()
    ]
    beside = [
        Tab(str(label), f"{address}{query}", None, query == aside)
        for label, query in listed.noun.aside
    ]
    return [*kept_tabs(request, listed), *own, *beside]
