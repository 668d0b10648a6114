"""Words of days as the desk says them."""

from collections.abc import Mapping
from datetime import date, datetime

from babel.dates import format_date, format_skeleton
from django import template
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from keepwell.desk.rules.columns import Shown
from keepwell.ui.templatetags.ui.tables import sort_header
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


@register.simple_tag(takes_context=True)
def column_header(context: Context, shown: Shown, sort: str) -> SafeString:
    """The heading of a column; one that can be sorted by is a link."""
    column = shown.column
    if column.sort:
        return sort_header(context, column.label, column.sort, sort, right=column.right)
    right = "r" if column.right else ""
    return format_html('<th scope="col" class="{}">{}</th>', right, column.label)


@register.filter
def at(words: Mapping[str, str], name: str) -> str:
    """What stands under this name, or nothing."""
    return words.get(name, "")
