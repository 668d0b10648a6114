"""News: a room says what happened without knowing who listens.

Who listens is written in one place, `keepwell/config/wiring.py`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias


@dataclass(frozen=True, slots=True)
class News:
    """Something that has happened, in the past tense, carrying ids and dates only."""


Reaction: TypeAlias = Callable[[Any], None]
Wiring: TypeAlias = Mapping[type[News], Sequence[Reaction]]

_wiring: Wiring = {}


def connect(wiring: Wiring) -> None:
    """Join rooms: from now on these reactions follow these news."""
    global _wiring
    _wiring = wiring


def announce(news: News) -> None:
    """Run the reactions wired to this news, in order, inside the same transaction."""
    for react in _wiring.get(type(news), ()):
        react(news)
