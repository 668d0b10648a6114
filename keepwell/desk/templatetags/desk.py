"""Words of days as the desk says them."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from babel.dates import format_date, format_skeleton
from django import template
from django.template import Context
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from keepwell.conversations.models import Activity
from keepwell.conversations.rules.words import Piece
from keepwell.desk.queries.said import SaidFound, SaidHit
from keepwell.desk.rules.columns import WIDEST, Shown
from keepwell.ui.markup import format_html, format_html_join
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
    column, edge = shown.column, _edge(shown)
    if column.sort:
        return sort_header(
            context, column.label, column.sort, sort, right=column.right, more=edge
        )
    right = "r" if column.right else ""
    return format_html('<th scope="col" class="{}">{}{}</th>', right, column.label, edge)


def _edge(shown: Shown) -> SafeString:
    """The edge of a column, which is drawn or moved by arrow keys to make it as wide as one
    likes; without JavaScript it is not there, and the page of the columns does the same."""
    words = _("as its words need") if not shown.width else ""
    return format_html(
        '<col-edge id="edge-{name}" data-name="{name}" role="separator" tabindex="0"'
        ' aria-orientation="vertical" aria-label="{label}" aria-valuemin="0"'
        ' aria-valuemax="{most}" aria-valuenow="{now}"{words}></col-edge>',
        name=shown.column.name,
        label=_("Width of %(column)s") % {"column": shown.column.label},
        most=WIDEST,
        now=shown.width,
        words=format_html(' aria-valuetext="{}"', words) if words else "",
    )


@register.filter
def at(words: Mapping[str, str], name: str) -> str:
    """What stands under this name, or nothing."""
    return words.get(name, "")


@register.filter
def marked(pieces: Sequence[Piece]) -> SafeString:
    """A text in pieces, with what was looked for marked."""
    told = ((format_html("<mark>{}</mark>", one.text) if one.found else one.text,)
            for one in pieces)  # fmt: skip
    return format_html_join("", "{}", told)


@register.filter
def said_title(hit: SaidHit) -> SafeString:
    """What was found is called: its subject, or what it is."""
    if hit.title:
        return marked(hit.title)
    return format_html("{}", capfirst(hit.noun.get_kind_display()))


@register.filter
def said_icon(hit: SaidHit) -> str:
    """The icon of what was found; each kind has one of its own name."""
    return hit.noun.kind


@register.filter
def said_href(hit: SaidHit) -> str:
    """Where it stands: in the timeline of whom it is about; a task still open on its page."""
    noun = hit.noun
    if not isinstance(noun, Activity):
        if noun.done_at is None or hit.party is None:
            return reverse("desk:task", args=[noun.pk])
        return reverse("desk:party", args=[hit.party.pk])
    if hit.party is None:
        return reverse("desk:conversations")
    # The timeline begins with it, however long ago it was.
    stamp = round((noun.at + timedelta(seconds=1)).timestamp()) * 1_000_000
    return f"{reverse('desk:party', args=[hit.party.pk])}?before={stamp}-0#a-{noun.pk}"


@register.filter
def counted(group: SaidFound) -> str:
    """How many there are as far as was counted: “7”, “200+”."""
    return f"{group.count}+" if group.is_more else str(group.count)
