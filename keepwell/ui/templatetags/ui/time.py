"""Days and numbers in words."""

from datetime import date, datetime

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from keepwell.ui import words
from keepwell.ui.markup import format_html

register = template.Library()


@register.simple_tag
def day(value: date | datetime | None, today: date, bare: bool = False) -> SafeString:
    """The date and how far it is: "23 Nov in 7 days"; `bare` leaves the distance out."""
    if value is None:
        return format_html('<span class="ink-3">{}</span>', _("Not known"))
    shown = words.short_day(value, today)
    stamp = format_html('<time datetime="{}">{}</time>', value.isoformat(), shown)
    if bare:
        return stamp
    return format_html(
        '{} <span class="distance">{}</span>', stamp, words.distance(value, today)
    )


@register.simple_tag
def distance(value: date | datetime, today: date) -> str:
    """ "in 7 days", "21 days ago"."""
    return words.distance(value, today)


@register.filter
def short_day(value: date | datetime | None, today: date | None = None) -> str:
    """ "23 Nov", with its year when it is not that of `today`."""
    return words.short_day(value, today) if value else ""


@register.filter
def clock(value: datetime | None) -> str:
    """ "10:40", in the reader's time zone."""
    return words.clock(value) if value else ""


@register.filter
def weekday(value: date) -> str:
    """ "Mon"."""
    return words.weekday(value)


@register.filter
def days(number: int) -> str:
    """ "47 days"."""
    return words.in_days(number)


@register.filter
def capped(number: int) -> str:
    """ "1,000+" from a thousand on."""
    return words.capped(number)


@register.filter
def grouped(number: int) -> str:
    """ "2,418"."""
    return words.grouped(number)
