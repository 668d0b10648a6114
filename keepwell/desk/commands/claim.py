"""Saying whose an address is, so that it is known from now on."""

from datetime import datetime

from keepwell.conversations.commands.claim import claim_address
from keepwell.firm.models import Teammate
from keepwell.kernel.command import command
from keepwell.parties.commands.add import add_party
from keepwell.parties.commands.contact_points import add_contact_point
from keepwell.parties.models import ContactKind, Nature, Party


@command
def claim_for(party: Party, address: str, *, at: datetime, by: Teammate) -> Party:
    """This address is theirs: what it wrote becomes theirs, and what it will write."""
    claim_address(address, party, at=at, by=by)
    known = party.contact_points.filter(kind=ContactKind.EMAIL, normal=address.lower())
    if not known.exists():
        add_contact_point(party, ContactKind.EMAIL, address, at=at, by=by)
    return party


@command
def claim_as_new(name: str, address: str, *, at: datetime, by: Teammate) -> Party:
    """This address is somebody's who is not here yet: add them, and what it wrote is theirs."""
    party = add_party(Nature.PERSON, name, emails=[address], at=at, by=by)
    claim_address(address, party, at=at, by=by)
    return party
