"""Meetings out of a calendar file (iCalendar), each occurrence of a series by itself."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, tzinfo
from typing import BinaryIO

from keepwell.exchange.readers.calendar_events import Attendee, Entry, Meeting, read_entry
from keepwell.exchange.readers.calendar_series import Series, occurrences
from keepwell.exchange.readers.plain_lines import plain_lines
from keepwell.exchange.readers.refusal import Refusal
from keepwell.kernel.words import keep as _kept

__all__ = ["Attendee", "Meeting", "read_calendar"]

LARGEST_EVENT = 4 << 20
MOST_SERIES_PARTS = 20_000
MOST_ZONES = 1_000

_MARK = re.compile(rb"^\s{0,4}(BEGIN|END)\s*:\s*([\w-]{1,60})\s*$", re.IGNORECASE)
_METHOD_CANCEL = re.compile(rb"^METHOD\s*:\s*CANCEL\s*$", re.IGNORECASE)


def read_calendar(
    stream: BinaryIO,
    *,
    until: datetime,
    since: datetime | None = None,
    zone: tzinfo = UTC,
) -> Iterator[Meeting | Refusal]:
    """Yield each meeting that begins at or after `since` and before `until`, or why not.

    Meetings that repeat are yielded once per occurrence, after the others, at most
    `MOST_OCCURRENCES` of each series (a refusal says so). Times without a zone are in `zone`;
    all times come out in UTC. An event that cannot be read is refused alone.
    """
    series: dict[str, Series] = {}
    parts = 0
    for number, lines, zones, cancels in _events(stream):
        if number == 0:
            because = _kept(
                "This file holds no calendar (no BEGIN:VCALENDAR and no BEGIN:VEVENT)."
            )
            yield Refusal(0, "calendar_none", because, b"\n".join(lines))
            return
        entry = read_entry(lines, number=number, zones=zones, zone=zone, cancels=cancels)
        if isinstance(entry, Refusal):
            yield entry
        elif not entry.repeats and not entry.replaces:
            if _within(entry.meeting, since, until):
                yield entry.meeting
        elif parts >= MOST_SERIES_PARTS:
            because = _kept(
                "This calendar has more than %(most)s repeating meetings.",
                most=MOST_SERIES_PARTS,
            )
            yield Refusal(number, "calendar_too_many_series", because, b"\n".join(lines))
        else:
            parts += 1
            _join(series.setdefault(entry.meeting.uid or f"#{number}", Series()), entry)
    for each in series.values():
        yield from occurrences(each, since=since, until=until)


def _within(meeting: Meeting, since: datetime | None, until: datetime) -> bool:
    return meeting.starts_at < until and (since is None or meeting.starts_at >= since)


def _join(series: Series, entry: Entry) -> None:
    if entry.replaces:
        series.changed.append(entry)
    elif series.master is None or entry.sequence >= series.master.sequence:
        series.master = entry


def _events(  # noqa: C901 - one pass over the lines, one state after the other
    stream: BinaryIO,
) -> Iterator[tuple[int, list[bytes], dict[str, list[bytes]], bool]]:
    """Cut a calendar into its events: number, lines, the time zones told so far, cancelled.

    A file without any calendar gives one event of number 0 without lines of its own.
    """
    zones: dict[str, list[bytes]] = {}
    lines: list[bytes] = []
    open_name, depth, number, size, cancels, told = b"", 0, 0, 0, False, False
    first = b""
    for line in plain_lines(stream):
        first = first or line.strip()[:200]
        mark = _MARK.match(line)
        begins = mark is not None and mark[1].upper() == b"BEGIN"
        name = mark[2].upper() if mark else b""
        if not open_name:
            if begins and name in (b"VEVENT", b"VTIMEZONE"):
                open_name, depth, lines, size = name, 1, [line], 0
                number += name == b"VEVENT"
            elif begins and name == b"VCALENDAR":
                cancels, told = False, True
            elif _METHOD_CANCEL.match(line):
                cancels = True
            continue
        if begins and name == b"VEVENT":
            # The one before never ended: it is still an event.
            if open_name == b"VEVENT":
                yield number, [*lines, b"END:VEVENT"], zones, cancels
            open_name, depth, lines, size = name, 1, [line], 0
            number += 1
            continue
        size += len(line) + 1
        if size <= LARGEST_EVENT or mark:
            lines.append(line)
        depth += 0 if mark is None else 1 if begins else -1
        if depth <= 0 or (mark and not begins and name == open_name):
            if open_name == b"VEVENT":
                yield number, lines, zones, cancels
            else:
                _keep_zone(zones, lines)
            open_name = b""
    if open_name == b"VEVENT":
        yield number, [*lines, b"END:VEVENT"], zones, cancels
    if not (told or number):
        yield 0, [first], zones, cancels


def _keep_zone(zones: dict[str, list[bytes]], lines: list[bytes]) -> None:
    name = next((line for line in lines if line.upper().startswith(b"TZID")), b"")
    tzid = name.partition(b":")[2].strip().decode("utf-8", "replace")
    if tzid and len(zones) < MOST_ZONES and len(lines) < 5_000:
        zones[tzid] = lines
