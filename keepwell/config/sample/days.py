"""Days of the sample, counted back from today so that it is always alive."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random

SPAN = 730


@dataclass(frozen=True, slots=True)
class Days:
    """The days before and after one `on`."""

    on: date

    @property
    def now(self) -> datetime:
        """The moment at which the sample stands still: today begins."""
        return datetime.combine(self.on, time(), UTC)

    def back(self, days: int) -> date:
        """So many days ago, or the working day before."""
        day = self.on - timedelta(days=days)
        return day - timedelta(days=max(0, day.weekday() - 4))

    def ahead(self, days: int) -> date:
        """So many days from now, or the working day after."""
        day = self.on + timedelta(days=days)
        return day + timedelta(days=(7 - day.weekday()) if day.weekday() > 4 else 0)

    def moment(self, days: int, chance: Random, hour: int | None = None) -> datetime:
        """A moment in office hours of a working day so many days ago."""
        clock = time(hour if hour is not None else chance.randint(8, 15), chance.randint(0, 59))
        return datetime.combine(self.back(days), clock, UTC)

    def due(self, ahead: int) -> date:
        """A day something is due: today, or a working day so many days before or after."""
        if ahead == 0:
            return self.on
        return self.ahead(ahead) if ahead > 0 else self.back(-ahead)
