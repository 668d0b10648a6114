"""What a policy would change before it takes effect: how many, which, and why."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Value
from django.db.models.expressions import RawSQL

from keepwell.kernel.words import Sentence
from keepwell.kinds.models import Overruling, PartyFacts
from keepwell.kinds.queries.judged import BY, facts_asked_for, judged_rows
from keepwell.kinds.queries.whose import Asked, Between
from keepwell.kinds.rules.facts import KINDS, NAMES, Facts
from keepwell.kinds.rules.policy import Held, Policy, judge_kinds
from keepwell.parties.models import Party, PartyQuerySet

MOST_LOOKED_AT, SHOWN = 400, 3
OLD, NEW = "o_", "n_"
BEGINS, ENDS = "begins", "ends"


@dataclass(frozen=True, slots=True)
class Change:
    """How many parties would begin, and how many would end, to be of a kind."""

    kind: str
    begin: int
    end: int


@dataclass(frozen=True, slots=True)
class Example:
    """A party that would change, what it is now and would be, with the reasons."""

    party: Party
    begins: tuple[Held, ...]
    ends: tuple[Held, ...]
    stays: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """What would change of the parties somebody may see."""

    parties: int
    changes: tuple[Change, ...]
    examples: tuple[Example, ...] = field(default=())


def previewed(old: Policy, new: Policy, seen: PartyQuerySet, day: date) -> Preview:
    """Judge all parties by both policies and compare; nothing is written.

    What somebody's word overrules does not change, and is not counted.
    """
    patterns = _patterns(old, new, seen, day)
    begin, end = dict.fromkeys(KINDS, 0), dict.fromkeys(KINDS, 0)
    for each in patterns:
        for kind, was, will in zip(KINDS, each.was, each.will, strict=True):
            begin[kind] += each.parties if will and not was else 0
            end[kind] += each.parties if was and not will else 0
    changes = tuple(
        Change(kind, begin[kind], end[kind]) for kind in KINDS if begin[kind] or end[kind]
    )
    ids = [id_ for each in patterns for id_ in each.some][:MOST_LOOKED_AT]
    parties = sum(each.parties for each in patterns)
    return Preview(parties, changes, tuple(_examples(ids, old, new, seen, day)))


@dataclass(frozen=True, slots=True)
class _Pattern:
    """Parties that change alike: what they are, what they would be, two of them."""

    was: tuple[bool, ...]
    will: tuple[bool, ...]
    parties: int
    some: tuple[UUID, ...]


def _patterns(old: Policy, new: Policy, seen: PartyQuerySet, day: date) -> list[_Pattern]:
    """Every way in which somebody would change; all parties are gone through once."""
    rows, values = _changed(old, new, seen, day)
    columns = [f"s.{side}{BY[kind]}" for side in (OLD, NEW) for kind in KINDS]
    held = ", ".join(f"CASE WHEN {column} IS NULL THEN 0 ELSE 1 END" for column in columns)
    some = "MIN(CAST(s.party_id AS text)), MAX(CAST(s.party_id AS text))"
    places = ", ".join(str(place) for place in range(1, len(columns) + 1))
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {held}, COUNT(*), {some} FROM ({rows}) s GROUP BY {places}", values
        )
        found = cursor.fetchall()
    return [
        _Pattern(
            tuple(map(bool, row[: len(KINDS)])),
            tuple(map(bool, row[len(KINDS) : len(columns)])),
            row[len(columns)],
            tuple({UUID(each) for each in row[len(columns) + 1 :]}),
        )
        for row in found
    ]


def _changed(old: Policy, new: Policy, seen: PartyQuerySet, day: date) -> Asked:
    """The parties of another kind than before, among those seen."""
    before, values = judged_rows(old, Between(), day, OLD, carried=facts_asked_for(new))
    both, more = judged_rows(new, Between(), day, NEW, of=before)
    differs = " OR ".join(
        f"(r.{OLD}{by} IS NULL) <> (r.{NEW}{by} IS NULL)" for by in BY.values()
    )
    may, theirs = _may_see(seen)
    overruled = (
        f"SELECT 1 FROM {Overruling._meta.db_table} o WHERE o.party_id = r.party_id"
        " AND o.taken_back_at IS NULL AND o.starts_on <= %s AND o.ends_on > %s"
    )
    return (
        f"SELECT r.* FROM ({both}) r WHERE ({differs}) AND {may} AND NOT EXISTS ({overruled})"
    ), [*more, *values, *theirs, day, day]


def _may_see(seen: PartyQuerySet) -> Asked:
    """That a party is among those seen, asked only of those that would change."""
    rows: Any = seen.filter(pk=RawSQL("r.party_id", [])).order_by()
    query = rows.annotate(there=Value(1)).values("there").query
    said, values = query.sql_with_params()
    return f"EXISTS ({said})", list(values)


def _examples(
    ids: Sequence[UUID], old: Policy, new: Policy, seen: PartyQuerySet, day: date
) -> Iterator[Example]:
    """A few of every sort of change, by name."""
    facts = {
        row.pop("party_id"): Facts(**row)
        for row in PartyFacts.objects.filter(party__in=ids).values("party_id", *NAMES)
    }
    told: dict[tuple[str, str], int] = defaultdict(int)
    for party in seen.filter(pk__in=ids).order_by("sort_name", "pk"):
        if party.pk not in facts:
            continue
        was = {one.kind: one for one in judge_kinds(facts[party.pk], day, old)}
        will = {one.kind: one for one in judge_kinds(facts[party.pk], day, new)}
        sorts = [(BEGINS, kind) for kind in will if kind not in was]
        sorts += [(ENDS, kind) for kind in was if kind not in will]
        if any(told[sort] < SHOWN for sort in sorts):
            for sort in sorts:
                told[sort] += 1
            yield Example(
                party,
                tuple(one for kind, one in will.items() if kind not in was),
                tuple(one for kind, one in was.items() if kind not in will),
                tuple(kind for kind in will if kind in was),
            )


def reasons(held: Held) -> tuple[str, ...]:
    """Why, in the reader's language."""
    return tuple(map(str, held.because)) or (str(Sentence("–")),)
