"""The book: who looks after whom, how quiet it is, what nobody looks after."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db.models import Q

from keepwell.agreements.queries import next_ends
from keepwell.firm.queries import usual_cadence
from keepwell.kernel.verdict import Verdict
from keepwell.parties.models import PartyQuerySet
from keepwell.relationships.models import ContactFacts, Relationship, Snooze
from keepwell.relationships.rules.contact import NO_CONTACT, Contact
from keepwell.relationships.rules.quiet import Level, judge_quietness

_FACTS = (
    "last_inbound", "last_outbound", "last_two_way", "last_two_way_activity_id",
    "first_contact", "gap_median_days", "gaps_used", "unanswered_outbound", "unanswered_since",
    "unanswered_activity_id", "unanswered_asks",
)  # fmt: skip


def contact_of(facts: ContactFacts | None) -> Contact:
    """The kept facts of contact, for the rules; none are no contact."""
    if facts is None:
        return NO_CONTACT
    return Contact(**{name: getattr(facts, name) for name in _FACTS})


def quietness_of(parties: Collection[UUID], today: date) -> dict[UUID, Verdict[Level]]:
    """How quiet each of these parties is today, with its sentences; four queries."""
    facts = ContactFacts.objects.in_bulk(list(parties))
    relationships = Relationship.objects.in_bulk(list(parties))
    usual, ends = usual_cadence(), next_ends(parties, today)
    return {
        party: judge_quietness(
            contact_of(facts.get(party)),
            cadence_days=(relation.cadence_days if relation else None) or usual,
            today=today,
            paused_until=relation.paused_until if relation else None,
            renews_on=ends.get(party),
        )
        for party in parties
        for relation in (relationships.get(party),)
    }


def gone_quiet(today: date) -> Q:
    """Parties whose silence has reached quiet or silent today, by the kept dates."""
    return Q(contact_facts__quiet_on__lte=today)


def to_watch(today: date) -> Q:
    """Parties whose silence has reached at least watch today."""
    return Q(contact_facts__watch_on__lte=today)


def gone_silent(today: date) -> Q:
    """Parties whose silence has reached silent today."""
    return Q(contact_facts__silent_on__lte=today)


def unowned() -> Q:
    """Parties that nobody who works here looks after."""
    return (
        Q(relationship=None)
        | Q(relationship__owner=None)
        | Q(relationship__owner__is_active=False)
    )


def touches_due(among: PartyQuerySet, today: date) -> PartyQuerySet:
    """Parties whose planned touch is due, soonest first."""
    due = among.filter(relationship__next_touch_on__lte=today)
    return due.select_related("relationship").order_by("relationship__next_touch_on", "pk")


def snoozed_items(teammate_id: UUID, today: date) -> dict[str, Snooze]:
    """What this teammate has put off and is still put off today, by item."""
    snoozes = Snooze.objects.filter(teammate=teammate_id, woken_at=None, until__gt=today)
    return {each.item: each for each in snoozes.order_by("snoozed_at")}
