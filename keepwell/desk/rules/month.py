"""The days of a calendar's month: whole weeks, from the weekday on which weeks begin here."""

from calendar import isleap
from collections.abc import Iterator
from datetime import date, timedelta

from babel import Locale
from babel.core import UnknownLocaleError

from keepwell.desk.rules.filter_fields import Field, Sort

WEEK = 7
ON_DAYS = (Sort.DATE, Sort.MOMENT, Sort.ANNIVERSARY)


def has_days(field: Field) -> bool:
    """Whether what this field holds can stand on the days of a calendar."""
    return field.sort in ON_DAYS


def month_asked(text: str, today: date) -> date:
    """The first day of the month this text names ("2026-11"), else of today's."""
    year, _dash, month = text.partition("-")
    if year.isascii() and year.isdigit() and month.isascii() and month.isdigit():
        number = int(year) * 12 + int(month) - 1 if len(year) == 4 and len(month) <= 2 else 0
        if 1 <= int(month) <= 12 and 1_001 * 12 < number < 8_999 * 12:
            return date(int(year), int(month), 1)
    return today.replace(day=1)


def month_beside(first: date, steps: int) -> date:
    """The first day of the month so many after, or before."""
    place = first.year * 12 + first.month - 1 + steps
    return date(place // 12, place % 12 + 1, 1)


def first_weekday(language: str, country: str) -> int:
    """On which weekday weeks begin in this country (0 = Monday), by CLDR; Monday if unknown."""
    try:
        return int(Locale.parse(f"{language.partition('-')[0]}_{country}").first_week_day)
    except (UnknownLocaleError, ValueError):
        return 0


def birthdays_on(day: date) -> tuple[str, ...]:
    """The days of the year kept on this one: 29 February on the 28th where there is none."""
    here = (day.strftime("%m-%d"),)
    return (*here, "02-29") if here == ("02-28",) and not isleap(day.year) else here


def days_of(first: date, begins: int) -> Iterator[date]:
    """Every day of the weeks that touch this month."""
    day = first - timedelta(days=(first.weekday() - begins) % WEEK)
    beyond = month_beside(first, 1)
    while day < beyond or day.weekday() != begins:
        yield day
        day += timedelta(days=1)
