"""Values follow a merge: whose was chosen stands, and undone each has theirs again."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from keepwell.fields.commands.write import put_cells
from keepwell.fields.models import OwnValue, SwappedValue
from keepwell.fields.queries.values import cells_now
from keepwell.fields.rules.definitions import Definition, FieldSort, definition_named
from keepwell.fields.rules.values import Cell, Cells, as_json, from_json
from keepwell.kernel.command import command
from keepwell.kernel.record import record
from keepwell.parties.models import Merge

_MOVED = f"{OwnValue._meta.label}.party"


@command
def join_own_values(merge_ids: Iterable[UUID], *, at: datetime) -> None:
    """After a merge, put the chosen values in the survivor's place.

    What the survivor did not have has moved to it already; what both had stayed with each.
    """
    merges = list(Merge.objects.filter(pk__in=list(merge_ids)).order_by("pk"))
    came_from = {pk: one.absorbed_id for one in merges for pk in one.moved.get(_MOVED, ())}
    for merge in merges:
        chosen = merge.before.get("choices", {})
        names = [n for n, id_ in chosen.items() if _choose(merge, n, UUID(id_), came_from)]
        if names:
            record(
                "chose_values", "party", merge.survivor_id, at=at, by=merge.merged_by,
                party_id=merge.survivor_id, fields=names,
            )  # fmt: skip


def _choose(merge: Merge, name: str, whose: UUID, came_from: Mapping[int, UUID]) -> bool:
    asked = definition_named(name)
    if asked is None or asked.sort is FieldSort.CHOICES:
        return False
    theirs = cells_now(merge.absorbed_id, asked)
    if whose == merge.absorbed_id and theirs:
        _send_back(merge, asked, came_from)
        ours = cells_now(merge.survivor_id, asked)
        SwappedValue.objects.create(
            merge=merge, field_id=asked.id, survivor=as_json(ours), absorbed=as_json(theirs)
        )
        put_cells(merge.survivor_id, asked.id, theirs)
        put_cells(merge.absorbed_id, asked.id, ours)
        return True
    # They chose the nothing that stood there: what moved goes back.
    return whose == merge.survivor_id and _send_back(merge, asked, came_from)


def _send_back(merge: Merge, asked: Definition, came_from: Mapping[int, UUID]) -> bool:
    """What others brought into this field of the survivor hangs on them again."""
    rows = OwnValue.objects.filter(party=merge.survivor_id, field=asked.id, pk__in=came_from)
    for pk in list(rows.values_list("pk", flat=True)):
        OwnValue.objects.filter(pk=pk).update(party=came_from[pk])
    return bool(came_from)


@command
def part_own_values(merge_ids: Iterable[UUID], *, at: datetime) -> None:
    """A merge was undone: values that were exchanged go back, unless changed since."""
    rows = SwappedValue.objects.filter(merge__in=list(merge_ids)).select_related("merge")
    for row in rows.order_by("-merge__pk", "pk"):
        merge, now = row.merge, _now(row)
        survivor, absorbed = from_json(row.survivor), from_json(row.absorbed)
        if now == absorbed:
            put_cells(merge.survivor_id, row.field_id, survivor)
        put_cells(merge.absorbed_id, row.field_id, absorbed)
        record(
            "gave_values_back", "party", merge.survivor_id, at=at, party_id=merge.survivor_id,
            field=str(row.field_id),
        )  # fmt: skip
        row.delete()


def _now(row: SwappedValue) -> Cells:
    rows = OwnValue.objects.filter(party=row.merge.survivor_id, field=row.field_id)
    return tuple(
        Cell(one.slot, one.text, one.key or "", one.number, one.day, one.other_id)
        for one in rows.order_by("number", "pk")
    )
