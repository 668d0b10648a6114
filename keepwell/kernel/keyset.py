"""Lists in any order, page by page, at the same cost however many rows there are."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.db.models import F, Model, Q, QuerySet

from keepwell.kernel.spelt import Fact, spelt_once

M = TypeVar("M", bound=Model)

MOST_COUNTED = 1_000
PAGE = 50
KEPT = "ordered_by"


@dataclass(frozen=True, slots=True)
class Order:
    """An order of a list: a column, which way, and how it reads in a cursor.

    `column` is a path from the row or the name of an annotation already on the list; the cost
    of it is whose column it is. Rows that hold nothing there come last either way, in the
    order `rest`; without `rest` the column is never null. `tie` decides between equal rows:
    where an index goes by another spelling of the id, its path. Where the column is in one of
    many rows beside, `among` says in which, and `without` who has none.
    """

    name: str
    column: str
    descending: bool = False
    read: Callable[[Any], Any] = str
    rest: "Order | None" = None
    tie: str = "pk"
    among: Q | None = None
    without: Q | None = None
    read_pk: Callable[[Any], Any] = UUID

    def by(self, turned: bool = False) -> tuple[str, str]:
        """The fields to order by, the id last."""
        sign = "-" if self.descending is not turned else ""
        return f"{sign}{self.column}", f"{sign}{self.tie}"

    def beyond(self, value: Any, pk: Any, turned: bool = False) -> Q:
        """Rows that come after (turned: before) this one."""
        way = "lt" if self.descending is not turned else "gt"
        same = Q(**{self.column: value, f"{self.tie}__{way}": pk})
        near = Q(**{f"{self.column}__{way}e": value})
        return near & (Q(**{f"{self.column}__{way}": value}) | same)

    def stretches(self) -> list[tuple[Q, "Order"]]:
        """What the list is made of, one after the other, each in an order without gaps."""
        if self.rest is None:
            return [(Q(), self)]
        empty = f"{self.column}__isnull"
        if self.among is not None and self.without is not None:
            return [(self.among & Q(**{empty: False}), self), (self.without, self.rest)]
        return [(Q(**{empty: False}), self), (Q(**{empty: True}), self.rest)]

    def narrow(self, found: QuerySet[M], asked: Q) -> QuerySet[M]:
        """Those asked for in one go, so that all is asked of one and the same row beside."""
        narrowed = found.filter(asked)
        if self.among is not None:
            narrowed = narrowed.annotate(**{KEPT: F(self.column)})
        return narrowed


@dataclass(frozen=True, slots=True)
class Page(Generic[M]):
    """A page of a list; `after` leads on, `before` leads back, each empty if it does not."""

    rows: list[M]
    after: str
    before: str


@dataclass(frozen=True, slots=True)
class _Cursor:
    """A place in a list: in which of its stretches, at which value, at which row."""

    stretch: int
    value: Any
    pk: Any


def listed_page(
    among: QuerySet[M],
    *,
    order: Order,
    after: str = "",
    before: str = "",
    size: int = PAGE,
) -> Page[M]:
    """One page of these rows, by keyset; a cursor that makes no sense leads to page one."""
    cursor = _read(order, before or after)
    turned = bool(before) and cursor is not None
    rows = list(_walk(among, order, cursor, turned, size + 1))
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


def _walk(
    among: QuerySet[M], order: Order, cursor: _Cursor | None, turned: bool, wanted: int
) -> Iterator[M]:
    """So many rows from the cursor on, through one stretch of the list after the other."""
    stretches = list(enumerate(order.stretches()))
    for place, (which, inner) in reversed(stretches) if turned else stretches:
        begins = None
        if cursor is not None:
            if (place > cursor.stretch) if turned else (place < cursor.stretch):
                continue
            begins = cursor if place == cursor.stretch else None
        way = _Way(order.name, place, turned, wanted, which, inner)
        rows = _rows_on(among, way, begins)
        yield from rows
        wanted -= len(rows)
        if not wanted:
            return


@dataclass(frozen=True, slots=True)
class _Way:
    """One stretch of a list, walked one way; an order is known by its name."""

    order: str
    place: int
    turned: bool
    wanted: int
    which: Q = field(compare=False)
    inner: Order = field(compare=False)


def _rows_on(among: QuerySet[M], way: _Way, begins: _Cursor | None) -> list[M]:
    if begins is None:
        return _stretch(among, way)
    place = {"value": begins.value, "pk": begins.pk}
    plain = isinstance(begins.value, Fact) and isinstance(begins.pk, Fact)
    return _stretch(among, way, **place) if plain else list(_stretch.ask(among, way, **place))


@spelt_once
def _stretch(
    among: QuerySet[Any], way: _Way, *, value: Any = None, pk: Any = None
) -> QuerySet[Any]:
    asked = way.which
    if pk is not None:
        asked = asked & way.inner.beyond(value, pk, turned=way.turned)
    found = way.inner.narrow(among, asked)
    return found.order_by(*way.inner.by(way.turned))[: way.wanted]


def page_around(
    among: QuerySet[M], pk: Any, *, order: Order, size: int = PAGE
) -> Page[M] | None:
    """The page on which this row stands with a few before it; None if it is elsewhere."""
    row = _row_of(among, order, pk)
    if row is None:
        return None
    cursor, few = _cursor_of(order, row), size // 5
    ahead = list(_walk(among, order, cursor, True, few + 1))
    after = list(_walk(among, order, cursor, False, size - min(few, len(ahead))))
    rows = [*reversed(ahead[:few]), row, *after[: size - 1 - min(few, len(ahead))]]
    return Page(
        rows,
        _write(order, rows[-1]) if len(after) >= size - min(few, len(ahead)) else "",
        _write(order, rows[0]) if len(ahead) > few else "",
    )


@dataclass(frozen=True, slots=True)
class Place(Generic[M]):
    """Where a row stands in a list, and what stands beside it."""

    before: M | None
    after: M | None
    number: "Count"


def place_of(among: QuerySet[M], pk: Any, *, order: Order) -> Place[M] | None:
    """Where this row stands among these, counted up to the cap; None if elsewhere."""
    row = _row_of(among, order, pk)
    if row is None:
        return None
    cursor = _cursor_of(order, row)
    ahead = 0
    for place, (which, inner) in enumerate(order.stretches()[: cursor.stretch + 1]):
        if place == cursor.stretch:
            which = which & inner.beyond(cursor.value, cursor.pk, turned=True)
        ahead += capped_count(among.filter(which)).number
    return Place(
        next(_walk(among, order, cursor, True, 1), None),
        next(_walk(among, order, cursor, False, 1), None),
        Count(min(ahead + 1, MOST_COUNTED), ahead + 1 > MOST_COUNTED),
    )


def _row_of(among: QuerySet[M], order: Order, pk: Any) -> M | None:
    """The row with what its place in this order goes by; None if it is not among these."""
    for which, inner in order.stretches() if order.among is not None else [(Q(), order)]:
        row = inner.narrow(among, which & Q(pk=pk)).first()
        if row is not None:
            return row
    return None


def _cursor_of(order: Order, row: Model) -> _Cursor:
    value = _value_of(row, KEPT if order.among is not None else order.column)
    if order.rest is not None and value is None:
        return _Cursor(1, _value_of(row, order.rest.column), row.pk)
    return _Cursor(0, value, row.pk)


def _value_of(row: Model, path: str) -> Any:
    value: Any = row
    for step in path.split("__"):
        value = getattr(value, step, None)
    return value


def _write(order: Order, row: Model) -> str:
    place = _cursor_of(order, row)
    plain = place.value.isoformat() if hasattr(place.value, "isoformat") else place.value
    told = [plain, str(place.pk), *([place.stretch] if place.stretch else [])]
    return urlsafe_b64encode(json.dumps(told).encode()).decode().rstrip("=")


def _read(order: Order, cursor: str) -> _Cursor | None:
    if not cursor:
        return None
    stretches = order.stretches()
    try:
        value, pk, *further = json.loads(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        stretch = int(further[0]) if further else 0
        if not 0 <= stretch < len(stretches):
            return None
        found = _Cursor(stretch, stretches[stretch][1].read(value), order.read_pk(pk))
    except (ValueError, TypeError, AttributeError):
        return None
    return found if _makes_sense(found.value) else None


def _makes_sense(value: Any) -> bool:
    if isinstance(value, datetime):
        return value.tzinfo is not None and 1_000 < value.year < 9_000
    if isinstance(value, int):
        return abs(value) < 2**63
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


def are_there_any(rows: QuerySet[Any]) -> bool:
    """Whether there is a row among these."""
    return bool(_from_place(rows, 0))


def are_too_many(rows: QuerySet[Any], most: int = MOST_COUNTED) -> bool:
    """Whether there are more than are counted."""
    return bool(_from_place(rows, most))


@spelt_once
def _from_place(rows: QuerySet[Any], place: int) -> QuerySet[Any]:
    return rows.order_by().values_list("pk", flat=True)[place : place + 1]
