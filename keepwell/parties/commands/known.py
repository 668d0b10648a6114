"""Who is known already: candidates for the records of one chunk, fetched in a few queries."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Self
from uuid import UUID

from django.db.models import F, Window
from django.db.models.functions import RowNumber

from keepwell.kernel.among import one_of
from keepwell.parties.models import (
    ContactPoint,
    ExternalId,
    MatchKey,
    Party,
    PartyName,
    PostalAddress,
    Tie,
)
from keepwell.parties.rules.draft import PartyDraft, names_compared
from keepwell.parties.rules.sameness import Face, Sameness, contradict, judge_same

LARGEST_BLOCK = 60
# A name more than these bear says little; likeness is looked into once all files are in.
MOST_OF_A_NAME = 12
# What more people share is a switchboard: of itself it tells of nobody, and who also bears the
# same name there is found by the name.
MOST_AT_A_NUMBER = 5
ASK_AT_ONCE = 20_000
PLAIN = (
    "name", "given_name", "family_name", "honorific", "language", "time_zone", "industry",
    "employees", "source", "about", "birth_date",
)  # fmt: skip


@dataclass(slots=True)
class Known:
    """A party as far as taking in needs it."""

    party_id: UUID
    nature: str
    names: list[str]
    points: set[tuple[str, str]] = field(default_factory=set)
    ties: set[tuple[str, UUID]] = field(default_factory=set)
    employers: set[str] = field(default_factory=set)
    external: set[tuple[str, str]] = field(default_factory=set)
    digests: dict[tuple[str, str], str] = field(default_factory=dict)
    plain: dict[str, Any] = field(default_factory=dict)
    search_text: str = ""
    city: str = ""
    country: str = ""
    has_address: bool = False
    _face: Face | None = None

    def face(self, free_mail: frozenset[str]) -> Face:
        """What it is compared by."""
        if self._face is None:
            self._face = Face(
                self.nature,
                names_compared(
                    self.nature,
                    self.names,
                    self.plain.get("given_name") or "",
                    self.plain.get("family_name") or "",
                ),
                emails=self._normals("email"),
                phones=self._normals("phone"),
                employer_keys=frozenset(self.employers),
                domains=self._normals("domain"),
                own_keys=frozenset({str(self.party_id)}),
                parent_keys=frozenset(
                    str(other) for role, other in self.ties if role == "owned_by"
                ),
                city=self.city,
                country=self.country,
                birth_date=str(self.plain.get("birth_date") or ""),
                free_mail=free_mail,
            )
        return self._face

    def _normals(self, kind: str) -> frozenset[str]:
        return frozenset(normal for found, normal in self.points if found == kind)

    def learn(self, draft: PartyDraft) -> None:
        """Know from now on what the draft told."""
        self.names += [name for name in draft.names() if name not in self.names]
        self.points.update((point.kind, point.normal) for point in draft.points)
        self.employers.update(tie.other_name for tie in draft.ties if tie.other_name)
        self.external.update(each[:2] for each in draft.external)
        self.digests.update({each[:2]: draft.digest for each in draft.external})
        self._face = None


class Pool:
    """The parties the drafts of one chunk may be, found by id, address, number and name."""

    def __init__(self, free_mail: frozenset[str]) -> None:
        self.free_mail = free_mail
        self.by_id: dict[UUID, Known] = {}
        self.by_external: dict[tuple[str, str], UUID] = {}
        self.by_key: dict[str, list[UUID]] = defaultdict(list)

    @classmethod
    def of(cls, drafts: Sequence[PartyDraft], free_mail: frozenset[str]) -> Self:
        """Fetch everybody the drafts may be."""
        pool = cls(free_mail)
        pool._find_by_external(drafts)
        unknown = [draft for draft in drafts if not pool._known_by_id(draft)]
        found = set(pool.by_external.values())
        found |= pool._find_by_point(unknown) | pool._find_by_name(unknown)
        pool._fetch(found)
        return pool

    def recognise(self, draft: PartyDraft) -> tuple[Known | None, str]:
        """The party this record is of, and why; None when it is new or a person must judge."""
        for external in draft.external:
            if external[:2] in self.by_external:
                return self.by_id[
                    self.by_external[external[:2]]
                ], "The same record came before."
        face = draft.face(self.free_mail)
        sure: list[tuple[Known, str]] = []
        for party_id in self._candidates(draft):
            known = self.by_id[party_id]
            verdict = judge_same(face, known.face(self.free_mail))
            if verdict.value == Sameness.SAME and not contradict(
                face, known.face(self.free_mail)
            ):
                sure.append((known, ", ".join(verdict.because)))
        if len(sure) == 1:
            return sure[0]
        return None, ""

    def _candidates(self, draft: PartyDraft) -> Iterable[UUID]:
        found: dict[UUID, None] = {}
        for key in draft.keys_to_ask():
            block = self.by_key.get(key, ())
            if len(block) <= _most(key):
                found.update(dict.fromkeys(block))
        return [each for each in found if self.by_id[each].nature == draft.nature]

    def remember(self, party_id: UUID, draft: PartyDraft) -> None:
        """A draft became a party of its own: the next rows may be it."""
        known = Known(party_id, draft.nature, [])
        known.plain = {name: draft.fields.get(name) for name in PLAIN}
        for name in ("name", "given_name", "family_name", "honorific"):
            known.plain[name] = getattr(draft, name)
        known.city, known.country = draft.city, draft.country
        known.has_address = bool(draft.addresses)
        known.ties = {(tie.role, tie.other_id) for tie in draft.ties if tie.other_id}
        known.learn(draft)
        self.by_id[party_id] = known
        self.by_external.update({each[:2]: party_id for each in draft.external})
        for key in draft.keys_to_ask():
            self.by_key[key].append(party_id)

    def _known_by_id(self, draft: PartyDraft) -> bool:
        return any(each[:2] in self.by_external for each in draft.external)

    def _find_by_external(self, drafts: Sequence[PartyDraft]) -> None:
        wanted: dict[str, set[str]] = defaultdict(set)
        for draft in drafts:
            for source, id_, _ in draft.external:
                wanted[source].add(id_)
        for source, ids in wanted.items():
            rows = ExternalId.objects.filter(
                source=source, external_id__in=one_of(ids), party__merged_into=None
            ).values_list("external_id", "party_id")
            for id_, party_id in rows:
                self.by_external[source, id_] = party_id

    def _find_by_point(self, drafts: Sequence[PartyDraft]) -> set[UUID]:
        found: set[UUID] = set()
        for kind in ("email", "phone"):
            normals = {normal for draft in drafts for normal in draft.normals(kind)}
            for some in _some(normals):
                rows = ContactPoint.objects.filter(
                    kind=kind, normal__in=one_of(some), party__merged_into=None
                ).values_list("normal", "party_id")
                for normal, party_id in rows:
                    self.by_key[f"{kind}:{normal}"].append(party_id)
        for key, block in list(self.by_key.items()):
            if len(block) <= _most(key):
                found.update(block)
            else:
                del self.by_key[key]
        return found

    def _find_by_name(self, drafts: Sequence[PartyDraft]) -> set[UUID]:
        keys = {key for draft in drafts for key in draft.telling_keys()}
        found: set[UUID] = set()
        for some in _some(keys):
            ranked = MatchKey.objects.filter(
                key__in=one_of(some), party__merged_into=None
            ).annotate(place=Window(RowNumber(), partition_by=F("key"), order_by="party"))
            rows = ranked.filter(place__lte=MOST_OF_A_NAME + 1).values_list("key", "party_id")
            blocks: dict[str, list[UUID]] = defaultdict(list)
            for key, party_id in rows:
                blocks[key].append(party_id)
            for key, block in blocks.items():
                if len(block) <= _most(key):
                    self.by_key[key] = block
                    found.update(block)
        return found

    def _fetch(self, ids: set[UUID]) -> None:
        for some in _some(ids):
            self._fetch_some(some)

    def _fetch_some(self, ids: list[UUID]) -> None:
        for party in Party.objects.filter(pk__in=one_of(ids)):
            known = Known(party.pk, party.nature, [party.name], search_text=party.search_text)
            known.plain = {name: getattr(party, name) for name in PLAIN}
            self.by_id[party.pk] = known
        of = {"party_id__in": one_of(ids)}
        for party_id, text in PartyName.objects.filter(**of).values_list("party_id", "text"):
            if text not in self.by_id[party_id].names:
                self.by_id[party_id].names.append(text)
        points = ContactPoint.objects.filter(**of).values_list("party_id", "kind", "normal")
        for party_id, kind, normal in points:
            self.by_id[party_id].points.add((kind, normal))
        ties = Tie.objects.filter(**of, ends_on=None)
        for party_id, role, other, name in ties.values_list(
            "party_id", "role", "other_id", "other__name"
        ):
            self.by_id[party_id].ties.add((role, other))
            if role == "works_for":
                self.by_id[party_id].employers.add(name)
        places = PostalAddress.objects.filter(**of).values_list("party_id", "city", "country")
        for party_id, city, country in places:
            known = self.by_id[party_id]
            known.city, known.country, known.has_address = city, country, True
        external = ExternalId.objects.filter(**of)
        for party_id, source, id_, digest in external.values_list(
            "party_id", "source", "external_id", "digest"
        ):
            self.by_id[party_id].external.add((source, id_))
            self.by_id[party_id].digests[source, id_] = digest


def _most(key: str) -> int:
    """How many may share a key before it is too common to look into."""
    if key.startswith("phone:"):
        return MOST_AT_A_NUMBER
    return MOST_OF_A_NAME if key.startswith("n:") else LARGEST_BLOCK


def _some(values: Iterable[Any]) -> Iterable[list[Any]]:
    """In portions that one query can ask for."""
    left = iter(values)
    while portion := list(islice(left, ASK_AT_ONCE)):
        yield portion
