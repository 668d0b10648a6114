"""Claiming addresses that were kept aside: whose mail is this?"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from uuid import UUID

from django.db.models import Max
from django.utils.translation import gettext as _

from keepwell.conversations.commands.join import join_conversations
from keepwell.conversations.models import MailNature, Presence
from keepwell.conversations.news import ContactChanged
from keepwell.conversations.queries.letters import our_domains
from keepwell.conversations.rules.threads import is_made_of
from keepwell.firm.models import Teammate
from keepwell.firm.rules import is_own_address
from keepwell.kernel.command import command
from keepwell.kernel.news import announce
from keepwell.kernel.record import record
from keepwell.kernel.refusal import refuse_unless
from keepwell.parties.commands.contact_points import add_contact_point
from keepwell.parties.models import (
    ContactKind,
    ContactPoint,
    Nature,
    Party,
    PartyName,
    Tie,
    TieRole,
)
from keepwell.parties.rules.fold import fold
from keepwell.parties.rules.phones import phone_tail
from keepwell.parties.rules.spellings import digits_of, folded_name

CHUNK = 400


@dataclass
class Given:
    """What claiming came to: presences (its id, its activity, whose) and further addresses."""

    presences: list[tuple[int, UUID, UUID]] = field(default_factory=list)
    addresses: list[tuple[UUID, str]] = field(default_factory=list)


@command
def claim_address(address: str, party: Party, *, at: datetime, by: Teammate) -> int:
    """Say whose an address is: what came from or went to it becomes theirs. Counts presences.

    The address is not added to the party's own; that is a command of the parties room.
    """
    waiting = Presence.objects.filter(address=address.lower(), party=None, teammate=None)
    activities = list(waiting.values_list("activity_id", flat=True))
    refuse_unless(
        bool(activities),
        _("Nothing from %(address)s is waiting for somebody.") % {"address": address},
        field="address",
    )
    claimed = waiting.update(party=party)
    record(
        "claimed_address", "party", party.pk, at=at, by=by, party_id=party.pk,
        address=address.lower(), presences=claimed,
    )  # fmt: skip
    join_conversations(at=at, activity_ids=activities)
    announce(ContactChanged((party.pk,), at, by.pk))
    return claimed


def claim_known_addresses(
    *, at: datetime, party_ids: Sequence[UUID] | None = None, given: Given | None = None
) -> int:
    """Give waiting presences to the one present party that has their address.

    An address that two parties share stays aside. Goes in chunks; begun again it finds
    nothing. Given parties, only their addresses are looked at; else an address that names
    one of our people, in words and in itself, is found to be a further address of theirs.
    What was given to whom is put in `given`.
    """
    claimed = 0
    if party_ids is None:
        learn_further_addresses(at=at, given=given)
    addresses = _waiting_addresses(party_ids)
    while part := list(islice(addresses, CHUNK)):
        claimed += _claim_chunk(part, at=at, given=given)
    return claimed


def learn_further_addresses(*, at: datetime, given: Given | None = None) -> int:
    """Waiting addresses that are plainly one known person's become theirs. Counts them.

    Plainly: the name written beside the address is the person's, the address is made of it,
    and the mails name their employer or number, or their colleagues were there too. A name
    alone may be a namesake's: then a person decides.
    """
    learned = 0
    named = _named_addresses()
    while part := list(islice(named, CHUNK)):
        learned += _learn_chunk(part, at=at, given=given)
    return learned


def _named_addresses() -> Iterator[tuple[str, str]]:
    """Waiting addresses of people, each with the name most lately written beside it."""
    waiting = (
        Presence.objects.filter(
            party=None, teammate=None, activity__nature__in=(MailNature.HUMAN, "")
        )
        .exclude(address="")
        .exclude(name="")
        .order_by("address")
        .values_list("address")
        .annotate(called=Max("name"))
    )
    ours = our_domains()
    page = list(waiting[:CHUNK])
    while page:
        yield from (row for row in page if not is_own_address(row[0], ours))
        page = list(waiting.filter(address__gt=page[-1][0])[:CHUNK])


@command
def _learn_chunk(named: Sequence[tuple[str, str]], *, at: datetime, given: Given | None) -> int:
    """Learn further addresses of one stretch; each is journalled as an address added."""
    folded = {address: folded_name(name) for address, name in named}
    owners = _people_named(set(folded.values()) - {""})
    known = ContactPoint.objects.filter(kind=ContactKind.EMAIL, normal__in=folded)
    taken = set(known.values_list("normal", flat=True))
    learned = 0
    for address, name in folded.items():
        if address in taken or not is_made_of(address, name) or not owners[name]:
            continue
        plainly = _spoken_for(owners[name], _around(address))
        if len(plainly) == 1:
            person = Party.objects.get(pk=plainly[0])
            if given is not None:  # whoever gets an address gets at once what waits for them
                mine = _waiting_addresses([person.pk])
                given.addresses.append((person.pk, address))
                given.presences += _waiting_for(dict.fromkeys([*mine, address], person.pk))
            add_contact_point(person, ContactKind.EMAIL, address, at=at)
            learned += 1
    return learned


def _people_named(folded: set[str]) -> dict[str, set[UUID]]:
    names = PartyName.objects.filter(
        folded__in=folded,
        party__nature=Nature.PERSON, party__trashed_at=None, party__merged_into=None,
    )  # fmt: skip
    owners: dict[str, set[UUID]] = defaultdict(set)
    for name, party in names.values_list("folded", "party_id"):
        owners[name].add(party)
    return owners


@dataclass(frozen=True, slots=True)
class _Told:
    """What mails and meetings say around an address: words, who of theirs was there too, and
    whether anybody ever wrote from it."""

    words: str
    theirs: frozenset[UUID]
    wrote: bool


def _around(address: str) -> _Told:
    mine = Presence.objects.filter(address=address, party=None).order_by("pk")
    texts = list(mine.filter(role="from").values_list("activity__text", flat=True)[:20])
    seen = mine.values_list("activity_id", "activity__title")[:50]
    there = Presence.objects.filter(activity__in=[activity for activity, _ in seen])
    theirs = frozenset(each for each in there.values_list("party_id", flat=True) if each)
    words = [text[:20_000] for text in texts] + [title for _, title in seen]
    return _Told(" \n ".join(words), theirs, bool(texts))


def _spoken_for(people: Iterable[UUID], told: _Told) -> list[UUID]:
    """Those for whom most speaks; the only one of the name when nobody wrote but we."""
    marks = {person: _speaks_for(person, told) for person in people}
    most = max(marks.values(), default=0)
    if most == 0:
        return [] if told.wrote or len(marks) > 1 else list(marks)
    return [person for person, mark in marks.items() if mark == most]


def _speaks_for(person: UUID, told: _Told) -> int:
    """4 when their employer is named, 2 when its people were there, 1 more for their number."""
    text, digits = fold(told.words), digits_of(told.words)
    points = ContactPoint.objects.filter(party=person, kind=ContactKind.PHONE)
    numbers = points.values_list("normal", flat=True)
    mark = int(any(phone_tail(normal) in digits for normal in numbers))
    ties = Tie.objects.filter(party=person, role=TieRole.WORKS_FOR).select_related("other")
    employers = {tie.other_id: folded_name(tie.other.name) for tie in ties}
    if any(name and f" {name} " in f" {text} " for name in employers.values()):
        mark += 4
    colleagues = set(Tie.objects.filter(other__in=employers).values_list("party_id", flat=True))
    return mark + 2 * bool(told.theirs & (colleagues | employers.keys()))


def _waiting_addresses(party_ids: Sequence[UUID] | None) -> Iterable[str]:
    if party_ids is not None:
        points = ContactPoint.objects.filter(party__in=party_ids, kind=ContactKind.EMAIL)
        yield from sorted(set(points.values_list("normal", flat=True)))
        return
    waiting = Presence.objects.filter(party=None, teammate=None).exclude(address="")
    ordered = waiting.order_by("address").values_list("address", flat=True).distinct()
    page = list(ordered[:CHUNK])
    while page:
        yield from page
        page = list(ordered.filter(address__gt=page[-1])[:CHUNK])


@command
def _claim_chunk(addresses: Sequence[str], *, at: datetime, given: Given | None) -> int:
    """Claim what these addresses wait for; journalled together."""
    owners = _owners_of(addresses)
    if not owners:
        return 0
    waiting = Presence.objects.filter(address__in=owners, party=None, teammate=None)
    activities = sorted(set(waiting.values_list("activity_id", flat=True)))
    if given is not None:
        given.presences += _waiting_for(owners)
    claimed = sum(
        waiting.filter(address=address).update(party_id=party)
        for address, party in owners.items()
    )
    if claimed:
        record(
            "claimed_known_addresses", "party", None, at=at, presences=claimed,
            addresses={address: str(party) for address, party in owners.items()},
        )  # fmt: skip
        join_conversations(at=at, activity_ids=activities)
        announce(ContactChanged(tuple(sorted(set(owners.values()))), at))
    return claimed


def _waiting_for(owners: Mapping[str, UUID]) -> list[tuple[int, UUID, UUID]]:
    waiting = Presence.objects.filter(address__in=owners, party=None, teammate=None)
    rows = waiting.order_by("pk").values_list("pk", "activity_id", "address")
    return [(pk, activity, owners[address]) for pk, activity, address in rows]


def _owners_of(addresses: Sequence[str]) -> dict[str, UUID]:
    """The one present party that has each address, for those which exactly one has."""
    points = ContactPoint.objects.filter(
        kind=ContactKind.EMAIL, normal__in=addresses,
        party__trashed_at=None, party__merged_into=None,
    )  # fmt: skip
    found: dict[str, set[UUID]] = defaultdict(set)
    for address, party in points.values_list("normal", "party_id"):
        found[address].add(party)
    return {address: each.pop() for address, each in found.items() if len(each) == 1}
