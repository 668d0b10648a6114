"""Tables, views, filters, selection and paging."""

from collections.abc import Iterable

from django import template
from django.http import QueryDict
from django.template import Context
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from keepwell.ui.icons import icon_svg
from keepwell.ui.markup import format_html, format_html_join
from keepwell.ui.parts import FootCell, Tab
from keepwell.ui.words import capped

register = template.Library()

# A new order or a removed filter starts at the first page again.
PAGE_KEYS = ("after", "before", "page")


@register.simple_tag(takes_context=True)
def sort_header(
    context: Context,
    label: str,
    key: str,
    sort: str = "",
    right: bool = False,
    skip: bool = False,
    more: str = "",
) -> SafeString:
    """A heading that sorts and keeps the filters; `sort` is the order now: "name", "-name".

    `more` stands behind its words.
    """
    now = sort.lstrip("-") == key
    falling = sort == f"-{key}"
    asked = _asked(context)
    asked["sort"] = key if falling or not now else f"-{key}"
    classes = " ".join(
        word for word, on in (("sorted", now), ("r", right), ("skip-phone", skip)) if on
    )
    order = (
        format_html(' aria-sort="{}"', "descending" if falling else "ascending") if now else ""
    )
    arrow = icon_svg("sort-down" if falling else "sort-up") if now else ""
    return format_html(
        '<th scope="col" class="{}"{}><a class="sort" href="?{}">{}{}</a>{}</th>',
        classes,
        order,
        asked.urlencode(),
        label,
        arrow,
        more,
    )


def _asked(context: Context) -> QueryDict:
    request = context.get("request")
    asked = request.GET.copy() if request is not None else QueryDict(mutable=True)
    for key in PAGE_KEYS:
        asked.pop(key, None)
    return asked  # type: ignore[no-any-return]


@register.simple_tag
def table_foot(cells: Iterable[FootCell]) -> SafeString:
    """The counts and sums under a table."""
    inside = format_html_join(
        "",
        '<td{} class="{}">{}</td>',
        (
            (
                format_html(' colspan="{}"', c.span) if c.span > 1 else "",
                " ".join(w for w, on in (("r", c.right), ("skip-phone", c.skip_phone)) if on),
                c.text,
            )
            for c in cells
        ),
    )
    return format_html("<tfoot><tr>{}</tr></tfoot>", inside)


@register.simple_tag
def table_region(label: str) -> SafeString:
    """Attributes of a box that scrolls a wide table sideways, also by keys."""
    return format_html('class="scroll-x" role="region" tabindex="0" aria-label="{}"', label)


@register.simple_tag
def view_tabs(tabs: Iterable[Tab], label: str = "", new_href: str = "") -> SafeString:
    """Saved views with their counts, capped."""
    new = ""
    if new_href:
        new = format_html(
            '<a href="{}" class="ink-3">{}<span class="sr">{}</span></a>',
            new_href,
            icon_svg("add"),
            _("New view"),
        )
    return _nav("view-tabs", tabs, label or _("Saved views"), new)


@register.simple_tag
def tabs(tabs: Iterable[Tab], label: str) -> SafeString:
    """The sides of one page."""
    return _nav("tabs", tabs, label)


@register.simple_tag
def seg(tabs: Iterable[Tab], label: str) -> SafeString:
    """Two to four ways to see the same thing."""
    return _nav("seg", tabs, label)


def _nav(classes: str, tabs: Iterable[Tab], label: str, last: str = "") -> SafeString:
    links = format_html_join("", "{}", ((_tab(tab),) for tab in tabs))
    return format_html(
        '<nav class="{}" aria-label="{}">{}{}</nav>', classes, label, links, last
    )


def _tab(tab: Tab) -> SafeString:
    number = ""
    if tab.count is not None:
        tone = f" {tab.tone}" if tab.tone and tab.count else ""
        number = format_html(' <span class="count{}">{}</span>', tone, capped(tab.count))
    current = mark_safe(' aria-current="page"') if tab.current else ""
    return format_html('<a href="{}"{}>{}{}</a>', tab.href, current, tab.label, number)


@register.simple_tag
def chip(field: str, value: str, off_href: str = "", edit_href: str = "") -> SafeString:
    """One filter in force: "Kind is client", with a link to change it and one to remove it."""
    shown = (
        format_html('<a class="value" href="{}">{}</a>', edit_href, value)
        if edit_href
        else format_html('<span class="value">{}</span>', value)
    )
    words = _("Remove the filter %(field)s %(value)s") % {"field": field, "value": value}
    off = (
        format_html(
            '<a class="off" href="{}" aria-label="{}" title="{}">{}</a>',
            off_href,
            words,
            words,
            icon_svg("close"),
        )
        if off_href
        else ""
    )
    return format_html(
        '<span class="chip"><span class="of">{}</span>{}{}</span>', field, shown, off
    )


@register.simple_tag
def chip_add(label: str, href: str = "", opens: str = "") -> SafeString:
    """Adds a filter: a link, or a button that opens the dialog or disclosure of that id."""
    inside = format_html("{}{}", icon_svg("add"), label)
    if href:
        extra = format_html(' data-opens="{}"', opens) if opens else ""
        return format_html('<a class="chip chip-add" href="{}"{}>{}</a>', href, extra, inside)
    return format_html(
        '<button type="button" class="chip chip-add" data-opens="{}">{}</button>', opens, inside
    )


@register.simple_block_tag
def selbar(
    content: str, all_href: str = "", all_label: str = "", label: str = ""
) -> SafeString:
    """What can be done with the ticked rows; stands in the form that holds them.

    Without JavaScript it always shows; with it, it shows with the count once a row is ticked.
    """
    everything = (
        format_html('<a class="link" href="{}">{}</a>', all_href, all_label) if all_href else ""
    )
    return format_html(
        '<div class="selbar-place" data-selbar><div '
        'class="selbar" role="group" aria-label="{}">'
        "<span><span data-none>{}</span><span data-some "
        "hidden><b data-count>0</b> {}</span></span>"
        '{}<span class="gap"></span>{}'
        '<button class="btn btn-icon" type="reset" aria-label="{}" title="{}">{}</button>'
        "</div></div>",
        label or _("With the ticked rows"),
        label or _("With the ticked rows"),
        _("selected"),
        everything,
        content,
        _("Clear the selection"),
        _("Clear the selection"),
        icon_svg("close"),
    )


@register.simple_tag
def tick(name: str, value: str, label: str, checked: bool = False) -> SafeString:
    """The box that selects a row; its label says whose row it is."""
    return format_html(
        '<input class="tick" type="checkbox" name="{}" value="{}" aria-label="{}"{}>',
        name,
        value,
        label,
        mark_safe(" checked") if checked else "",
    )


@register.simple_tag
def tick_all(label: str = "") -> SafeString:
    """Ticks every row shown; needs JavaScript and hides itself without it."""
    return format_html(
        '<input class="tick" type="checkbox" data-tick-all hidden aria-label="{}">',
        label or _("Select all shown"),
    )


@register.simple_tag
def pager(previous: str = "", next: str = "", shown: str = "") -> SafeString:
    """Earlier and further rows by keyset; `shown` says how many of how many."""
    if not (previous or next or shown):
        return mark_safe("")
    back = format_html(
        '<a class="btn" rel="prev" href="{}">{}{}</a>', previous, icon_svg("left"), _("Earlier")
    )
    on = format_html(
        '<a class="btn" rel="next" href="{}">{}{}</a>', next, _("Further"), icon_svg("right")
    )
    return format_html(
        '<nav class="pager" aria-label="{}"><span class="meta">{}</span>{}{}</nav>',
        _("Pages"),
        shown,
        back if previous else "",
        on if next else "",
    )
