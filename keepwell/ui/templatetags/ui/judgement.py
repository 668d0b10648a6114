"""Because, so, badge, kind, strip: whatever was judged carries its reason."""

from collections.abc import Iterable
from itertools import count
from zlib import crc32

from django import template
from django.utils.functional import Promise
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from keepwell.ui.icons import DOTS, shape_svg
from keepwell.ui.markup import format_html, format_html_join

register = template.Library()

Sentences = str | Iterable[str]
_numbers = count(1)


def note_id(words: str) -> str:
    """An id no other note on the page has, also after a fragment is swapped in."""
    return f"why-{crc32(words.encode()):x}-{next(_numbers) % 100_000}"


def sentences(said: Sentences) -> SafeString:
    """One sentence as it is, several with a space between them, each escaped."""
    many = [said] if isinstance(said, str | Promise) else list(said)
    return format_html_join(" ", "{}", ((one,) for one in many if one))


_KINDS = {
    "client": pgettext_lazy("kind", "Client"),
    "customer": pgettext_lazy("kind", "Customer"),
    "user": pgettext_lazy("kind", "User"),
    "prospect": pgettext_lazy("kind", "Prospect"),
    "former": pgettext_lazy("kind", "Former client"),
}


def kind_word(kind: str) -> str:
    """The word a reader sees for a kind."""
    return str(_KINDS[kind])


def _line(text: Sentences, extra: str, spoken: str, id_: str = "") -> SafeString:
    named = format_html(' id="{}"', id_) if id_ else ""
    return format_html(
        '<p class="because{}"{}>{}<span><span class="sr">{} </span>{}</span></p>',
        f" {extra}" if extra else "",
        named,
        DOTS,
        spoken,
        sentences(text),
    )


@register.simple_tag
def because(text: Sentences, id: str = "", quiet: bool = False) -> SafeString:
    """The reason, directly under what it explains; nothing when there is none."""
    if not text:
        return mark_safe("")
    return _line(text, "ink-3" if quiet else "", _("Because:"), id)


@register.simple_tag
def so(text: Sentences, id: str = "") -> SafeString:
    """A proposal: it never acts by itself."""
    return _line(text, "so", _("So:"), id) if text else mark_safe("")


@register.simple_block_tag
def blockbecause(content: str, id: str = "") -> SafeString:
    """A reason that holds links or bold words."""
    return _line(content, "", _("Because:"), id)


@register.simple_block_tag
def blockso(content: str, id: str = "") -> SafeString:
    """A proposal that holds links or bold words."""
    return _line(content, "so", _("So:"), id)


def badge_with_note(
    inside: SafeString,
    classes: str,
    because: Sentences,
    foot: str,
    href: str,
    link: str,
    end: bool,
) -> SafeString:
    """A button that opens its reason: a disclosure if that holds a link, else a tooltip."""
    id_ = note_id(inside + conditional_escape(str(because)))
    linked = (
        format_html('<a href="{}">{}</a>', href, link or _("See the facts")) if href else ""
    )
    between = " · " if foot and linked else ""
    under = format_html('<span class="foot">{}{}{}</span>', foot, between, linked)
    button, note = (
        (
            'aria-expanded="false" aria-controls',
            format_html('role="group" aria-label="{}"', _("Because")),
        )
        if href
        else ("aria-describedby", mark_safe('role="tooltip"'))
    )
    return format_html(
        '<span class="why{}"><button type="button" class="{}" {}="{}">{}{}</button>'
        '<span class="why-note" {} id="{}"><span>{}</span>{}</span></span>',
        " why-end" if end else "",
        classes,
        mark_safe(button),
        id_,
        inside,
        DOTS,
        note,
        id_,
        sentences(because),
        under if foot or href else "",
    )


@register.simple_tag
def badge(
    text: str,
    tone: str = "",
    because: Sentences = "",
    foot: str = "",
    href: str = "",
    link: str = "",
    end: bool = False,
) -> SafeString:
    """A judgement in a word; with `because` it opens the reason on hover, focus or press."""
    classes = f"badge badge-{tone}" if tone else "badge"
    inside = format_html("{}", text)
    if not because:
        return format_html('<span class="{}">{}</span>', classes, inside)
    return badge_with_note(inside, classes, because, foot, href, link, end)


@register.simple_tag
def kind(
    name: str,
    because: Sentences = "",
    foot: str = "",
    href: str = "",
    link: str = "",
    word: str = "",
) -> SafeString:
    """Client, customer, user, prospect or former, as its shape and its word."""
    classes = f"badge kind kind-{name}"
    inside = format_html("{}{}", shape_svg(name), word or kind_word(name))
    if not because:
        return format_html('<span class="{}">{}</span>', classes, inside)
    return badge_with_note(inside, classes, because, foot, href, link, False)


@register.simple_tag
def kind_shapes(kinds: Iterable[str]) -> SafeString:
    """Only the shapes, for rows; each says its word to screen readers."""
    drawn = format_html_join("", "{}", ((shape_svg(k, kind_word(k)),) for k in kinds))
    return format_html('<span class="kinds">{}</span>', drawn) if drawn else drawn


@register.simple_block_tag
def strip(
    content: str, because: Sentences = "", so: Sentences = "", tone: str = "watch"
) -> SafeString:
    """The one thing a page wants said first; its block holds one button and "Not now"."""
    words = format_html(
        "{}{}",
        _line(because, "", _("Because:")) if because else "",
        _line(so, "so", _("So:")) if so else "",
    )
    return format_html(
        '<div class="strip strip-{}"><div class="stack-tight">{}</div>'
        '<div class="cluster">{}</div></div>',
        tone,
        words,
        content,
    )
