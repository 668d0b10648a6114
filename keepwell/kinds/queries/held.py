"""Which kinds parties hold, since when, and why."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from keepwell.kernel.spelt import Many, spelt_once
from keepwell.kernel.words import sentence_from_json
from keepwell.kinds.models import Holding, Kind


@dataclass(frozen=True, slots=True)
class KindHeld:
    """A kind a party holds, since when, and why, in the reader's language."""

    kind: str
    since: date | None
    because: tuple[str, ...]

    @property
    def label(self) -> str:
        """The kind in words."""
        return str(Kind(self.kind).label)


@spelt_once
def _held(*, parties: Many) -> QuerySet[Holding]:
    return Holding.objects.filter(party__in=parties, until=None).order_by("pk")


def kinds_of(parties: Collection[UUID]) -> dict[UUID, list[KindHeld]]:
    """The kinds these parties hold now, client first; one query."""
    order = {kind: place for place, kind in enumerate(Kind.values)}
    held: dict[UUID, list[KindHeld]] = defaultdict(list)
    for each in _held(parties=tuple(parties)):
        because = tuple(str(sentence_from_json(kept)) for kept in each.because)
        held[each.party_id].append(KindHeld(each.kind, each.since, because))
    return {p: sorted(kinds, key=lambda k: order[k.kind]) for p, kinds in held.items()}
