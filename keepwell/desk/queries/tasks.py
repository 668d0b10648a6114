"""Tasks, promises and what was put off, as far as a teammate may see them."""

from django.db.models import Q, QuerySet

from keepwell.conversations.models import Task
from keepwell.firm.models import Teammate
from keepwell.kernel.among import is_among
from keepwell.relationships.models import Snooze
from keepwell.walls.queries import visible_parties


def tasks_seen_by(teammate: Teammate, *, with_trash: bool = False) -> QuerySet[Task]:
    """Those for parties they may see, and their own for nobody."""
    own = Q(party=None, assignee=teammate)
    seen = is_among("party", visible_parties(teammate))
    rows = Task.objects.filter(seen | own)
    return rows if with_trash else rows.filter(trashed_at=None)


def earlier_turns(task: Task, most: int = 5) -> list[Task]:
    """The times before of what comes again, the latest first; they are as visible as it is."""
    if task.series_id is None or task.turn is None:
        return []
    before = Task.objects.filter(series=task.series_id, turn__lt=task.turn, trashed_at=None)
    return list(before.select_related("assignee").order_by("-turn")[:most])


def put_off_by(teammate: Teammate) -> QuerySet[Snooze]:
    """What this teammate put off, of parties they may see and of none."""
    seen = Q(party=None) | is_among("party", visible_parties(teammate))
    return Snooze.objects.filter(seen, teammate=teammate)
