"""The list of parties: views, filters, order, columns, page by page."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from keepwell.desk.asking import TeammateRequest
from keepwell.desk.pages.listed import Listed, id_of, listed_for
from keepwell.desk.queries.board import board_of
from keepwell.desk.queries.list_foot import foot_of
from keepwell.desk.queries.names_in_filters import names_in
from keepwell.desk.queries.party_list import rows_of
from keepwell.desk.queries.saved_views import pinned_views
from keepwell.desk.queries.views import NAMES, TONES, href_of
from keepwell.desk.rules.filter_tree import EVERYBODY, Condition, Group, and_also, without
from keepwell.desk.rules.filter_words import part_in_words
from keepwell.desk.rules.listing import BOARD, LOOKS, TABLE, with_tree
from keepwell.desk.shell import waiting_of
from keepwell.fields.rules.definitions import TAGS, definitions
from keepwell.firm.rules import Act, may
from keepwell.notices.queries.seen import followed_among
from keepwell.parties.queries.lists import Page, page_around, parties_list
from keepwell.relationships.models import Stage
from keepwell.ui.parts import Tab, Tone

SIZE = 50
_QUICK = (
    ("owner:is:me", Condition("owner", "is", ("me",))),
    ("next_touch:past", Condition("next_touch", "past")),
    ("next_touch:empty", Condition("next_touch", "empty")),
    ("waits:yes", Condition("waits", "yes")),
    ("last_two_way:ago:90", Condition("last_two_way", "ago", ("90",))),
    ("followed:yes", Condition("followed", "yes")),
    ("created:month", Condition("created", "month")),
)


@dataclass(frozen=True, slots=True)
class Chip:
    """A condition in force, with the address without it, or one that could be."""

    field: str
    value: str
    href: str
    is_on: bool = True


@require_GET
def party_list(request: TeammateRequest) -> HttpResponse:
    """Parties in a view, narrowed and in order; Back returns to the row one came from."""
    listed = listed_for(request)
    shown = _board(listed) if listed.listing.look == BOARD else _table(request, listed)
    context = {
        "listed": listed,
        "listing": listed.listing,
        "view": listed.listing.view,
        "tabs": _tabs(request, listed),
        "sort": listed.listing.sort,
        "chips": _chips(listed),
        "quick": _quick(listed),
        "looks": _looks(listed),
        "today": listed.viewer.on,
        "nobody_at_all": not shown["rows"] and not listed.viewer.seen.exists(),
        "has_tags": TAGS in definitions(),
        "may_export": may(request.user.role, Act.EXPORT),
        **_ways(request, listed),
        **shown,
    }
    return render(request, "desk/list.html", context, status=422 if listed.refused else 200)


def _table(request: TeammateRequest, listed: Listed) -> dict[str, Any]:
    page = _page(request, listed)
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


def _page(request: TeammateRequest, listed: Listed) -> Page:
    """The page asked for; that of the party one comes back from, if it is still in the list."""
    among, order = listed.in_order(), listed.order
    came_from = id_of(request.GET.get("at", ""))
    page = page_around(among, came_from, order=order, size=SIZE) if came_from else None
    return page or parties_list(
        among,
        order=order,
        after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
        size=SIZE,
    )


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


def _looks(listed: Listed) -> list[Tab]:
    """The same list as a table or as a board."""
    words = {TABLE: _("Table"), BOARD: _("Board")}
    return [
        Tab(words[look], listed.href(replace(listed.listing, look=look)),
            current=listed.listing.look == look)
        for look in LOOKS
    ]  # fmt: skip


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
    saved = list(pinned_views(request.user))
    if listed.saved and listed.saved not in saved:
        saved.append(listed.saved)
    own = [Tab(one.name, href_of(str(one.pk)), None, str(one.pk) == view) for one in saved]
    return own + [
        Tab(str(NAMES[name]), href_of(name), counts.get(name), name == view, _tone(name))
        for name in order
    ]


def _tone(name: str) -> Tone:
    return "alarm" if TONES.get(name) == "alarm" else "watch" if name in TONES else ""


def _ways(request: TeammateRequest, listed: Listed) -> dict[str, Any]:
    """The addresses a reader may go on to from here."""
    all_of_it = replace(listed.listing, tree=EVERYBODY, q="")
    state = listed.href().partition("?")[2]
    return {
        "here": request.get_full_path(),
        "unfiltered": listed.href(all_of_it),
        "exact_href": listed.href(exact="1"),
        "state": state,
        "from_list": quote(state, safe=""),
        "filter_href": f"{reverse('desk:filter')}?{state}",
        "columns_href": f"{reverse('desk:columns')}?{state}",
        "save_as_href": f"{reverse('desk:view_new')}?{state}",
        "reset_href": listed.href(listed.usual),
        "is_mine": listed.saved is not None and listed.saved.owner_id == request.user.pk,
        "all_href": f"{reverse('desk:bulk_new')}?all=1&state={quote(state)}",
        "export_href": f"{reverse('desk:parties_export')}?{state}",
    }


def _chips(listed: Listed) -> list[Chip]:
    """What narrows the list beside its view, each with the address that drops it."""
    listing = listed.listing
    names = names_in(listing.tree)
    found = []
    if listing.q:
        found.append(Chip(_("Found by"), listing.q, listed.href(replace(listing, q=""))))
    if not listing.tree.every and len(listing.tree.parts) > 1:
        said = part_in_words(listing.tree, names)
        return [*found, Chip("", said.value, listed.href(with_tree(listing, EVERYBODY)))]
    for place, part in enumerate(listing.tree.parts):
        said = part_in_words(part, names)
        off = listed.href(with_tree(listing, without(listing.tree, place)))
        found.append(Chip(said.field, said.value, off))
    return found


def _quick(listed: Listed) -> Iterable[Chip]:
    """Conditions many ask for, one press away unless they are in force."""
    tree: Group = listed.listing.tree
    words = {
        "owner:is:me": _("Mine"),
        "next_touch:past": _("Next touch overdue"),
        "next_touch:empty": _("No next touch"),
        "waits:yes": _("Waits for our answer"),
        "last_two_way:ago:90": _("Silent for 90 days"),
        "followed:yes": _("Followed by me"),
        "created:month": _("New this month"),
    }
    for name, asked in _QUICK:
        is_said = name == "owner:is:me" and listed.listing.view == "mine"
        if asked not in tree.parts and not is_said:
            further = with_tree(listed.listing, and_also(tree, asked))
            yield Chip("", words[name], listed.href(further), is_on=False)
