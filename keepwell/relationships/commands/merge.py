"""One relationship where parties became one, and several where they part again."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from keepwell.journal.models import Entry
from keepwell.kernel.command import command
from keepwell.kernel.record import record
from keepwell.relationships.commands.refresh import refresh_contact_facts
from keepwell.relationships.models import Ownership, Relationship
from keepwell.walls.commands import give_sight, take_sight

# What the survivor takes over where it has nothing of its own.
TAKEN = (
    "stage", "stage_since", "owner_id", "owner_since", "owner_named", "called", "cadence_days",
    "paused_until", "next_touch_on", "next_touch_what", "next_touch_by_id", "ended_because",
    "follow_up_on",
)  # fmt: skip


@command
def join_relationships(
    survivor_id: UUID, absorbed_ids: Sequence[UUID], *, at: datetime
) -> None:
    """The survivor takes over what it lacks; the absorbed keep their rows, for an undo."""
    theirs = Relationship.objects.in_bulk(list(absorbed_ids))
    if theirs:
        ours, is_new = Relationship.objects.get_or_create(party_id=survivor_id)
        taken = _take_over(ours, [theirs[each] for each in absorbed_ids if each in theirs])
        if "owner_id" in taken and ours.owner_id:
            _be_owned(ours, at)
        record(
            "joined_relationships", "relationship", survivor_id, at=at, party_id=survivor_id,
            absorbed=[str(each) for each in theirs], taken=sorted(taken), is_new=is_new,
        )  # fmt: skip
    refresh_contact_facts(at=at, party_ids=[survivor_id, *absorbed_ids])


def _take_over(ours: Relationship, theirs: Sequence[Relationship]) -> set[str]:
    taken: set[str] = set()
    for other in theirs:
        for name in TAKEN:
            if getattr(ours, name) in (None, "") and getattr(other, name) not in (None, ""):
                setattr(ours, name, getattr(other, name))
                taken.add(name)
    ours.save()
    return taken


def _be_owned(ours: Relationship, at: datetime) -> None:
    if ours.owner_id is None:
        return
    since = ours.owner_since or at.date()
    if not Ownership.objects.filter(party=ours.party_id, until=None).exists():
        Ownership.objects.create(party_id=ours.party_id, teammate_id=ours.owner_id, since=since)
    give_sight([(ours.party_id, ours.owner_id)], because="owner", at=at)


@command
def part_relationships(
    survivor_id: UUID, absorbed_ids: Sequence[UUID], *, at: datetime
) -> None:
    """A merge was undone: what was taken over is given back, unless it was changed since.

    Contact is counted for each again.
    """
    theirs = Relationship.objects.in_bulk(list(absorbed_ids))
    ours = Relationship.objects.filter(pk=survivor_id).first()
    joined = Entry.objects.filter(
        verb="joined_relationships", noun="relationship", noun_id=survivor_id
    ).order_by("-pk")
    told = next((line.facts for line in joined if _tells_of(line.facts, theirs)), None)
    if ours is not None and told is not None:
        _give_back(ours, list(theirs.values()), told, at)
    refresh_contact_facts(at=at, party_ids=[survivor_id, *absorbed_ids])


def _tells_of(facts: dict[str, Any], theirs: Mapping[Any, Relationship]) -> bool:
    return set(facts["absorbed"]) == {str(each) for each in theirs}


def _give_back(
    ours: Relationship, theirs: Sequence[Relationship], told: dict[str, Any], at: datetime
) -> None:
    owner = ours.owner_id
    fields: Any = {name: Relationship._meta.get_field(name) for name in told["taken"]}
    back: set[str] = set()
    for name, field in fields.items():
        if any(getattr(ours, name) == getattr(other, name) for other in theirs):
            setattr(ours, name, field.get_default())
            back.add(name)
    if "owner_id" in back and owner is not None:
        Ownership.objects.filter(party=ours.pk, teammate=owner, until=None).delete()
        take_sight([(ours.pk, owner)], because="owner", at=at)
    ours.save(update_fields=sorted(back))
    is_blank = all(getattr(ours, name) in (None, "") for name in TAKEN)
    if told.get("is_new") and is_blank:
        ours.delete()
    record(
        "parted_relationships", "relationship", ours.party_id, at=at, party_id=ours.party_id,
        given_back=sorted(back),
    )  # fmt: skip
