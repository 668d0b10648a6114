from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keepwell.relationships.rules.contact import Contact, Marked, contact_from, gap_median
from keepwell.relationships.rules.quiet import Level, judge_quietness, quiet_dates

TODAY = date(2026, 6, 30)
NOON = datetime(2026, 6, 30, 12, tzinfo=UTC)


def silent_for(days, *, gap=None, gaps=0, unanswered=0, last_outbound=None):
    ago = NOON - timedelta(days=days)
    return Contact(
        last_two_way=ago, first_contact=ago, gap_median_days=gap, gaps_used=gaps,
        unanswered_outbound=unanswered,
        last_outbound=None if last_outbound is None else NOON - timedelta(days=last_outbound),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("contact", "level"),
    [
        (silent_for(30), Level.FINE),
        (silent_for(31), Level.WATCH),
        (silent_for(45), Level.WATCH),
        (silent_for(46), Level.QUIET),
        (silent_for(76, unanswered=2, last_outbound=1), Level.QUIET),
        (silent_for(76, unanswered=3, last_outbound=1), Level.SILENT),
        (silent_for(89), Level.QUIET),
        (silent_for(90), Level.SILENT),
        (silent_for(200, last_outbound=5), Level.QUIET),
        (silent_for(15, gap=7, gaps=5), Level.WATCH),
        (silent_for(22, gap=7, gaps=5), Level.QUIET),
        (silent_for(22, gap=7, gaps=4), Level.FINE),
    ],
)
def test_silence_is_measured_against_the_agreed_rhythm_and_their_own(contact, level):
    assert judge_quietness(contact, cadence_days=30, today=TODAY).value is level


def test_the_reason_names_days_usual_gap_and_rhythm():
    verdict = judge_quietness(silent_for(47, gap=12, gaps=6), cadence_days=30, today=TODAY)
    assert verdict.because[0] == (
        "Last two-way contact 47 days ago; usual gap 12; agreed rhythm 30."
    )


def test_nothing_is_quiet_while_contact_is_paused():
    verdict = judge_quietness(
        silent_for(200), cadence_days=30, today=TODAY, paused_until=date(2026, 7, 1)
    )
    assert verdict.value is Level.FINE


@given(
    days=st.integers(0, 400), gap=st.floats(0.5, 90), gaps=st.integers(0, 12),
    unanswered=st.integers(0, 5), cadence=st.integers(1, 120), ahead=st.integers(0, 200),
)  # fmt: skip
def test_levels_only_rise_while_nothing_happens(days, gap, gaps, unanswered, cadence, ahead):
    contact = silent_for(days, gap=gap, gaps=gaps, unanswered=unanswered)
    dates = quiet_dates(contact, cadence_days=cadence)
    assert dates.watch_on <= dates.quiet_on <= dates.silent_on
    levels = list(Level)
    now = judge_quietness(contact, cadence_days=cadence, today=TODAY).value
    later = judge_quietness(
        contact, cadence_days=cadence, today=TODAY + timedelta(days=ahead)
    ).value
    assert levels.index(now) <= levels.index(later)


def test_a_rhythm_is_the_median_of_the_last_twelve_gaps():
    days = [TODAY - timedelta(days=7 * n) for n in range(13)] + [date(2020, 1, 1)]
    assert gap_median([*days, *days]) == (7.0, 12)
    assert gap_median([TODAY]) == (None, 0)


def test_one_mail_to_two_people_of_a_firm_waits_once():
    one, two = UUID(int=1), UUID(int=2)
    earlier = Marked(NOON - timedelta(days=9), two, True, False, True)
    sent = Marked(NOON - timedelta(days=1), one, False, True, False)
    assert contact_from([earlier, sent, sent], []).unanswered_outbound == 1
