"""Whether the facts as they are kept are those that the rooms below tell."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db import connection

from keepwell.kinds.models import Due, PartyFacts
from keepwell.kinds.queries.facts import facts_asked
from keepwell.kinds.queries.whose import Between, stretches
from keepwell.kinds.rules.facts import NAMES

MOST_NAMED = 20


@dataclass(slots=True)
class Checked:
    """The sums over the facts as kept and as told now, and the parties they differ for."""

    parties: int = 0
    kept: str = ""
    told: str = ""
    due: int = 0
    differ: int = 0
    among: list[UUID] = field(default_factory=list)

    @property
    def is_same(self) -> bool:
        return self.kept == self.told


def facts_checked(day: date) -> Checked:
    """Read all facts twice, from their table and anew; memory holds one stretch."""
    found, kept, told = Checked(due=Due.objects.count()), sha256(), sha256()
    for stretch in stretches():
        stand = dict(_rows(*_as_kept(stretch)))
        now = dict(_rows(*facts_asked(stretch, day)))
        found.parties += len(now)
        for rows, sum_ in ((stand, kept), (now, told)):
            for id_ in sorted(rows):
                sum_.update(f"{id_}{rows[id_]}\n".encode())
        odd = sorted(id_ for id_ in {*stand, *now} if stand.get(id_) != now.get(id_))
        found.differ += len(odd)
        found.among += [UUID(id_) for id_ in odd[: MOST_NAMED - len(found.among)]]
    found.kept, found.told = kept.hexdigest(), told.hexdigest()
    return found


def _as_kept(stretch: Between) -> tuple[str, list[Any]]:
    theirs, values = stretch.are("f.party_id")
    columns = ", ".join(f'f."{name}"' for name in NAMES)
    table = PartyFacts._meta.db_table
    return f"SELECT f.party_id, {columns} FROM {table} f WHERE {theirs}", values


def _rows(said: str, values: list[Any]) -> Iterator[tuple[str, tuple[Any, ...]]]:
    with connection.cursor() as cursor:
        cursor.execute(said, values)
        while some := cursor.fetchmany(5_000):
            for id_, *row in some:
                # Booleans are 1 and 0 on SQLite, days are text: the same sum on both.
                plain = tuple(int(v) if isinstance(v, bool) else v for v in row)
                yield (
                    str(id_).replace("-", ""),
                    tuple(v.isoformat() if isinstance(v, date) else v for v in plain),
                )
