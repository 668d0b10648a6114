"""When a backup is due, and when somebody should worry."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from keepwell.backups.rules import Try, is_due, is_worrying, name_of_backup, those_to_drop

BERLIN = ZoneInfo("Europe/Berlin")
# In Berlin 2:00 strikes at 1:00 UTC in winter.
SINCE = datetime(2026, 11, 1, tzinfo=UTC)
STRUCK = datetime(2026, 11, 23, 1, tzinfo=UTC)


def after(**time):
    return STRUCK + timedelta(**time)


@pytest.mark.parametrize(
    ("now", "tries", "due"),
    [
        (after(seconds=0), [], True),
        (after(seconds=-1), [Try(after(days=-1), True)], False),
        (after(seconds=-1), [], True),  # yesterday's was slept through
        (after(hours=5), [Try(after(minutes=1), True)], False),
        (after(hours=5), [Try(after(minutes=1), None)], False),
        (after(minutes=59), [Try(after(minutes=0), False)], False),
        (after(minutes=60), [Try(after(minutes=0), False)], True),
        (after(hours=9), [Try(after(hours=h), False) for h in (0, 1, 2)], False),
        (after(hours=9), [Try(after(hours=0), False), Try(after(hours=1), True)], False),
    ],
)
def test_a_backup_is_due_once_its_hour_struck_until_one_went_well(now, tries, due):
    assert is_due(2, SINCE, tries, now, BERLIN) is due


def test_turning_backups_on_does_not_make_up_for_the_night_before():
    assert not is_due(2, after(hours=3), [], after(hours=4), BERLIN)
    assert is_due(2, after(hours=3), [], after(hours=24), BERLIN)


@pytest.mark.parametrize(
    ("planned_since", "last_good", "worry"),
    [
        (None, None, False),
        (after(days=-1), None, False),
        (after(days=-2), None, True),
        (after(days=-9), after(days=-1), False),
        (after(days=-9), after(hours=-36), True),
    ],
)
def test_a_day_and_a_half_without_a_good_one_is_worrying(planned_since, last_good, worry):
    assert is_worrying(planned_since, last_good, STRUCK).value is worry


def test_the_newest_are_kept_and_one_always():
    assert those_to_drop(["today", "yesterday", "monday"], 2) == ["monday"]
    assert those_to_drop(["today"], 1) == []
    assert those_to_drop(["today", "yesterday"], 0) == ["yesterday"]


def test_the_name_says_when_and_whether_it_is_locked():
    assert name_of_backup(STRUCK, is_encrypted=False) == "keepwell-20261123-010000.tar.gz"
    assert name_of_backup(STRUCK, is_encrypted=True).endswith(".tar.gz.sealed")
