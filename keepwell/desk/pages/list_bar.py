"""What stands over every list: its tabs, what narrows it, and where one may go from it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Any
from urllib.parse import quote

from django.urls import reverse
from django.utils.translation import gettext as _

from keepwell.desk.asking import TeammateRequest
from keepwell.desk.pages.listed import Listed, id_of
from keepwell.desk.queries.names_in_filters import names_in
from keepwell.desk.queries.nouns.every import NOUNS
from keepwell.desk.queries.saved_views import pinned_views
from keepwell.desk.rules.filter_tree import EVERYBODY, Condition, Group, and_also, without
from keepwell.desk.rules.filter_words import part_in_words
from keepwell.desk.rules.filters import parse_filter
from keepwell.desk.rules.listing import BOARD, CALENDAR, REPORT, TABLE, with_tree
from keepwell.firm.rules import Act, may
from keepwell.kernel.keyset import Page, listed_page, page_around
from keepwell.ui.parts import Tab

SIZE = 50


@dataclass(frozen=True, slots=True)
class Chip:
    """A condition in force, with the address without it, or one that could be."""

    field: str
    value: str
    href: str
    is_on: bool = True


def bar_of(request: TeammateRequest, listed: Listed) -> dict[str, Any]:
    """What the templates of every list are given."""
    all_of_it = replace(listed.listing, tree=EVERYBODY, q="")
    state, saved = listed.state, listed.saved
    return {
        "listed": listed,
        "listing": listed.listing,
        "view": listed.listing.view,
        "sort": listed.listing.sort,
        "today": listed.viewer.on,
        "chips": _chips(listed),
        "quick": list(_quick(listed)),
        "may_export": may(request.user.role, Act.EXPORT),
        "here": request.get_full_path(),
        "unfiltered": listed.href(all_of_it),
        "exact_href": listed.href(exact="1"),
        "state": state,
        "from_list": quote(listed.carried, safe=""),
        "filter_href": f"{listed.aside('filter')}?{state}",
        "columns_href": f"{listed.aside('columns')}?{state}",
        "save_as_href": f"{listed.aside('view_new')}?{state}",
        "export_href": f"{listed.aside('as_file')}?{state}",
        "rewrite_href": f"{reverse('desk:view_rewrite', args=[saved.pk])}?{state}"
        if saved
        else "",
        "reset_href": listed.href(listed.usual),
        "is_mine": saved is not None and saved.owner_id == request.user.pk,
    }


def page_asked(request: TeammateRequest, listed: Listed) -> Page[Any]:
    """The page asked for; that of the row one comes back from, if it is still in the list."""
    among, order = listed.in_order(), listed.order
    came_from = id_of(request.GET.get("at", ""), listed.order)
    page = page_around(among, came_from, order=order, size=SIZE) if came_from else None
    return page or listed_page(
        among,
        order=order,
        after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
        size=SIZE,
    )


def looks_of(listed: Listed) -> list[Tab]:
    """The same list as a table, a board, a calendar or a report, as its noun has them."""
    words = {TABLE: _("Table"), BOARD: _("Board"), CALENDAR: _("Calendar"),
             REPORT: _("Report")}  # fmt: skip
    looks = listed.noun.catalogue.looks
    plain = replace(listed.listing, by=listed.usual.by, of=listed.usual.of)
    return [
        Tab(words[look], listed.href(replace(plain, look=look)),
            current=listed.listing.look == look)
        for look in (looks if len(looks) > 1 else ())
    ]  # fmt: skip


def kept_tabs(request: TeammateRequest, listed: Listed) -> list[Tab]:
    """Views among somebody's tabs; an open one that is not pinned as well."""
    saved = list(pinned_views(request.user, listed.noun.name))
    if listed.saved and listed.saved not in saved:
        saved.append(listed.saved)
    address, view = reverse(listed.noun.route), listed.listing.view
    return [
        Tab(one.name, f"{address}?view={one.pk}", None, str(one.pk) == view) for one in saved
    ]


def _chips(listed: Listed) -> list[Chip]:
    """What narrows the list beside its view, each with the address that drops it."""
    listing, fields = listed.listing, listed.noun.catalogue.fields
    names = names_in(listing.tree, fields=fields, seen=listed.viewer.seen)
    found = []
    if listing.q:
        found.append(Chip(_("Found by"), listing.q, listed.href(replace(listing, q=""))))
    if not listing.tree.every and len(listing.tree.parts) > 1:
        said = part_in_words(listing.tree, names, fields)
        return [*found, Chip("", said.value, listed.href(with_tree(listing, EVERYBODY)))]
    for place, part in enumerate(listing.tree.parts):
        said = part_in_words(part, names, fields)
        off = listed.href(with_tree(listing, without(listing.tree, place)))
        found.append(Chip(said.field, said.value, off))
    return found


@cache
def _parts_of(noun: str, text: str) -> tuple[Condition | Group, ...]:
    """What a condition of the house is made of."""
    return parse_filter(text, NOUNS[noun].catalogue.fields).parts


def _quick(listed: Listed) -> Iterator[Chip]:
    """Conditions many ask for, one press away unless they are in force."""
    tree = listed.listing.tree
    for text, words in listed.noun.quick:
        parts = _parts_of(listed.noun.name, text)
        is_said = text == "owner:is:me" and listed.listing.view == "mine"
        if not is_said and not all(part in tree.parts for part in parts):
            further = with_tree(listed.listing, and_also(tree, *parts))
            yield Chip("", str(words), listed.href(further), is_on=False)
