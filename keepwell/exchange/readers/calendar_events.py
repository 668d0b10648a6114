"""One event of a calendar, read on its own: times, people, state, rule of repetition."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo, available_timezones

from icalendar import Calendar, Event

from keepwell.exchange.readers.charsets import decoded, readable
from keepwell.exchange.readers.refusal import Refusal
from keepwell.kernel.words import keep as _kept

MOST_ATTENDEES = 2_000
MOST_DATES = 10_000
LONGEST_WORDS = 100_000

_TZID = re.compile(rb"(;\s*TZID\s*=\s*)(\"[^\"]*\"|[^;:,]+)", re.IGNORECASE)
_KNOWN_ZONES = frozenset(available_timezones())
_RESPONSES = frozenset(("accepted", "declined", "tentative", "needs-action", "delegated"))


class Attendee(NamedTuple):
    """Somebody asked to a meeting, and what they answered.

    `response` is accepted, declined, tentative, needs-action or delegated; `kind` is
    individual, group, resource, room or unknown; `email` is in lower case, "" when only a
    name is known.
    """

    email: str
    name: str
    response: str
    role: str
    kind: str


@dataclass(frozen=True, slots=True)
class Meeting:
    """One meeting, or one occurrence of a series; times in UTC.

    `occurrence_key` stays the same when the file comes again, also when the occurrence was
    moved: the uid and the moment the series had planned.
    """

    number: int
    uid: str
    occurrence_key: str
    starts_at: datetime
    ends_at: datetime
    all_day: bool
    title: str
    location: str
    description: str
    status: str
    organiser: Attendee | None
    attendees: tuple[Attendee, ...]
    is_series: bool
    url: str


@dataclass(frozen=True, slots=True)
class Entry:
    """An event as written: the meeting, and how it repeats or what it replaces."""

    meeting: Meeting
    raw: bytes
    zone: tzinfo
    start: datetime
    rules: tuple[Mapping[str, Any], ...]
    more_starts: tuple[tuple[datetime, timedelta | None], ...]
    left_out: frozenset[datetime]
    left_out_days: frozenset[date]
    replaces: datetime | None
    and_later: bool
    sequence: int

    @property
    def repeats(self) -> bool:
        """Say whether this is the first of a series."""
        return bool(self.rules or self.more_starts)


def read_entry(
    lines: list[bytes],
    *,
    number: int,
    zones: dict[str, list[bytes]],
    zone: tzinfo,
    cancels: bool = False,
) -> Entry | Refusal:
    """Read the lines of one event; what cannot be read is refused with its reason."""
    raw = b"\n".join(lines)
    try:
        event = _parsed(raw, zones)
        if event is None:
            because = _kept(
                "This event breaks the rules of calendar files and could not be read."
            )
            return Refusal(number, "event_unreadable", because, raw)
        return _entry(event, raw, number=number, zone=zone, cancels=cancels)
    except _Unusable as reason:
        return Refusal(number, reason.code, str(reason), raw)
    except Exception:
        because = _kept("This event breaks the rules of calendar files and could not be read.")
        return Refusal(number, "event_unreadable", because, raw)


class _Unusable(Exception):
    def __init__(self, code: str, because: str) -> None:
        super().__init__(because)
        self.code = code


def _parsed(raw: bytes, zones: dict[str, list[bytes]]) -> Event | None:
    """Parse one event together with the time zones it names, and no others."""
    wanted: dict[str, str] = {}

    def renamed(found: re.Match[bytes]) -> bytes:
        name = found[2].strip(b'" ').decode("utf-8", "replace")
        if name in _KNOWN_ZONES or name not in zones:
            return found[0]
        # The parser remembers zones by name for ever: a name of our own per content keeps
        # two files that both say "Custom" apart.
        digest = hashlib.sha256(b"\n".join(zones[name])).hexdigest()[:16]
        wanted[name] = f"keepwell-{digest}"
        return found[1] + wanted[name].encode()

    body = _TZID.sub(renamed, raw.replace(b"\x00", b""))
    blocks = []
    for name, ours in wanted.items():
        block = b"\n".join(zones[name])
        blocks.append(re.sub(rb"(?mi)^TZID[^:\n]*:.*$", b"TZID:" + ours.encode(), block))
    text = b"\n".join((b"BEGIN:VCALENDAR", *blocks, body, b"END:VCALENDAR", b""))
    calendar = Calendar.from_ical(decoded(text))
    found = calendar.walk("VEVENT")
    return found[0] if found and isinstance(found[0], Event) else None


def _entry(event: Event, raw: bytes, *, number: int, zone: tzinfo, cancels: bool) -> Entry:
    begins = _one(event, "DTSTART")
    if begins is None:
        raise _Unusable(
            "event_without_start", _kept("This event has no start that can be read.")
        )
    all_day = not isinstance(begins, datetime)
    start = _zoned(begins, zone)
    if not 1900 <= start.year <= 2200:
        because = _kept("This event begins in the year %(year)s.", year=start.year)
        raise _Unusable("event_absurd_date", because)
    replaces = _one(event, "RECURRENCE-ID")
    planned = _zoned(replaces, zone) if replaces is not None else None
    uid = _words(event, "UID")[:1000]
    meeting = Meeting(
        number=number,
        uid=uid,
        occurrence_key=occurrence_key(uid or _made_uid(raw), planned),
        starts_at=start.astimezone(UTC),
        ends_at=_end(event, start, all_day, zone).astimezone(UTC),
        all_day=all_day,
        title=_words(event, "SUMMARY"),
        location=_words(event, "LOCATION"),
        description=_words(event, "DESCRIPTION"),
        status="cancelled" if cancels else _status(event),
        organiser=_organiser(event),
        attendees=_attendees(event),
        is_series=planned is not None,
        url=_words(event, "URL"),
    )
    rules = event.get("RRULE")
    ids = event.get("RECURRENCE-ID")
    later = str(getattr(ids, "params", {}).get("RANGE", "")).upper() == "THISANDFUTURE"
    out = [stamp for stamp, _ in _dates(event, "EXDATE")]
    more = [(_zoned(stamp, zone), lasts) for stamp, lasts in _dates(event, "RDATE")]
    sequence = event.get("SEQUENCE")
    return Entry(
        meeting=meeting,
        raw=raw,
        zone=start.tzinfo or zone,
        start=start,
        rules=tuple(rules if isinstance(rules, list) else [rules] if rules else ()),
        more_starts=tuple(more),
        left_out=frozenset(
            _zoned(s, zone).astimezone(UTC) for s in out if isinstance(s, datetime)
        ),
        left_out_days=frozenset(s for s in out if not isinstance(s, datetime)),
        replaces=planned.astimezone(UTC) if planned is not None else None,
        and_later=later,
        sequence=sequence if isinstance(sequence, int) else 0,
    )


def occurrence_key(uid: str, planned: datetime | None) -> str:
    """Name one occurrence: the uid, and for a series the planned start in UTC."""
    return f"{uid}/{planned.astimezone(UTC):%Y%m%dT%H%M%SZ}" if planned else uid


def _made_uid(raw: bytes) -> str:
    return f"sha256.{hashlib.sha256(raw).hexdigest()}"


def _one(event: Event, name: str) -> date | datetime | None:
    found = event.get(name)
    found = found[0] if isinstance(found, list) and found else found
    value = getattr(found, "dt", None)
    return value if isinstance(value, date) else None


def _zoned(stamp: date | datetime, zone: tzinfo) -> datetime:
    """Give a moment its zone: a day begins at midnight there, a bare time is there."""
    if not isinstance(stamp, datetime):
        return datetime.combine(stamp, time(), tzinfo=zone)
    if stamp.tzinfo is None:
        return stamp.replace(tzinfo=zone)
    # fixed UTC is kept as one object so that sums stay plain
    return stamp.replace(tzinfo=UTC) if stamp.tzinfo == ZoneInfo("UTC") else stamp


def _end(event: Event, start: datetime, all_day: bool, zone: tzinfo) -> datetime:
    ends = _one(event, "DTEND")
    if ends is not None:
        end = _zoned(ends, zone)
        return end if end.astimezone(UTC) >= start.astimezone(UTC) else start
    lasts = getattr(event.get("DURATION"), "dt", None)
    if isinstance(lasts, timedelta) and timedelta() <= lasts < timedelta(days=3660):
        return (start.astimezone(UTC) + lasts).astimezone(start.tzinfo)
    return start + timedelta(days=1) if all_day else start


def _words(event: Event, name: str) -> str:
    found = event.get(name)
    found = found[0] if isinstance(found, list) and found else found
    return readable(str(found))[:LONGEST_WORDS].strip() if found is not None else ""


def _status(event: Event) -> str:
    said = _words(event, "STATUS").lower()
    said = "cancelled" if said == "canceled" else said
    return said if said in ("tentative", "cancelled") else "confirmed"


def _organiser(event: Event) -> Attendee | None:
    found = event.get("ORGANIZER")
    found = found[0] if isinstance(found, list) and found else found
    return _person(found) if found is not None else None


def _attendees(event: Event) -> tuple[Attendee, ...]:
    found = event.get("ATTENDEE", ())
    people = found if isinstance(found, list) else [found] if found else []
    return tuple(_person(each) for each in people[:MOST_ATTENDEES])


def _person(value: Any) -> Attendee:  # icalendar gives its own string types here
    params = getattr(value, "params", {})
    address = readable(str(value)).strip()
    email = re.sub(r"^mailto:\s*", "", address, flags=re.IGNORECASE).strip("<> ").lower()
    told = readable(str(params.get("EMAIL", ""))).strip().lower()
    response = str(params.get("PARTSTAT", "needs-action")).lower()
    return Attendee(
        email=email if "@" in email and " " not in email else told,
        name=readable(str(params.get("CN", ""))).strip().strip('"')[:300],
        response=response if response in _RESPONSES else "needs-action",
        role=str(params.get("ROLE", "req-participant")).lower()[:60],
        kind=str(params.get("CUTYPE", "individual")).lower()[:60],
    )


def _dates(event: Event, name: str) -> list[tuple[date | datetime, timedelta | None]]:
    """List the moments of RDATE or EXDATE, with the length a period gives."""
    found = event.get(name)
    dates: list[tuple[date | datetime, timedelta | None]] = []
    for group in found if isinstance(found, list) else [found] if found is not None else []:
        for each in getattr(group, "dts", ()):
            stamp = getattr(each, "dt", each)
            if isinstance(stamp, tuple):
                begins, ends = stamp
                lasts = ends if isinstance(ends, timedelta) else ends - begins
                dates.append((begins, lasts))
            elif isinstance(stamp, date):
                dates.append((stamp, None))
            if len(dates) >= MOST_DATES:
                return dates
    return dates
