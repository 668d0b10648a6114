"""Orders in which parties are listed, page by page (`kernel.keyset`)."""

from datetime import datetime
from uuid import UUID

from keepwell.kernel import keyset
from keepwell.kernel.keyset import MOST_COUNTED, PAGE, Count, Order, capped_count
from keepwell.parties.models import Party, PartyQuerySet

__all__ = [
    "BY_NAME",
    "BY_NAME_BACKWARDS",
    "LAST_CHANGED",
    "MOST_COUNTED",
    "NEWEST",
    "OLDEST",
    "ORDERS",
    "PAGE",
    "Count",
    "Order",
    "Page",
    "Place",
    "capped_count",
    "page_around",
    "parties_list",
    "place_of",
]
Page = keyset.Page[Party]
Place = keyset.Place[Party]
BY_NAME = Order("name", "sort_name")
BY_NAME_BACKWARDS = Order("-name", "sort_name", descending=True)
NEWEST = Order("newest", "created_at", descending=True, read=datetime.fromisoformat)
OLDEST = Order("oldest", "created_at", read=datetime.fromisoformat)
LAST_CHANGED = Order("changed", "changed_at", descending=True, read=datetime.fromisoformat)
ORDERS = {order.name: order for order in (BY_NAME, BY_NAME_BACKWARDS, NEWEST, OLDEST)}


def parties_list(
    among: PartyQuerySet,
    *,
    order: Order = BY_NAME,
    after: str = "",
    before: str = "",
    size: int = PAGE,
) -> Page:
    """One page of these parties."""
    return keyset.listed_page(among, order=order, after=after, before=before, size=size)


def page_around(
    among: PartyQuerySet, party_id: UUID, *, order: Order = BY_NAME, size: int = PAGE
) -> Page | None:
    """The page on which this party stands with a few before it; None if it is elsewhere."""
    return keyset.page_around(among, party_id, order=order, size=size)


def place_of(among: PartyQuerySet, party_id: UUID, *, order: Order = BY_NAME) -> Place | None:
    """Where this party stands among these, counted up to the cap; None if elsewhere."""
    return keyset.place_of(among, party_id, order=order)
