"""The items of Today. Fifty of them, each with what can be done about it in two menus, are the
page: they are written here, as the rows of the list are."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django import template
from django.middleware.csrf import get_token
from django.template import Context
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from keepwell.desk.rules.items import Cause, Item, Verb
from keepwell.ui.addresses import address
from keepwell.ui.icons import icon_svg
from keepwell.ui.markup import format_html, format_html_join
from keepwell.ui.templatetags.ui.acts import button
from keepwell.ui.templatetags.ui.rows import todo

register = template.Library()

# Where htmx puts the answer: Today anew, with what else on the page counts the same things.
_SWAP = SafeString(
    'hx-target="#today-list" hx-select="#today-list" '
    'hx-select-oob="#today-head,#rail,#toasts" hx-swap="outerHTML"'
)


@register.simple_tag(takes_context=True)
def today_items(context: Context, items: Iterable[Item], first: bool) -> SafeString:
    """These items as rows; `first`: the first of them holds the main button of the page."""
    writer = _Writer(context)
    return format_html_join(
        "", "{}", ((writer.row(one, first and not n),) for n, one in enumerate(items))
    )


class _Writer:
    """What all items of a page share: the forms around what differs, written once."""

    def __init__(self, context: Context) -> None:
        self.today: date = context["today"]
        self.sent = format_html(
            '<input type="hidden" name="csrfmiddlewaretoken" value="{}">'
            '<input type="hidden" name="from" value="today">'
            '<input type="hidden" name="whose" value="{}">',
            get_token(context["request"]),
            context["day"].scope,
        )
        self.later = self._later(context["until"])
        self.more = _menu(_("More"), "more")
        words: dict[str, tuple[str, str]] = {
            "done": ("check", _("It is done")),
            "kept": ("check", _("It is kept")),
            "task": ("calendar", _("Another day, a reminder, again…")),
            "finish": ("check", _("Done, and what comes next…")),
            "call": ("call", _("Log a call")),
            "plan": ("calendar", _("Plan the next touch…")),
            "hand": ("people", _("Hand over…")),
            "open": ("see", _("Open")),
        }
        self.lines = {
            name: format_html("{}{}", icon_svg(sign), said)
            for name, (sign, said) in words.items()
        }

    def row(self, item: Item, is_first: bool) -> SafeString:
        """One thing to do, its button, when to come back to it, what else can be done."""
        whom = item.whom
        party = whom.party_id if whom else None
        href = address("desk:party", party) if party else address("desk:today")
        before, after = self.later
        content = format_html(
            '{}{}<input type="hidden" name="item" value="{}"><input type="hidden" '
            'name="what" value="{}"><input type="hidden" name="party" value="{}">{}'
            '{}<div class="menu-list">{}{}</div></details>',
            self._act(item, href, "main" if is_first else ""),
            before, item.key, item.what, party or "", after,
            self.more,
            self._of_task(item) if item.cause in (Cause.PROMISE, Cause.TASK) else "",
            self._of_party(party, href) if party else "",
        )  # fmt: skip
        return todo(
            content, what=item.what, party=item.party_name, href=href, kinds=item.kinds,
            who=whom.beside if whom else "", why=item.because, due=item.due,
            today=self.today, due_text=item.due_text, due_note=item.due_note, tone=item.tone,
        )  # fmt: skip

    def _act(self, item: Item, href: str, tone: str) -> SafeString:
        if item.verb is Verb.DO:
            assert item.noun_id is not None
            return self._done(item.noun_id, button(_("Done"), icon="check", tone=tone))
        if item.verb is Verb.PLAN:
            assert item.party_id is not None
            plan = address("desk:plan", item.party_id)
            return button(_("Plan the talk"), icon="calendar", tone=tone, href=plan)
        if item.verb is Verb.CALL:
            to = f"{href}?log=call#composer"
            return button(_("Call"), icon="call", tone=tone, href=to)
        word = _("Answer") if item.cause is Cause.ANSWER else _("Write")
        return button(word, icon="mail", tone=tone, href=f"{href}?log=mail#composer")

    def _done(self, task_id: UUID, inside: SafeString) -> SafeString:
        action = address("desk:task_done", task_id)
        return format_html(
            '<form method="post" action="{}" hx-post="{}" {}>{}{}</form>',
            action, action, _SWAP, self.sent, inside,
        )  # fmt: skip

    def _later(self, until: Iterable[tuple[str, str]]) -> tuple[SafeString, SafeString]:
        """The form that puts an item off, before and after what names the item."""
        action = address("desk:put_off")
        before = format_html(
            '{}<div class="menu-list menu-form"><form method="post" action="{}" class="form" '
            'hx-post="{}" {}>{}',
            _menu(_("Later"), "snooze"), action, action, _SWAP, self.sent,
        )  # fmt: skip
        after = format_html(
            '<label>{} <select class="input input-sm" name="until">{}</select></label>'
            '<label>{} <input class="input input-sm" name="reason" required maxlength="300" '
            'autocomplete="off"></label>{}</form></div></details>',
            _("Come back"), format_html_join("", '<option value="{}">{}</option>', until),
            _("Because"), button(_("Put off"), icon="snooze"),
        )  # fmt: skip
        return before, after

    def _of_task(self, item: Item) -> SafeString:
        assert item.noun_id is not None
        line = self.lines["kept" if item.cause is Cause.PROMISE else "done"]
        return format_html(
            '{}<a href="{}">{}</a><a href="{}">{}</a>',
            self._done(item.noun_id, format_html('<button type="submit">{}</button>', line)),
            address("desk:task", item.noun_id), self.lines["task"],
            address("desk:finish", item.noun_id), self.lines["finish"],
        )  # fmt: skip

    def _of_party(self, party_id: UUID, href: str) -> SafeString:
        return format_html(
            '<a href="{}?log=call#composer">{}</a><a href="{}">{}</a><a href="{}">{}</a>'
            '<a href="{}">{}</a>',
            href, self.lines["call"],
            address("desk:plan", party_id), self.lines["plan"],
            address("desk:hand_over", party_id), self.lines["hand"],
            href, self.lines["open"],
        )  # fmt: skip


def _menu(label: Any, icon: str) -> SafeString:
    """How a menu begins: the button that opens it."""
    return format_html(
        '<details class="menu"><summary class="btn btn-quiet btn-icon" aria-label="{}" '
        'title="{}">{}</summary>',
        label, label, icon_svg(icon),
    )  # fmt: skip
