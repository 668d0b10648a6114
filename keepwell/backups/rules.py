"""When a backup is due, which old ones may go, and when its absence should worry somebody."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

from keepwell.kernel.verdict import Verdict

MOST_TRIES = 3
PAUSE_BETWEEN_TRIES = timedelta(hours=1)
WORRY_AFTER = timedelta(hours=36)
SILENT_AFTER = timedelta(minutes=15)
Named = TypeVar("Named")


@dataclass(frozen=True, slots=True)
class Try:
    """A planned backup that was begun, and whether it ended well (None: still going)."""

    begun_at: datetime
    went_well: bool | None


def last_turn(hour: int, now: datetime, zone: ZoneInfo) -> datetime:
    """The last moment this hour struck on the firm's clock."""
    here = now.astimezone(zone)
    turn = datetime.combine(here.date(), time(hour), tzinfo=zone)
    if turn > here:
        turn = datetime.combine(here.date() - timedelta(days=1), time(hour), tzinfo=zone)
    return turn


def is_due(
    hour: int, since: datetime, tries: Sequence[Try], now: datetime, zone: ZoneInfo
) -> bool:
    """Whether a planned backup is to be begun: its hour struck, and none went well since.

    A turn that was slept through is made up for. One that failed is tried again an hour later,
    three times in all; then the next night.
    """
    turn = last_turn(hour, now, zone)
    if turn < since:
        return False
    these = [one for one in tries if one.begun_at >= turn]
    if any(one.went_well is not False for one in these) or len(these) >= MOST_TRIES:
        return False
    return all(now - one.begun_at >= PAUSE_BETWEEN_TRIES for one in these)


def those_to_drop(newest_first: Sequence[Named], keep: int) -> Sequence[Named]:
    """Which of the good ones may go, when so many are kept."""
    return newest_first[max(1, keep) :]


def is_worrying(
    planned_since: datetime | None, last_good: datetime | None, now: datetime
) -> Verdict[bool]:
    """Whether somebody should look: backups are planned, and none went well for long."""
    if planned_since is None:
        return Verdict(False, ("No backups are planned.",))
    last = max(filter(None, (planned_since, last_good)))
    if now - last < WORRY_AFTER:
        return Verdict(False, (f"The last good one is of {last_good}.",))
    return Verdict(True, ("No planned backup went well for more than 36 hours.",))


def name_of_backup(at: datetime, *, is_encrypted: bool) -> str:
    """What a backup is called: an ordinary compressed tar, or the same encrypted."""
    stamp = at.strftime("%Y%m%d-%H%M%S")
    return f"keepwell-{stamp}.tar.gz{'.sealed' if is_encrypted else ''}"
