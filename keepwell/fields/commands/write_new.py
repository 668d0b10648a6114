"""Values of many parties that are made known just now."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import Any
from uuid import UUID

from keepwell.fields.commands.write import field_or_refuse, nobody_by, value_rows
from keepwell.fields.models import OwnValue
from keepwell.fields.rules.definitions import Definition, FieldSort
from keepwell.fields.rules.values import Cells, kept_of, read_value
from keepwell.firm.models import Teammate
from keepwell.kernel.command import command
from keepwell.kernel.record import Line, record_many
from keepwell.kernel.refusal import Refused
from keepwell.walls.queries import visible_parties

Values = tuple[tuple[Definition, Cells], ...]


@dataclass(frozen=True, slots=True)
class NewValues:
    """What a new party is to hold, or why it cannot."""

    values: Values = ()
    unfit: str = ""

    def named(self) -> list[tuple[Definition, UUID]]:
        """The parties that its values name."""
        return [
            (asked, cells[0].party)
            for asked, cells in self.values
            if asked.sort is FieldSort.PARTY and cells[0].party
        ]


def judge_new_values(
    drafts: Sequence[tuple[str, Mapping[str, Any]]], by: Teammate
) -> list[NewValues]:
    """What each is to hold (nature, values by name), in order; one query for all they name."""
    read = [_read(nature, values) for nature, values in drafts]
    ids = {party for each in read for _asked, party in each.named()}
    seen = visible_parties(by).filter(pk__one_of=ids) if ids else None
    there = set(seen.values_list("pk", flat=True)) if seen is not None else set()
    return [_known(each, there) for each in read]


def _read(nature: str, values: Mapping[str, Any]) -> NewValues:
    found = []
    try:
        for name, raw in values.items():
            asked = field_or_refuse(nature, name, raw)
            if cells := read_value(asked, raw):
                found.append((asked, cells))
    except Refused as no:
        return NewValues(unfit=no.because)
    return NewValues(tuple(found))


def _known(one: NewValues, there: set[UUID]) -> NewValues:
    unknown = [asked for asked, party in one.named() if party not in there]
    return NewValues(unfit=nobody_by(unknown[0])) if unknown else one


@command
def write_new_values(
    fresh: Mapping[UUID, NewValues], *, at: datetime, by: Teammate | None = None
) -> None:
    """Write what parties hold who were made known in the same go, by their ids."""
    rows = (
        value_rows(party, asked.id, cells)
        for party, each in fresh.items()
        for asked, cells in each.values
    )
    OwnValue.objects.bulk_create(chain.from_iterable(rows), batch_size=500)
    record_many(_lines(fresh, at, by))


def _lines(
    fresh: Mapping[UUID, NewValues], at: datetime, by: Teammate | None
) -> Iterator[Line]:
    by_id = by.pk if by else None
    for party, each in fresh.items():
        facts = {asked.name: ["", kept_of(asked, cells)] for asked, cells in each.values}
        if facts:
            yield Line("changed", "party", party, at, by_id, party, facts)
