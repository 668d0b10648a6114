"""Spans of days, half open: `ends_on` is the first day outside."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Span:
    """From `starts_on` (None: always) up to, not including, `ends_on` (None: no end)."""

    starts_on: date | None
    ends_on: date | None

    def holds(self, day: date) -> bool:
        """Whether the day lies inside."""
        begun = self.starts_on is None or self.starts_on <= day
        return begun and (self.ends_on is None or day < self.ends_on)

    def meets(self, other: "Span") -> bool:
        """Whether the two share a day."""
        return _before(self.starts_on, other.ends_on) and _before(other.starts_on, self.ends_on)


def _before(start: date | None, end: date | None) -> bool:
    return start is None or end is None or start < end
