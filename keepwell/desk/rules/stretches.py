"""Days gathered into stretches: weeks, months, quarters, years; which of them are shown."""

from dataclasses import dataclass
from datetime import date, timedelta

from babel import Locale
from babel.dates import format_date, format_skeleton

from keepwell.kernel.words import say as _

# How many stretches a report shows down its side, and across its top.
SHOWN = {"day": 62, "week": 53, "month": 36, "quarter": 20, "year": 20}
ACROSS = 8


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days from `first` up to and without `beyond`."""

    first: date
    beyond: date

    @property
    def last(self) -> date:
        return self.beyond - timedelta(days=1)

    def holds(self, day: date) -> bool:
        return self.first <= day < self.beyond


def stretch_of(day: date, each: str) -> Stretch:
    """The week, month … this day lies in; weeks begin on Monday."""
    if each == "day":
        return Stretch(day, day + timedelta(days=1))
    if each == "week":
        monday = day - timedelta(days=day.weekday())
        return Stretch(monday, monday + timedelta(days=7))
    months = {"month": 1, "quarter": 3, "year": 12}[each]
    place = day.year * 12 + (day.month - 1) // months * months
    return Stretch(_first_of(place), _first_of(place + months))


def _first_of(place: int) -> date:
    return date(place // 12, place % 12 + 1, 1)


def stretches_shown(
    first: date, last: date, each: str, today: date, most: int
) -> list[Stretch]:
    """The stretches from the first day to the last, the latest `most` of them.

    Where days lie far ahead, a third of those shown are still to come.
    """
    end = stretch_of(last, each)
    ahead = stretch_of(today, each)
    for _step in range(most // 3):
        ahead = stretch_of(ahead.beyond, each)
    begin = stretch_of(first, each)
    if end.first > ahead.first and _back(end, most - 1, each).first > begin.first:
        end = ahead if ahead.first >= begin.first else _on(begin, most - 1, each)
    shown = [end]
    while len(shown) < most and shown[-1].first > begin.first:
        shown.append(_back(shown[-1], 1, each))
    return shown[::-1]


def _back(stretch: Stretch, steps: int, each: str) -> Stretch:
    for _step in range(steps):
        if stretch.first.year < 1_001:
            break
        stretch = stretch_of(stretch.first - timedelta(days=1), each)
    return stretch


def _on(stretch: Stretch, steps: int, each: str) -> Stretch:
    for _step in range(steps):
        stretch = stretch_of(stretch.beyond, each)
    return stretch


def stretch_in_words(stretch: Stretch, each: str, locale: Locale) -> str:
    """ "23 Nov 2026", "week of 23 Nov 2026", "Nov 2026", "Q4 2026", "2026"."""
    if each == "year":
        return str(stretch.first.year)
    if each == "quarter":
        return str(format_date(stretch.first, "QQQ yyyy", locale=locale))
    if each == "month":
        return str(format_skeleton("yMMM", stretch.first, locale=locale))
    day = str(format_skeleton("yMMMd", stretch.first, locale=locale))
    return _("week of %(day)s", day=day) if each == "week" else day


def stretch_in_short(stretch: Stretch, each: str, locale: Locale) -> str:
    """As it stands under a chart: "23 Nov", "Nov", "Q4", "2026"."""
    if each in ("quarter", "year"):
        return stretch_in_words(stretch, each, locale)
    if each == "month":
        skeleton = "yMMM" if stretch.first.month == 1 else "MMM"
        return str(format_skeleton(skeleton, stretch.first, locale=locale))
    return str(format_skeleton("MMMd", stretch.first, locale=locale))
