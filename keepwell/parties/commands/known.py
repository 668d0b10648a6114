"""A party as far as taking in needs to know it: to know it again, and to complete it."""

from dataclasses import dataclass, field
from typing import Any

from keepwell.parties.rules.draft import PartyDraft
from keepwell.parties.rules.faces import Face, marks_of
from keepwell.parties.rules.spellings import names_compared

PLAIN = (
    "name", "given_name", "family_name", "honorific", "language", "time_zone", "industry",
    "employees", "source", "about", "birth_date",
)  # fmt: skip


@dataclass(slots=True)
class Known:
    """A party as far as taking in needs it; its id in 32 digits."""

    party_id: str
    nature: str
    names: list[str]
    points: set[tuple[str, str]] = field(default_factory=set)
    ties: set[tuple[str, str]] = field(default_factory=set)
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
                own_keys=frozenset({self.party_id}),
                parent_keys=frozenset(other for role, other in self.ties if role == "owned_by"),
                city=self.city,
                country=self.country,
                birth_date=str(self.plain.get("birth_date") or ""),
                free_mail=free_mail,
            )
        return self._face

    def marks(self, free_mail: frozenset[str]) -> set[str]:
        """What tells them from others of that name."""
        return marks_of(
            self.employers,
            self._normals("email"),
            self._normals("phone"),
            str(self.plain.get("birth_date") or ""),
            free_mail,
        )

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


def known_from(party_id: str, draft: PartyDraft) -> Known:
    """What is known of a party that a draft has just become."""
    known = Known(party_id, draft.nature, [], search_text=draft.search_text())
    known.plain = {name: draft.fields.get(name) for name in PLAIN}
    for name in ("name", "given_name", "family_name", "honorific"):
        known.plain[name] = getattr(draft, name)
    known.city, known.country = draft.city, draft.country
    known.has_address = bool(draft.addresses)
    known.ties = {(tie.role, tie.other_id.hex) for tie in draft.ties if tie.other_id}
    known.learn(draft)
    return known
