"""Which days a condition means: “in the last 30 days”, “this quarter”, “before 1 March”."""

from datetime import date, timedelta

Days = tuple[date | None, date | None]
_DAY = timedelta(days=1)
EARLIEST, LATEST = date(1_000, 1, 1), date(9_000, 1, 1)


def days_meant(operator: str, values: tuple[str, ...], today: date) -> Days:
    """The first day meant and the first no longer meant; None where there is no such end.

    Today belongs to the last and to the next days; weeks begin on Monday.
    """
    if operator in ("last", "ago", "next"):
        return _near(operator, int(values[0]), today)
    if operator in ("on", "before", "after", "between"):
        return _said(operator, sorted(date.fromisoformat(value) for value in values))
    return _around(operator, today)


def _near(operator: str, days: int, today: date) -> Days:
    if operator == "last":
        return _moved(today, -days), today + _DAY
    if operator == "ago":
        return None, _moved(today, -days)
    return today, _moved(today, days + 1)


def _moved(day: date, days: int) -> date:
    """So many days on; at the end of time where there are no such days."""
    try:
        return min(max(day + timedelta(days=days), EARLIEST), LATEST)
    except OverflowError:
        return LATEST if days > 0 else EARLIEST


def _said(operator: str, days: list[date]) -> Days:
    if operator == "before":
        return None, days[0]
    if operator == "after":
        return days[0] + _DAY, None
    return days[0], days[-1] + _DAY


def _around(operator: str, today: date) -> Days:
    match operator:
        case "past":
            return None, today
        case "future":
            return today, None
        case "week":
            monday = today - timedelta(days=today.weekday())
            return monday, monday + timedelta(days=7)
        case "month":
            return today.replace(day=1), _month_after(today.year, today.month)
        case "quarter":
            first = today.replace(month=today.month - (today.month - 1) % 3, day=1)
            return first, _month_after(first.year, first.month + 2)
        case "year":
            return date(today.year, 1, 1), date(today.year + 1, 1, 1)
    return today, today + _DAY


def _month_after(year: int, month: int) -> date:
    return date(year + month // 12, month % 12 + 1, 1)


def anniversaries_meant(operator: str, values: tuple[str, ...], today: date) -> Days:
    """As `days_meant`, never longer than a year, with both ends: for days without a year."""
    first, beyond = days_meant(operator, values, today)
    first = first or today
    longest = first + timedelta(days=366)
    return first, min(beyond or longest, longest)
