"""A list as plain values, for programs and files: page by page, behind the walls."""

from collections.abc import Collection, Iterator
from datetime import UTC, date, datetime
from typing import Any

from keepwell.desk.queries.nouns.noun import Line, Link, ListNoun, Number, Value, Word
from keepwell.desk.queries.views import Viewer
from keepwell.desk.rules.listing import Listing
from keepwell.kernel.keyset import listed_page
from keepwell.kernel.money import Money

PAGE = 500


def listed_lines(
    noun: ListNoun,
    viewer: Viewer,
    view: str,
    listing: Listing,
    columns: Collection[str] | None = None,
    *,
    ids: Collection[Any] | None = None,
) -> Iterator[Line]:
    """Every row of a list in its order, with these columns, or with all there are.

    `ids` are rows that were ticked: of all one may see, whatever the list is narrowed to.
    """
    order = noun.order_of(listing.sort)
    if ids is None:
        rows = noun.among(viewer, view, listing)
    else:
        rows = noun.begin(viewer).filter(pk__in=ids)
    among = noun.beside(rows, order)
    names = tuple(noun.catalogue.columns) if columns is None else columns
    after = ""
    while True:
        page = listed_page(among, order=order, after=after, size=PAGE)
        yield from noun.lines(page.rows, viewer, names)
        after = page.after
        if not after:
            return


def plain(value: Value) -> Any:
    """A value as programs take it: a word by its name, a party by its name, an amount."""
    match value:
        case Word():
            return value.name
        case Number():
            return value.number
        case Link():
            return value.text
        case tuple():
            return [one.text for one in value]
        case Money():
            return str(value.amount)
    return value


def written(value: Value) -> str:
    """A value as it stands in a file: moments as ISO 8601 in UTC, nothing as nothing."""
    told = plain(value)
    match told:
        case None:
            return ""
        case bool():
            return "yes" if told else "no"
        case datetime():
            return told.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
        case date():
            return told.isoformat()
        case list():
            return "; ".join(told)
    return str(told)
