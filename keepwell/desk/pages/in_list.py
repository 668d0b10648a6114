"""Where what a page shows stands in the list one came from, and what stands beside it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from django.db.models import Model

from keepwell.desk.asking import TeammateRequest
from keepwell.desk.pages.listed import Listed, id_of, listed_for
from keepwell.desk.queries.nouns.every import NOUNS, PARTIES
from keepwell.desk.queries.nouns.noun import Line
from keepwell.desk.rules.listing import CALENDAR, asked_in
from keepwell.kernel.keyset import Count, capped_count, place_of


@dataclass(frozen=True, slots=True)
class InList:
    """The way back to the row, and on to the neighbours, each '' if there is none.

    `number` is None where it is no longer in the list, or never was.
    """

    back: str
    title: str
    before: str = ""
    after: str = ""
    number: Count | None = None
    count: Count | None = None


def in_list(request: TeammateRequest, pk: Any) -> InList | None:
    """The place of what this page shows in the list that the address names; None without one.

    Where a page shows something else than the row itself, `row` in the address is that row.
    """
    asked = asked_in(request.GET.get("list", ""))
    if not request.GET.get("list", ""):
        return None
    noun = NOUNS.get(asked.get("noun", ""), PARTIES)
    if not noun.may(request.user):
        return None
    listed = listed_for(request, asked, noun)
    row = id_of(request.GET.get("row", ""), listed.order) or pk
    month = asked.get("month", "") if listed.listing.look == CALENDAR else ""
    back = f"{listed.href(at=str(row), month=month)}#p-{row}"
    place = place_of(listed.in_order(), row, order=listed.order)
    if place is None:
        return InList(back, str(noun.title))
    beside = [one for one in (place.before, place.after) if one is not None]
    lines = {one.pk: one for one in noun.lines(beside, listed.viewer, ())}
    return InList(
        back,
        str(noun.title),
        _address(place.before, lines, listed),
        _address(place.after, lines, listed),
        place.number,
        capped_count(listed.rows()),
    )


def _address(row: Model | None, lines: Mapping[Any, Line], listed: Listed) -> str:
    if row is None:
        return ""
    return carried_to(lines[row.pk].href, row.pk, quote(listed.carried, safe=""))


def carried_to(href: str, pk: Any, state: str) -> str:
    """The address of a row with the list it stands in, where it leads anywhere."""
    if not href or not state:
        return href
    path, mark, anchor = href.partition("#")
    row = "" if str(pk) in path else f"&row={pk}"
    return f"{path}{'&' if '?' in path else '?'}list={state}{row}{mark}{anchor}"
