"""Pieces of HTML, every part of them escaped, as Django's `format_html` writes them.

Django's goes through the machinery of lazy words for each part, and a page of a list has
thousands of parts. What comes out is the same (a test holds the two together).
"""

from collections.abc import Iterable, Sequence
from html import escape
from typing import Any

from django.utils.safestring import SafeString


def format_html(form: str, *parts: Any, **named: Any) -> SafeString:
    """The form with its parts put in, each escaped unless it is HTML of ours already."""
    known = {name: _escaped(part) for name, part in named.items()}
    return SafeString(form.format(*map(_escaped, parts), **known))


def format_html_join(between: str, form: str, many: Iterable[Sequence[Any]]) -> SafeString:
    """The same form for each of many rows of parts, joined."""
    return SafeString(
        _escaped(between).join([form.format(*map(_escaped, parts)) for parts in many])
    )


def _escaped(part: Any) -> str:
    if type(part) is SafeString:
        return part
    if type(part) is not str:
        # Lazy words become words here: only then is it known whether they are HTML.
        part = part if hasattr(part, "__html__") else _said(part)
        if hasattr(part, "__html__"):
            return str(part.__html__())
    return escape(part)


def _said(part: Any) -> Any:
    return part if isinstance(part, str) else part.__str__()
