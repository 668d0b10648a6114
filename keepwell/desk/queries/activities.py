"""What happened, behind the walls."""

from django.db.models import Exists, OuterRef, QuerySet

from keepwell.conversations.models import Activity, Presence
from keepwell.firm.models import Teammate
from keepwell.walls.queries import visible_parties


def activities_seen_by(teammate: Teammate) -> QuerySet[Activity]:
    """Activities with a party this teammate may see."""
    there = Presence.objects.filter(
        activity=OuterRef("pk"), party__in=visible_parties(teammate).values("pk")
    )
    return Activity.objects.filter(Exists(there))
