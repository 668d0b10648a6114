"""Everything that is known of one party by itself, for programs."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from keepwell.fields.queries.values import Shown, values_of_parties
from keepwell.kernel.spelt import spelt_once
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


@spelt_once
def _names(*, party: UUID) -> QuerySet[PartyName]:
    return PartyName.objects.filter(party=party).order_by("pk")[:MOST]


@spelt_once
def _points(*, party: UUID) -> QuerySet[ContactPoint]:
    points = ContactPoint.objects.filter(party=party)
    return points.order_by("kind", "-is_primary", "pk")[:MOST]


@spelt_once
def _addresses(*, party: UUID) -> QuerySet[PostalAddress]:
    return PostalAddress.objects.filter(party=party).order_by("pk")[:MOST]


@spelt_once
def _ties(seen: PartyQuerySet, *, party: UUID) -> QuerySet[Tie]:
    return ties_of(seen, Party(pk=party))[:MOST]


def whole_party(party: Party, seen: PartyQuerySet) -> Whole:
    """The party for somebody who sees these; eight queries at most."""
    return Whole(
        party,
        tuple(_names(party=party.pk)),
        tuple(_points(party=party.pk)),
        tuple(_addresses(party=party.pk)),
        tuple(_ties(seen, party=party.pk)),
        tuple(kinds_of([party.pk]).get(party.pk, ())),
        values_of_parties([party.pk], seen).get(party.pk, {}),
    )


def part_of(party: Party, seen: PartyQuerySet, part: str) -> "QuerySet[Any]":
    """The names, contact points, addresses or ties of a party, as far as one may see them."""
    return ties_of(seen, party) if part == "ties" else getattr(party, part).all()
