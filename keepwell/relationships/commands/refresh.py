"""Keeping the facts of contact: made again from presences, for some parties or for all."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from itertools import islice
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from keepwell.conversations.models import Presence
from keepwell.firm.models import Firm
from keepwell.firm.queries import USUAL_CADENCE
from keepwell.kernel.bulk import insert_rows
from keepwell.parties.models import Tie, TieRole
from keepwell.relationships.models import ContactFacts, Relationship
from keepwell.relationships.queries.contact import contact_facts_as_of
from keepwell.relationships.rules.contact import NO_CONTACT, Contact
from keepwell.relationships.rules.quiet import quiet_dates

CHUNK = 400
_FIELDS = (
    "party", "last_inbound", "last_outbound", "last_two_way", "last_two_way_activity_id",
    "first_contact", "gap_median_days", "gaps_used", "unanswered_outbound", "unanswered_since",
    "unanswered_activity_id", "unanswered_asks", "watch_on", "quiet_on", "silent_on",
)  # fmt: skip


def refresh_contact_facts(*, at: datetime, party_ids: Iterable[UUID] | None = None) -> int:
    """Make the facts of contact again, for these parties and their organisations, or for all.

    Goes in chunks that are each whole; begun again it comes to the same. Parties without any
    contact have no row. Gives the number of parties looked at.
    """
    chosen = None if party_ids is None else _with_organisations(list(party_ids))
    facts = contact_facts_as_of(chosen, at)
    count = 0
    while part := list(islice(facts, CHUNK)):
        _write_facts(part, at=at)
        count += len(part)
    return count


def refresh_after_meetings(*, since: datetime, at: datetime) -> int:
    """Meetings whose time came between `since` and `at` are contact now: make facts again."""
    held = Presence.objects.filter(at__gt=since, at__lte=at).exclude(party=None)
    marked = held.filter(Q(two_way=True) | Q(inbound=True) | Q(outbound=True))
    parties = sorted(set(marked.values_list("party_id", flat=True)))
    return refresh_contact_facts(at=at, party_ids=[each for each in parties if each])


def _with_organisations(party_ids: Sequence[UUID]) -> list[UUID]:
    found = dict.fromkeys(party_ids)
    for start in range(0, len(party_ids), CHUNK):
        ties = Tie.objects.filter(
            party__in=party_ids[start : start + CHUNK], role=TieRole.WORKS_FOR
        )
        found.update(dict.fromkeys(ties.values_list("other_id", flat=True)))
    return list(found)


@transaction.atomic  # no verb for the journal: the same facts come out of what is journalled
def _write_facts(part: Sequence[tuple[UUID, Contact]], *, at: datetime) -> None:
    """Replace the facts of one stretch of parties."""
    ids = [party for party, _ in part]
    # Read afresh: what this process remembers may be seconds old, and these rows stay.
    usual = Firm.objects.values_list("cadence_days", flat=True).first() or USUAL_CADENCE
    agreed = {
        party: (cadence, paused)
        for party, cadence, paused in Relationship.objects.filter(party__in=ids).values_list(
            "party_id", "cadence_days", "paused_until"
        )
    }
    ContactFacts.objects.filter(party__in=ids).delete()
    insert_rows(
        ContactFacts,
        _FIELDS,
        (
            _row(party, contact, *agreed.get(party, (None, None)), usual)
            for party, contact in part
            if contact != NO_CONTACT
        ),
    )


def _row(
    party: UUID, contact: Contact, cadence: int | None, paused: date | None, usual: int
) -> list[object]:
    dates = quiet_dates(contact, cadence_days=cadence or usual)
    ahead = (dates.watch_on, dates.quiet_on, dates.silent_on)
    return [
        party,
        *(getattr(contact, name) for name in _FIELDS[1:12]),
        *(max(day, paused) if day and paused else day for day in ahead),
    ]
