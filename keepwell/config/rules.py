"""When a job is tried again, and when a chore has its next turn."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

MOST_FAILURES = 5
MOST_LOSSES = 20
FIRST_WAIT = timedelta(seconds=10)


def next_try(failures: int, failed_at: datetime) -> datetime | None:
    """When a job that failed for the `failures`-th time is tried again; None: given up.

    It waits 10 s, 40 s, 160 s and 640 s, so that a passing fault has passed.
    """
    if failures >= MOST_FAILURES:
        return None
    waits: int = 4 ** (failures - 1)
    return failed_at + FIRST_WAIT * waits


def is_hopeless(losses: int) -> bool:
    """Whether a job has outlived so many workers that it must be what kills them."""
    return losses > MOST_LOSSES


@dataclass(frozen=True, slots=True)
class Every:
    """Again and again, this long after the last turn."""

    pause: timedelta

    def next_turn(self, after: datetime, zone: ZoneInfo) -> datetime:
        """The first turn after this moment."""
        return after + self.pause


@dataclass(frozen=True, slots=True)
class Nightly:
    """Once a day at this time on the firm's own clock."""

    at: time

    def next_turn(self, after: datetime, zone: ZoneInfo) -> datetime:
        """The first turn after this moment, the clocks going forward or back."""
        here = after.astimezone(zone)
        turn = datetime.combine(here.date(), self.at, tzinfo=zone)
        if turn <= here:
            turn = datetime.combine(here.date() + timedelta(days=1), self.at, tzinfo=zone)
        return turn.astimezone(after.tzinfo)
