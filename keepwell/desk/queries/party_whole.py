"""Everything that is known of one party by itself, for programs."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from keepwell.fields.queries.values import Shown, values_of_parties
from keepwell.kinds.queries.held import KindHeld, kinds_of
from keepwell.parties.models import (
    ContactPoint,
    Party,
    PartyName,
    PartyQuerySet,
    PostalAddress,
    Tie,
)
from keepwell.parties.queries.standing_in import ties_of


@dataclass(frozen=True, slots=True)
class Whole:
    """A party with its parts; of ties only those to parties the reader may see."""

    party: Party
    names: tuple[PartyName, ...]
    contact_points: tuple[ContactPoint, ...]
    addresses: tuple[PostalAddress, ...]
    ties: tuple[Tie, ...]
    kinds: tuple[KindHeld, ...]
    own: Mapping[str, Shown]


MOST = 500


def whole_party(party: Party, seen: PartyQuerySet) -> Whole:
    """The party for somebody who sees these; eight queries at most."""
    return Whole(
        party,
        tuple(party.names.order_by("pk")[:MOST]),
        tuple(party.contact_points.order_by("kind", "-is_primary", "pk")[:MOST]),
        tuple(party.addresses.order_by("pk")[:MOST]),
        tuple(ties_of(seen, party)[:MOST]),
        tuple(kinds_of([party.pk]).get(party.pk, ())),
        values_of_parties([party.pk], seen).get(party.pk, {}),
    )


def part_of(party: Party, seen: PartyQuerySet, part: str) -> "QuerySet[Any]":
    """The names, contact points, addresses or ties of a party, as far as one may see them."""
    return ties_of(seen, party) if part == "ties" else getattr(party, part).all()
