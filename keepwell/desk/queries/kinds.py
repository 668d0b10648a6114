"""The kinds that parties hold now, in the order they are always shown."""

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet

from keepwell.kernel.spelt import Many, spelt_once
from keepwell.kinds.models import Holding, Kind

SHOWN = {
    Kind.CLIENT.value: "client",
    Kind.CUSTOMER.value: "customer",
    Kind.USER.value: "user",
    Kind.PROSPECT.value: "prospect",
    Kind.FORMER.value: "former",
}
_PLACE = {name: place for place, name in enumerate(SHOWN.values())}


@spelt_once
def _held_now(*, parties: Many) -> QuerySet[Holding, tuple[UUID, str]]:
    rows = Holding.objects.filter(party__in=parties, until=None)
    return rows.values_list("party_id", "kind")


def kinds_by_party(party_ids: Iterable[UUID]) -> dict[UUID, tuple[str, ...]]:
    """The names of the kinds each of these parties holds now; one query."""
    found: dict[UUID, list[str]] = defaultdict(list)
    for party_id, kind in _held_now(parties=tuple(party_ids)):
        found[party_id].append(SHOWN.get(kind, ""))
    return {
        party_id: tuple(sorted(filter(None, names), key=_PLACE.__getitem__))
        for party_id, names in found.items()
    }
