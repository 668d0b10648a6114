"""Telling teammates something: one notice for each who wants to hear of that sort."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import F

from keepwell.conversations.models import Activity, Task
from keepwell.firm.models import Teammate
from keepwell.kernel.command import command
from keepwell.notices.models import Notice
from keepwell.notices.queries.seen import ways_among
from keepwell.notices.queries.whom import (
    followers_of,
    mentioned_by,
    newly_quiet,
    who_keeps_backups,
)
from keepwell.notices.rules import Sort
from keepwell.walls.queries import visible_parties


@dataclass(frozen=True, slots=True)
class Message:
    """What is told; the same `key` again counts up one that is unread."""

    sort: Sort
    what: str
    key: str
    party_id: UUID | None = None
    task_id: UUID | None = None
    by_id: UUID | None = None
    facts: dict[str, Any] = field(default_factory=dict)


@command
def tell(told: Iterable[tuple[UUID, Message]], *, at: datetime) -> int:
    """Tell each of these teammates their message, by the ways they chose. Counts them."""
    # not for the record: what happened is; this tells it to others.
    messages = [(one, message) for one, message in told if one != message.by_id]
    if not messages:
        return 0
    ways = ways_among({one for one, _message in messages})
    for teammate_id, message in messages:
        way = ways[message.sort][teammate_id]
        if way.here or way.by_mail:
            _put(teammate_id, message, way.here, way.by_mail, at)
    return len(messages)


def _put(teammate_id: UUID, message: Message, here: bool, by_mail: bool, at: datetime) -> None:
    unread = Notice.objects.filter(teammate=teammate_id, key=message.key, read_at=None)
    again = unread.update(
        times=F("times") + 1, at=at, what=message.what, by=message.by_id, here=here,
        by_mail=by_mail, letter=None,
    )  # fmt: skip
    if again:
        return
    one = Notice(
        teammate_id=teammate_id, sort=message.sort, what=message.what, key=message.key,
        party_id=message.party_id, task_id=message.task_id, by_id=message.by_id,
        facts=message.facts, at=at, here=here, by_mail=by_mail,
    )  # fmt: skip
    # Two that tell the same at one moment must not undo each other's deed.
    Notice.objects.bulk_create([one], ignore_conflicts=True)


@command
def tell_followers(
    what: str,
    party_ids: Iterable[UUID],
    *,
    at: datetime,
    by_id: UUID | None = None,
    through_staff: bool = False,
) -> int:
    """Tell who follows these parties what happened with them."""
    # not for the record: see `tell`.
    pairs = followers_of(list(party_ids), through_staff=through_staff)
    return tell(
        [
            (one, Message(Sort.FOLLOWED, what, f"followed:{party}", party, by_id=by_id))
            for one, party in pairs
        ],
        at=at,
    )


@command
def tell_assignee(task_id: UUID, assignee_id: UUID, *, at: datetime, by_id: UUID | None) -> int:
    """Tell whoever got a task or promise from somebody else."""
    # not for the record: see `tell`.
    task = Task.objects.get(pk=task_id)
    message = Message(
        Sort.ASSIGNED, task.kind, f"task:{task_id}", task.party_id, task_id, by_id
    )
    return tell([(assignee_id, message)], at=at)


@command
def tell_of_reminder(task_id: UUID, *, at: datetime) -> int:
    """Remind whoever is to do a task."""
    # not for the record: see `tell`.
    task = Task.objects.get(pk=task_id)
    if task.assignee_id is None:
        return 0
    message = Message(Sort.REMINDER, "reminder", f"reminder:{task_id}", task.party_id, task_id)
    return tell([(task.assignee_id, message)], at=at)


@command
def tell_mentioned(activity_id: UUID, *, at: datetime, by_id: UUID) -> int:
    """Tell whom an activity mentions by @name."""
    # not for the record: see `tell`.
    activity = Activity.objects.get(pk=activity_id)
    return tell(
        [
            (one.pk, Message(Sort.MENTIONED, "note", f"note:{activity_id}", party.pk,
                             by_id=by_id))
            for one, party in mentioned_by(activity)
        ],
        at=at,
    )  # fmt: skip


@command
def tell_new_owner(
    party_ids: Iterable[UUID], owner_id: UUID, *, at: datetime, by_id: UUID | None
) -> int:
    """Tell whose parties these are now: one by its name, many as a number."""
    # not for the record: see `tell`.
    ids = list(party_ids)
    if len(ids) == 1:
        message = Message(Sort.ASSIGNED, "owner", f"owner:{ids[0]}", ids[0], by_id=by_id)
        return tell([(owner_id, message)], at=at)
    owner = Teammate.objects.get(pk=owner_id)
    number = visible_parties(owner).filter(pk__in=ids[:10_000]).count()
    if not number:
        return 0
    told = {"number": number}
    message = Message(
        Sort.ASSIGNED, "owners", f"owners:{at.isoformat()}", by_id=by_id, facts=told
    )
    return tell([(owner_id, message)], at=at)


@command
def tell_of_work_done(
    teammate_id: UUID, what: str, noun_id: UUID, *, at: datetime, **facts: Any
) -> int:
    """Tell who began an import or a change of many that it is finished."""
    # not for the record: see `tell`.
    message = Message(
        Sort.FINISHED, what, f"{what}:{noun_id}", facts={"id": str(noun_id), **facts}
    )
    return tell([(teammate_id, message)], at=at)


@command
def tell_of_failed_backup(because: str, *, at: datetime) -> int:
    """Tell who runs the firm that a backup failed."""
    # not for the record: see `tell`.
    message = Message(Sort.BACKUP, "backup", "backup", facts={"because": because[:300]})
    return tell([(one, message) for one in who_keeps_backups()], at=at)


@command
def tell_of_quiet(*, on: date, at: datetime) -> int:
    """Tell owners which clients of theirs went quiet, each once. Counts them."""
    # not for the record: see `tell`.
    told = [
        (owner, Message(Sort.QUIET, "quiet", f"quiet:{party}:{day}", party))
        for owner, party, day in newly_quiet(on)
    ]
    keys = [message.key for _owner, message in told]
    there = set(
        Notice.objects.filter(sort=Sort.QUIET, key__in=keys).values_list("teammate", "key")
    )
    return tell([one for one in told if (one[0], one[1].key) not in there], at=at)
