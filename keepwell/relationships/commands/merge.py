"""One relationship where parties became one, and several where they part again."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from keepwell.kernel.command import command
from keepwell.kernel.record import record
from keepwell.relationships.commands.refresh import refresh_contact_facts
from keepwell.relationships.models import Ownership, Relationship
from keepwell.walls.commands import give_sight

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
        ours, _made = Relationship.objects.get_or_create(party_id=survivor_id)
        taken = _take_over(ours, [theirs[each] for each in absorbed_ids if each in theirs])
        if "owner_id" in taken and ours.owner_id:
            _be_owned(ours, at)
        record(
            "joined_relationships", "relationship", survivor_id, at=at, party_id=survivor_id,
            absorbed=[str(each) for each in theirs], taken=sorted(taken),
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
    """A merge was undone: contact is counted for each again. What was taken over stays."""
    refresh_contact_facts(at=at, party_ids=[survivor_id, *absorbed_ids])
