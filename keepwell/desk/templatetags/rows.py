"""The cells of a row of the list. Fifty rows of many columns are most of a page: they are
written here, as the template engine took ten times as long for them as the database."""

from collections.abc import Callable, Container
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django import template
from django.template import Context
from django.template.defaultfilters import floatformat
from django.template.loader import get_template
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from keepwell.desk.queries.party_list import Row
from keepwell.desk.rules.columns import Layout, Shown
from keepwell.relationships.rules.quiet import Level
from keepwell.ui.icons import icon_svg
from keepwell.ui.markup import format_html, format_html_join
from keepwell.ui.templatetags.ui.judgement import badge, kind, kind_shapes
from keepwell.ui.templatetags.ui.people import person
from keepwell.ui.templatetags.ui.tables import tick
from keepwell.ui.words import grouped, in_days, short_day

register = template.Library()

DASH = "–"
NONE = mark_safe('<span class="ink-3">–</span>')


@dataclass(frozen=True, slots=True)
class _Here:
    """What all rows of a page share."""

    today: date
    from_list: str
    party_href: str
    follow_href: str
    followed: Container[UUID]
    follow_words: str
    more: str = ""


Cell = Callable[[Row, Shown, _Here], SafeString]


@register.simple_tag(takes_context=True)
def list_rows(context: Context) -> SafeString:
    """The rows of the list, each with its box to tick and the cells of the layout."""
    layout: Layout = context["layout"]
    here = _Here(
        context["today"], context["from_list"], _href("desk:party"), _href("notices:follow"),
        context["followed"], _("Follow %(name)s"),
    )  # fmt: skip
    columns = [(one, _cell_of(one)) for one in layout.columns]
    lines = [
        format_html(
            '<tr role="row" id="p-{}"><td class="check" role="cell">{}</td>{}</tr>\n',
            row.party.pk,
            tick("party", str(row.party.pk), row.party.name),
            mark_safe("".join(cell(row, one, here) for one, cell in columns)),
        )
        for row in context["rows"]
    ]
    return mark_safe("".join(lines))


@register.simple_tag
def list_cell(row: Row, shown: Shown, today: date) -> SafeString:
    """One cell by itself, written in just now: it has the focus where the form had it."""
    focus = mark_safe(' tabindex="-1" autofocus')
    return _cell_of(shown)(row, shown, _Here(today, "", "", "", (), "", focus))


def _cell_of(shown: Shown) -> Cell:
    return _own if shown.column.own else _CELLS.get(shown.column.name, _plain)


def _href(name: str) -> str:
    """An address about a party, with a place for its id."""
    nobody = "00000000-0000-0000-0000-000000000000"
    return reverse(name, args=[nobody]).replace(nobody, "{}")


def _name(row: Row, shown: Shown, here: _Here) -> SafeString:
    href = here.party_href.format(row.party.pk)
    href += f"?list={here.from_list}" if here.from_list else ""
    return format_html(
        '<th scope="row" role="rowheader" class="w{}">{}<a class="name" href="{}">{}</a>'
        "{}{}{}</th>",
        shown.width,
        _star(row, here),
        href,
        row.party.name,
        format_html(' <span class="meta">{}</span>', row.works_for) if row.works_for else "",
        format_html('<br><span class="meta">{}</span>', row.missing) if row.missing else "",
        _kinds_on_a_phone(row),
    )


def _star(row: Row, here: _Here) -> SafeString:
    follows = row.party.pk in here.followed
    return format_html(
        '<button class="btn btn-quiet btn-icon star{}" type="submit" form="follow-form"'
        ' formaction="{}"{} aria-pressed="{}" aria-label="{}">{}</button>',
        " star-on" if follows else "",
        here.follow_href.format(row.party.pk),
        mark_safe(' name="do" value="stop"') if follows else "",
        "true" if follows else "false",
        here.follow_words % {"name": row.party.name},
        icon_svg("star"),
    )


def _kinds_on_a_phone(row: Row) -> SafeString | str:
    if not row.kinds:
        return ""
    return format_html(
        '<span class="phone-only"><span class="cluster mt1">{}</span></span>',
        format_html_join("", "{}", ((kind(word),) for word in row.kinds)),
    )


def _own(row: Row, shown: Shown, here: _Here) -> SafeString:
    value = row.own.get(shown.column.name)
    said = get_template("desk/parts/own_value.html").render({"value": value, "bare": True})
    return _cell(shown, said, here.more)


def _kinds(row: Row, shown: Shown, here: _Here) -> SafeString:
    return format_html('<td role="cell" class="skip-phone">{}</td>', kind_shapes(row.kinds))


def _owner(row: Row, shown: Shown, here: _Here) -> SafeString:
    wanted = row.owner or "client" in row.kinds
    return _cell(shown, person(row.owner, former=row.former_owner) if wanted else NONE)


def _stage(row: Row, shown: Shown, here: _Here) -> SafeString:
    return _cell(shown, capfirst(row.stage) or DASH)


def _quiet(row: Row, shown: Shown, here: _Here) -> SafeString:
    return format_html('<td role="cell" class="fold-top">{}</td>', _how_quiet(row))


def _how_quiet(row: Row) -> SafeString:
    if row.quiet is None:
        return mark_safe('<span class="ink-3 skip-phone">–</span>')
    level, because = row.quiet.value, row.quiet.because
    if level == Level.FINE:
        return format_html('<span class="ink-2">{}</span>', _("well"))
    word, tone = {
        Level.WATCH: (_("To watch"), ""),
        Level.QUIET: (_("Quiet"), "watch"),
        Level.SILENT: (_("Silent"), "alarm"),
    }[level]
    return badge(word, tone=tone, because=because, end=True)


def _last(row: Row, shown: Shown, here: _Here) -> SafeString:
    said = _("never")
    if row.last_two_way:
        said = in_days(row.silent_days) if row.silent_days else _("today")
    return format_html(
        '<td role="cell" class="fold-start r {}" data-label="{}">{}</td>',
        row.tone, _("spoke"), said,
    )  # fmt: skip


def _gap(row: Row, shown: Shown, here: _Here) -> SafeString:
    said = NONE if row.usual_gap is None else floatformat(row.usual_gap, 0)
    return format_html('<td role="cell" class="skip-phone r">{}</td>', said)


def _next(row: Row, shown: Shown, here: _Here) -> SafeString:
    day, label = row.next_touch, _("next")
    is_late = day is not None and day < here.today
    folded = " skip-phone" if day is None else " alarm" if is_late else ""
    late = _("overdue") + " " if is_late else ""
    return format_html(
        '<td role="cell" class="fold-end r{}" data-label="{}">{}{}</td>',
        folded, label, late, short_day(day, here.today) if day else NONE,
    )  # fmt: skip


def _plain(row: Row, shown: Shown, here: _Here) -> SafeString:
    value = _VALUES[shown.column.name](row)
    if value is None or value == "":
        return _cell(shown, DASH, here.more)
    said = short_day(value, here.today) if isinstance(value, date) else value
    return _cell(shown, said, here.more)


def _email(row: Row, shown: Shown, here: _Here) -> SafeString:
    link = format_html('<a class="link" href="mailto:{}">{}</a>', row.email, row.email)
    return _cell(shown, link if row.email else DASH)


def _phone(row: Row, shown: Shown, here: _Here) -> SafeString:
    return _cell(shown, format_html('<span class="nowrap">{}</span>', row.phone or DASH))


def _employees(row: Row, shown: Shown, here: _Here) -> SafeString:
    number = row.party.employees
    return _cell(shown, DASH if number is None else grouped(number), here.more)


def _cell(shown: Shown, said: Any, more: str = "") -> SafeString:
    right = " r" if shown.column.right else ""
    return format_html(
        '<td role="cell" class="skip-phone w{}{}"{}>{}</td>', shown.width, right, more, said
    )


_CELLS: dict[str, Cell] = {
    "name": _name, "kinds": _kinds, "owner": _owner, "stage": _stage, "quiet": _quiet,
    "last": _last, "gap": _gap, "next": _next, "email": _email, "phone": _phone,
    "employees": _employees,
}  # fmt: skip
_VALUES: dict[str, Callable[[Row], Any]] = {
    "inbound": lambda row: getattr(row.facts, "last_inbound", None),
    "outbound": lambda row: getattr(row.facts, "last_outbound", None),
    "stage_since": lambda row: row.standing.stage_since if row.standing else None,
    "nature": lambda row: capfirst(row.party.get_nature_display()),
    "industry": lambda row: row.party.industry,
    "source": lambda row: row.party.source,
    "language": lambda row: row.party.language,
    "city": lambda row: row.city,
    "country": lambda row: row.country,
    "created": lambda row: row.party.created_at,
    "changed": lambda row: row.party.changed_at,
}
