"""When something comes again: iCalendar's rules (RFC 5545, 3.3.10), as far as tasks need them.

A rule is kept in iCalendar's own words (`FREQ=MONTHLY;BYDAY=2TU`), so that calendars understand
it. Days only: a task is due on a day, wherever its teammate lives.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from typing import Literal
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta
from dateutil.rrule import rrule, weekday

FREQUENCIES: Mapping[str, Literal[0, 1, 2, 3]] = {
    "YEARLY": 0,
    "MONTHLY": 1,
    "WEEKLY": 2,
    "DAILY": 3,
}
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
WORKING = (0, 1, 2, 3, 4)
MOST_EVERY, MOST_TIMES = 500, 999
# A day begins on Kiritimati first. Made that early, a task is there when its day begins where
# its teammate lives; Today shows it no sooner.
FIRST_DAWN = timedelta(hours=14)
# A rule that has not come again within so many years will not.
HORIZON_YEARS = 40
_NTH = re.compile(r"([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)")


class NotARule(ValueError):
    """Words that are no rule we know."""


@dataclass(frozen=True, slots=True)
class Rule:
    """How often something comes: every `every` days, weeks, months or years, on which days.

    `weekdays` are (nth, weekday): nth 0 is every such day, -1 the last of the month. Of
    `month_days` only the `place`th of each month is meant where a place is given (-1: the
    last). `until` is the last day it may come, `times` how often in all.
    """

    unit: str
    every: int = 1
    weekdays: tuple[tuple[int, int], ...] = ()
    month_days: tuple[int, ...] = ()
    months: tuple[int, ...] = ()
    place: int = 0
    until: date | None = None
    times: int | None = None


def rule_of(words: str) -> Rule:
    """The rule these iCalendar words say; `NotARule` where it is one we do not keep."""
    parts = [part.partition("=") for part in words.upper().removeprefix("RRULE:").split(";")]
    told = {name.strip(): value.strip() for name, _sign, value in parts}
    known = {"FREQ", "INTERVAL", "BYDAY", "BYMONTHDAY", "BYMONTH", "BYSETPOS", "UNTIL", "COUNT"}
    if len(told) < len(parts) or not set(told) <= known | {"WKST"}:
        raise NotARule(words)
    if told.get("WKST", "MO") != "MO" or told.get("FREQ") not in FREQUENCIES:
        raise NotARule(words)
    rule = Rule(
        told["FREQ"],
        _whole(told.get("INTERVAL", "1"), 1, MOST_EVERY),
        tuple(_weekday(each) for each in _listed(told, "BYDAY")),
        tuple(_whole(each, -31, 31) for each in _listed(told, "BYMONTHDAY")),
        tuple(_whole(each, 1, 12) for each in _listed(told, "BYMONTH")),
        _whole(told.get("BYSETPOS", "0"), -31, 31),
        _until(told["UNTIL"]) if "UNTIL" in told else None,
        _whole(told["COUNT"], 1, MOST_TIMES) if "COUNT" in told else None,
    )
    _must_fit(rule, words)
    return rule


def _must_fit(rule: Rule, words: str) -> None:
    nth = any(number for number, _day in rule.weekdays)
    odd = (
        (nth and rule.unit not in ("MONTHLY", "YEARLY"))
        or (nth and rule.unit == "YEARLY" and not rule.months)
        or (rule.month_days and rule.unit == "WEEKLY")
        or 0 in rule.month_days
        or (rule.until and rule.times)
    )
    if odd:
        raise NotARule(words)


def _listed(told: Mapping[str, str], name: str) -> list[str]:
    return told[name].split(",") if told.get(name) else []


def _whole(text: str, least: int, most: int) -> int:
    if not re.fullmatch(r"[+-]?\d{1,4}", text) or not least <= int(text) <= most:
        raise NotARule(text)
    return int(text)


def _weekday(text: str) -> tuple[int, int]:
    found = _NTH.fullmatch(text)
    if found is None or not -5 <= int(found[1] or 0) <= 5:
        raise NotARule(text)
    return int(found[1] or 0), WEEKDAYS.index(found[2])


def _until(text: str) -> date:
    try:
        return datetime.strptime(text[:8], "%Y%m%d").date()  # noqa: DTZ007 - a day
    except ValueError:
        raise NotARule(text) from None


def words_of(rule: Rule) -> str:
    """The rule in iCalendar's words."""
    days = ",".join(f"{nth or ''}{WEEKDAYS[day]}" for nth, day in rule.weekdays)
    told = {
        "FREQ": rule.unit,
        "INTERVAL": str(rule.every) if rule.every > 1 else "",
        "BYMONTH": ",".join(map(str, rule.months)),
        "BYMONTHDAY": ",".join(map(str, rule.month_days)),
        "BYDAY": days,
        "BYSETPOS": str(rule.place) if rule.place else "",
        "UNTIL": f"{rule.until:%Y%m%d}" if rule.until else "",
        "COUNT": str(rule.times) if rule.times else "",
    }
    return ";".join(f"{name}={value}" for name, value in told.items() if value)


def kept_to_the_month(rule: Rule, first: date) -> Rule:
    """The rule so that it misses no short month: the 31st is then the last day there is.

    Only a monthly rule that names no day, or a yearly one on 29 February; iCalendar by itself
    would leave those months out.
    """
    if rule.weekdays or rule.month_days or rule.months or first.day <= 28:
        return rule
    days = tuple(range(28, first.day + 1))
    plain = (rule.unit, rule.every)
    ends = {"until": rule.until, "times": rule.times}
    if rule.unit == "MONTHLY":
        return Rule(*plain, month_days=days, place=-1, **ends)  # type: ignore[arg-type]
    if rule.unit == "YEARLY" and (first.month, first.day) == (2, 29):
        return Rule(*plain, month_days=days, months=(2,), place=-1, **ends)  # type: ignore[arg-type]
    return rule


def next_day(rule: Rule, *, first: date, last: date, turns: int) -> date | None:
    """The day after `last` on which it comes again; None where it comes no more.

    `first` is the day it began, from which every second week and the like are counted; `turns`
    is how often it has come so far.
    """
    if rule.times is not None and turns >= rule.times:
        return None
    end = min(rule.until or date.max, last + relativedelta(years=HORIZON_YEARS))
    found = _days(rule, first, end).after(datetime.combine(last, time.min))
    return found.date() if found else None


def days_of(rule: Rule, first: date, most: int) -> list[date]:
    """The days after the first on which it comes, `most` of them."""
    end = min(rule.until or date.max, first + relativedelta(years=HORIZON_YEARS))
    later = (each.date() for each in _days(rule, first, end) if each.date() > first)
    left = most if rule.times is None else min(most, rule.times - 1)
    return list(islice(later, left))


def _days(rule: Rule, first: date, end: date) -> rrule:
    return rrule(
        FREQUENCIES[rule.unit],
        dtstart=datetime.combine(first, time.min),
        interval=rule.every,
        byweekday=[weekday(day, nth or None) for nth, day in rule.weekdays] or None,
        bymonthday=rule.month_days or None,
        bymonth=rule.months or None,
        bysetpos=rule.place or None,
        until=datetime.combine(end, time.min),
    )


def days_after(done: date, rule: Rule, *, turns: int) -> date | None:
    """The day it comes again when it is counted from the day it was done."""
    if rule.times is not None and turns >= rule.times:
        return None
    step = {
        "DAILY": relativedelta(days=rule.every),
        "WEEKLY": relativedelta(weeks=rule.every),
        "MONTHLY": relativedelta(months=rule.every),
        "YEARLY": relativedelta(years=rule.every),
    }
    day = done + step[rule.unit]
    return None if rule.until is not None and day > rule.until else day


def moment_at(day: date, at: time, zone: str) -> datetime:
    """That time of that day where somebody lives.

    A time that the clock leaves out when summer comes is as much later; of one that comes
    twice in autumn the first is meant (PEP 495).
    """
    return datetime.combine(day, at, ZoneInfo(zone)).astimezone(UTC)


def reminder_at(due: date, *, days_before: int, at: time, zone: str) -> datetime:
    """The moment of a reminder so many days before something is due."""
    return moment_at(due - timedelta(days=days_before), at, zone)


def is_on_working_days(days: Sequence[tuple[int, int]]) -> bool:
    """Whether these weekdays are Monday to Friday."""
    return tuple(sorted(day for _nth, day in days)) == WORKING
