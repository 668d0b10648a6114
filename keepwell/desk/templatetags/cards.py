"""The cards of the board. A couple of hundred of them, each with the stages it may move to, are
most of the page: they are written here, as the rows of the list are."""

from django import template
from django.middleware.csrf import get_token
from django.template import Context
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from keepwell.desk.queries.board import Card, Lane
from keepwell.ui.markup import format_html, format_html_join
from keepwell.ui.templatetags.ui.judgement import badge, kind_shapes
from keepwell.ui.templatetags.ui.people import person
from keepwell.ui.words import in_days

register = template.Library()
_NOBODY = "00000000-0000-0000-0000-000000000000"


@register.simple_tag(takes_context=True)
def stage_cards(context: Context, lane: Lane) -> SafeString:
    """The cards of one stage, each with the way to any other."""
    href = reverse("desk:party", args=[_NOBODY])
    href += f"?list={context['from_list']}" if context.get("from_list") else ""
    move = reverse("desk:move_to", args=[_NOBODY])
    stages = format_html_join(
        "",
        '<button type="submit" name="stage" value="{}">{}</button>',
        ((value, capfirst(word)) for value, word in context["stages"] if value != lane.stage),
    )
    sent = format_html(
        '<input type="hidden" name="csrfmiddlewaretoken" value="{}">{}',
        get_token(context["request"]),
        stages,
    )
    back = context["back_here"]
    cards = []
    for card in lane.cards:
        id_ = str(card.row.party.pk)
        tone = mark_safe(' data-tone="watch"') if card.stay.value else ""
        ways = _ways(card, f"{move.replace(_NOBODY, id_)}?back={back}", sent)
        cards.append((id_, tone, _card(card, href.replace(_NOBODY, id_)), ways))
    return format_html_join("", '<li class="stage-card" data-row id="p-{}"{}>{}{}</li>', cards)


def _card(card: Card, href: str) -> SafeString:
    row = card.row
    return format_html(
        '<div class="split"><a class="name strong" href="{}">{}</a>{}</div>'
        '<div class="t-sm">{}</div>'
        '<div class="cluster t-xs">{}{}'
        '<span class="touch-mark" data-state="{}">{}</span></div>',
        href,
        row.party.name,
        kind_shapes(row.kinds),
        person(row.owner, former=row.former_owner),
        format_html('<span class="num">{}</span>', card.value) if card.value else "",
        _days(card),
        card.touch.state,
        card.touch.words,
    )


def _days(card: Card) -> SafeString | str:
    if card.days is None:
        return ""
    words = in_days(card.days)
    if card.stay.value:
        return badge(words, tone="watch", because=card.stay.because)
    return format_html('<span class="ink-3">{}</span>', words)


def _ways(card: Card, action: str, sent: SafeString) -> SafeString:
    return format_html(
        '<details class="menu card-move"><summary class="btn btn-quiet" aria-label="{}">{}'
        '</summary><div class="menu-list"><form method="post" action="{}">{}</form></div>'
        "</details>",
        _("Move %(name)s to another stage") % {"name": card.row.party.name},
        _("Move to"),
        action,
        sent,
    )
