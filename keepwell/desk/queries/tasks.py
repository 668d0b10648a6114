"""Tasks, promises and what was put off, as far as a teammate may see them."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from keepwell.conversations.models import Task
from keepwell.firm.models import Teammate
from keepwell.relationships.models import Snooze
from keepwell.walls.queries import visible_parties


def tasks_seen_by(teammate: Teammate, among: Sequence[UUID] | None = None) -> QuerySet[Task]:
    """Those for parties they may see, and their own for nobody; of these ids, if given.

    With ids only the parties of those are looked at, as for activities.
    """
    seen: Any = visible_parties(teammate).values("pk")
    rows = Task.objects.filter(trashed_at=None)
    if among is not None:
        rows = rows.filter(pk__in=among)
        ids = set(rows.filter(party__isnull=False).values_list("party_id", flat=True))
        seen = list(seen.filter(pk__in=ids).values_list("pk", flat=True))
    own = Q(party=None, assignee=teammate)
    return rows.filter(Q(party__in=seen) | own)


def earlier_turns(task: Task, most: int = 5) -> list[Task]:
    """The times before of what comes again, the latest first; they are as visible as it is."""
    if task.series_id is None or task.turn is None:
        return []
    before = Task.objects.filter(series=task.series_id, turn__lt=task.turn, trashed_at=None)
    return list(before.select_related("assignee").order_by("-turn")[:most])


def put_off_by(teammate: Teammate) -> QuerySet[Snooze]:
    """What this teammate put off, of parties they may see and of none."""
    seen = Q(party=None) | Q(party__in=visible_parties(teammate).values("pk"))
    return Snooze.objects.filter(seen, teammate=teammate)
