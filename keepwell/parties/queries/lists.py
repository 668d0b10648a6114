"""Lists of parties in any order, page by page, at the same cost however many there are."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from keepwell.parties.models import Party, PartyQuerySet

MOST_COUNTED = 1_000
PAGE = 50


@dataclass(frozen=True, slots=True)
class Order:
    """An order of a list: a column that is never null, which way, and how it reads in a cursor.

    A room above may order by a column of its own: give `column` as a path from a party or the
    name of an annotation already on the list; the cost of it is that room's.
    """

    name: str
    column: str
    descending: bool = False
    read: Callable[[Any], Any] = str

    def by(self, turned: bool = False) -> tuple[str, str]:
        """The fields to order by, the party's id last."""
        sign = "-" if self.descending is not turned else ""
        return f"{sign}{self.column}", f"{sign}pk"

    def beyond(self, value: Any, pk: UUID, turned: bool = False) -> Q:
        """Rows that come after (turned: before) this one."""
        way = "lt" if self.descending is not turned else "gt"
        same = Q(**{self.column: value, f"pk__{way}": pk})
        near = Q(**{f"{self.column}__{way}e": value})
        return near & (Q(**{f"{self.column}__{way}": value}) | same)


BY_NAME = Order("name", "sort_name")
BY_NAME_BACKWARDS = Order("-name", "sort_name", descending=True)
NEWEST = Order("newest", "created_at", descending=True, read=datetime.fromisoformat)
OLDEST = Order("oldest", "created_at", read=datetime.fromisoformat)
LAST_CHANGED = Order("changed", "changed_at", descending=True, read=datetime.fromisoformat)
ORDERS = {order.name: order for order in (BY_NAME, BY_NAME_BACKWARDS, NEWEST, OLDEST)}


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a list; `after` leads on, `before` leads back, each empty if it does not."""

    rows: list[Party]
    after: str
    before: str


def parties_list(
    among: PartyQuerySet,
    *,
    order: Order = BY_NAME,
    after: str = "",
    before: str = "",
    size: int = PAGE,
) -> Page:
    """One page of these parties, by keyset; a cursor that makes no sense leads to page one."""
    cursor = _read(order, before or after)
    turned = bool(before) and cursor is not None
    found: QuerySet[Party] = among
    if cursor is not None:
        found = found.filter(order.beyond(*cursor, turned=turned))
    rows = list(found.order_by(*order.by(turned))[: size + 1])
    more, rows = len(rows) > size, rows[:size]
    if turned:
        rows.reverse()
    has_next = bool(rows) and (turned or more)
    has_previous = bool(rows) and (more if turned else cursor is not None)
    return Page(
        rows,
        _write(order, rows[-1]) if has_next else "",
        _write(order, rows[0]) if has_previous else "",
    )


def _write(order: Order, row: Party) -> str:
    value: Any = row
    for step in order.column.split("__"):
        value = getattr(value, step)
    plain = value.isoformat() if hasattr(value, "isoformat") else value
    return urlsafe_b64encode(json.dumps([plain, str(row.pk)]).encode()).decode().rstrip("=")


def _read(order: Order, cursor: str) -> tuple[Any, UUID] | None:
    if not cursor:
        return None
    try:
        value, pk = json.loads(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        read, party_id = order.read(value), UUID(pk)
    except (ValueError, TypeError, AttributeError):
        return None
    return (read, party_id) if _makes_sense(read) else None


def _makes_sense(value: Any) -> bool:
    if isinstance(value, datetime):
        return value.tzinfo is not None and 1_000 < value.year < 9_000
    return "\0" not in value if isinstance(value, str) else True


@dataclass(frozen=True, slots=True)
class Count:
    """How many there are, never counted beyond the cap."""

    number: int
    is_more: bool

    def __str__(self) -> str:
        return f"{self.number:,}" + ("+" if self.is_more else "")


def capped_count(found: QuerySet[Any], most: int = MOST_COUNTED) -> Count:
    """How many rows, counted up to `most` and then given as “1,000+”."""
    number = found.order_by()[: most + 1].count()
    return Count(min(number, most), number > most)
