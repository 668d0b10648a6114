"""The list of parties for programs: rows as plain values, page by page, behind the walls."""

from collections.abc import Iterator
from typing import Any

from keepwell.desk.queries.party_list import Row, in_order, order_of, parties_of, rows_of
from keepwell.desk.queries.views import Viewer
from keepwell.desk.rules.listing import Listing
from keepwell.fields.rules.definitions import is_own
from keepwell.parties.queries.lists import parties_list

PAGE = 200
_PARTY = {"name", "nature", "industry", "employees", "source", "language"}
_ROW = {
    "kinds": "kinds", "owner": "owner", "last": "last_two_way", "gap": "usual_gap",
    "next": "next_touch", "email": "email", "phone": "phone", "city": "city",
    "country": "country",
}  # fmt: skip


def listed_values(
    viewer: Viewer, listing: Listing, *, most: int | None = None
) -> Iterator[dict[str, Any]]:
    """The parties of a list in its order, each by its id and the columns of the layout.

    At most so many, all of them without a limit. Moments and days are as Python has them.
    """
    columns, order = listing.layout.names, order_of(listing.sort)
    among = parties_of(viewer, viewer.narrow(listing.view), listing)
    after, left = "", most
    while left is None or left > 0:
        size = PAGE if left is None else min(PAGE, left)
        page = parties_list(in_order(among, order), order=order, after=after, size=size)
        for row in rows_of(page.rows, viewer.on, viewer.seen, columns):
            yield {"id": row.party.pk, **{name: value_of(row, name) for name in columns}}
        after, left = page.after, None if left is None else left - size
        if not after:
            return


def value_of(row: Row, column: str) -> Any:
    """What a row says in a column: a word of the domain, a number, a date; None for nothing."""
    party: Any = row.party
    if is_own(column):
        return row.own[column].written if column in row.own else None
    if column in _PARTY:
        return getattr(party, column)
    if column in _ROW:
        return getattr(row, _ROW[column])
    match column:
        case "quiet":
            return row.quiet.value.name.lower() if row.quiet else None
        case "inbound" | "outbound":
            return getattr(row.facts, f"last_{column}", None)
        case "stage":
            return row.standing.stage if row.standing else ""
        case "stage_since":
            return row.standing.stage_since if row.standing else None
    return getattr(party, f"{column}_at")
