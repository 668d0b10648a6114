"""What happened, behind the walls."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.text import Truncator, capfirst

from keepwell.conversations.models import Activity, Presence
from keepwell.firm.models import Teammate
from keepwell.kernel.among import is_among
from keepwell.parties.models import Party, PartyQuerySet
from keepwell.walls.queries import visible_parties

LONGEST_TITLE = 90


def called(activity: Activity) -> str:
    """What an activity is called: its title, else how what was said begins, else its kind."""
    begins = Truncator(" ".join(activity.text.split())).chars(LONGEST_TITLE)
    return activity.title or begins or capfirst(activity.get_kind_display())


def activities_seen_by(teammate: Teammate) -> QuerySet[Activity]:
    """Activities with a party this teammate may see."""
    theirs = Presence.objects.filter(
        is_among("party", visible_parties(teammate)), activity=OuterRef("pk")
    )
    return Activity.objects.filter(Exists(theirs))


@dataclass(frozen=True, slots=True)
class Attended:
    """An activity with those of theirs one may see, and those of ours."""

    activity: Activity
    people: tuple[Party, ...]
    teammates: tuple[str, ...]


def attended(activities: Sequence[Activity], seen: PartyQuerySet) -> list[Attended]:
    """Who was in these activities, for somebody who sees these parties; two queries."""
    rows = Presence.objects.filter(activity__in=activities).select_related("teammate")
    there: dict[UUID, list[Presence]] = defaultdict(list)
    for row in rows.order_by("pk"):
        there[row.activity_id].append(row)
    known = seen.in_bulk({row.party_id for rows in there.values() for row in rows})
    return [
        Attended(
            one,
            tuple({p: known[p] for r in there[one.pk] if (p := r.party_id) in known}.values()),
            tuple({r.teammate.name: 0 for r in there[one.pk] if r.teammate}),
        )
        for one in activities
    ]
