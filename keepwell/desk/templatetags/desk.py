"""Words of days as the desk says them."""

from datetime import date, datetime

from babel.dates import format_date, format_skeleton
from django import template
from django.utils.translation import gettext as _

from keepwell.ui.words import as_day, distance, reading_locale

register = template.Library()


@register.simple_tag
def long_day(value: date) -> str:
    """ "Monday 23 November"."""
    locale = reading_locale()
    weekday = format_date(value, "EEEE", locale=locale)
    return f"{weekday} {format_skeleton('MMMMd', value, locale=locale)}"


@register.filter
def month(value: date | datetime) -> str:
    """ "November 2026", which heads a part of the timeline."""
    return str(format_skeleton("yMMMM", as_day(value), locale=reading_locale()))


@register.filter
def ago(value: date | datetime | None, today: date) -> str:
    """ "21 days ago"; "never" when there is none."""
    return distance(value, today) if value else _("never")
