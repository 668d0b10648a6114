"""Tasks and promises a teammate may see."""

from django.db.models import Q, QuerySet

from keepwell.conversations.models import Task
from keepwell.firm.models import Teammate
from keepwell.walls.queries import visible_parties


def tasks_seen_by(teammate: Teammate) -> QuerySet[Task]:
    """Those for parties they may see, and their own that are for nobody."""
    seen = Q(party__in=visible_parties(teammate).values("pk"))
    own = Q(party=None, assignee=teammate)
    return Task.objects.filter(seen | own, trashed_at=None)
