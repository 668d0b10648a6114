"""What can be pressed: buttons, dialogs, things that take time, files that are dropped."""

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from keepwell.ui.attributes import Given, attributes
from keepwell.ui.icons import icon_svg
from keepwell.ui.markup import format_html

register = template.Library()

TONES = {
    "": "btn",
    "main": "btn btn-main",
    "quiet": "btn btn-quiet",
    "alarm": "btn btn-alarm",
}


@register.simple_tag
def button(
    text: str,
    tone: str = "",
    icon: str = "",
    href: str = "",
    type: str = "",
    wide: bool = False,
    busy: str = "",
    opens: str = "",
    **given: Given,
) -> SafeString:
    """A button that sends its form, or a link that looks like one when it has an address.

    Tones: main (one per page), quiet, alarm. `busy` is what it says while sending ("Sending…").
    `opens` is the id of a dialog. Other keywords become attributes: `hx_post="/x/"`.
    """
    classes = TONES[tone] + (" btn-wide" if wide else "")
    inside = format_html("{}<span>{}</span>", icon_svg(icon) if icon else "", text)
    return _pressed(inside, classes, href, type, busy, opens, given)


@register.simple_tag
def icon_button(
    icon: str,
    label: str,
    href: str = "",
    tone: str = "",
    type: str = "",
    opens: str = "",
    **given: Given,
) -> SafeString:
    """A button of one icon; its label is its name and its hover text."""
    given = {"aria_label": label, "title": label, **given}
    classes = f"{TONES[tone]} btn-icon"
    return _pressed(icon_svg(icon), classes, href, type, "", opens, given)


def _pressed(
    inside: SafeString,
    classes: str,
    href: str,
    type: str,
    busy: str,
    opens: str,
    given: dict[str, Given],
) -> SafeString:
    more = attributes({"data_opens": opens, **given})
    if href:
        return format_html('<a class="{}" href="{}"{}>{}</a>', classes, href, more, inside)
    return format_html(
        '<button class="{}" type="{}"{}{}>{}</button>',
        classes,
        type or ("button" if opens else "submit"),
        format_html(' data-busy="{}"', busy or _("Sending…")) if not opens else "",
        more,
        inside,
    )


@register.simple_block_tag
def dialog(content: str, id: str, title: str, open: bool = False) -> SafeString:
    """A question over the page: the title asks, the block says what follows and holds the form.

    Opened by anything with `data-opens="<id>"`; give that thing an address too, so that the
    question can also be asked on a page of its own. The safe choice comes first:
    `{% dialog_close "Keep it" %}`.
    """
    return format_html(
        '<dialog class="dialog" id="{}" aria-labelledby="{}-title"{}>'
        '<h2 id="{}-title">{}</h2>{}</dialog>',
        id,
        id,
        mark_safe(" data-open") if open else "",
        id,
        title,
        content,
    )


@register.simple_tag
def dialog_close(text: str) -> SafeString:
    """The safe choice of a dialog, which comes first: it closes and sends nothing."""
    return format_html(
        '<button class="btn btn-quiet" type="submit" '
        'formmethod="dialog" formnovalidate autofocus>'
        "{}</button>",
        text,
    )


@register.simple_block_tag
def poll(content: str, id: str, href: str = "", seconds: int = 2) -> SafeString:
    """A piece of a page that asks for itself again until it is answered without an address."""
    asking = (
        format_html(
            ' hx-get="{}" hx-trigger="every {}s" hx-swap="outerHTML" hx-target="this"',
            href,
            seconds,
        )
        if href
        else ""
    )
    return format_html('<div id="{}" aria-live="polite"{}>{}</div>', id, asking, content)


@register.simple_block_tag
def drop_zone(content: str) -> SafeString:
    """Files may be dropped on it; the block holds the file field, which works by itself."""
    return format_html(
        '<div class="drop" data-drop>{}{}<p class="drop-files '
        'meta" data-drop-files aria-live="polite">'
        "</p></div>",
        icon_svg("upload"),
        content,
    )
