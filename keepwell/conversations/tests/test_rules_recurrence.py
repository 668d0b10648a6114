"""When something comes again, in iCalendar's words."""

import itertools
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keepwell.conversations.rules.recurrence import (
    NotARule,
    Rule,
    days_after,
    days_of,
    kept_to_the_month,
    moment_at,
    next_day,
    reminder_at,
    rule_of,
    words_of,
)
from keepwell.conversations.rules.recurrence_told import told_rule

MONDAY = date(2026, 11, 23)


def days(words, first=MONDAY, most=4):
    return [str(each) for each in days_of(rule_of(words), first, most)]


@pytest.mark.parametrize(
    ("words", "first", "following"),
    [
        ("FREQ=DAILY;INTERVAL=3", MONDAY, ["2026-11-26", "2026-11-29"]),
        ("FREQ=WEEKLY;INTERVAL=2", MONDAY, ["2026-12-07", "2026-12-21"]),
        ("FREQ=WEEKLY;BYDAY=MO,TH", MONDAY, ["2026-11-26", "2026-11-30"]),
        ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", date(2026, 11, 27), ["2026-11-30", "2026-12-01"]),
        ("FREQ=MONTHLY;BYDAY=2TU", MONDAY, ["2026-12-08", "2027-01-12"]),
        ("FREQ=MONTHLY;BYDAY=-1FR", MONDAY, ["2026-11-27", "2026-12-25"]),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", MONDAY, ["2026-11-30", "2026-12-31"]),
        ("FREQ=YEARLY", MONDAY, ["2027-11-23", "2028-11-23"]),
        ("FREQ=WEEKLY;UNTIL=20261201", MONDAY, ["2026-11-30"]),
        ("FREQ=WEEKLY;COUNT=2", MONDAY, ["2026-11-30"]),
    ],
)
def test_a_rule_comes_on_its_days(words, first, following):
    assert days(words, first, 2) == following


def test_the_thirty_first_is_the_last_day_of_shorter_months():
    rule = kept_to_the_month(rule_of("FREQ=MONTHLY"), date(2027, 1, 31))
    assert [str(each) for each in days_of(rule, date(2027, 1, 31), 3)] == [
        "2027-02-28", "2027-03-31", "2027-04-30",
    ]  # fmt: skip


def test_a_leap_day_is_kept_on_the_twenty_eighth_in_other_years():
    rule = kept_to_the_month(rule_of("FREQ=YEARLY"), date(2028, 2, 29))
    assert [str(each) for each in days_of(rule, date(2028, 2, 29), 4)] == [
        "2029-02-28", "2030-02-28", "2031-02-28", "2032-02-29",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "words",
    ["", "FREQ=HOURLY", "FREQ=DAILY;INTERVAL=0", "FREQ=WEEKLY;BYDAY=2TU", "FREQ=DAILY;X=1",
     "FREQ=DAILY;COUNT=2;UNTIL=20270101", "FREQ=DAILY;UNTIL=20271399", "FREQ=WEEKLY;WKST=SU",
     "FREQ=MONTHLY;BYMONTHDAY=0", "FREQ=DAILY;INTERVAL=99999999", "nonsense"],
)  # fmt: skip
def test_what_is_no_rule_of_ours_is_not_taken_for_one(words):
    with pytest.raises(NotARule):
        rule_of(words)


RULES = st.one_of(
    st.builds(
        Rule, st.sampled_from(["DAILY", "YEARLY", "MONTHLY", "WEEKLY"]), st.integers(1, 9)
    ),
    st.builds(
        lambda every, on: Rule("WEEKLY", every, tuple((0, each) for each in sorted(on))),
        st.integers(1, 8),
        st.sets(st.integers(0, 6), min_size=1),
    ),
    st.builds(
        lambda every, nth, on: Rule("MONTHLY", every, ((nth, on),)),
        st.integers(1, 12),
        st.sampled_from([1, 2, 3, 4, -1]),
        st.integers(0, 6),
    ),
    st.builds(lambda every: Rule("MONTHLY", every, month_days=(-1,)), st.integers(1, 12)),
)
FIRSTS = st.dates(date(2020, 1, 1), date(2040, 1, 1))


@given(RULES)
def test_a_rule_said_in_icalendars_words_is_the_same_rule(rule):
    assert rule_of(words_of(rule)) == rule
    assert told_rule(words_of(rule))


@given(RULES, FIRSTS)
def test_one_day_after_another_gives_the_days_of_the_rule(rule, first):
    rule, found, last = kept_to_the_month(rule, first), [], first
    for turn in range(1, 5):
        last = next_day(rule, first=first, last=last, turns=turn)
        found.append(last)
    assert found == days_of(rule, first, 4)
    assert found == sorted(set(found)) and found[0] > first


@given(FIRSTS, st.integers(1, 36))
def test_no_month_is_missed_whatever_day_it_begins(first, every):
    rule = kept_to_the_month(Rule("MONTHLY", every), first)
    months = [each.year * 12 + each.month for each in [first, *days_of(rule, first, 5)]]
    assert [b - a for a, b in itertools.pairwise(months)] == [every] * 5


def test_counted_from_when_it_was_done_it_ends_by_its_day_or_number():
    assert days_after(MONDAY, rule_of("FREQ=DAILY;INTERVAL=10"), turns=1) == date(2026, 12, 3)
    assert days_after(MONDAY, rule_of("FREQ=DAILY;INTERVAL=10;COUNT=2"), turns=2) is None
    assert days_after(MONDAY, rule_of("FREQ=WEEKLY;UNTIL=20261129"), turns=1) is None


def test_nine_in_the_morning_is_nine_in_winter_and_summer():
    at = {day: moment_at(day, time(9), "Europe/Berlin")
          for day in (date(2026, 3, 28), date(2026, 3, 29), date(2026, 10, 25))}  # fmt: skip
    assert [each.hour for each in at.values()] == [8, 7, 8]


def test_a_time_the_clock_leaves_out_or_shows_twice_is_one_moment():
    out = moment_at(date(2026, 3, 29), time(2, 30), "Europe/Berlin")
    assert out == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)  # 3:30 by the summer's clock
    twice = moment_at(date(2026, 10, 25), time(2, 30), "Europe/Berlin")
    assert twice == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)  # the first of the two


@given(FIRSTS, st.integers(0, 60), st.sampled_from(["Pacific/Apia", "America/St_Johns", "UTC"]))
def test_a_reminder_comes_before_the_day_is_over(due, before, zone):
    moment = reminder_at(due, days_before=before, at=time(9), zone=zone)
    assert moment < moment_at(due + timedelta(days=1), time(0), zone)


def test_a_rule_is_told_as_a_sentence():
    assert told_rule("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH") == "every 2 weeks: Monday, Thursday"
    assert told_rule("FREQ=MONTHLY;BYDAY=2TU;COUNT=12") == (
        "every month: the second Tuesday of the month; 12 times"
    )
    assert told_rule("FREQ=DAILY;INTERVAL=10", after_done=True) == "10 days after it was done"
    assert told_rule("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR") == "every working day"
    assert told_rule("strange") == "strange"
