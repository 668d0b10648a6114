"""What Today is made of: facts that came in, items that go out."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID


class Cause(StrEnum):
    """Why something is on Today. Their order here is the order of Today."""

    PROMISE = "promise"
    ANSWER = "answer"
    QUIET = "quiet"
    TOUCH = "touch"
    RENEWAL = "renewal"
    TASK = "task"
    PROPOSAL = "proposal"
    WATCH = "watch"


class Verb(StrEnum):
    """What the one button of an item does."""

    WRITE = "write"
    CALL = "call"
    PLAN = "plan"
    DO = "do"


@dataclass(frozen=True, slots=True)
class Whom:
    """The party an item is about, and the person to speak to where that is another."""

    party_id: UUID
    party: str
    person_id: UUID | None = None
    person: str = ""
    owner_id: UUID | None = None
    owner: str = ""
    is_person: bool = False
    works_for_id: UUID | None = None
    works_for: str = ""

    @property
    def beside(self) -> str:
        """Who else tells where this belongs: the person to speak to, or their employer."""
        return self.person or self.works_for

    @property
    def name(self) -> str:
        """Whom to call or write to."""
        return self.person or self.party


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to do, with its reason, its day and the one button it needs.

    `key` is the same for the same thing on any day, so that it can be put off. `weight` is
    what waiting costs within its cause: the greater, the sooner.
    """

    key: str
    cause: Cause
    verb: Verb
    what: str
    because: tuple[str, ...]
    whom: Whom | None = None
    noun_id: UUID | None = None
    due: date | None = None
    due_text: str = ""
    due_note: str = ""
    tone: str = ""
    weight: float = 0.0
    kinds: tuple[str, ...] = ()
    tells: dict[str, Any] = field(default_factory=dict)

    @property
    def party_id(self) -> UUID | None:
        return self.whom.party_id if self.whom else None

    @property
    def party_name(self) -> str:
        return self.whom.party if self.whom else ""

    def as_facts(self) -> dict[str, Any]:
        """As `keepwell today --json` writes it; the keys are kept stable."""
        whom = self.whom
        return {
            "key": self.key,
            "cause": self.cause.value,
            "verb": self.verb.value,
            "what": self.what,
            "because": list(self.because),
            "due": self.due.isoformat() if self.due else None,
            "tone": self.tone,
            "party": _party_facts(whom.party_id, whom.party) if whom else None,
            "person": _party_facts(whom.person_id, whom.person) if whom else None,
            "works_for": _party_facts(whom.works_for_id, whom.works_for) if whom else None,
            "owner": (whom.owner or None) if whom else None,
            "kinds": list(self.kinds),
            **self.tells,
        }


def _party_facts(party_id: UUID | None, name: str) -> dict[str, str] | None:
    return {"id": str(party_id), "name": name} if party_id else None
