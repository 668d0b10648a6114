"""Rows of the list of parties: the party with its kinds, owner, stage and last contact."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from keepwell.firm.models import Teammate
from keepwell.kinds.models import Holding
from keepwell.parties.models import ContactPoint, Party, PartyQuerySet, Tie, TieRole
from keepwell.parties.queries.search import that_hold
from keepwell.relationships.models import ContactFacts, Relationship
from keepwell.walls.queries import visible_parties


@dataclass(frozen=True, slots=True)
class PartyRow:
    """One row of the list."""

    party: Party
    kinds: tuple[str, ...] = ()
    owner: str = ""
    stage: str = ""
    last_two_way: datetime | None = None
    works_for: str = ""
    email: str = ""


FILTERS = ("nature", "kind", "stage", "owner", "q")
NOBODY = "nobody"


def chosen_parties(teammate: Teammate, chosen: Mapping[str, str]) -> PartyQuerySet:
    """What this teammate may see, narrowed by nature, kind, stage, owner and a search text."""
    among = visible_parties(teammate)
    if nature := chosen.get("nature"):
        among = among.filter(nature=nature)
    if kind := chosen.get("kind"):
        held = Holding.objects.filter(kind=kind, until=None)
        among = among.filter(pk__in=held.values("party"))
    if stage := chosen.get("stage"):
        among = among.filter(relationship__stage=stage)
    if owner := chosen.get("owner"):
        among = _owned(among, owner)
    return that_hold(among, chosen.get("q", ""))


def _owned(among: PartyQuerySet, owner: str) -> PartyQuerySet:
    if owner == NOBODY:
        return among.filter(relationship__owner=None)
    try:
        return among.filter(relationship__owner=UUID(owner))
    except ValueError:
        return among.none()


def party_rows(parties: Sequence[Party], teammate: Teammate) -> list[PartyRow]:
    """These parties as rows, in five queries however many they are."""
    ids = [party.pk for party in parties]
    kinds: dict[UUID, list[str]] = defaultdict(list)
    held = Holding.objects.filter(party__in=ids, until=None).order_by("kind")
    for party_id, kind in held.values_list("party_id", "kind"):
        kinds[party_id].append(kind.split(" ")[0])
    standing = {
        row.party_id: row
        for row in Relationship.objects.filter(party__in=ids).select_related("owner")
    }
    contact = dict(
        ContactFacts.objects.filter(party__in=ids).values_list("party_id", "last_two_way")
    )
    works_for, emails = _employers(ids, teammate), _emails(ids)
    return [
        PartyRow(
            party,
            tuple(kinds[party.pk]),
            _owner(standing.get(party.pk)),
            standing[party.pk].get_stage_display() if party.pk in standing else "",
            contact.get(party.pk),
            works_for.get(party.pk, ""),
            emails.get(party.pk, ""),
        )
        for party in parties
    ]


def _owner(relationship: Relationship | None) -> str:
    return relationship.owner.name if relationship and relationship.owner else ""


def _employers(ids: Sequence[UUID], teammate: Teammate) -> dict[UUID, str]:
    seen = visible_parties(teammate).values("pk")
    ties = Tie.objects.filter(
        party__in=ids, role=TieRole.WORKS_FOR, ends_on=None, other__in=seen
    ).order_by("is_primary", "-pk")
    return dict(ties.values_list("party_id", "other__name"))


def _emails(ids: Sequence[UUID]) -> dict[UUID, str]:
    points = ContactPoint.objects.filter(party__in=ids, kind="email", is_primary=True)
    return dict(points.values_list("party_id", "value"))
