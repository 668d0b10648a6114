"""What would be handed over."""

from dataclasses import dataclass

from keepwell.firm.models import Teammate
from keepwell.parties.models import Party
from keepwell.parties.queries.lists import Count, capped_count
from keepwell.walls.queries import visible_parties

MOST_BRIEFED = 200
MOST_NAMED = 6


@dataclass(frozen=True, slots=True)
class Owned:
    """What a teammate looks after, as far as the reader may see it."""

    count: Count
    parties: tuple[Party, ...]

    @property
    def names(self) -> str:
        first = ", ".join(party.name for party in self.parties[:MOST_NAMED])
        return f"{first} …" if len(self.parties) > MOST_NAMED else first or "–"


def owned_by(reader: Teammate, teammate: Teammate) -> Owned:
    """The parties this teammate looks after, by name; two hundred at most are briefed."""
    mine = visible_parties(reader).filter(relationship__owner=teammate)
    return Owned(capped_count(mine), tuple(mine.order_by("sort_name", "pk")[:MOST_BRIEFED]))
