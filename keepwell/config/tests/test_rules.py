from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from keepwell.config.rules import Every, Nightly, is_hopeless, next_try

BERLIN = ZoneInfo("Europe/Berlin")
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def test_a_failed_job_waits_longer_each_time_and_is_given_up_after_the_fifth():
    waits = [next_try(failures, NOON) for failures in range(1, 6)]
    seconds = [(wait - NOON).total_seconds() if wait else None for wait in waits]
    assert seconds == [10, 40, 160, 640, None]


def test_a_job_that_outlives_twenty_workers_is_hopeless():
    assert not is_hopeless(20)
    assert is_hopeless(21)


def test_every_comes_again_after_the_pause():
    assert Every(timedelta(seconds=5)).next_turn(NOON, BERLIN) == NOON + timedelta(seconds=5)


def test_nightly_is_the_firms_own_night_across_the_change_of_clocks():
    nightly = Nightly(time(3, 30))
    saturday = datetime(2026, 10, 24, 12, tzinfo=UTC)
    sunday = nightly.next_turn(saturday, BERLIN)
    assert sunday == datetime(2026, 10, 25, 2, 30, tzinfo=UTC)
    assert nightly.next_turn(sunday, BERLIN) == datetime(2026, 10, 26, 2, 30, tzinfo=UTC)


def test_nightly_at_its_own_moment_means_the_next_night():
    turn = datetime(2026, 11, 24, 2, 30, tzinfo=UTC)
    assert Nightly(time(3, 30)).next_turn(turn, BERLIN) == turn + timedelta(days=1)
