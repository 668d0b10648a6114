"""The cells of a list of any noun, written by what sort of value stands in them."""

from datetime import date, datetime
from typing import Any

from django import template
from django.template import Context
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from keepwell.desk.queries.nouns.noun import Line, Link, Number, RowAct, Value, Word
from keepwell.desk.rules.columns import Layout, Shown
from keepwell.kernel.money import Money
from keepwell.ui.icons import icon_svg
from keepwell.ui.markup import format_html, format_html_join
from keepwell.ui.templatetags.ui.tables import tick
from keepwell.ui.words import clock, grouped, reading_locale, short_day

register = template.Library()
NONE = mark_safe('<span class="ink-3">–</span>')
MOST_NAMED = 2


@register.simple_tag(takes_context=True)
def noun_rows(context: Context) -> SafeString:
    """The rows of the list, each a card on a phone."""
    layout: Layout = context["layout"]
    today: date = context["today"]
    box = context["listed"].noun.is_ticked
    return format_html_join(
        "",
        '<tr role="row" id="p-{}">{}{}</tr>\n',
        (
            (line.pk, _box(line) if box else "", format_html_join("", "{}", (
                (_cell(line, href, one, today, first=one.column.name == layout.usual[0]),)
                for one in layout.columns)))
            for line, href in context["rows"]
        ),
    )  # fmt: skip


def _box(line: Line) -> SafeString:
    box = tick("row", str(line.pk), line.title)
    return format_html('<td class="check" role="cell">{}</td>', box)


def _cell(line: Line, href: str, shown: Shown, today: date, *, first: bool) -> SafeString:
    value = line.values[shown.column.name]
    if first:
        return _named(line, href, shown)
    column = shown.column
    tone = value.tone if isinstance(value, Word | Number) else ""
    empty = value is None or value == ()
    fold = f"fold-{column.fold}" if column.fold and not empty else "skip-phone"
    return format_html(
        '<td role="cell" class="{} w{}{}{}"{}>{}</td>',
        fold,
        shown.width,
        " r" if column.right else "",
        f" {tone}" if tone else "",
        format_html(' data-label="{}"', column.label.lower()) if column.fold == "end" else "",
        NONE if empty else said(value, today),
    )


def _named(line: Line, href: str, shown: Shown) -> SafeString:
    name = format_html('<a class="name" href="{}">{}</a>', href, line.title)
    return format_html(
        '<th scope="row" role="rowheader" class="row-name w{}">{}{}</th>',
        shown.width,
        _act(line.act) if line.act else "",
        name if href else format_html('<span class="name">{}</span>', line.title),
    )


def _act(act: RowAct) -> SafeString:
    return format_html(
        '<button class="btn btn-quiet btn-icon row-act" type="submit" form="row-form"'
        ' formaction="{}" aria-label="{}">{}</button>',
        act.href,
        act.words,
        icon_svg(act.icon),
    )


def said(value: Value, today: date) -> Any:
    """A value as people read it."""
    match value:
        case bool():
            return _("yes") if value else _("no")
        case int():
            return grouped(value)
        case Number():
            return grouped(value.number)
        case datetime():
            local = timezone.localtime(value)
            return format_html(
                '<time class="nowrap" datetime="{}">{}<span class="skip-phone ink-3"> {}</span>'
                "</time>",
                value.isoformat(), short_day(local, today), clock(local),
            )  # fmt: skip
        case date():
            return format_html('<span class="nowrap">{}</span>', short_day(value, today))
        case Money():
            shown = value.shown(str(reading_locale()))
            return format_html('<span class="num nowrap">{}</span>', shown)
        case Link():
            return _link(value)
        case tuple():
            return _links(value)
    return str(value)


def _link(one: Link) -> Any:
    return (
        format_html('<a class="link" href="{}">{}</a>', one.href, one.text) if one.href else one
    )


def _links(links: tuple[Link, ...]) -> SafeString:
    named = format_html_join(", ", "{}", ((_link(one),) for one in links[:MOST_NAMED]))
    more = len(links) - MOST_NAMED
    return format_html("{} +{}", named, more) if more > 0 else named
