"""What a diary is made of."""

from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(slots=True)
class Happening:
    """A mail, call, meeting or note; `theirs` are places in the party's list of people."""

    kind: str
    key: str
    at: datetime
    title: str
    text: str
    ours: str
    theirs: tuple[int, ...]
    from_us: bool = True
    asks: bool = False
    nature: str = "human"
    outcome: str = ""
    answers: str = ""
    ends_at: datetime | None = None
    place: str = ""


@dataclass(slots=True)
class Vow:
    """A promise made in a mail; `done_at` None while it is open."""

    what: str
    key: str
    ours: str
    due_on: date
    made_at: datetime
    mail_key: str
    person: int
    done_at: datetime | None = None


@dataclass(slots=True)
class Diary:
    """Everything that happened with one party."""

    happenings: list[Happening] = field(default_factory=list)
    vows: list[Vow] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Between:
    """Who of us and who of them, in which language."""

    ours: str
    person: int
    language: str = "en"
