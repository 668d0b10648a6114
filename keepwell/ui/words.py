"""Days, distances and counts in words, in the reader's language."""

from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache

from babel import Locale
from babel.core import UnknownLocaleError
from babel.dates import format_skeleton
from django.utils.formats import number_format
from django.utils.timezone import is_aware, localtime
from django.utils.translation import get_language, gettext, ngettext

CAP = 1000  # an exact count above this costs more than it tells (look.md: "1,000+")


def reading_locale() -> Locale:
    """The locale dates are written in; plain English means the world's, day before month."""
    return _locale_of((get_language() or "en").replace("-", "_"))


@lru_cache(maxsize=64)
def _locale_of(language: str) -> Locale:
    try:
        locale = Locale.parse("en_001" if language == "en" else language)
    except (UnknownLocaleError, ValueError):
        locale = Locale.parse("en_001")
    return locale


def as_day(value: date | datetime) -> date:
    """The calendar day of a moment, in the reader's time zone."""
    if isinstance(value, datetime):
        return (localtime(value) if is_aware(value) else value).date()
    return value


def short_day(value: date | datetime, today: date | None = None) -> str:
    """ "23 Nov"; with its year when that is not this year."""
    day = as_day(value)
    same_year = today is not None and day.year == today.year
    skeleton = "MMMd" if same_year else "yMMMd"
    return _in_skeleton(skeleton, day, reading_locale())


@lru_cache(maxsize=4_096)
def _in_skeleton(skeleton: str, day: date, locale: Locale) -> str:
    """A list says the same few days again and again, and spelling one takes a while."""
    return str(format_skeleton(skeleton, day, locale=locale))


def clock(value: datetime) -> str:
    """ "10:40", in the reader's time zone."""
    return format_skeleton("Hm", localtime(value), locale=reading_locale())


def weekday(value: date) -> str:
    """ "Mon"."""
    return str(format_skeleton("E", value, locale=reading_locale()))


def in_days(number: int) -> str:
    """ "47 days"."""
    return ngettext("%(n)s day", "%(n)s days", number) % {"n": number_format(number)}


def distance(value: date | datetime, today: date) -> str:
    """How far a day is from today: "today", "in 7 days", "21 days ago"."""
    ahead = (as_day(value) - today).days
    if ahead == 0:
        return gettext("today")
    if ahead == 1:
        return gettext("tomorrow")
    if ahead == -1:
        return gettext("yesterday")
    if ahead > 0:
        return ngettext("in %(n)s day", "in %(n)s days", ahead) % {"n": grouped(ahead)}
    return ngettext("%(n)s day ago", "%(n)s days ago", -ahead) % {"n": grouped(-ahead)}


def lateness(value: date | datetime, today: date) -> str:
    """ "1 day late", or nothing when the day has not passed."""
    late = (today - as_day(value)).days
    if late <= 0:
        return ""
    return ngettext("%(n)s day late", "%(n)s days late", late) % {"n": grouped(late)}


def grouped(number: int | Decimal) -> str:
    """The number with its thousands set apart as the reader's language does."""
    return str(number_format(number, use_l10n=True, force_grouping=True))


def capped(number: int, cap: int = CAP) -> str:
    """The count, or "1,000+" from the cap on."""
    return f"{grouped(cap)}+" if number >= cap else grouped(number)


def initials(name: str) -> str:
    """One or two letters that stand for a person or an organisation: "HS" for Hanne Sørby."""
    words = [word for word in name.split() if word[0].isalnum()]
    if not words:
        return "?"
    if len(words) == 1 or (
        not words[0][0].isascii() and words[0][0].lower() == words[0][0].upper()
    ):
        return words[0][0].upper()
    return (words[0][0] + words[-1][0]).upper()
