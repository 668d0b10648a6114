"""A list on the days of a month, by a date the reader chooses."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from urllib.parse import quote

from babel.dates import format_skeleton
from django.utils.translation import get_language

from keepwell.desk.asking import TeammateRequest
from keepwell.desk.pages.listed import Listed
from keepwell.desk.pages.report import href_behind
from keepwell.desk.queries.calendar import Entry, on_days_of
from keepwell.desk.queries.nouns.every import PARTIES
from keepwell.desk.rules.filter_fields import Field, Sort
from keepwell.desk.rules.filter_tree import Condition
from keepwell.desk.rules.listing import asked_in, query_of
from keepwell.desk.rules.month import (
    birthdays_on,
    days_of,
    first_weekday,
    has_days,
    month_asked,
    month_beside,
)
from keepwell.firm.queries import firm_calendar, firm_or_none, holidays_between
from keepwell.kernel.keyset import Count
from keepwell.ui.words import reading_locale, weekday

USUAL_BY = {"parties": "next_touch", "tasks": "due"}


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the month shown: who stands on it, and where all of them are listed."""

    day: date
    is_today: bool
    is_beside: bool
    is_free: bool
    holiday: str
    entries: tuple[Entry, ...]
    more: int
    href: str


def calendar_field(listed: Listed) -> Field:
    """The date this calendar goes by; the next touch, or when it is due, where
    none is named."""
    fields = listed.noun.catalogue.fields
    field = fields.get(listed.listing.by)
    usual = fields[USUAL_BY[listed.noun.name]]
    return field if field is not None and has_days(field) else usual


def calendar_shown(request: TeammateRequest, listed: Listed) -> dict[str, Any]:
    """What the page shows of it."""
    field, today = calendar_field(listed), listed.viewer.on
    first = month_asked(request.GET.get("month", ""), today)
    days = _days(listed, field, first)
    here = first.strftime("%Y-%m") if first != today.replace(day=1) else ""
    kept = replace(listed.listing, by=listed.usual.by, of=listed.usual.of)
    state = listed.href(month=here).partition("?")[2]
    return {
        "rows": [entry for day in days for entry in day.entries] or [True],
        "days": days,
        "count": (
            count := sum(len(one.entries) + one.more for one in days if not one.is_beside)
        ),
        "counted": listed.noun.counted(Count(count, is_more=False)),
        "weekdays": [weekday(one.day) for one in days[:7]],
        "month": first,
        "month_words": format_skeleton("yMMMM", first, locale=reading_locale()),
        "earlier": listed.href(month=_named(first, -1)),
        "later": listed.href(month=_named(first, 1)),
        "this_month": listed.href() if here else "",
        "date_field": field,
        "date_fields": [(one.name, one.label) for one in _fields(listed)],
        "kept": [*asked_in(query_of(kept, listed.usual)).items(), ("month", here)],
        "from_list": quote(
            state if listed.noun is PARTIES else f"noun={listed.noun.name}&{state}", safe=""
        ),
        "back_here": quote(listed.href(month=here, by=listed.listing.by), safe=""),
    }


def _fields(listed: Listed) -> list[Field]:
    return [one for one in listed.noun.catalogue.fields.values() if has_days(one)]


def _named(first: date, steps: int) -> str:
    return month_beside(first, steps).strftime("%Y-%m")


def _days(listed: Listed, field: Field, first: date) -> list[Day]:
    firm = firm_or_none()
    begins = first_weekday(get_language() or "en", firm.country if firm else "")
    days = list(days_of(first, begins))
    found = on_days_of(listed.rows(), field, days, listed.viewer, listed.noun)
    closed = dict(holidays_between(days[0], days[-1] + timedelta(days=1)))
    calendar = firm_calendar()
    return [
        Day(
            day,
            day == listed.viewer.on,
            day.month != first.month,
            not calendar.is_working_day(day),
            closed.get(day, ""),
            found[day].entries if day in found else (),
            found[day].more if day in found else 0,
            _all_of(listed, field, day) if day in found else "",
        )
        for day in days
    ]


def _all_of(listed: Listed, field: Field, day: date) -> str:
    asked = Condition(field.name, "on", (day.isoformat(),))
    if field.sort is Sort.ANNIVERSARY:
        asked = Condition(field.name, "day", birthdays_on(day))
    return href_behind(listed, (asked,))
