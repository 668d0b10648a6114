"""What stands in rows: to-dos, the timeline, facts, hairline lists."""

from collections.abc import Iterable
from datetime import date, datetime

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from keepwell.ui.icons import icon_svg
from keepwell.ui.markup import format_html, format_html_join
from keepwell.ui.parts import Row
from keepwell.ui.templatetags.ui.judgement import Sentences, because, kind_shapes
from keepwell.ui.words import as_day, clock, distance, grouped, lateness, short_day

register = template.Library()

FLAG = mark_safe(
    '<svg class="flag" viewBox="0 0 8 8" aria-hidden="true" fill="currentColor">'
    '<circle cx="4" cy="4" r="4"/></svg>'
)


@register.simple_block_tag
def todo(  # noqa: PLR0913 - a row has as many parts as the look gives it
    content: str,
    what: str,
    party: str,
    href: str = "",
    kinds: Iterable[str] = (),
    who: str = "",
    why: Sentences = "",
    due: date | datetime | None = None,
    today: date | None = None,
    due_text: str = "",
    due_note: str = "",
    tone: str = "",
    id: str = "",
) -> SafeString:
    """One thing to do: verb and person, party, reason, day; the block holds its actions.

    `due` is written as its distance over its date, in red and in words when it is late;
    `due_text` and `due_note` stand instead when it is not a date ("21 days", "usual 9").
    """
    return format_html(
        '<li class="todo" data-row{}{}>{}<div><p class="todo-what">{}</p>'
        '<p class="todo-who">{}<a href="{}">{}</a>{}</p>{}</div>'
        '<div class="todo-side">{}<div class="todo-acts">{}</div></div></li>',
        format_html(' data-tone="{}"', tone) if tone else "",
        format_html(' id="{}"', id) if id else "",
        FLAG,
        what,
        kind_shapes(kinds),
        href,
        party,
        format_html('<span class="ink-3">{}</span>', who) if who else "",
        because(why),
        _due(due, today, due_text, due_note),
        content,
    )


def _due(due: date | datetime | None, today: date | None, text: str, note: str) -> SafeString:
    if due is not None and today is not None:
        late = lateness(due, today)
        word = late or text or distance(due, today)
        small = note or short_day(due, today)
        shown = format_html('<span class="late">{}</span>', word) if late else word
        return format_html(
            '<p class="todo-due"><time datetime="{}">{}</time> <small>{}</small></p>',
            as_day(due).isoformat(),
            shown,
            small,
        )
    if not text:
        return mark_safe('<p class="todo-due"></p>')
    return format_html('<p class="todo-due">{} <small>{}</small></p>', text, note)


@register.simple_block_tag
def tl(  # noqa: PLR0913 - as above
    content: str,
    icon: str,
    what: str,
    who: str = "",
    when: date | datetime | str = "",
    today: date | None = None,
    said: str = "",
    quote: str = "",
    touch: bool = False,
    planned: bool = False,
    href: str = "",
    id: str = "",
) -> SafeString:
    """One thing that happened or is planned; filled icon: a touch; dashed: planned.

    Reads "**who** what"; the block holds links and buttons under it.
    """
    state = " data-touch" if touch else " data-planned" if planned else ""
    spoken = _("Two-way contact:") if touch else _("Planned:") if planned else ""
    line = format_html("{}{}", format_html("<b>{}</b> ", who) if who else "", what)
    return format_html(
        '<li class="tl" data-row{}{}><span class="tl-icon">'
        '{}</span><div><p class="tl-what">{}{}</p>'
        "{}{}{}</div>{}</li>",
        mark_safe(state),
        format_html(' id="{}"', id) if id else "",
        icon_svg(icon),
        format_html('<span class="sr">{} </span>', spoken) if spoken else "",
        format_html('<a class="tl-link" href="{}">{}</a>', href, line) if href else line,
        format_html('<p class="tl-said">{}</p>', said) if said else "",
        format_html('<blockquote class="tl-quote">{}</blockquote>', quote) if quote else "",
        content.strip() and format_html('<div class="tl-more">{}</div>', content),
        _when(when, today),
    )


def _when(when: date | datetime | str, today: date | None) -> SafeString:
    if isinstance(when, str):
        return format_html('<span class="tl-when">{}</span>', when)
    shown = short_day(when, today)
    if isinstance(when, datetime) and today and as_day(when) == today:
        shown = clock(when)
    return format_html('<time datetime="{}">{}</time>', when.isoformat(), shown)


@register.simple_tag
def tl_day(text: str) -> SafeString:
    """A month or a day that heads what follows in the timeline."""
    return format_html('<li class="tl-day">{}</li>', text)


@register.simple_tag
def tl_silence(days: int) -> SafeString:
    """Silence is drawn: a dotted gap with its length."""
    words = ngettext(
        "%(n)s day without two-way contact", "%(n)s days without two-way contact", days
    )
    said = words % {"n": grouped(days)}
    return format_html('<li class="tl-gap"><span>{}</span></li>', said)


@register.simple_tag
def facts(rows: Iterable[tuple[str, object]], stacked: bool = False) -> SafeString:
    """Labels and values; an empty value reads "Not known"."""
    wrap = "<div><dt>{}</dt><dd>{}</dd></div>" if stacked else "<dt>{}</dt><dd>{}</dd>"
    unknown = format_html('<span class="ink-3">{}</span>', _("Not known"))
    inside = format_html_join(
        "", wrap, ((name, unknown if value in ("", None) else value) for name, value in rows)
    )
    return format_html(
        '<dl class="{}">{}</dl>', "facts-stacked" if stacked else "facts", inside
    )


@register.simple_tag
def hair(rows: Iterable[Row]) -> SafeString:
    """A hairline list: name, note under it, value at its end."""
    return format_html(
        '<ul class="hair">{}</ul>', format_html_join("", "{}", ((_hair(r),) for r in rows))
    )


def _hair(row: Row) -> SafeString:
    name = (
        format_html('<a class="link" href="{}">{}</a>', row.href, row.label)
        if row.href
        else format_html("{}", row.label)
    )
    note = format_html('<br><span class="meta">{}</span>', row.note) if row.note else ""
    value = format_html('<b class="{}">{}</b>', row.tone, row.value) if row.value else ""
    return format_html('<li class="split"><span>{}{}</span>{}</li>', name, note, value)
