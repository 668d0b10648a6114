"""The journal's grammar: what a command has to say for the record.

Rooms beneath the journal speak it too, so the journal itself is bound to it in
`keepwell/config/wiring.py`; a command only says `record(...)`.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Line:
    """One line for the journal: the verb, what it was done to, and the facts.

    `facts` holds plain JSON values; a changed field is `[before, after]`.
    `party_id` is the party whose story the line belongs to, if any; `by_id` the
    teammate, or None when Keepwell did it by itself.
    """

    verb: str
    noun: str
    noun_id: UUID | None
    at: datetime
    by_id: UUID | None = None
    party_id: UUID | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)


Book = Callable[[Iterable[Line]], None]


def _no_book(lines: Iterable[Line]) -> None:
    raise RuntimeError("No journal is bound; see keepwell/config/wiring.py.")


_book: Book = _no_book


def keep_book(book: Book) -> None:
    """Bind the journal that all lines are written to."""
    global _book
    _book = book


def record(
    verb: str,
    noun: str,
    noun_id: UUID | None,
    *,
    at: datetime,
    by: Any = None,
    party_id: UUID | None = None,
    **facts: Any,
) -> None:
    """Write one line to the journal, in the command's own transaction."""
    by_id = getattr(by, "pk", None)
    _book([Line(verb, noun, noun_id, at, by_id, party_id, facts)])


def record_many(lines: Iterable[Line]) -> None:
    """Write many lines at once: a bulk command is journalled in bulk."""
    _book(lines)


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, list[Any]]:
    """The fields that differ, each as `[before, after]`."""
    return {
        name: [before.get(name), value]
        for name, value in after.items()
        if before.get(name) != value
    }
