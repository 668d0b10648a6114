"""The party behind a link: itself, or the one that took it in."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet

from keepwell.kernel.among import is_among
from keepwell.kernel.spelt import spelt_once
from keepwell.parties.models import Party, PartyQuerySet, Tie

LONGEST_CHAIN = 50


def survivor_of(party_id: UUID) -> UUID | None:
    """Follow merges to the party that stands for this one now; None when there is none."""
    for _ in range(LONGEST_CHAIN):
        row = Party.objects.filter(pk=party_id).values_list("merged_into_id", flat=True).first()
        if row is None:
            return party_id if Party.objects.filter(pk=party_id).exists() else None
        party_id = row
    return None


def party_of(among: PartyQuerySet, party_id: UUID) -> Party | None:
    """The party of this id or the one it was merged into, if it is among these."""
    found = _of_id.first(among, id=party_id)
    if found is not None:
        return found
    survivor = survivor_of(party_id)
    return among.filter(pk=survivor).first() if survivor not in (None, party_id) else None


@spelt_once
def _of_id(among: PartyQuerySet, *, id: UUID) -> QuerySet[Party]:
    return among.filter(pk=id)


def family_of(party_ids: Iterable[UUID]) -> dict[UUID, UUID]:
    """These parties and all they ever took in, each with the one of these it stands under."""
    family = {party_id: party_id for party_id in party_ids}
    fresh = list(family)
    while fresh:
        rows = Party.objects.filter(merged_into__in=fresh).values_list("pk", "merged_into_id")
        fresh = []
        for pk, into in rows:
            if pk not in family and into is not None:
                family[pk] = family[into]
                fresh.append(pk)
    return family


def trash_of(among: PartyQuerySet) -> PartyQuerySet:
    """Those of these that are in the trash; start at `visible_parties(…, with_trash=True)`."""
    return among.filter(trashed_at__isnull=False)


def ties_of(among: PartyQuerySet, party: Party) -> QuerySet[Tie]:
    """How a party stands to others among these: those that last first, the main one on top."""
    ties = Tie.objects.filter(is_among("other", among), party=party)
    return ties.select_related("other").order_by("ends_on", "-is_primary", "pk")
