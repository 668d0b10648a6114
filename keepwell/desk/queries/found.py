"""What a search finds, and what was looked at last."""

from dataclasses import dataclass

from django.db.models import Max

from keepwell.desk.queries.kinds import kinds_by_party
from keepwell.desk.queries.today_facts import employers_of
from keepwell.firm.models import Teammate
from keepwell.journal.models import Look
from keepwell.parties.models import Party, PartyQuerySet
from keepwell.parties.queries.search import find_parties
from keepwell.relationships.models import Relationship
from keepwell.walls.queries import visible_parties

RECENT = 8


@dataclass(frozen=True, slots=True)
class Hit:
    """A party found, with what tells it from its namesakes."""

    party: Party
    kinds: tuple[str, ...]
    why: str


@dataclass(frozen=True, slots=True)
class Found:
    """What was found, or without a text what was looked at last."""

    hits: tuple[Hit, ...]
    is_recent: bool


def found_for(teammate: Teammate, text: str, *, most: int) -> Found:
    """The parties this teammate may see that fit the text best; at most `most`."""
    seen = visible_parties(teammate)
    parties = find_parties(seen, text, limit=most) if text else _recent(seen, teammate)
    return Found(_hits(parties, seen), not text)


def _recent(seen: PartyQuerySet, teammate: Teammate) -> list[Party]:
    looks = Look.objects.filter(teammate=teammate).values("party").annotate(last=Max("hour"))
    ids = [row["party"] for row in looks.order_by("-last")[: 3 * RECENT]]
    there = seen.in_bulk(ids)
    return [there[pk] for pk in ids if pk in there][:RECENT]


def _hits(parties: list[Party], seen: PartyQuerySet) -> tuple[Hit, ...]:
    ids = [party.pk for party in parties]
    kinds, employers = kinds_by_party(ids), employers_of(ids)
    names = dict(seen.filter(pk__in=set(employers.values())).values_list("pk", "name"))
    owners = dict(
        Relationship.objects.filter(pk__in=ids, owner__isnull=False).values_list(
            "pk", "owner__name"
        )
    )
    return tuple(
        Hit(
            party,
            kinds.get(party.pk, ()),
            " · ".join(
                filter(
                    None,
                    (
                        names.get(employers[party.pk]) if party.pk in employers else "",
                        owners.get(party.pk),
                    ),
                )
            ),
        )
        for party in parties
    )
