"""The rows of one portion of a file, gathered and then written table by table."""

from collections.abc import Iterable
from datetime import datetime
from operator import itemgetter
from typing import Any

from keepwell.kernel.bulk import insert_rows
from keepwell.parties.commands.derived import index_search
from keepwell.parties.commands.known import Known
from keepwell.parties.models import (
    ContactPoint,
    ExternalId,
    LooseTie,
    MatchKey,
    Party,
    PartyName,
    PostalAddress,
    Tie,
)
from keepwell.parties.rules.draft import PartyDraft
from keepwell.parties.rules.spellings import (
    folded_name,
    tail_of,
)

PARTY_FIELDS = (
    "id", "nature", "name", "sort_name", "given_name", "family_name", "honorific",
    "search_text", "language", "time_zone", "industry", "employees", "source", "about",
    "birth_date", "created_at", "changed_at", "revision", "trashed_at", "trashed_by",
    "merged_into",
)  # fmt: skip
PLAIN_FIELDS = (
    "language", "time_zone", "industry", "employees", "source", "about", "birth_date",
)  # fmt: skip

Row = tuple[Any, ...]
Trace = tuple[str, str, dict[str, Any] | None, dict[str, Any] | None]


class Gathered:
    """The rows of one chunk, gathered and then written table by table."""

    def __init__(self, at: datetime, tool: str) -> None:
        self.at, self.tool = at, tool
        self.parties: list[list[Any]] = []
        self.names: list[Row] = []
        self.points: list[Row] = []
        self.addresses: list[Row] = []
        self.ties: list[Row] = []
        self.loose: list[Row] = []
        self.external: list[Row] = []
        self.keys: set[tuple[str, str]] = set()
        self.new_keys: list[tuple[str, str]] = []
        self.changed: dict[str, dict[str, Any]] = {}
        self.digests: list[tuple[str, str, str]] = []
        self._new: dict[str, list[Any]] = {}
        self._quiet: list[Trace] = []

    def add(self, party_id: str, draft: PartyDraft) -> None:
        """Note all rows of a party that is new."""
        row = [
            party_id, draft.nature, draft.name[:300],
            draft.sort_name(),
            draft.given_name[:150], draft.family_name[:150], draft.honorific[:60], "",
            *(_plain(draft, name) for name in PLAIN_FIELDS),
            draft.created_at or self.at, self.at, 1, None, None, None,
        ]  # fmt: skip
        self.parties.append(row)
        self._new[party_id] = row
        texts = dict.fromkeys([("usual", draft.name), *draft.other_names])
        seen: set[str] = set()
        for name_kind, name_text in texts:
            if name_text and name_text not in seen:
                seen.add(name_text)
                self._name(party_id, name_kind, name_text)
        first: set[str] = set()
        done: set[tuple[str, str]] = set()
        for point in draft.points:
            if (point.kind, point.normal) not in done:
                done.add((point.kind, point.normal))
                self._point(party_id, point, point.kind not in first)
                first.add(point.kind)
        for address in dict.fromkeys(draft.addresses):
            self._address(party_id, address)
        for tie in draft.ties:
            self._tie(party_id, tie)
        for source, id_, written in draft.external:
            self._external(party_id, source, id_, written, draft.digest)
        self._derive(party_id, draft)

    def taken_quiet(self) -> tuple[Trace, ...]:
        """What was written for a known party and tells a reader nothing new."""
        quiet, self._quiet = tuple(self._quiet), []
        return quiet

    def complete(self, known: Known, draft: PartyDraft) -> Iterable[Trace]:
        """Add to a known party what the draft knows more; gives a trace of each row."""
        party_id = known.party_id
        yield from self._plain_changes(known, draft)
        for kind, text in [("alias", draft.name), *draft.other_names]:
            if text and text not in known.names:
                self._name(party_id, kind, text)
                yield _made("parties.PartyName", party=_dashed(party_id), text=text)
        for point in draft.points:
            if (point.kind, point.normal) not in known.points:
                self._point(party_id, point, False)
                known.points.add((point.kind, point.normal))
                yield _made(
                    "parties.ContactPoint",
                    party=_dashed(party_id), kind=point.kind, normal=point.normal,
                )  # fmt: skip
        yield from self._complete_ties(known, draft)
        for source, id_, written in draft.external:
            if (source, id_) not in known.external:
                self._external(party_id, source, id_, written, draft.digest)
                yield _made("parties.ExternalId", source=source, external_id=id_)
            elif draft.digest and known.digests.get((source, id_)) != draft.digest:
                self.digests.append((source, id_, draft.digest))
                was = {"digest": known.digests.get((source, id_), "")}
                now = {"source": source, "external_id": id_, "digest": draft.digest}
                self._quiet.append(("parties.ExternalId", "", was, now))
        self._derive(party_id, draft, known)

    def _complete_ties(self, known: Known, draft: PartyDraft) -> Iterable[Trace]:
        for address in draft.addresses:
            if not known.has_address and any((address.street, address.city)):
                self._address(known.party_id, address)
                known.has_address = True
                yield _made(
                    "parties.PostalAddress", party=_dashed(known.party_id),
                    street=address.street[:300], city=address.city[:120],
                )  # fmt: skip
        for tie in draft.ties:
            if tie.other_id and (tie.role, tie.other_id.hex) not in known.ties:
                if tie.other_id.hex == known.party_id:
                    continue
                self._tie(known.party_id, tie)
                known.ties.add((tie.role, tie.other_id.hex))
                yield _made(
                    "parties.Tie",
                    party=_dashed(known.party_id), role=tie.role, other=str(tie.other_id),
                )  # fmt: skip
            elif not tie.other_id and tie.external_id:
                self._tie(known.party_id, tie)
                self._quiet.append(
                    _made(
                        "parties.LooseTie", party=_dashed(known.party_id), role=tie.role,
                        source=tie.source, external_id=tie.external_id[:200],
                    )
                )  # fmt: skip

    def _plain_changes(self, known: Known, draft: PartyDraft) -> Iterable[Trace]:
        wins = draft.speaks_last and any(e[:2] in known.external for e in draft.external)
        after: dict[str, Any] = {}
        for name in (*PLAIN_FIELDS, "honorific", "given_name", "family_name"):
            value = draft.fields.get(name) if name in PLAIN_FIELDS else getattr(draft, name)
            had = known.plain.get(name)
            if value in (None, "") or value == had or (had not in (None, "") and not wins):
                continue
            after[name] = value
        if wins and draft.name != known.plain["name"] and draft.name:
            after["name"] = draft.name[:300]
        if after:
            before = {name: known.plain.get(name) for name in after}
            known.plain.update(after)
            self.changed.setdefault(known.party_id, {}).update(after)
            yield (
                "parties.Party", _dashed(known.party_id), _jsonable(before), _jsonable(after)
            )  # fmt: skip

    def _name(self, party_id: str, kind: str, text: str) -> None:
        self.names.append((party_id, kind, text[:300], folded_name(text), self.tool))

    def _point(self, party_id: str, point: Any, is_primary: bool) -> None:
        tail = tail_of(point.kind, point.normal)
        self.points.append(
            (party_id, point.kind, point.value[:500], point.normal[:500], tail,
             point.label[:40], is_primary, self.tool)
        )  # fmt: skip

    def _address(self, party_id: str, address: Any) -> None:
        self.addresses.append(
            (party_id, address.label[:40], address.street[:300], address.postal_code[:30],
             address.city[:120], address.region[:120], address.country[:80], self.tool)
        )  # fmt: skip

    def _tie(self, party_id: str, tie: Any) -> None:
        if tie.other_id and tie.other_id.hex != party_id:
            self.ties.append(
                (party_id, tie.role, tie.other_id, tie.title[:200], tie.is_primary, self.tool)
            )
        elif tie.external_id:
            self.loose.append(
                (party_id, tie.role, tie.source, tie.external_id[:200], tie.title[:200],
                 tie.is_primary)
            )  # fmt: skip

    def _external(
        self, party_id: str, source: str, id_: str, written: str, digest: str
    ) -> None:
        self.external.append((party_id, source, id_[:200], written[:200], digest))

    def _derive(self, party_id: str, draft: PartyDraft, known: Known | None = None) -> None:
        """What the party is found by: search text and match keys."""
        text = draft.search_text()
        if known is None:
            self._new[party_id][PARTY_FIELDS.index("search_text")] = text
        else:
            self._extend_search_text(known, text.split("\n"))
        keys = [(key, party_id) for key in draft.match_keys()]
        if known is None:
            self.new_keys += keys
        else:
            self.keys.update(keys)

    def _extend_search_text(self, known: Known, words: list[str]) -> None:
        row = self._new.get(known.party_id)
        had = row[PARTY_FIELDS.index("search_text")] if row else known.search_text
        missing = [word for word in words if word and word not in had]
        if not missing:
            return
        known.search_text = "\n".join([had, *dict.fromkeys(missing)])
        if row is not None:
            row[PARTY_FIELDS.index("search_text")] = known.search_text
        else:
            self.changed.setdefault(known.party_id, {})["search_text"] = known.search_text

    def write(self) -> None:
        """Write everything gathered, parties first."""
        self._settle_changes_of_new()
        insert_rows(Party, PARTY_FIELDS, self.parties)
        insert_rows(
            PartyName, ("party", "kind", "text", "folded", "source"), _once(self.names, 0, 2)
        )
        insert_rows(
            ContactPoint,
            ("party", "kind", "value", "normal", "tail", "label", "is_primary", "source"),
            _once(self.points, 0, 1, 3),
        )
        insert_rows(
            PostalAddress,
            ("party", "label", "street", "postal_code", "city", "region", "country", "source"),
            _once(self.addresses, 0, 2, 3, 4, 6),
        )
        insert_rows(
            Tie,
            ("party", "role", "other", "title", "is_primary", "source"),
            _once(self.ties, 0, 1, 2),
        )
        insert_rows(
            LooseTie,
            ("party", "role", "source", "external_id", "title", "is_primary"),
            _once(self.loose, 0, 1, 2, 3),
            ignore_conflicts=True,
        )
        insert_rows(
            ExternalId,
            ("party", "source", "external_id", "written", "digest"),
            _once(self.external, 1, 2),
        )
        # in the order of their index, which is much quicker than as they come
        insert_rows(MatchKey, ("key", "party"), sorted(self.new_keys))
        more = self.keys.difference(self.new_keys) if self.keys else ()
        insert_rows(MatchKey, ("key", "party"), more, ignore_conflicts=True)
        self._write_changes()
        index_search([*self._new, *self.changed])

    def _settle_changes_of_new(self) -> None:
        for party_id, row in self._new.items():
            for name, value in self.changed.pop(party_id, {}).items():
                row[PARTY_FIELDS.index(name)] = value

    def _write_changes(self) -> None:
        for party in Party.objects.filter(pk__in=self.changed):
            for name, value in self.changed[party.pk.hex].items():
                setattr(party, name, value)
            party.changed_at, party.revision = self.at, party.revision + 1
            party.save()
        for source, id_, digest in self.digests:
            ExternalId.objects.filter(source=source, external_id=id_).update(digest=digest)


def _dashed(id_: str) -> str:
    """An id as it is written out."""
    return f"{id_[:8]}-{id_[8:12]}-{id_[12:16]}-{id_[16:20]}-{id_[20:]}"


def _made(noun: str, **after: Any) -> Trace:
    return noun, "", None, after


def _once(rows: list[Row], *places: int) -> Iterable[Row]:
    """Each row once, told apart by the values at these places; the first one stays."""
    mark = itemgetter(*places)
    first: dict[Any, Row] = {}
    for row in rows:
        first.setdefault(mark(row), row)
    return first.values()


def _plain(draft: PartyDraft, name: str) -> Any:
    value = draft.fields.get(name)
    if name in ("employees", "birth_date"):
        return value
    longest = {"language": 10, "time_zone": 64, "industry": 120, "source": 120}.get(name)
    return (value or "")[:longest]


def _jsonable(values: dict[str, Any]) -> dict[str, Any]:
    return {
        name: value if isinstance(value, str | int | float | bool | None) else str(value)
        for name, value in values.items()
    }
