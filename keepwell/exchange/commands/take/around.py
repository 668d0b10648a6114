"""What taking in a row needs of the rest: teammates, parties by id, address and name."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from keepwell.exchange.readers.vendors import canonical_external_id
from keepwell.exchange.rules.reading import Reading
from keepwell.firm.commands.take_in import NAMED
from keepwell.firm.models import Teammate, TeammateAlias
from keepwell.parties.models import (
    ContactPoint,
    ExternalId,
    Party,
    PartyName,
    Tie,
    TieRole,
)
from keepwell.parties.rules.fold import fold

MOST_REMEMBERED = 50_000

Trace = tuple[str, str, dict[str, Any] | None, dict[str, Any] | None]


@dataclass(slots=True)
class RowResult:
    """What became of one row: added, updated, skipped or refused; `unclear` asks a person."""

    number: int
    outcome: str
    because: str = ""
    traces: list[Trace] = field(default_factory=list)
    unclear: str = ""
    party_id: UUID | None = None


_STATE = re.compile(
    r"\s*\((?:deactivated|inactive|removed|deaktiviert|gelöscht)[^)]*\)\s*$", re.I
)


def plain_owner(owner: str) -> str:
    """An owner's name without what the tool says of their account: “(Deactivated User)”."""
    return _STATE.sub("", owner).strip()


@dataclass
class Around:
    """One run of an import, as its rows see it."""

    reading: Reading
    at: datetime
    by: Teammate | None
    tool: str
    _teammates: dict[str, UUID] = field(default_factory=dict)
    _aside: list[Trace] = field(default_factory=list)
    _called: dict[tuple[str, str], tuple[UUID, str]] = field(default_factory=dict)
    unknown_owners: Counter[str] = field(default_factory=Counter)

    def aside(self, traces: Iterable[Trace]) -> None:
        """Keep traces of what a chunk made besides its rows, such as an employer."""
        self._aside += traces

    def taken_aside(self) -> list[Trace]:
        """The traces kept aside since last asked."""
        traces, self._aside = self._aside, []
        return traces

    def learn_teammates(self) -> None:
        """Know every way teammates are called: id, name, address."""
        self._teammates.clear()
        for pk, name, email in Teammate.objects.order_by("-pk").values_list(
            "pk", "name", "email"
        ):
            self._teammates[fold(name)] = pk
            self._teammates[email.lower()] = pk
        for source, id_, pk in TeammateAlias.objects.values_list(
            "source", "external_id", "teammate_id"
        ):
            self._teammates[f"{source}:{id_}"] = pk
            if source == NAMED:
                self._teammates.setdefault(fold(id_), pk)

    def teammate(self, owner: str = "", owner_id: str = "") -> UUID | None:
        """The teammate another tool means by this id or name."""
        if owner_id:
            id_ = canonical_external_id(self.reading.vendor, owner_id)
            if found := self._teammates.get(f"{self.reading.source('teammates')}:{id_}"):
                return found
        if owner := plain_owner(owner):
            return self._teammates.get(owner.lower()) or self._teammates.get(fold(owner))
        return None

    def teammate_by_address(self, address: str) -> UUID | None:
        """The teammate who has this address."""
        return self._teammates.get(address)

    def parties_by_external(
        self, wanted: Iterable[tuple[str, str]]
    ) -> dict[tuple[str, str], UUID]:
        """The parties other tools' ids mean: (source, id as written) → party."""
        asked: dict[str, dict[str, list[tuple[str, str]]]] = defaultdict(
            lambda: defaultdict(list)
        )
        for source, written in wanted:
            vendor = source.partition(":")[0]
            asked[source][canonical_external_id(vendor, written)].append((source, written))
        found: dict[tuple[str, str], UUID] = {}
        for source, ids in asked.items():
            rows = ExternalId.objects.filter(source=source, external_id__one_of=ids)
            for id_, party_id in rows.values_list("external_id", "party_id"):
                found.update(dict.fromkeys(ids[id_], party_id))
        return found

    def called_by_tools(
        self, wanted: Iterable[tuple[str, str]]
    ) -> dict[tuple[str, str], tuple[UUID, str]]:
        """The parties other tools' ids mean, and what they are called; remembered, as the
        rows of one file name the same companies again and again."""
        asked = set(wanted)
        if missing := asked - self._called.keys():
            found = self.parties_by_external(missing)
            names = self.names_of(found.values())
            if len(self._called) > MOST_REMEMBERED:
                self._called.clear()
            self._called.update({key: (id_, names[id_]) for key, id_ in found.items()})
        return self._called

    def parties_by_address(self, addresses: Iterable[str]) -> dict[str, UUID]:
        """Whose addresses these are; an address two parties share is the organisation's."""
        rows = ContactPoint.objects.filter(
            kind="email", normal__in=set(addresses),
            party__merged_into=None, party__trashed_at=None,
        ).values_list("normal", "party_id", "party__nature")  # fmt: skip
        owners: dict[str, list[tuple[str, UUID]]] = defaultdict(list)
        for normal, party_id, nature in rows:
            owners[normal].append((nature, party_id))
        return {
            normal: min(found)[1]
            for normal, found in owners.items()
            if len(found) == 1 or len([f for f in found if f[0] == "organisation"]) == 1
        }

    def organisations_by_domain(self, domains: Iterable[str]) -> dict[str, tuple[UUID, str]]:
        """The organisations whose mail domain this is, where it is exactly one's."""
        rows = ContactPoint.objects.filter(
            kind="domain", normal__in=set(domains), party__nature="organisation",
            party__merged_into=None, party__trashed_at=None,
        ).values_list("normal", "party_id", "party__name")  # fmt: skip
        found: dict[str, list[tuple[UUID, str]]] = defaultdict(list)
        for normal, party_id, name in rows:
            found[normal].append((party_id, name))
        return {normal: owners[0] for normal, owners in found.items() if len(owners) == 1}

    def parties_by_name(self, names: Iterable[str]) -> dict[str, list[tuple[UUID, str]]]:
        """The parties that bear exactly this name, folded: name → (party, nature)."""
        folded = {fold(name): name for name in names if name}
        rows = PartyName.objects.filter(
            folded__in=list(folded), party__merged_into=None, party__trashed_at=None
        ).values_list("folded", "party_id", "party__nature")
        found: dict[str, list[tuple[UUID, str]]] = defaultdict(list)
        for key, party_id, nature in rows:
            if (party_id, nature) not in found[folded[key]]:
                found[folded[key]].append((party_id, nature))
        return found

    def standing_alone(self, ids: Iterable[UUID]) -> list[UUID]:
        """Those of these parties who belong to no organisation."""
        wanted = list(ids)
        tied = Tie.objects.filter(party__in=wanted, role=TieRole.WORKS_FOR, ends_on=None)
        employed = set(tied.values_list("party_id", flat=True))
        return [party_id for party_id in wanted if party_id not in employed]

    def names_of(self, ids: Iterable[UUID]) -> dict[UUID, str]:
        """What parties are called."""
        asked = Party.objects.filter(pk__one_of=set(ids))
        return dict(asked.values_list("pk", "name"))
