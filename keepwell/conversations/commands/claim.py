"""Claiming addresses that were kept aside: whose mail is this?"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import islice
from uuid import UUID

from django.utils.translation import gettext as _

from keepwell.conversations.commands.join import join_conversations
from keepwell.conversations.models import Presence
from keepwell.conversations.news import ContactChanged
from keepwell.firm.models import Teammate
from keepwell.kernel.command import command
from keepwell.kernel.news import announce
from keepwell.kernel.record import record
from keepwell.kernel.refusal import refuse_unless
from keepwell.parties.models import ContactKind, ContactPoint, Party

CHUNK = 400


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
    announce(ContactChanged((party.pk,), at))
    return claimed


def claim_known_addresses(*, at: datetime, party_ids: Sequence[UUID] | None = None) -> int:
    """Give waiting presences to the one present party that has their address.

    An address that two parties share stays aside. Goes in chunks; begun again it finds
    nothing. Given parties, only their addresses are looked at.
    """
    claimed = 0
    addresses = _waiting_addresses(party_ids)
    while part := list(islice(addresses, CHUNK)):
        claimed += _claim_chunk(part, at=at)
    return claimed


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
def _claim_chunk(addresses: Sequence[str], *, at: datetime) -> int:
    """Claim what these addresses wait for; journalled together."""
    owners = _owners_of(addresses)
    if not owners:
        return 0
    waiting = Presence.objects.filter(address__in=owners, party=None, teammate=None)
    activities = sorted(set(waiting.values_list("activity_id", flat=True)))
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
