"""Each meeting of a calendar is told by itself, in the right hour, or refused with a reason."""

import time
from datetime import UTC, date, datetime, timedelta
from datetime import time as time_of_day
from io import BytesIO
from pathlib import Path
from zoneinfo import ZoneInfo

import icalendar
import pytest
import recurring_ical_events
from hypothesis import given, settings
from hypothesis import strategies as st

from keepwell.exchange.readers.calendars import Meeting, read_calendar
from keepwell.exchange.readers.refusal import Refusal
from keepwell.exchange.tests.shared_folders import SHARED, each_world, needs_shared, truth_of
from keepwell.kernel.words import told_in_english

UNTIL = datetime(2027, 1, 1, tzinfo=UTC)


def calendar(*events: str, before: str = "") -> list[Meeting | Refusal]:
    body = "".join(f"BEGIN:VEVENT\n{event.strip()}\nEND:VEVENT\n" for event in events)
    raw = f"BEGIN:VCALENDAR\n{before}{body}END:VCALENDAR\n".encode()
    return list(read_calendar(BytesIO(raw), until=UNTIL))


def starts(read: list[Meeting | Refusal]) -> list[str]:
    return [f"{each.starts_at:%m-%d %H:%M}" for each in read if isinstance(each, Meeting)]


WEEKLY = "UID:1\nSUMMARY:Jour fixe\nDTSTART;TZID=Europe/Berlin:20260316T090000\nDURATION:PT1H\n"


@needs_shared
@each_world
def test_meetings_held_equal_the_truth(world: Path) -> None:
    truth = truth_of(world)
    ending = "@" + truth["world"]["domain"]
    day = datetime.fromisoformat(truth["world"]["as_of"] + "T23:59:59+00:00")
    with (world / "calendar.ics").open("rb") as stream:
        read = list(read_calendar(stream, until=day + timedelta(days=400)))
    meetings = [each for each in read if isinstance(each, Meeting)]
    assert len(meetings) == len(read) == len({each.occurrence_key for each in meetings})
    held = 0
    for each in meetings:
        accepted = {
            who.email.endswith(ending) for who in each.attendees if who.response == "accepted"
        }
        held += (
            each.status == "confirmed" and each.starts_at <= day and accepted == {True, False}
        )
    assert held == truth["files"]["calendar.ics"]["held_with_parties"]


@needs_shared
@each_world
def test_occurrences_equal_those_of_an_outside_reader(world: Path) -> None:
    raw = (world / "calendar.ics").read_bytes()
    until = datetime(2026, 12, 1, tzinfo=UTC)
    begins = datetime(2024, 1, 1, tzinfo=UTC)
    theirs = recurring_ical_events.of(icalendar.Calendar.from_ical(raw)).between(begins, until)
    expected = sorted((str(e["UID"]), _in_utc(e["DTSTART"].dt)) for e in theirs)
    ours = list(read_calendar(BytesIO(raw), since=begins, until=until))
    assert sorted((e.uid, e.starts_at) for e in ours if isinstance(e, Meeting)) == expected


def _in_utc(stamp: date) -> datetime:
    whole = stamp if isinstance(stamp, datetime) else datetime.combine(stamp, time_of_day())
    return whole.astimezone(UTC) if whole.tzinfo else whole.replace(tzinfo=UTC)


@needs_shared
@pytest.mark.parametrize(
    "path", sorted(SHARED.glob("calendars/*.ics")), ids=lambda path: path.name
)
def test_every_shared_calendar_is_read_or_refused_with_a_reason(path: Path) -> None:
    with path.open("rb") as stream:
        read = list(read_calendar(stream, until=UNTIL))
    raw = path.read_bytes().upper()
    assert bool(read) or (b"BEGIN:VCALENDAR" in raw and b"BEGIN:VEVENT" not in raw)
    for each in read:
        if isinstance(each, Refusal):
            assert told_in_english(each.because).endswith(".") and each.code


def test_the_hour_stays_when_the_clocks_change() -> None:
    read = calendar(WEEKLY + "RRULE:FREQ=WEEKLY;COUNT=3")
    assert starts(read) == ["03-16 08:00", "03-23 08:00", "03-30 07:00"]


def test_a_moved_a_cancelled_and_a_left_out_occurrence_are_right() -> None:
    zone = ";TZID=Europe/Berlin:"
    read = calendar(
        WEEKLY + f"RRULE:FREQ=WEEKLY;COUNT=4\nEXDATE{zone}20260323T090000",
        f"UID:1\nRECURRENCE-ID{zone}20260330T090000\nDTSTART{zone}20260331T110000",
        f"UID:1\nRECURRENCE-ID{zone}20260406T090000\nDTSTART{zone}20260406T090000\nSTATUS:CANCELLED",
    )
    assert starts(read) == ["03-16 08:00", "03-31 09:00", "04-06 07:00"]
    assert [each.status for each in read if isinstance(each, Meeting)][-1] == "cancelled"
    assert isinstance(read[1], Meeting) and read[1].occurrence_key == "1/20260330T070000Z"


def test_this_and_future_moves_the_rest() -> None:
    zone = ";TZID=Europe/Berlin:"
    read = calendar(
        WEEKLY + "RRULE:FREQ=WEEKLY;COUNT=3",
        f"UID:1\nRECURRENCE-ID;RANGE=THISANDFUTURE{zone}20260323T090000\nDTSTART{zone}20260323T100000",
    )
    assert starts(read) == ["03-16 08:00", "03-23 09:00", "03-30 08:00"]


def test_an_unbounded_series_ends_where_asked() -> None:
    read = calendar(WEEKLY + "RRULE:FREQ=WEEKLY")
    assert all(isinstance(each, Meeting) and each.starts_at < UNTIL for each in read)
    assert len(read) == 42


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=SECONDLY",
        "FREQ=MINUTELY;COUNT=1000000000",
        "FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=DAILY;INTERVAL=0",
        "FREQ=DAILY;BYHOUR=99",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;COUNT=5",
        "FREQ=HOURLY;BYSECOND=0,1,2,3,4,5,6,7,8,9,10",
        "FREQ=FORTNIGHTLY",
        "COUNT=3",
    ],
)
def test_an_absurd_rule_neither_hangs_nor_floods(rule: str) -> None:
    began = time.process_time()
    read = calendar(WEEKLY + f"RRULE:{rule}", "UID:2\nDTSTART:20260105T090000Z")
    assert time.process_time() - began < 8
    assert 2 <= len(read) <= 5_003
    assert "2" in {each.uid for each in read if isinstance(each, Meeting)}


def test_a_broken_event_is_refused_alone() -> None:
    broken, read = calendar("UID:1\nDTSTART:soon", "UID:2\nDTSTART:20260105T090000Z")
    assert isinstance(broken, Refusal) and broken.number == 1 and b"soon" in broken.raw
    assert isinstance(read, Meeting) and read.uid == "2"


def test_days_and_bare_times_are_in_the_zone_given() -> None:
    raw = (
        b"BEGIN:VEVENT\nDTSTART;VALUE=DATE:20260701\nEND:VEVENT\n"
        b"BEGIN:VEVENT\nDTSTART:20260701T090000\nEND:VEVENT"
    )
    day, bare = read_calendar(BytesIO(raw), until=UNTIL, zone=ZoneInfo("Europe/Berlin"))
    assert isinstance(day, Meeting) and day.all_day
    assert (day.starts_at, day.ends_at - day.starts_at) == (
        datetime(2026, 6, 30, 22, tzinfo=UTC),
        timedelta(days=1),
    )
    assert isinstance(bare, Meeting) and bare.starts_at == datetime(2026, 7, 1, 7, tzinfo=UTC)


def test_two_files_may_mean_different_things_by_one_zone_name() -> None:
    zone = (
        "BEGIN:VTIMEZONE\nTZID:Custom\nBEGIN:STANDARD\nDTSTART:19700101T000000\n"
        "TZOFFSETFROM:{0}\nTZOFFSETTO:{0}\nEND:STANDARD\nEND:VTIMEZONE\n"
    )
    event = "UID:1\nDTSTART;TZID=Custom:20260701T090000"
    assert starts(calendar(event, before=zone.format("+0300"))) == ["07-01 06:00"]
    assert starts(calendar(event, before=zone.format("-0500"))) == ["07-01 14:00"]


def test_people_and_answers_are_told() -> None:
    (read,) = calendar(
        "UID:1\nDTSTART:20260105T090000Z\nORGANIZER;CN=Amara:MAILTO:Amara@H.example\n"
        'ATTENDEE;PARTSTAT=DECLINED;CN="Okoro, Chidi";CUTYPE=ROOM:mailto:chidi@x.example'
    )
    assert (
        isinstance(read, Meeting)
        and read.organiser
        and read.organiser.email == "amara@h.example"
    )
    who = read.attendees[0]
    assert (who.email, who.name, who.response, who.kind) == (
        "chidi@x.example",
        "Okoro, Chidi",
        "declined",
        "room",
    )


@given(st.binary(max_size=400))
@settings(max_examples=80, deadline=None)
def test_no_bytes_raise(raw: bytes) -> None:
    list(read_calendar(BytesIO(raw), until=UNTIL))
    list(read_calendar(BytesIO(b"BEGIN:VEVENT\nDTSTART:20260105T090000Z\n" + raw), until=UNTIL))


_ODD = st.sampled_from(
    [
        "BEGIN:VEVENT",
        "END:VEVENT",
        "BEGIN:VALARM",
        "END:VALARM",
        "BEGIN:VTIMEZONE",
        "TZID:X",
        "END:VTIMEZONE",
        "DTSTART:20260105T090000Z",
        "DTSTART;TZID=X:20260105T090000",
        "DTSTART;VALUE=DATE:20260105",
        "UID:1",
        "RRULE:FREQ=DAILY;COUNT=3",
        "RRULE:FREQ=WEEKLY;UNTIL=20260301",
        "RDATE:20260107T090000Z",
        "RDATE:x",
        "EXDATE;VALUE=DATE:20260106",
        "RECURRENCE-ID:20260106T090000Z",
        "DURATION:-P9999999D",
        "DTEND:19000101T000000Z",
        "ATTENDEE:",
        'ORGANIZER;CN=":x',
        "DTSTART:00010101T000000",
        "DTSTART:99991231T235959Z",
        "STATUS:",
        "SEQUENCE:x",
    ]
)


@given(st.lists(_ODD, max_size=20))
@settings(max_examples=150, deadline=None)
def test_no_order_of_lines_raises(lines: list[str]) -> None:
    list(read_calendar(BytesIO("\n".join(lines).encode()), until=UNTIL))
