"""Each occurrence of a series of meetings: moved, cancelled and left out ones put right."""

import re
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import islice
from typing import Any

from dateutil.rrule import rrule, rrulestr

from keepwell.exchange.readers.calendar_events import Entry, Meeting, occurrence_key
from keepwell.exchange.readers.refusal import Refusal
from keepwell.kernel.words import keep as _kept

MOST_OCCURRENCES = 5_000
# A rule is followed so many steps, however many occurrences it asks for.
MOST_STEPS = 100_000
LONGEST_RULE = 2_000

_FAST = ("SECONDLY", "MINUTELY")


@dataclass(slots=True)
class Series:
    """The first meeting of a series, and the occurrences written down by themselves."""

    master: Entry | None = None
    changed: list[Entry] = field(default_factory=list)


def occurrences(
    series: Series, *, since: datetime | None, until: datetime
) -> Iterator[Meeting | Refusal]:
    """Yield the occurrences that begin in [since, until), in order of their planned start."""
    changed = _latest(series.changed)
    if series.master is None:
        for entry in changed.values():
            if _within(entry.meeting.starts_at, since, until):
                yield entry.meeting
        return
    master = series.master
    planned, refusal = _planned(master, since, until, changed)
    if refusal:
        yield refusal
    later: list[Entry] = sorted(
        (each for each in changed.values() if each.and_later and each.replaces),
        key=lambda each: each.replaces or until,
    )
    for stamp, lasts in sorted(planned.items()):
        meeting = _occurrence(master, changed, later, stamp, lasts)
        if _within(meeting.starts_at, since, until):
            yield meeting


def _within(moment: datetime, since: datetime | None, until: datetime) -> bool:
    return moment < until and (since is None or moment >= since)


def _latest(changed: list[Entry]) -> dict[datetime, Entry]:
    """Of several versions of one occurrence the one with the highest SEQUENCE holds."""
    held: dict[datetime, Entry] = {}
    for entry in changed:
        if entry.replaces is None:
            continue
        other = held.get(entry.replaces)
        if other is None or entry.sequence >= other.sequence:
            held[entry.replaces] = entry
    return held


def _occurrence(
    master: Entry,
    changed: Mapping[datetime, Entry],
    later: list[Entry],
    stamp: datetime,
    lasts: timedelta | None,
) -> Meeting:
    own = changed.get(stamp)
    if own is not None:
        return replace(own.meeting, is_series=True)
    base = next(
        (each for each in reversed(later) if each.replaces and each.replaces <= stamp), None
    )
    meeting = (base or master).meeting
    moved = base.meeting.starts_at - base.replaces if base and base.replaces else timedelta()
    length = lasts if lasts is not None else meeting.ends_at - meeting.starts_at
    return replace(
        meeting,
        occurrence_key=occurrence_key(master.meeting.occurrence_key, stamp),
        starts_at=stamp + moved,
        ends_at=stamp + moved + length,
        is_series=True,
    )


def _planned(
    master: Entry, since: datetime | None, until: datetime, changed: Mapping[datetime, Entry]
) -> tuple[dict[datetime, timedelta | None], Refusal | None]:
    """Give the planned starts in UTC with their length, and a refusal if some are missing."""
    planned: dict[datetime, timedelta | None] = {}
    refusal: Refusal | None = None
    # An occurrence may be moved into the time asked for: its planned start counts too.
    last = max([until, *changed]) if changed else until
    if not _left_out(master, master.start):
        planned[master.start.astimezone(UTC)] = None
    for rule in master.rules[:10]:
        try:
            for local in _followed(rule, master, last):
                stamp = local.astimezone(UTC)
                if stamp < last and not _left_out(master, local):
                    planned[stamp] = None
        except _TooMany as cut:
            refusal = refusal or Refusal(master.meeting.number, cut.code, str(cut), master.raw)
            planned.update(
                (s.astimezone(UTC), None) for s in cut.kept if not _left_out(master, s)
            )
        except Exception:
            because = _kept(
                "The rule by which this meeting repeats is wrong; only its start was taken in."
            )
            refusal = Refusal(master.meeting.number, "series_rule_wrong", because, master.raw)
    for stamp_, lasts in master.more_starts:
        if not _left_out(master, stamp_):
            planned[stamp_.astimezone(UTC)] = lasts
    # What was written down by itself took place, even where the rule does not reach.
    planned.update((stamp, None) for stamp in changed if stamp not in planned)
    return planned, refusal


class _TooMany(Exception):
    def __init__(self, code: str, because: str, kept: Iterable[datetime]) -> None:
        super().__init__(because)
        self.code = code
        self.kept = list(kept)


def _left_out(master: Entry, stamp: datetime) -> bool:
    return stamp.astimezone(UTC) in master.left_out or (
        bool(master.left_out_days) and stamp.date() in master.left_out_days
    )


def _followed(rule: Mapping[str, Any], master: Entry, last: datetime) -> list[datetime]:
    """Follow a rule in local time, so that daylight saving keeps the hour."""
    found = _rule(rule, master, last)
    kept: deque[datetime] = deque(maxlen=MOST_OCCURRENCES)
    steps = 0
    for local in found:
        steps += 1
        if steps > MOST_STEPS:
            break
        kept.append(local.replace(tzinfo=master.zone))
    if steps > MOST_STEPS or steps > MOST_OCCURRENCES:
        because = _kept(
            "This meeting repeats more than %(most)s times; only so many were taken in.",
            most=MOST_OCCURRENCES,
        )
        raise _TooMany("series_too_long", because, kept)
    return list(kept)


def _rule(rule: Mapping[str, Any], master: Entry, last: datetime) -> Iterable[datetime]:
    written = rule.to_ical().decode() if hasattr(rule, "to_ical") else ""
    parts = {
        name.upper(): value
        for name, _, value in (piece.partition("=") for piece in written.split(";"))
        if name and not name.upper().startswith("X-")
    }
    parts.pop("RSCALE", None)
    parts.pop("SKIP", None)
    often = parts.get("FREQ", "").upper()
    if len(written) > LONGEST_RULE:
        raise _TooMany(
            "series_rule_absurd", _kept("The rule of this meeting is absurdly long."), ()
        )
    if not re.fullmatch(r"0*[1-9]\d{0,5}", parts.get("INTERVAL", "1")):
        raise _TooMany(
            "series_rule_wrong", _kept("This meeting repeats at no real interval."), ()
        )
    if often in _FAST and any(name.startswith("BY") for name in parts):
        because = _kept(
            "This meeting repeats by the minute under conditions; only the first was taken in."
        )
        raise _TooMany("series_rule_absurd", because, ())
    # dateutil wants UNTIL in the same kind of time as the start; here both are local and bare.
    end = _until(rule, master.zone, last)
    parts.pop("UNTIL", None)
    count = parts.pop("COUNT", "")
    text = ";".join(f"{name}={value}" for name, value in parts.items())
    start = master.start.replace(tzinfo=None)
    made = rrulestr(text, dtstart=start)
    if not isinstance(made, rrule):
        raise ValueError("more than one rule")
    # A count beside our own end: the count holds, the end only stops the search.
    limited: Iterable[datetime] = made.replace(until=end)
    return islice(limited, min(int(count), MOST_STEPS + 1)) if count else limited


def _until(rule: Mapping[str, Any], zone: tzinfo, last: datetime) -> datetime:
    """Give the rule's own end, or the end of what was asked for, as bare local time."""
    ends = [last.astimezone(zone).replace(tzinfo=None)]
    own = rule.get("UNTIL")
    for each in own if isinstance(own, list) else [own] if own else []:
        stamp = getattr(each, "dt", each)
        if isinstance(stamp, datetime):
            local = stamp.astimezone(zone) if stamp.tzinfo else stamp
            ends.append(local.replace(tzinfo=None))
        elif isinstance(stamp, date):
            ends.append(datetime.combine(stamp, time(23, 59, 59)))
    return min(ends)
