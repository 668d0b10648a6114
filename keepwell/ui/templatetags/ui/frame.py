"""The frame of a page: sections, crumbs, toasts, empty states, theme, palette."""

from collections.abc import Hashable, Iterable
from functools import lru_cache

from django import template
from django.contrib.messages.storage.base import Message
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.template import Context
from django.template.loader import get_template
from django.urls import NoReverseMatch, reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from keepwell.ui.icons import BRAND, DOTS, icon_svg
from keepwell.ui.markup import format_html, format_html_join
from keepwell.ui.templatetags.ui.judgement import kind_shapes
from keepwell.ui.toasts import undo_address
from keepwell.ui.words import capped

register = template.Library()

THEMES = ("system", "light", "dark")
KEYS = ("on", "off")


@register.simple_tag
def spelt_once(name: str, **given: Hashable) -> SafeString:
    """A part that is the same on every page for all who read this language."""
    return _spelt(name, get_language() or "", tuple(given.items()))


@lru_cache(maxsize=64)
def _spelt(name: str, _language: str, given: tuple[tuple[str, Hashable], ...]) -> SafeString:
    return SafeString(get_template(name).render(dict(given)))


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """An icon by its name in `keepwell.ui.icons`; silent for screen readers without a label."""
    return icon_svg(name, label)


@register.simple_tag
def brand_mark() -> SafeString:
    """The three dots: client, customer, user."""
    return BRAND


@register.simple_tag
def dots() -> SafeString:
    """The sign for because."""
    return DOTS


@register.simple_block_tag
def captured(content: str) -> str:
    """What a block says, kept under a name, so that a page says its title once."""
    return content


@register.simple_block_tag
def section(
    content: str,
    title: str,
    count: int | str | None = None,
    href: str = "",
    link: str = "",
    light: bool = False,
    id: str = "",
    level: int = 2,
) -> SafeString:
    """A rule, a heading, a count; `href` and `link` put a link at its end."""
    number = capped(count) if isinstance(count, int) else count
    return format_html(
        '<section class="sect{}"{}><header><h{}>{}</h{}>{}{}</header>{}</section>',
        " sect-light" if light else "",
        format_html(' id="{}"', id) if id else "",
        level,
        title,
        level,
        format_html('<span class="count">{}</span>', number) if number is not None else "",
        format_html('<span class="push"><a class="link" href="{}">{}</a></span>', href, link)
        if href
        else "",
        content,
    )


@register.simple_tag
def crumb(text: str, href: str) -> SafeString:
    """One step above the page; the page's own title follows by itself.

    On a phone the last step alone is shown, as the way back.
    """
    return format_html(
        '<a class="crumb" href="{}">{}</a><span class="sep" aria-hidden="true">/</span>',
        href,
        text,
    )


@register.simple_block_tag
def empty(content: str, title: str, text: str = "", why: str = "") -> SafeString:
    """What belongs here and how it gets here; the block holds the buttons."""
    return format_html(
        '<div class="empty">{}<h2>{}</h2>{}<div class="cluster">{}</div>{}</div>',
        BRAND,
        title,
        format_html("<p>{}</p>", text) if text else "",
        content,
        format_html(
            '<p class="because">{}<span><span class="sr">{} </span>{}</span></p>',
            DOTS,
            _("Because:"),
            why,
        )
        if why
        else "",
    )


@register.simple_tag(takes_context=True)
def theme(context: Context) -> str:
    """What the teammate chose for this browser: light, dark or system."""
    request = context.get("request")
    chosen = request.COOKIES.get("theme", "") if request is not None else ""
    return chosen if chosen in THEMES else "system"


@register.simple_tag(takes_context=True)
def theme_switch(context: Context) -> SafeString:
    """Light, dark or as the system; kept in a cookie so that no page flashes."""
    try:
        action = reverse("ui:theme")
    except NoReverseMatch:
        return mark_safe("")
    now = theme(context)
    icons = {"system": "desktop", "light": "sun", "dark": "moon"}
    words = {"system": _("As the system"), "light": _("Light"), "dark": _("Dark")}
    choices = format_html_join(
        "",
        '<button type="submit" name="theme" value="{}" '
        'aria-pressed="{}" aria-label="{}" title="{}">{}</button>',
        (
            (
                name,
                "true" if name == now else "false",
                words[name],
                words[name],
                icon_svg(icons[name]),
            )
            for name in THEMES
        ),
    )
    return format_html(
        '<form method="post" action="{}" data-theme-switch>{}'
        '<span class="seg" role="group" aria-label="{}">{}</span></form>',
        action,
        _csrf(context.get("request")),
        _("Light or dark"),
        choices,
    )


@register.simple_tag(takes_context=True)
def keys(context: Context) -> str:
    """Whether keys of one letter do something in this browser: on or off."""
    request = context.get("request")
    chosen = request.COOKIES.get("keys", "") if request is not None else ""
    return chosen if chosen in KEYS else "on"


@register.simple_tag(takes_context=True)
def keys_switch(context: Context) -> SafeString:
    """Keys of one letter on or off: who speaks to their computer may press them unawares."""
    try:
        action = reverse("ui:keys")
    except NoReverseMatch:
        return mark_safe("")
    now, words = keys(context), {"on": _("On"), "off": _("Off")}
    pressed = {True: "true", False: "false"}
    choices = format_html_join(
        "",
        '<button type="submit" name="keys" value="{}" aria-pressed="{}">{}</button>',
        ((name, pressed[name == now], words[name]) for name in KEYS),
    )
    label = _("Keys of one letter")
    return format_html(
        '<form method="post" action="{}" data-keys-switch>{}<div class="cluster">'
        '<span>{}</span><span class="seg" role="group" aria-label="{}">{}</span></div></form>',
        action,
        _csrf(context.get("request")),
        label,
        label,
        choices,
    )


def _csrf(request: HttpRequest | None) -> SafeString:
    if request is None:
        return mark_safe("")
    return format_html(
        '<input type="hidden" name="csrfmiddlewaretoken" value="{}">', get_token(request)
    )


@register.simple_tag(takes_context=True)
def toasts(
    context: Context, messages: Iterable[Message] | None = None, oob: bool = False
) -> SafeString:
    """What just happened, with Undo where it can be undone.

    With `oob` it may stand in an htmx fragment and takes the place of the toasts on the page.
    """
    shown = format_html_join(
        "", "{}", ((_toast(context.get("request"), one),) for one in messages or ())
    )
    return format_html(
        '<div class="toasts" id="toasts" role="status"{}>{}</div>',
        mark_safe(' hx-swap-oob="true"') if oob else "",
        shown,
    )


def _toast(request: HttpRequest | None, message: Message) -> SafeString:
    address = undo_address(message.extra_tags or "")
    undo = (
        format_html(
            '<form method="post" action="{}">{}<button '
            'class="btn" type="submit">{}</button></form>',
            address,
            _csrf(request),
            _("Undo"),
        )
        if address
        else ""
    )
    return format_html(
        '<div class="toast" data-toast><span>{}</span>{}'
        '<button class="btn btn-icon" type="button" '
        'data-close hidden aria-label="{}">{}</button></div>',
        str(message),
        undo,
        _("Close"),
        icon_svg("close"),
    )


@register.simple_block_tag
def palette_group(content: str, title: str) -> SafeString:
    """A heading and its answers in the search palette (the answer to `?fragment=1`)."""
    return format_html(
        '<div role="group" aria-label="{}"><p '
        'class="palette-title" aria-hidden="true">{}</p>{}</div>',
        title,
        title,
        content,
    )


@register.simple_tag
def palette_item(
    text: str,
    href: str,
    kinds: Iterable[str] = (),
    icon: str = "",
    why: str = "",
    said: str = "",
) -> SafeString:
    """One answer in the search palette: shape or icon, name, why it matters, what it says."""
    sign = icon_svg(icon) if icon else kind_shapes(kinds)
    return format_html(
        '<a class="palette-item" role="option" tabindex="-1" '
        'aria-selected="false" href="{}">{}<span>{}{}</span>{}</a>',
        href,
        sign,
        text,
        format_html('<span class="palette-said">{}</span>', said) if said else "",
        format_html('<span class="meta">{}</span>', why) if why else "",
    )
