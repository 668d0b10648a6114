"""Who is known already: candidates for the records of one chunk, fetched in a few queries."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import islice
from typing import Any, Self

from django.db.models import F, Window
from django.db.models.functions import Right, RowNumber

from keepwell.kernel.among import plain_rows
from keepwell.kernel.words import keep as _kept
from keepwell.parties.commands.known import PLAIN, Known, known_from
from keepwell.parties.models import (
    ContactPoint,
    ExternalId,
    MatchKey,
    Party,
    PartyName,
    PostalAddress,
    Tie,
    TieRole,
)
from keepwell.parties.rules.draft import TELLING, PartyDraft
from keepwell.parties.rules.faces import (
    MARKING_DIGITS,
    mark_of_employer,
    mark_of_mail,
    mark_of_number,
)
from keepwell.parties.rules.sameness import Sameness, contradict, judge_same

LARGEST_BLOCK = 60
# A name more than these bear says little, and a number more than two have is a switchboard.
MOST = {"n": 12, "phone": 2}
ASK_AT_ONCE = 20_000
TOLD_APART_BY = ("id", "nature", "birth_date")


class Pool:
    """The parties the drafts of one chunk may be, found by id, address, number and name."""

    def __init__(self, free_mail: frozenset[str], match_by: frozenset[str]) -> None:
        self.free_mail, self.match_by = free_mail, match_by
        # A number speaks for a name; it finds people only where names are not to. Names that
        # are merely alike are looked into once all files are in.
        self.found_by = match_by - {"phone"} if "name" in match_by else match_by
        self.by_id: dict[str, Known] = {}
        self.new: dict[str, PartyDraft] = {}
        self.by_external: dict[tuple[str, str], str] = {}
        self.by_key: dict[str, list[str]] = defaultdict(list)

    @classmethod
    def of(
        cls, drafts: Sequence[PartyDraft], free_mail: frozenset[str], match_by: frozenset[str]
    ) -> Self:
        """Fetch everybody the drafts may be."""
        pool = cls(free_mail, match_by)
        pool._find_by_external(drafts)
        unknown = [draft for draft in drafts if not pool._known_by_id(draft)]
        found = dict.fromkeys(pool.by_external.values())
        found.update(dict.fromkeys(pool._find_by_point(unknown)))
        if "name" in match_by:
            found.update(dict.fromkeys(pool._find_by_name(unknown)))
        pool._fetch(found)
        return pool

    def recognise(self, draft: PartyDraft) -> tuple[Known | None, str]:
        """The party this record is of, and why; None when it is new or a person must judge."""
        for external in draft.external:
            if external[:2] in self.by_external:
                known = self._known(self.by_external[external[:2]])
                return known, _kept("The same record came before.")
        candidates = self._candidates(draft)
        if not candidates:
            return None, ""
        face = draft.face(self.free_mail)
        sure: list[tuple[Known, str]] = []
        for known in candidates:
            verdict = judge_same(face, known.face(self.free_mail))
            if verdict.value == Sameness.SAME and not contradict(
                face, known.face(self.free_mail)
            ):
                sure.append((known, ", ".join(verdict.because)))
        return sure[0] if len(sure) == 1 else (None, "")

    def _candidates(self, draft: PartyDraft) -> list[Known]:
        """Who shares an address or number, and namesakes who share something else as well."""
        found: dict[str, bool] = {}
        for key in draft.keys_to_ask(self.found_by):
            block = self.by_key.get(key, ())
            if len(block) <= _most(key):
                for party_id in block:
                    found[party_id] = found.get(party_id, True) and key.startswith("n:")
        if not found:
            return []
        marks = draft.marks(self.free_mail, self.match_by)
        return [
            known
            for party_id, by_name_alone in found.items()
            if (known := self._known(party_id)).nature == draft.nature
            and not (
                by_name_alone
                and known.nature == "person"
                and marks.isdisjoint(known.marks(self.free_mail))
            )
        ]

    def remember(self, party_id: str, draft: PartyDraft) -> None:
        """A draft became a party of its own: the next rows may be it."""
        self.new[party_id] = draft
        self.by_external.update({each[:2]: party_id for each in draft.external})
        for key in draft.keys_to_ask(self.found_by):
            self.by_key[key].append(party_id)

    def _known(self, party_id: str) -> Known:
        """What is known of a party; of one just added, what its draft told."""
        if (draft := self.new.pop(party_id, None)) is not None:
            self.by_id[party_id] = known_from(party_id, draft)
        return self.by_id[party_id]

    def _known_by_id(self, draft: PartyDraft) -> bool:
        return any(each[:2] in self.by_external for each in draft.external)

    def _find_by_external(self, drafts: Sequence[PartyDraft]) -> None:
        wanted: dict[str, set[str]] = defaultdict(set)
        for draft in drafts:
            for source, id_, _ in draft.external:
                wanted[source].add(id_)
        for source, ids in wanted.items():
            rows = ExternalId.objects.filter(
                source=source, external_id__one_of=ids, party__merged_into=None
            ).values_list("external_id", "party_id")
            for id_, party_id in plain_rows(rows):
                self.by_external[source, id_] = party_id

    def _find_by_point(self, drafts: Sequence[PartyDraft]) -> Iterable[str]:
        for kind in self.found_by & {"email", "phone"}:
            normals = {normal for draft in drafts for normal in draft.normals(kind)}
            for some in _some(normals):
                rows = ContactPoint.objects.filter(
                    kind=kind, normal__one_of=some, party__merged_into=None
                ).values_list("normal", "party_id")
                for normal, party_id in plain_rows(rows):
                    self.by_key[f"{kind}:{normal}"].append(party_id)
        for key, block in list(self.by_key.items()):
            if len(block) <= _most(key):
                yield from block
            else:
                del self.by_key[key]

    def _find_by_name(self, drafts: Sequence[PartyDraft]) -> Iterable[str]:
        """Organisations of that name or domain, and namesakes who share something else."""
        marks: dict[str, set[str]] = defaultdict(set)
        for draft in drafts:
            theirs = draft.marks(self.free_mail, self.match_by)
            for key in draft.telling_keys():
                marks[key] |= theirs
        namesakes: dict[str, list[str]] = defaultdict(list)
        their: dict[str, set[str]] = defaultdict(set)
        for kind in TELLING:
            for key, block in _blocks(kind, (key for key in marks if key.startswith(kind))):
                for party_id, nature, birth_date in block:
                    if nature == "person":
                        namesakes[party_id].append(key)
                        their[party_id].add(str(birth_date or ""))
                    else:
                        self.by_key[key].append(party_id)
                        yield party_id
        self._learn_marks(their, set().union(*marks.values()))
        for party_id, keys in namesakes.items():
            telling = [key for key in keys if not their[party_id].isdisjoint(marks[key])]
            for key in telling:
                self.by_key[key].append(party_id)
            if telling:
                yield party_id

    def _learn_marks(self, their: dict[str, set[str]], asked: set[str]) -> None:
        """What tells namesakes apart (`marks_of`), without learning all else of everybody.

        Of numbers only those somebody is `asked` for by: most people have two or three.
        """
        employed: list[tuple[str, str]] = []
        for some in _some(their):
            points = ContactPoint.objects.filter(party_id__one_of=some)
            numbers = points.alias(end=Right("normal", MARKING_DIGITS)).filter(
                kind="phone", end__one_of=asked
            )
            for id_, normal in plain_rows(numbers.values_list("party_id", "normal")):
                their[id_].add(mark_of_number(normal))
            mails = points.filter(kind="email").values_list("party_id", "normal")
            for id_, normal in plain_rows(mails):
                their[id_].add(mark_of_mail(normal, self.free_mail))
            ties = Tie.objects.filter(
                party_id__one_of=some, role=TieRole.WORKS_FOR, ends_on=None
            )
            employed += plain_rows(ties.values_list("party_id", "other_id"))
        names: dict[str, str] = {}
        for some in _some({other for _, other in employed}):
            known = Party.objects.filter(pk__one_of=some)
            names.update(plain_rows(known.values_list("id", "name")))
        for id_, other in employed:
            their[id_].add(mark_of_employer(names[other]))

    def _fetch(self, ids: Iterable[str]) -> None:
        fresh = dict.fromkeys(id_ for id_ in ids)
        new = [id_ for id_ in fresh if id_ not in self.by_id]
        for id_ in new:
            self.by_id[id_] = Known(id_, "", [])
        self._learn_points_and_ties(new)
        for some in _some(fresh):
            self._learn_the_rest(some)

    def _learn_points_and_ties(self, ids: Iterable[str]) -> None:
        for some in _some(ids):
            points = ContactPoint.objects.filter(party_id__one_of=some)
            for id_, kind, normal in plain_rows(
                points.values_list("party_id", "kind", "normal")
            ):
                self.by_id[id_].points.add((kind, normal))
            ties = Tie.objects.filter(party_id__one_of=some, ends_on=None)
            for id_, role, other, name in plain_rows(
                ties.values_list("party_id", "role", "other_id", "other__name")
            ):
                self.by_id[id_].ties.add((role, other))
                if role == "works_for":
                    self.by_id[id_].employers.add(name)

    def _learn_the_rest(self, ids: Iterable[str]) -> None:
        parties = Party.objects.filter(pk__one_of=ids)
        for id_, nature, text, *values in plain_rows(
            parties.values_list("id", "nature", "search_text", *PLAIN)
        ):
            known = self.by_id[id_]
            known.nature, known.search_text = nature, text
            known.plain = dict(zip(PLAIN, values, strict=True))
            if isinstance(born := known.plain["birth_date"], str):
                known.plain["birth_date"] = date.fromisoformat(born)
            known.names.append(known.plain["name"])
        of = {"party_id__one_of": ids}
        names = PartyName.objects.filter(**of).values_list("party_id", "text")
        for id_, text in plain_rows(names):
            if text not in self.by_id[id_].names:
                self.by_id[id_].names.append(text)
        places = PostalAddress.objects.filter(**of).values_list("party_id", "city", "country")
        for id_, city, country in plain_rows(places):
            known = self.by_id[id_]
            known.city, known.country, known.has_address = city, country, True
        external = ExternalId.objects.filter(**of)
        for id_, source, its, digest in plain_rows(
            external.values_list("party_id", "source", "external_id", "digest")
        ):
            self.by_id[id_].external.add((source, its))
            self.by_id[id_].digests[source, its] = digest


def _blocks(kind: str, keys: Iterable[str]) -> Iterable[tuple[str, list[tuple[str, str, Any]]]]:
    """Who bears these keys (id, nature, birthday), but for keys that too many bear."""
    for some in _some(keys):
        ranked = MatchKey.objects.filter(key__one_of=some).annotate(
            place=Window(RowNumber(), partition_by=F("key"), order_by="party")
        )
        bear = plain_rows(
            ranked.filter(place__lte=_most(kind) + 1).values_list("key", "party_id")
        )
        # Whoever was merged away bears no key any more; who they are is asked by their ids.
        who: dict[str, tuple[str, str, Any]] = {}
        for ids in _some({party_id for _, party_id in bear}):
            parties = Party.objects.filter(pk__one_of=ids, merged_into=None)
            rows = plain_rows(parties.values_list(*TOLD_APART_BY))
            who |= {id_: (id_, nature, born) for id_, nature, born in rows}
        blocks: dict[str, list[tuple[str, str, Any]]] = defaultdict(list)
        for key, party_id in bear:
            if party_id in who:
                blocks[key].append(who[party_id])
        yield from ((key, block) for key, block in blocks.items() if len(block) <= _most(kind))


def _most(key: str) -> int:
    """How many may share a key before it is too common to look into."""
    return MOST.get(key.partition(":")[0], LARGEST_BLOCK)


def _some(values: Iterable[Any]) -> Iterable[dict[Any, None]]:
    """In portions that one query can ask for.

    No lists: Django looks through each value of a list for something to resolve.
    """
    left = iter(list(values))
    while portion := dict.fromkeys(islice(left, ASK_AT_ONCE)):
        yield portion
