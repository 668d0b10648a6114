"""A person or an organisation in a line: initials, name, role, and whether they are here."""

from datetime import date

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from keepwell.ui.markup import format_html
from keepwell.ui.words import initials, short_day

register = template.Library()


@register.simple_tag
def avatar(name: str, size: str = "", organisation: bool = False) -> SafeString:
    """Initials in a circle, or a square for an organisation; sizes: lg, xl."""
    classes = "ava" + (f" ava-{size}" if size else "") + (" ava-org" if organisation else "")
    return format_html('<span class="{}" aria-hidden="true">{}</span>', classes, initials(name))


@register.simple_tag
def person(
    name: str | None,
    role: str = "",
    href: str = "",
    away_until: date | None = None,
    former: bool = False,
    today: date | None = None,
) -> SafeString:
    """A teammate or a person; an empty name says "No owner" in red, never nothing."""
    if not name:
        return format_html(
            '<span class="person person-none"><span class="ava" aria-hidden="true">?</span>'
            "<span>{}</span></span>",
            _("No owner"),
        )
    state = role
    if former:
        state = _("left the firm")
    elif away_until:
        state = _("away until %(day)s") % {"day": short_day(away_until, today)}
    shown = format_html('<a class="person-name" href="{}">{}</a>', href, name) if href else name
    return format_html(
        '<span class="person{}">{}<span>{}{}</span></span>',
        " person-former" if former else "",
        avatar(name),
        shown,
        format_html(' <span class="ink-3">{}</span>', state) if state else "",
    )
