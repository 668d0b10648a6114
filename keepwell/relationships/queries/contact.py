"""Contact with parties as of any moment, computed from presences, never from the cache."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from itertools import islice
from typing import NamedTuple
from uuid import UUID

from django.db.models import Q

from keepwell.conversations.models import Activity, ActivityKind, MailNature, Presence
from keepwell.parties.models import Party, Tie, TieRole
from keepwell.relationships.rules.contact import Contact, Marked, Waiting, contact_from

CHUNK = 400


class _Membership(NamedTuple):
    organisation: UUID
    starts_on: date | None
    ends_on: date | None

    def holds(self, at: datetime) -> bool:
        day = at.astimezone(UTC).date()
        begun = self.starts_on is None or self.starts_on <= day
        return begun and (self.ends_on is None or day < self.ends_on)


def contact_facts_as_of(
    party_ids: Iterable[UUID] | None, as_of: datetime
) -> Iterator[tuple[UUID, Contact]]:
    """Each party with what was known of contact with it and its people at that moment.

    None means every present party, in the order of their ids. Parties are read in chunks,
    so memory holds one chunk and its history.
    """
    ids = _all_ids() if party_ids is None else iter(party_ids)
    while part := list(islice(ids, CHUNK)):
        yield from _contact_of_chunk(part, as_of)


def _all_ids() -> Iterator[UUID]:
    present = Party.objects.present().order_by("pk").values_list("pk", flat=True)
    page = list(present[:CHUNK])
    while page:
        yield from page
        page = list(present.filter(pk__gt=page[-1])[:CHUNK])


def _contact_of_chunk(part: Sequence[UUID], as_of: datetime) -> Iterator[tuple[UUID, Contact]]:
    counted = _counted_for(part)
    marks: dict[UUID, list[Marked]] = defaultdict(list)
    waiting: dict[UUID, list[Waiting]] = defaultdict(list)
    for people in _parts(sorted(counted)):
        for party, marked in _marks_of(people, as_of):
            for whom in _whose(counted[party], marked.at):
                marks[whom].append(marked)
        for party, mail in waiting_mails(people, as_of):
            for whom in _whose(counted[party], mail.at):
                waiting[whom].append(mail)
    for party in part:
        yield party, contact_from(marks[party], waiting[party])


def _counted_for(part: Sequence[UUID]) -> dict[UUID, list[_Membership]]:
    """For whom contact with a party counts: itself, and whom it worked for then."""
    counted = {party: [_Membership(party, None, None)] for party in part}
    ties = Tie.objects.filter(other__in=part, role=TieRole.WORKS_FOR)
    fields = ("party_id", "other_id", "starts_on", "ends_on")
    for person, organisation, starts_on, ends_on in ties.values_list(*fields):
        membership = _Membership(organisation, starts_on, ends_on)
        counted.setdefault(person, []).append(membership)
    return counted


def _whose(memberships: Sequence[_Membership], at: datetime) -> set[UUID]:
    return {each.organisation for each in memberships if each.holds(at)}


def _parts(ids: Sequence[UUID]) -> Iterator[Sequence[UUID]]:
    for start in range(0, len(ids), CHUNK):
        yield ids[start : start + CHUNK]


def _marks_of(people: Sequence[UUID], as_of: datetime) -> Iterator[tuple[UUID, Marked]]:
    marked = Q(inbound=True) | Q(outbound=True) | Q(two_way=True)
    rows = Presence.objects.filter(marked, party__in=people, at__lte=as_of).values_list(
        "party_id", "at", "activity_id", "inbound", "outbound", "two_way"
    )
    for party, at, activity, inbound, outbound, two_way in rows:
        if party is not None:
            yield party, Marked(at, activity, inbound, outbound, two_way)


def waiting_mails(people: Sequence[UUID], as_of: datetime) -> Iterator[tuple[UUID, Waiting]]:
    """Mails of these people that are the last word of their conversation at that moment."""
    rows = list(
        Presence.objects.filter(
            party__in=people, inbound=True, at__lte=as_of, activity__kind=ActivityKind.MAIL
        ).values_list(
            "party_id", "at", "activity_id", "activity__asks", "activity__conversation"
        )
    )
    last = _last_words({row[4] for row in rows if row[4]}, as_of)
    for party, at, activity, asks, conversation in rows:
        if last.get(conversation) == activity:
            yield party, Waiting(at, activity, asks)


def _last_words(conversations: set[UUID], as_of: datetime) -> dict[UUID | None, UUID]:
    last: dict[UUID | None, UUID] = {}
    human = Activity.objects.filter(
        kind=ActivityKind.MAIL, nature=MailNature.HUMAN, trashed_at=None, at__lte=as_of
    ).order_by("at", "pk")
    for part in _parts(sorted(conversations)):
        last.update(human.filter(conversation__in=part).values_list("conversation_id", "pk"))
    return last
