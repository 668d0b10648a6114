"""Conditions about days, as ranges an index can answer."""

from calendar import isleap
from datetime import date, datetime, time, timedelta

from django.db.models import ExpressionWrapper, IntegerField, Q
from django.db.models.functions import ExtractDay, ExtractMonth
from django.db.models.lookups import GreaterThanOrEqual, In, LessThanOrEqual
from django.utils import timezone

from keepwell.desk.rules.filter_days import anniversaries_meant, days_meant
from keepwell.desk.rules.filter_tree import Condition


def on_days(path: str, asked: Condition, today: date, *, moments: bool = False) -> Q:
    """The condition on a column of days, or of moments as the reader's days begin and end."""
    if asked.operator in ("empty", "filled"):
        return Q(**{f"{path}__isnull": asked.operator == "empty"})
    first, beyond = days_meant(asked.operator, asked.values, today)
    found = Q()
    if first is not None:
        found &= Q(**{f"{path}__gte": day_begins(first) if moments else first})
    if beyond is not None:
        found &= Q(**{f"{path}__lt": day_begins(beyond) if moments else beyond})
    return found


def day_begins(day: date) -> datetime:
    """The moment that day begins where the reader lives: a range an index can answer."""
    return timezone.make_aware(datetime.combine(day, time.min))


def on_anniversaries(path: str, asked: Condition, today: date) -> Q:
    """The condition on the month and day alone; who was born on 29 February has 28 February."""
    if asked.operator in ("empty", "filled"):
        return Q(**{f"{path}__isnull": asked.operator == "empty"})
    code = ExpressionWrapper(
        ExtractMonth(path) * 100 + ExtractDay(path), output_field=IntegerField()
    )
    known = Q(**{f"{path}__isnull": False})
    if asked.operator == "day":
        return known & Q(In(code, [int(value.replace("-", "")) for value in asked.values]))
    first, beyond = anniversaries_meant(asked.operator, asked.values, today)
    assert first is not None and beyond is not None
    last = beyond - timedelta(days=1)
    if (last - first).days >= 365:
        return known
    from_, to = first.month * 100 + first.day, last.month * 100 + last.day
    if (last.month, last.day) == (2, 28) and not isleap(last.year):
        to = 229
    since = Q(GreaterThanOrEqual(code, from_))
    until = Q(LessThanOrEqual(code, to))
    return known & ((since & until) if from_ <= to else (since | until))
