"""Files as far as a teammate may see them: with what they hang on, never past a wall."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from keepwell.conversations.models import Activity, Presence, Task
from keepwell.files.models import Attachment
from keepwell.firm.models import Teammate
from keepwell.kernel.spelt import Many, spelt_once
from keepwell.parties.models import Party
from keepwell.walls.queries import visible_parties


def attachments_seen_by(teammate: Teammate, *, removed: bool = False) -> QuerySet[Attachment]:
    """Files of parties, conversations and tasks they may see; those that were removed if asked.

    What hangs on something in the trash is not there.
    """
    seen: Any = visible_parties(teammate).values("pk")
    there = Exists(Presence.objects.filter(activity=OuterRef("activity"), party__in=seen))
    alone = Q(activity=None, task=None, party__in=seen)
    said = Q(activity__isnull=False, activity__trashed_at=None) & (Q(party__in=seen) | there)
    to_do = Q(task__isnull=False, task__trashed_at=None) & (
        Q(task__party__in=seen) | Q(task__party=None, task__assignee=teammate)
    )
    rows = Attachment.objects.filter(alone | said | to_do, trashed_at__isnull=not removed)
    return rows.select_related("party", "activity", "task", "by")


def files_of_party(party: Party) -> QuerySet[Attachment]:
    """Files kept on a party's page, the newest first; for who sees that party."""
    rows = Attachment.objects.filter(party=party, trashed_at=None)
    rows = rows.filter(Q(activity=None) | Q(activity__trashed_at=None))
    rows = rows.filter(Q(task=None) | Q(task__trashed_at=None))
    return rows.select_related("activity", "task", "by").order_by("-kept_at", "-pk")


def files_of_activity(activity: Activity) -> QuerySet[Attachment]:
    """Files that hang on a conversation; for who sees it."""
    rows = Attachment.objects.filter(activity=activity, trashed_at=None)
    return rows.select_related("by").order_by("-kept_at", "-pk")


def files_of_task(task: Task) -> QuerySet[Attachment]:
    """Files that hang on a task; for who sees it."""
    rows = Attachment.objects.filter(task=task, trashed_at=None)
    return rows.select_related("by").order_by("-kept_at", "-pk")


@spelt_once
def _on_activities(*, activities: Many) -> QuerySet[Attachment]:
    return Attachment.objects.filter(activity__in=activities, trashed_at=None)


@spelt_once
def newest_files_of(most: int, *, party: UUID) -> QuerySet[Attachment]:
    """The newest files kept on a party's page; for who sees that party."""
    return files_of_party(Party(pk=party))[:most]


def files_of_activities(ids: Collection[UUID]) -> dict[UUID, list[Attachment]]:
    """Files of these conversations, for who sees them; one query, none where there are none."""
    found: dict[UUID, list[Attachment]] = {}
    rows = _on_activities(activities=tuple(ids)) if ids else []
    for row in sorted(rows, key=lambda row: (row.kept_at, row.pk)):
        if row.activity_id is not None:
            found.setdefault(row.activity_id, []).append(row)
    return found


def conversation_seen_by(teammate: Teammate, activity_id: UUID) -> Activity | None:
    """A conversation with a party they may see, unless it is in the trash."""
    seen = visible_parties(teammate).values("pk")
    theirs = Presence.objects.filter(activity=OuterRef("pk"), party__in=seen)
    return Activity.objects.filter(Exists(theirs), pk=activity_id, trashed_at=None).first()


def task_seen_by(teammate: Teammate, task_id: UUID) -> Task | None:
    """A task for a party they may see, or their own for nobody."""
    seen = Q(party__in=visible_parties(teammate).values("pk"))
    rows = Task.objects.filter(seen | Q(party=None, assignee=teammate), trashed_at=None)
    return rows.filter(pk=task_id).select_related("party").first()


def whose_file(attachment: Attachment, teammate: Teammate) -> Party | None:
    """The party a file leads to: the one it was kept with, else another one may see there.

    A meeting of two is seen by who sees one of them, and so are its files.
    """
    party = visible_parties(teammate).filter(pk=attachment.party_id).first()
    if party is None and attachment.activity is not None:
        return party_of_activity(attachment.activity, teammate)
    return party


def party_of_activity(activity: Activity, teammate: Teammate) -> Party | None:
    """Whose file it is that is added to a conversation: the first of theirs one may see."""
    there = Presence.objects.filter(activity=activity, party__isnull=False).order_by("pk")
    seen = visible_parties(teammate).in_bulk(list(there.values_list("party", flat=True)[:50]))
    first = next((row.party_id for row in there[:50] if row.party_id in seen), None)
    return seen[first] if first else None
