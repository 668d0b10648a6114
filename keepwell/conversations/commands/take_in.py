"""Taking in activities and tasks from a file; the same key twice is the same activity."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from keepwell.conversations.commands.words import Said, keep_words
from keepwell.conversations.models import Activity, Presence, Task
from keepwell.conversations.rules.words import SORTS, TASK, words_of
from keepwell.kernel.bulk import insert_rows
from keepwell.kernel.command import command
from keepwell.kernel.ids import uuid7
from keepwell.kernel.record import record

ACTIVITY_FIELDS = (
    "id", "kind", "at", "ends_at", "title", "text", "place", "nature", "direction", "outcome",
    "asks", "by", "in_reply_to", "key", "source", "created_at",
)  # fmt: skip
PRESENCE_FIELDS = (
    "activity", "party", "teammate", "address", "name", "role", "response", "at", "inbound",
    "outbound", "two_way",
)  # fmt: skip
TASK_FIELDS = (
    "id", "kind", "what", "text", "party", "contact", "assignee", "due_on", "due_at", "made_in",
    "done_at", "outcome", "key", "source", "created_at",
)  # fmt: skip


@dataclass(slots=True)
class PresenceDraft:
    """Somebody in an activity: one of ours, one of theirs, or an address nobody has claimed."""

    role: str
    party_id: UUID | None = None
    teammate_id: UUID | None = None
    address: str = ""
    name: str = ""
    response: str = ""


@dataclass(slots=True)
class TaskDraft:
    """Something to do, or promised; `mail_key` names the mail a promise was made in."""

    what: str
    key: str
    kind: str = "task"
    text: str = ""
    party_id: UUID | None = None
    contact_id: UUID | None = None
    assignee_id: UUID | None = None
    due_on: date | None = None
    due_at: datetime | None = None
    done_at: datetime | None = None
    outcome: str = ""
    created_at: datetime | None = None
    mail_key: str = ""


@dataclass(slots=True)
class ActivityDraft:
    """A mail, call, meeting or note as a file tells of it."""

    kind: str
    key: str
    at: datetime
    title: str = ""
    text: str = ""
    ends_at: datetime | None = None
    place: str = ""
    nature: str = "human"
    direction: str = ""
    outcome: str = ""
    asks: bool = False
    by_id: UUID | None = None
    in_reply_to: str = ""
    presences: list[PresenceDraft] = field(default_factory=list)


@command
def take_in_activities(
    drafts: Sequence[ActivityDraft], *, at: datetime, by: Any, tool: str
) -> dict[str, UUID]:
    """Add the activities whose key is new; gives the ids of those added, by key."""
    keys = [draft.key for draft in drafts]
    there = set(Activity.objects.filter(key__in=keys).values_list("key", flat=True))
    new = {draft.key: draft for draft in reversed(drafts) if draft.key not in there}
    ids = {key: uuid7() for key in sorted(new, key=lambda key: new[key].at)}
    insert_rows(
        Activity, ACTIVITY_FIELDS, (_row(new[key], id_, at, tool) for key, id_ in ids.items())
    )
    insert_rows(
        Presence,
        PRESENCE_FIELDS,
        (row for key, id_ in ids.items() for row in _presence_rows(new[key], id_)),
    )
    keep_words(_said(new[key], id_) for key, id_ in ids.items())
    if ids:
        record(
            "take_in_activities",
            "activity",
            None,
            at=at,
            by=by,
            tool=tool,
            ids=list(map(str, ids.values())),
        )
    return ids


def _said(draft: ActivityDraft, id_: UUID) -> Said:
    words = words_of(draft.title[:500], draft.place[:300], draft.text)
    return SORTS[draft.kind], draft.at, id_, words


def _row(draft: ActivityDraft, id_: UUID, at: datetime, tool: str) -> list[Any]:
    return [
        id_, draft.kind, draft.at, draft.ends_at, draft.title[:500], draft.text,
        draft.place[:300], draft.nature, draft.direction, draft.outcome[:20], draft.asks,
        draft.by_id, draft.in_reply_to[:500], draft.key[:500], tool, at,
    ]  # fmt: skip


def _presence_rows(draft: ActivityDraft, id_: UUID) -> list[list[Any]]:
    seen: set[tuple[Any, ...]] = set()
    rows = []
    for who in draft.presences:
        mark = (who.party_id, who.teammate_id, who.address)
        if mark in seen:
            continue
        seen.add(mark)
        rows.append(
            [id_, who.party_id, who.teammate_id, who.address[:320], who.name[:300], who.role,
             who.response[:12], draft.at, False, False, False]
        )  # fmt: skip
    return rows


@command
def take_in_tasks(
    drafts: Sequence[TaskDraft], *, at: datetime, by: Any, tool: str
) -> tuple[dict[str, UUID], dict[str, tuple[UUID, dict[str, Any], dict[str, Any]]]]:
    """Add tasks whose key is new and finish those the file says are done.

    Gives the ids of those added, and (id, before, after) of those changed, both by key.
    """
    known = {task.key: task for task in Task.objects.filter(key__in=[d.key for d in drafts])}
    mails = dict(
        Activity.objects.filter(key__in={d.mail_key for d in drafts if d.mail_key}).values_list(
            "key", "pk"
        )
    )
    new = {draft.key: draft for draft in reversed(drafts) if draft.key not in known}
    ids = {key: uuid7() for key in new}
    rows = (_task_row(new[key], id_, at, tool, mails) for key, id_ in ids.items())
    insert_rows(Task, TASK_FIELDS, rows)
    keep_words(
        (TASK, one.created_at or at, id_, words_of(one.what[:500], one.text))
        for key, id_ in ids.items()
        for one in [new[key]]
    )
    changed = {
        draft.key: change
        for draft in drafts
        if draft.key in known and (change := _finish(known[draft.key], draft))
    }
    if ids or changed:
        record(
            "take_in_tasks", "task", None, at=at, by=by, tool=tool,
            ids=list(map(str, ids.values())),
            changed=[[str(id_), before, after] for id_, before, after in changed.values()],
        )  # fmt: skip
    return ids, changed


def _task_row(
    draft: TaskDraft, id_: UUID, at: datetime, tool: str, mails: dict[str | None, UUID]
) -> list[Any]:
    return [
        id_, draft.kind, draft.what[:500], draft.text, draft.party_id, draft.contact_id,
        draft.assignee_id, draft.due_on, draft.due_at, mails.get(draft.mail_key), draft.done_at,
        draft.outcome, draft.key[:300], tool, draft.created_at or at,
    ]  # fmt: skip


def _finish(task: Task, draft: TaskDraft) -> tuple[UUID, dict[str, Any], dict[str, Any]] | None:
    if task.done_at is not None or draft.done_at is None:
        return None
    task.done_at, task.outcome = draft.done_at, draft.outcome
    task.save(update_fields=["done_at", "outcome"])
    return task.pk, {"done_at": None, "outcome": ""}, {
        "done_at": draft.done_at.isoformat(), "outcome": draft.outcome,
    }  # fmt: skip
