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
from keepwell.parties.rules.new_rows import (
    ADDRESS_FIELDS,
    EXTERNAL_FIELDS,
    NAME_FIELDS,
    PARTY_FIELDS,
    PLAIN_FIELDS,
    POINT_FIELDS,
    Row,
    address_row,
    external_row,
    name_row,
    point_row,
)

COLUMNS = (
    "id", *PARTY_FIELDS, "created_at", "changed_at", "revision", "trashed_at", "trashed_by",
    "merged_into",
)  # fmt: skip
SEARCHED = COLUMNS.index("search_text")

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
        rows = draft.new_rows()
        row = [
            party_id, *rows.party, draft.created_at or self.at, self.at, 1, None, None, None,
        ]  # fmt: skip
        self.parties.append(row)
        self._new[party_id] = row
        tool = self.tool
        self.names += [(party_id, *name, tool) for name in rows.names]
        self.points += [(party_id, *point, tool) for point in rows.points]
        self.addresses += [(party_id, *address, tool) for address in rows.addresses]
        self.external += [(party_id, *external) for external in rows.external]
        for tie in draft.ties:
            self._tie(party_id, tie)
        self.new_keys += [(key, party_id) for key in draft.match_keys()]

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
                self.names.append((party_id, *name_row(kind, text), self.tool))
                yield _made("parties.PartyName", party=_dashed(party_id), text=text)
        for point in draft.points:
            if (point.kind, point.normal) not in known.points:
                row = point_row(point, is_primary=False)
                self.points.append((party_id, *row, self.tool))
                known.points.add((point.kind, point.normal))
                yield _made(
                    "parties.ContactPoint",
                    party=_dashed(party_id), kind=point.kind, normal=point.normal,
                )  # fmt: skip
        yield from self._complete_ties(known, draft)
        for source, id_, written in draft.external:
            if (source, id_) not in known.external:
                row = external_row(source, id_, written, draft.digest)
                self.external.append((party_id, *row))
                yield _made("parties.ExternalId", source=source, external_id=id_)
            elif draft.digest and known.digests.get((source, id_)) != draft.digest:
                self.digests.append((source, id_, draft.digest))
                was = {"digest": known.digests.get((source, id_), "")}
                now = {"source": source, "external_id": id_, "digest": draft.digest}
                self._quiet.append(("parties.ExternalId", "", was, now))
        self._extend_search_text(known, draft.search_text().split("\n"))
        self.keys.update((key, party_id) for key in draft.match_keys())

    def _complete_ties(self, known: Known, draft: PartyDraft) -> Iterable[Trace]:
        for address in draft.addresses:
            if not known.has_address and any((address.street, address.city)):
                self.addresses.append((known.party_id, *address_row(address), self.tool))
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

    def _extend_search_text(self, known: Known, words: list[str]) -> None:
        row = self._new.get(known.party_id)
        had = row[SEARCHED] if row else known.search_text
        missing = [word for word in words if word and word not in had]
        if not missing:
            return
        known.search_text = "\n".join([had, *dict.fromkeys(missing)])
        if row is not None:
            row[SEARCHED] = known.search_text
        else:
            self.changed.setdefault(known.party_id, {})["search_text"] = known.search_text

    def write(self) -> None:
        """Write everything gathered, parties first."""
        self._settle_changes_of_new()
        insert_rows(Party, COLUMNS, self.parties)
        insert_rows(PartyName, ("party", *NAME_FIELDS, "source"), _once(self.names, 0, 2))
        insert_rows(
            ContactPoint, ("party", *POINT_FIELDS, "source"), _once(self.points, 0, 1, 3)
        )
        insert_rows(
            PostalAddress,
            ("party", *ADDRESS_FIELDS, "source"),
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
        insert_rows(ExternalId, ("party", *EXTERNAL_FIELDS), _once(self.external, 1, 2))
        # in the order of their index, which is much quicker than as they come
        insert_rows(MatchKey, ("key", "party"), sorted(self.new_keys))
        more = self.keys.difference(self.new_keys) if self.keys else ()
        insert_rows(MatchKey, ("key", "party"), more, ignore_conflicts=True)
        self._write_changes()
        index_search([*self._new, *self.changed])

    def _settle_changes_of_new(self) -> None:
        for party_id, row in self._new.items():
            for name, value in self.changed.pop(party_id, {}).items():
                row[COLUMNS.index(name)] = value

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


def _jsonable(values: dict[str, Any]) -> dict[str, Any]:
    return {
        name: value if isinstance(value, str | int | float | bool | None) else str(value)
        for name, value in values.items()
    }
