"""Values that a file brings, for many parties at once."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import Any
from uuid import UUID

from django.db.models import F

from keepwell.fields.commands.write import put_cells, value_rows
from keepwell.fields.models import OwnValue
from keepwell.fields.queries.values import cells_of
from keepwell.fields.rules.definitions import Definition, FieldSort, definition_named
from keepwell.fields.rules.values import (
    Cells,
    as_json,
    chosen,
    from_json,
    kept_of,
    read_value,
    words_in,
)
from keepwell.firm.models import Teammate
from keepwell.kernel.among import is_among
from keepwell.kernel.command import command
from keepwell.kernel.record import Line, record_many
from keepwell.kernel.refusal import Refused
from keepwell.kernel.words import keep as _kept
from keepwell.parties.models import Party, PartyName
from keepwell.parties.rules.spellings import folded_name
from keepwell.walls.queries import visible_parties

Key = tuple[UUID, UUID]


@dataclass(frozen=True, slots=True)
class OwnDraft:
    """What a row says of a party's own fields; `wins` where it goes before what is there."""

    party_id: UUID
    nature: str
    values: dict[str, Any]
    wins: bool = False
    is_new: bool = False


@dataclass(slots=True)
class OwnTaken:
    """What became of one: each field written, before and after; and what was not understood."""

    written: list[tuple[Definition, Cells, Cells]]
    unclear: str = ""


@command
def take_in_own_values(
    drafts: Sequence[OwnDraft], *, at: datetime, by: Teammate | None, tool: str
) -> list[OwnTaken]:
    """Fill what was blank; what is there gives way only to a draft that wins.

    What a field cannot hold is left out and said. Tags and choices that nobody defined are
    left out as well: defining is for who runs the firm. Answers in the order of `drafts`.
    """
    known = {name: asked for each in drafts for name in each.values
             if (asked := definition_named(name)) and not asked.is_retired}  # fmt: skip
    if not known:
        return [OwnTaken([]) for _each in drafts]
    there = _there(drafts, known.values())
    people = _called(drafts, known, by)
    fresh: dict[Key, Cells] = {}
    taken = [_take(each, known, there, people, fresh) for each in drafts]
    _write(fresh, there)
    moved = {
        d.party_id for d, t in zip(drafts, taken, strict=True) if t.written and not d.is_new
    }
    for start in range(0, len(moved), 400):
        some = list(moved)[start : start + 400]
        Party.objects.filter(pk__in=some).update(changed_at=at, revision=F("revision") + 1)
    record_many(_lines(drafts, taken, at, by, tool))
    return taken


def _there(drafts: Sequence[OwnDraft], known: Iterable[Definition]) -> dict[Key, Cells]:
    rows: dict[Key, list[OwnValue]] = defaultdict(list)
    ids = {each.party_id for each in drafts if not each.is_new}
    if ids:
        found = OwnValue.objects.filter(party__one_of=ids, field__in={k.id for k in known})
        for row in found.order_by("pk"):
            rows[row.party_id, row.field_id].append(row)
    return {key: cells_of(each) for key, each in rows.items()}


def _called(
    drafts: Sequence[OwnDraft], known: dict[str, Definition], by: Teammate | None
) -> dict[str, set[UUID]]:
    """The parties that rows name in fields that hold one."""
    names = {
        folded_name(str(value))
        for each in drafts
        for name, value in each.values.items()
        if name in known and known[name].sort is FieldSort.PARTY
    }
    found: dict[str, set[UUID]] = defaultdict(set)
    if names:
        among = visible_parties(by) if by else Party.objects.present()
        rows = PartyName.objects.filter(is_among("party", among), folded__in=names)
        for folded, party in rows.values_list("folded", "party_id"):
            found[folded].add(party)
    return found


def _take(
    draft: OwnDraft,
    known: dict[str, Definition],
    there: dict[Key, Cells],
    people: dict[str, set[UUID]],
    fresh: dict[Key, Cells],
) -> OwnTaken:
    taken = OwnTaken([])
    for name, raw in draft.values.items():
        asked = known.get(name)
        if asked is None or not asked.fits(draft.nature):
            continue
        key = (draft.party_id, asked.id)
        before = fresh.get(key, there.get(key, ()))
        try:
            cells = read_value(asked, _meant(asked, raw, people))
        except Refused:
            taken.unclear = taken.unclear or _kept(
                "“%(value)s” was left out: “%(field)s” cannot hold it.",
                value=str(raw)[:60], field=asked.words,
            )  # fmt: skip
            continue
        if asked.sort is FieldSort.CHOICES:
            cells = read_value(asked, [one.key for one in (*before, *cells)])
        if not cells or cells == before or (before and not _gives_way(asked, draft)):
            continue
        if cells[0].party == draft.party_id:
            continue
        fresh[key] = cells
        taken.written.append((asked, before, cells))
    return taken


def _gives_way(asked: Definition, draft: OwnDraft) -> bool:
    return draft.wins or asked.sort is FieldSort.CHOICES


def _meant(asked: Definition, raw: Any, people: dict[str, set[UUID]]) -> Any:
    if asked.sort is FieldSort.CHOICES:
        return [word for word in words_in(raw) if chosen(asked, word)]
    if asked.sort is FieldSort.PARTY:
        found = people.get(folded_name(str(raw)), set())
        return next(iter(found)) if len(found) == 1 else raw
    return raw


def _write(fresh: dict[Key, Cells], there: dict[Key, Cells]) -> None:
    for party, field in fresh.keys() & there.keys():
        OwnValue.objects.filter(party=party, field=field).delete()
    rows = (value_rows(party, field, cells) for (party, field), cells in fresh.items())
    OwnValue.objects.bulk_create(chain.from_iterable(rows), batch_size=500)


def _lines(
    drafts: Sequence[OwnDraft],
    taken: Sequence[OwnTaken],
    at: datetime,
    by: Teammate | None,
    tool: str,
) -> Iterable[Line]:
    by_id = getattr(by, "pk", None)
    for draft, each in zip(drafts, taken, strict=True):
        if each.written:
            facts: dict[str, Any] = {"tool": tool}
            for asked, before, cells in each.written:
                facts[asked.name] = [kept_of(asked, before), kept_of(asked, cells)]
            party = draft.party_id
            yield Line("take_in_values", "party", party, at, by_id, party, facts)


@command
def take_back_own_value(
    party_id: UUID, field_id: UUID, *, before: list[Any], after: list[Any], at: datetime
) -> bool:
    """Put back what a file wrote over; False where somebody changed it since."""
    # not for the record: the import's undo writes its own line.
    from_ = OwnValue.objects.filter(party=party_id, field=field_id).order_by("pk")
    now = cells_of(from_)
    if as_json(now) != after:
        return as_json(now) == before
    put_cells(party_id, field_id, from_json(before))
    return True
