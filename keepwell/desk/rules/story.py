"""How the timeline is told: silence drawn between touches."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Generic, NamedTuple, TypeVar

T = TypeVar("T")
SHORTEST_GAP = 7  # days; shorter silence is not worth a mark


class Told(NamedTuple, Generic[T]):
    """A row with the silence of so many days before the next touch, drawn above it, if any."""

    row: T
    silence_days: int


def with_silence(
    rows: Iterable[tuple[T, datetime, bool]], *, now: datetime, usual_days: float
) -> Iterator[Told[T]]:
    """Rows newest first, each (row, moment, whether two-way), with long silence marked.

    A silence is longer than is usual here and than a week, from one touch to the next one or
    to now.
    """
    newer = now
    for row, at, is_touch in rows:
        days = (newer.date() - at.date()).days if is_touch else 0
        long = is_touch and days > max(usual_days, SHORTEST_GAP)
        yield Told(row, days if long else 0)
        if is_touch:
            newer = at
