"""The small rows that pages hand to components: tabs, stages, steps, tallies, cells."""

from dataclasses import dataclass
from typing import Literal

Tone = Literal["", "well", "watch", "alarm", "accent"]


@dataclass(frozen=True, slots=True)
class Tab:
    """One saved view or one side of a page, with how many it holds."""

    label: str
    href: str
    count: int | None = None
    current: bool = False
    tone: Tone = ""


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage of a relationship: past, now, next or still ahead, with its date in words."""

    label: str
    state: Literal["past", "now", "next", ""] = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a long work, such as an import."""

    label: str
    state: Literal["past", "now", ""] = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class Tally:
    """One number of a try: what would be added, updated, perhaps the same, refused."""

    number: int
    label: str
    tone: Tone = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a hairline list: a name, a note under it, a value at its end."""

    label: str
    href: str = ""
    note: str = ""
    value: str = ""
    tone: Tone = ""


@dataclass(frozen=True, slots=True)
class FootCell:
    """One cell of a table's foot: a count or a sum."""

    text: str
    span: int = 1
    right: bool = False
    skip_phone: bool = False
