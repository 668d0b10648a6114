"""Who is to be told: who follows, is mentioned, runs the firm, whose client is quiet."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Q

from keepwell.conversations.models import Activity
from keepwell.firm.models import Teammate
from keepwell.firm.queries import teammates
from keepwell.firm.rules import Act, Role, may
from keepwell.kinds.models import Holding, Kind
from keepwell.notices.models import Follow
from keepwell.notices.rules import Person, mentioned_in
from keepwell.parties.models import Party, Tie, TieRole
from keepwell.relationships.models import Relationship, Stage
from keepwell.walls.queries import visible_parties

OVER = (Stage.ENDED, Stage.LOST)


def followers_of(
    party_ids: Sequence[UUID], *, through_staff: bool = False
) -> list[tuple[UUID, UUID]]:
    """Who follows which of these parties, or, through its people, where they work."""
    if not Follow.objects.exists():
        return []
    about = Q(party__one_of=party_ids)
    if through_staff:
        ties = Tie.objects.filter(party__one_of=party_ids, role=TieRole.WORKS_FOR, ends_on=None)
        about |= Q(party__in=ties.values("other"))
    rows = Follow.objects.filter(about, teammate__is_active=True)
    return list(rows.order_by("pk").values_list("teammate_id", "party_id"))


def people_to_mention() -> list[Person]:
    """Those who work here."""
    rows = teammates().filter(is_active=True).order_by("name", "pk")
    return [Person(*row) for row in rows.values_list("pk", "name", "email")]


def mentioned_by(activity: Activity) -> list[tuple[Teammate, Party]]:
    """Whom an activity mentions, each with the first of its parties they may see."""
    if "@" not in activity.text:
        return []
    there = activity.presences.filter(party__isnull=False).order_by("pk")
    ids = list(there.values_list("party_id", flat=True))
    found = []
    for teammate in teammates().filter(pk__in=mentioned_in(activity.text, people_to_mention())):
        seen = visible_parties(teammate).in_bulk(ids)
        first = next((seen[each] for each in ids if each in seen), None)
        if first is not None and teammate.pk != activity.by_id:
            found.append((teammate, first))
    return found


def who_keeps_backups() -> list[UUID]:
    """Those who run the firm."""
    roles = [role.value for role in Role if may(role, Act.RUN_FIRM)]
    rows = teammates().filter(is_active=True, role__in=roles)
    return list(rows.values_list("pk", flat=True))


def newly_quiet(on: date) -> Iterator[tuple[UUID, UUID, date]]:
    """Clients that went quiet in the last days, each with its owner and the day."""
    clients = Holding.objects.filter(kind=Kind.CLIENT, until=None).values("party")
    rows = (
        Relationship.objects.filter(
            party__contact_facts__quiet_on__lte=on,
            party__contact_facts__quiet_on__gt=on - timedelta(days=3),
            owner__is_active=True,
            party__in=clients,
        )
        .exclude(paused_until__gt=on)
        .exclude(stage__in=OVER)
    )
    yield from rows.order_by("pk").values_list(
        "owner_id", "party_id", "party__contact_facts__quiet_on"
    )
