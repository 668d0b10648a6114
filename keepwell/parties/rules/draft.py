"""A party as somebody else's file tells of it, before it is known whether we have it."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from keepwell.parties.rules.faces import Face, marks_of
from keepwell.parties.rules.new_rows import NewRows, new_rows_of
from keepwell.parties.rules.spellings import (
    match_keys,
    names_compared,
    search_text_of,
    sort_name_of,
)

TELLING = ("n:", "d:")
NONE: frozenset[str] = frozenset()
# What a record may be known again by; a name only with something else that speaks for it.
MATCH_BY = frozenset({"id", "email", "phone", "name"})


class PointDraft(NamedTuple):
    """A way to reach them: `kind` is email, phone, link or domain; `normal` is compared."""

    kind: str
    value: str
    normal: str
    label: str = ""


class AddressDraft(NamedTuple):
    """A postal address."""

    street: str = ""
    postal_code: str = ""
    city: str = ""
    region: str = ""
    country: str = ""
    label: str = ""


class TieDraft(NamedTuple):
    """A tie to another party: known by `other_id`, or only by what its tool calls it."""

    role: str
    other_id: UUID | None = None
    source: str = ""
    external_id: str = ""
    title: str = ""
    is_primary: bool = False
    other_name: str = ""


@dataclass(slots=True)
class PartyDraft:
    """One record of one file. `external` is (source, id compared, id as written).

    `fields` are plain fields of a party; a blank never erases. With `speaks_last` the file's
    values win over ours where its record is already tied to ours; otherwise they fill gaps.
    """

    nature: str
    name: str
    given_name: str = ""
    family_name: str = ""
    honorific: str = ""
    other_names: list[tuple[str, str]] = field(default_factory=list)
    points: list[PointDraft] = field(default_factory=list)
    addresses: list[AddressDraft] = field(default_factory=list)
    ties: list[TieDraft] = field(default_factory=list)
    fields: dict[str, Any] = field(default_factory=dict)
    external: list[tuple[str, str, str]] = field(default_factory=list)
    digest: str = ""
    created_at: datetime | None = None
    speaks_last: bool = False
    city: str = ""
    country: str = ""
    _searched: str | None = None
    _sorted: str | None = None
    _keys: frozenset[str] | None = None
    _telling: frozenset[str] | None = None
    _normals: dict[str, frozenset[str]] = field(default_factory=dict)
    _counted: int = 0
    _rows: NewRows | None = None
    _marks: set[str] | None = None

    def spell_out(self) -> None:
        """Make now all that will be asked for should the party be new."""
        self.telling_keys()
        self.new_rows()

    def new_rows(self) -> NewRows:
        """Its rows should it be new, made once."""
        if self._rows is None:
            self._rows = new_rows_of(self)
        return self._rows

    def search_text(self) -> str:
        """What search looks into, made once."""
        if self._searched is None:
            self._searched = search_text_of(
                self.names(),
                self.normals("email"),
                self.normals("phone"),
                self.normals("domain"),
            )
        return self._searched

    def sort_name(self) -> str:
        """Where it stands in a list by name, made once."""
        if self._sorted is None:
            parts = (self.name, self.given_name, self.family_name)
            self._sorted = sort_name_of(self.nature, *parts)
        return self._sorted

    def match_keys(self) -> frozenset[str]:
        """The stored keys it is found by, made once."""
        if self._keys is None:
            self._keys = match_keys(
                self.nature,
                names_compared(self.nature, self.names(), self.given_name, self.family_name),
                self.normals("email"),
                self.normals("domain"),
                str(self.fields.get("birth_date") or ""),
            )
        return self._keys

    def telling_keys(self) -> frozenset[str]:
        """Names as a whole; likeness of names is looked into when all files are in."""
        if self._telling is None:
            self._telling = frozenset(k for k in self.match_keys() if k.startswith(TELLING))
        return self._telling

    def keys_to_ask(self, found_by: frozenset[str]) -> set[str]:
        """What it is recognised by as it comes: whole names, addresses, numbers."""
        keys = {f"{p.kind}:{p.normal}" for p in self.points if p.kind in found_by}
        return keys | self.telling_keys() if "name" in found_by else keys

    def marks(self, free_mail: frozenset[str], match_by: frozenset[str]) -> set[str]:
        """What tells them from others of that name; asked for once its ties are known."""
        if self._marks is None:
            self._marks = marks_of(
                (tie.other_name for tie in self.ties if tie.other_name),
                self.normals("email"),
                self.normals("phone") if "phone" in match_by else (),
                str(self.fields.get("birth_date") or ""),
                free_mail,
            )
        return self._marks

    def normals(self, kind: str) -> frozenset[str]:
        """The comparable values of one kind of contact point."""
        if self._counted != len(self.points):
            found: dict[str, set[str]] = {}
            for point in self.points:
                found.setdefault(point.kind, set()).add(point.normal)
            self._normals = {kind: frozenset(values) for kind, values in found.items()}
            self._counted = len(self.points)
        return self._normals.get(kind, NONE)

    def names(self) -> tuple[str, ...]:
        """All names, the main one first."""
        if not self.other_names:
            return (self.name,)
        return (self.name, *(text for _, text in self.other_names if text != self.name))

    def face(self, free_mail: frozenset[str]) -> Face:
        """What it is compared by."""
        return Face(
            self.nature,
            names_compared(self.nature, self.names(), self.given_name, self.family_name),
            emails=self.normals("email"),
            phones=self.normals("phone"),
            employer_keys=frozenset(t.other_name for t in self.ties if t.other_name),
            domains=self.normals("domain"),
            parent_keys=frozenset(
                tie.other_id.hex for tie in self.ties if tie.role == "owned_by" and tie.other_id
            ),
            city=self.city,
            country=self.country,
            birth_date=str(self.fields.get("birth_date") or ""),
            free_mail=free_mail,
        )


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a draft: the party, what happened, and every row it made or changed."""

    party_id: UUID
    outcome: str
    because: str = ""
    traces: tuple[tuple[str, str, dict[str, Any] | None, dict[str, Any] | None], ...] = ()
