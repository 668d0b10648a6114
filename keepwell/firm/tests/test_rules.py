from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keepwell.firm.rules import (
    Act,
    Deed,
    Role,
    Stretch,
    WorkCalendar,
    is_own_address,
    leaves_nobody_in_charge,
    may,
    stretches_that_overlap,
)
from keepwell.firm.words import place_word

MONDAY = date(2026, 11, 23)
CHRISTMAS = date(2026, 12, 25)
HOUSE = WorkCalendar(
    zone="Europe/Berlin",
    holiday=lambda day: "Christmas" if day == CHRISTMAS else "",
    closed=frozenset({date(2026, 12, 24)}),
)


@pytest.mark.parametrize(
    ("role", "act", "allowed"),
    [
        (Role.ADMINISTRATOR, Act.RUN_FIRM, True),
        (Role.PARTNER, Act.RUN_FIRM, True),
        (Role.COMPLIANCE, Act.RUN_FIRM, False),
        (Role.COMPLIANCE, Act.BUILD_WALLS, True),
        (Role.ADVISER, Act.BUILD_WALLS, False),
        (Role.FINANCE, Act.IMPORT, True),
        (Role.FINANCE, Act.EXPORT, False),
        ("nobody", Act.EXPORT, False),
    ],
)
def test_a_role_may_what_its_work_needs(role, act, allowed):
    assert may(role, act) is allowed


@pytest.mark.parametrize(
    ("moment", "works"),
    [
        (datetime(2026, 11, 23, 8, 0, tzinfo=UTC), True),
        (datetime(2026, 11, 23, 7, 59, tzinfo=UTC), False),
        (datetime(2026, 11, 23, 16, 0, tzinfo=UTC), False),
        (datetime(2026, 7, 6, 7, 0, tzinfo=UTC), True),
        (datetime(2026, 11, 22, 12, 0, tzinfo=UTC), False),
        (datetime(2026, 12, 25, 12, 0, tzinfo=UTC), False),
        (datetime(2026, 12, 24, 12, 0, tzinfo=UTC), False),
    ],
)
def test_the_firm_works_by_its_own_clock(moment, works):
    assert HOUSE.is_working_moment(moment) is works


def test_christmas_week_has_three_working_days():
    assert HOUSE.working_days_between(date(2026, 12, 21), date(2026, 12, 28)) == 3


def test_after_the_day_before_christmas_eve_comes_monday():
    assert HOUSE.next_working_day(date(2026, 12, 23)) == date(2026, 12, 28)
    assert HOUSE.working_day_from(MONDAY) == MONDAY


def test_a_day_the_firm_opens_goes_before_a_holiday_and_a_weekend():
    house = WorkCalendar(
        zone="UTC",
        holiday=HOUSE.holiday,
        open=frozenset({CHRISTMAS, date(2026, 12, 26)}),
    )
    assert house.is_working_day(CHRISTMAS)
    assert house.is_working_moment(datetime(2026, 12, 26, 10, tzinfo=UTC))


def test_a_firm_without_working_days_still_gives_an_answer():
    assert WorkCalendar(week=()).next_working_day(MONDAY) == date(2026, 11, 24)


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(0, 200), st.integers(0, 200))
def test_working_days_of_two_spans_add_up(start, first, second):
    middle = date.fromordinal(start.toordinal() + first)
    end = date.fromordinal(middle.toordinal() + second)
    parts = HOUSE.working_days_between(start, middle) + HOUSE.working_days_between(middle, end)
    assert HOUSE.working_days_between(start, end) == parts


def test_stretches_of_a_day_may_touch_but_not_overlap():
    morning, lunch = Stretch(0, time(9), time(12)), Stretch(0, time(12), time(17))
    assert stretches_that_overlap([lunch, morning]) is None
    assert stretches_that_overlap([morning, Stretch(0, time(11), time(13))])


@pytest.mark.parametrize(
    ("address", "ours"),
    [
        ("ines@finch.example", True),
        ("Ines@Mail.Finch.Example", True),
        ("ines@notfinch.example", False),
        ("finch.example", True),
        ("", False),
    ],
)
def test_our_own_addresses_are_known_by_their_domain(address, ours):
    assert is_own_address(address, ["finch.example"]) is ours


def test_the_last_manager_stays():
    demoted = Deed(Role.PARTNER, True, Role.ADVISER)
    left = Deed(Role.ADMINISTRATOR, False, Role.ADMINISTRATOR)
    swapped = Deed(Role.PARTNER, True, Role.ADMINISTRATOR)
    assert leaves_nobody_in_charge(demoted, other_managers=0)
    assert leaves_nobody_in_charge(left, other_managers=0)
    assert not leaves_nobody_in_charge(left, other_managers=1)
    assert not leaves_nobody_in_charge(swapped, other_managers=0)


@pytest.mark.parametrize(
    ("said", "place"),
    [
        ("Mozilla/5.0 (Windows NT 10.0) Gecko/20100101 Firefox/145.0", "Firefox on Windows"),
        ("Mozilla/5.0 (iPhone; CPU OS 19) Version/19 Safari/605.1", "Safari on iPhone"),
        ("Mozilla/5.0 (X11; Linux x86_64) Chrome/140 Safari/537.36 Edg/140", "Edge on Linux"),
        ("curl/8.5.0", "curl/8.5.0"),
        ("", "A browser that does not say its name"),
    ],
)
def test_where_somebody_is_signed_in_is_said_as_they_would_call_it(said, place):
    assert place_word(said) == place
