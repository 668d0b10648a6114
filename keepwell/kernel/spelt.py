"""Questions whose words are kept: put together once, asked again and again with other facts.

Django takes longer to put a question into SQL than most databases take to answer it. What a
request always asks is therefore written as a function under `@spelt_once`:

    @spelt_once
    def _ties_of(kind: str, *, parties: Many) -> QuerySet[Tie]:
        return Tie.objects.filter(party__in=parties, kind=kind).values_list("party", "other")

    rows = _ties_of("works_for", parties=ids)

What stands in order (`kind`) may change the words and is kept for each value. What is named
(`parties`) never does: it is handed to the database as a parameter each time. That this is so
is tried when the words are first put together: twice, with invented facts, and both must give
the same words.

A set of rows may stand in order too, if it says how it was made (`made_of`), as the parties
somebody may see do: it is made again around the invented facts. Any other set, as one that was
narrowed since, is asked plainly.
"""

from collections.abc import Callable, Collection, Mapping
from copy import copy
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import update_wrapper
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import QuerySet

R = TypeVar("R")
S = TypeVar("S", bound=QuerySet[Any, Any])
Fact = UUID | datetime | date | str
Many = Collection[Fact]
Facts = Mapping[str, Any]
Slot = tuple[str, int]

# A list of ids is filled up to one of these lengths, so that there are few wordings of it.
LENGTHS = (1, 2, 4, 8, 16, 32, 64, 128, 256)
MOST_KEPT = 512
NOBODY = UUID(int=0)


@dataclass(frozen=True, slots=True)
class Made:
    """How a set of rows was made: by whom, in which shape, around which facts."""

    name: str
    make: Callable[..., QuerySet[Any, Any]] = field(compare=False)
    shape: tuple[Any, ...] = ()
    facts: Mapping[str, Fact] = field(default_factory=dict, compare=False)


def made_of(rows: S, made: Made) -> S:
    """The same set, saying how it was made; whatever is made of it says so no more."""
    rows.made = made  # type: ignore[attr-defined]
    return rows


class Spelt(Generic[R]):
    """A question by its words; called, it gives the rows as `list(queryset)` would."""

    def __init__(self, ask: Callable[..., QuerySet[Any, R]]) -> None:
        self.ask = ask
        self.kept: dict[Any, _Words | None] = {}
        update_wrapper(self, ask)

    def __call__(self, *shape: Any, **facts: Any) -> list[R]:
        """The rows, asked anew each time; only the words are remembered."""
        sets = [(n, each) for n, each in enumerate(shape) if isinstance(each, QuerySet)]
        known = shape
        if sets:
            made = {n: getattr(each, "made", None) for n, each in sets}
            if None in made.values():
                return list(self.ask(*shape, **facts))
            known = tuple(made.get(n, each) for n, each in enumerate(shape))
        given = {name: _filled(fact) for name, fact in facts.items()}
        for each in known:
            if isinstance(each, Made):
                given |= {f"{each.name} {name}": (fact,) for name, fact in each.facts.items()}
        if None in given.values():
            return list(self.ask(*shape, **facts))
        connection = connections[DEFAULT_DB_ALIAS]
        lengths = tuple((name, len(each)) for name, each in given.items() if each is not None)
        key = (connection.vendor, known, lengths)
        try:
            words = self.kept[key]
        except KeyError:
            if len(self.kept) >= MOST_KEPT:
                self.kept.clear()
            words = self.kept[key] = _put_together(self.ask, known, facts, given)
        return words.answer(connection, given) if words is not None else []

    def first(self, *shape: Any, **facts: Any) -> R | None:
        """The first row, of a question that asks for one."""
        rows = self(*shape, **facts)
        return rows[0] if rows else None


def spelt_once(ask: Callable[..., QuerySet[Any, R]]) -> Spelt[R]:
    """Keep the words of this question. It may depend on nothing but what it is given."""
    return Spelt(ask)


class _Words:
    """SQL, and which fact goes where; `rows` and `compiler` know how to read the answer."""

    def __init__(self, rows: QuerySet[Any, Any], compiler: Any, sql: str) -> None:
        self.rows, self.compiler, self.sql = rows, compiler, sql
        self.params: list[Any] = []
        self.slots: list[tuple[int, Slot]] = []
        self.read = compiler.get_converters([s[0] for s in compiler.select])
        compiler.connection = None

    def answer(self, connection: Any, given: Mapping[str, Any]) -> list[Any]:
        params = list(self.params)
        for place, (name, number) in self.slots:
            params[place] = _as_sent(connection, given[name][number])
        compiler = copy(self.compiler)
        compiler.connection = connection
        compiler.as_sql = lambda *_how, **_more: (self.sql, params)
        compiler.get_converters = lambda _columns: self.read
        rows = object.__new__(type(self.rows))
        rows.__dict__.update(self.rows.__dict__)
        rows.__dict__["_query"] = _Ready(self.rows.query, compiler)
        return list(rows)


class _Ready:
    """Stands where a query stands in a queryset; what compiles it is ready."""

    def __init__(self, query: Any, compiler: Any) -> None:
        self.query, self.compiler = query, compiler

    def get_compiler(self, *_how: Any, **_more: Any) -> Any:
        return self.compiler

    def __getattr__(self, name: str) -> Any:
        return getattr(self.query, name)


def _filled(fact: Any) -> tuple[Any, ...] | None:
    """One fact as a row of one, many filled up to a usual length; None: too many for that."""
    if isinstance(fact, Fact):
        return (fact,)
    many = tuple(fact) or (NOBODY,)
    length = next((each for each in LENGTHS if each >= len(many)), None)
    return None if length is None else many + (many[-1],) * (length - len(many))


def _put_together(
    ask: Callable[..., QuerySet[Any, Any]], shape: Any, facts: Facts, given: Facts
) -> _Words | None:
    """The words for invented facts of these sorts; None where nothing can ever be found."""
    first, second = (_tried(ask, shape, facts, given, trial) for trial in (1, 2))
    if first is None or second is None:
        if first is second:
            return None
        raise TypeError(f"What {ask.__qualname__} finds depends on its facts otherwise.")
    mine, theirs = (
        [one.sql, one.slots, [one.params[n] for n in range(len(one.params))
                              if n not in dict(one.slots)]]
        for one in (first, second)
    )  # fmt: skip
    missing = {(name, n) for name, many in given.items() for n in range(len(many))}
    missing -= {slot for _place, slot in first.slots}
    if mine != theirs or missing:
        raise TypeError(f"{ask.__qualname__} does not take its facts as they are: {missing}.")
    return first


def _tried(
    ask: Callable[..., QuerySet[Any, Any]], shape: Any, facts: Facts, given: Facts, trial: int
) -> _Words | None:
    connection = connections[DEFAULT_DB_ALIAS]
    invented: dict[str, list[Any]] = {}
    where: dict[Any, Slot] = {}
    for name, many in given.items():
        invented[name] = []
        for number in range(len(many)):
            fact = _invented(many[0], 1_000 * trial + len(where))
            invented[name].append(fact)
            where[_as_sent(connection, fact)] = name, number
    asked = {
        name: invented[name][0] if isinstance(fact, Fact) else invented[name]
        for name, fact in facts.items()
    }
    rows = ask(*(_made_again(each, invented) for each in shape), **asked)
    compiler = rows.query.get_compiler(DEFAULT_DB_ALIAS)
    try:
        sql, params = compiler.as_sql()
    except EmptyResultSet:
        return None
    words = _Words(rows, compiler, sql)
    words.params = list(params)
    words.slots = [
        (place, where[each]) for place, each in enumerate(params)
        if isinstance(each, Fact) and each in where
    ]  # fmt: skip
    return words


def _made_again(each: Any, invented: Mapping[str, list[Any]]) -> Any:
    if not isinstance(each, Made):
        return each
    facts = {name: invented[f"{each.name} {name}"][0] for name in each.facts}
    return each.make(*each.shape, **facts)


def _invented(like: Fact, number: int) -> Fact:
    """A fact of this sort that stands in no question of ours."""
    if isinstance(like, UUID):
        return UUID(int=(0xFEED << 112) + number)
    if isinstance(like, datetime):
        return datetime(3000, 1, 1, tzinfo=UTC) + timedelta(minutes=number)
    if isinstance(like, date):
        return date(4000, 1, 1) + timedelta(days=number)
    return f"no such fact, number {number}"


def _as_sent(connection: Any, fact: Any) -> Any:
    """The fact as Django hands it to the database."""
    if isinstance(fact, UUID):
        return fact if connection.features.has_native_uuid_field else fact.hex
    if isinstance(fact, datetime):
        return connection.ops.adapt_datetimefield_value(fact)
    if isinstance(fact, date):
        return connection.ops.adapt_datefield_value(fact)
    return fact
