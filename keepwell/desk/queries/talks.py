"""Conversations behind the walls: those that wait, the newest, and addresses nobody claimed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet

from keepwell.conversations.models import Activity, ActivityKind, MailNature, Presence
from keepwell.conversations.queries.letters import our_domains
from keepwell.conversations.queries.waiting import Unclaimed
from keepwell.desk.queries.kinds import kinds_by_party
from keepwell.desk.queries.today_facts import employers_of
from keepwell.firm.models import Teammate
from keepwell.firm.queries import firm_or_none
from keepwell.firm.rules import is_own_address
from keepwell.kernel.among import is_among
from keepwell.parties.models import Party, PartyQuerySet
from keepwell.relationships.models import ContactFacts
from keepwell.walls.models import Reach
from keepwell.walls.queries import reach_of, stands_before_a_wall, visible_parties

PAGE = 40


@dataclass(frozen=True, slots=True)
class Talk:
    """A conversation or an activity, with the party it is about."""

    activity: Activity
    party: Party
    at: datetime
    works_for: str
    kinds: tuple[str, ...]
    is_inbound: bool
    is_two_way: bool


def waiting_talks(teammate: Teammate, *, everybody: bool) -> list[tuple[Party, Talk]]:
    """Mails that ask and wait, the longest wait first: of one's own parties, or of all seen."""
    seen = visible_parties(teammate)
    facts = ContactFacts.objects.filter(is_among("party", seen), unanswered_asks=True)
    if not everybody:
        facts = facts.filter(party__relationship__owner=teammate)
    ordered = facts.order_by("-unanswered_since", "pk").values_list(
        "unanswered_activity_id", flat=True
    )
    ids = list(dict.fromkeys(one for one in ordered[: 3 * PAGE] if one))[:PAGE]
    rows = _talks(_theirs(seen).filter(activity__in=ids, inbound=True), seen)
    by_activity = {row.activity.pk: row for row in reversed(rows)}
    return [(by_activity[pk].party, by_activity[pk]) for pk in ids if pk in by_activity]


def _theirs(seen: PartyQuerySet) -> QuerySet[Presence]:
    there = Presence.objects.filter(
        is_among("party", seen), activity__trashed_at=None, activity__same_as=None
    )
    return there.exclude(
        activity__nature__in=(
            MailNature.NEWSLETTER, MailNature.AUTOMATIC, MailNature.BOUNCE, MailNature.MACHINE
        )
    ).select_related("activity__by", "party")  # fmt: skip


def _talks(rows: QuerySet[Presence], seen: PartyQuerySet) -> list[Talk]:
    return _told(list(rows.order_by("pk")[: 4 * PAGE]), seen)


def _told(rows: Sequence[Presence], seen: PartyQuerySet) -> list[Talk]:
    people = [row.party_id for row in rows if row.party_id]
    kinds, employers = kinds_by_party(people), employers_of(people)
    names = dict(seen.filter(pk__in=set(employers.values())).values_list("pk", "name"))
    told = []
    for row in rows:
        assert row.party is not None
        employer = employers.get(row.party.pk)
        told.append(
            Talk(
                row.activity,
                row.party,
                row.at,
                names.get(employer, "") if employer else "",
                kinds.get(row.party.pk, ()),
                row.inbound,
                row.two_way,
            )
        )
    return told


def unclaimed_for(teammate: Teammate, *, most: int = PAGE) -> list[Unclaimed]:
    """Addresses nobody has claimed: for who sees all, all; else of mails they were in."""
    firm = firm_or_none()
    rows = (
        _unclaimed(teammate)
        .exclude(address__in=firm.machine_addresses if firm else [])
        .values_list("address")
        .annotate(count=Count("activity", distinct=True), last=Max("at"), called=Max("name"))
        .order_by("-count", "address")
    )
    ours = our_domains()
    found = [
        Unclaimed(address, called or "", count, last)
        for address, count, last, called in rows[: 4 * most]
        if not is_own_address(address, ours)
    ]
    return found[:most]


def _unclaimed(teammate: Teammate) -> QuerySet[Presence]:
    waiting = Presence.objects.filter(
        party=None, teammate=None, activity__nature=MailNature.HUMAN
    ).exclude(address="")
    if stands_before_a_wall(teammate):
        seen = is_among("party", visible_parties(teammate, with_trash=True))
        there = Presence.objects.filter(activity=OuterRef("activity"), party__isnull=False)
        waiting = waiting.exclude(Exists(there.exclude(seen)))
    if reach_of(teammate) == Reach.ALL:
        return waiting
    mine = Presence.objects.filter(activity=OuterRef("activity"), teammate=teammate)
    return waiting.filter(Exists(mine))


def mails_of(address: str, teammate: Teammate) -> list[Activity]:
    """The last mails of an unclaimed address that this teammate may see."""
    rows = _unclaimed(teammate).filter(address=address, activity__kind=ActivityKind.MAIL)
    ids = rows.order_by("-at").values_list("activity_id", flat=True)[:5]
    return list(Activity.objects.filter(pk__in=list(ids)).order_by("-at"))


def is_unclaimed(address: str, teammate: Teammate) -> bool:
    """Whether the address waits for somebody and this teammate may say who it is."""
    return _unclaimed(teammate).filter(Q(address=address)).exists()
