"""The icons, the shapes of kinds and the three dots, drawn by us on small grids.

Each icon is the inside of an `svg` with a 16 by 16 view box, stroked in the text's colour; parts
with `class="solid"` are filled. They stand in the page itself, so that a fragment swapped in by
htmx, a printed page and a strict content policy all show them.
"""

# ruff: noqa: E501 - a drawing is not read by the length of its lines

from functools import cache, lru_cache

from django.utils.safestring import SafeString, mark_safe

from keepwell.ui.markup import format_html

_CLOCK = '<circle cx="8" cy="8" r="5.8"/><path d="M8 4.6V8l2.3 1.6"/>'
_PEOPLE = (
    '<circle cx="5.6" cy="5.4" r="2.4"/><path d="M1.5 13.2c.3-2.6 2-4 4.1-4s3.8 1.4 4.1 4'
    'M10.6 3.2a2.3 2.3 0 0 1 0 4.4M12 9.6c1.5.5 2.4 1.8 2.6 3.6"/>'
)
_CALENDAR = '<path d="M2.2 3.4h11.6v10.4H2.2zM2.2 6.6h11.6M5.2 1.8v2.6M10.8 1.8v2.6"/>'
_PAPER = (
    '<path d="M3.5 1.8h6l3 3v9.4h-9zM9.4 1.9v3h3M5.6 11.4c1.2-2.4 1.6.9 2.6-.6.5-.8.9.5 2 .3"/>'
)

ICONS: dict[str, str] = {
    "add": '<path d="M8 3v10M3 8h10"/>',
    "agreements": _PAPER,
    "archive": '<path d="M2 3h12v3H2zM3 6v7.4h10V6M6.2 9h3.6"/>',
    "ask": '<path d="M2.4 5.4h9.4M9.4 3l2.6 2.4-2.6 2.4M13.6 10.6H4.2M6.6 8.2L4 10.6 6.6 13"/>',
    "bell": '<path d="M8 2a4 4 0 0 0-4 4c0 3.6-1.4 4.4-1.4 5.4h10.8C13.4 10.4 12 9.6 12 6a4 4 0 '
    '0 0-4-4zM6.6 13.6c.7.7 2.1.7 2.8 0"/>',
    "billing": '<path d="M3.2 1.8h9.6v12.4l-1.9-1.2-1.5 1.2L8 13l-1.4 1.2L5.1 13l-1.9 1.2z'
    'M5.6 5.2h4.8M5.6 8.2h4.8"/>',
    "board": '<path d="M2.4 2.8h3v10.4h-3zM6.6 2.8h3v7h-3zM10.8 2.8h3v4.4h-3z"/>',
    "calendar": _CALENDAR,
    "call": '<path d="M3.2 2.4h2.6l1.1 3-1.6 1.2a8 8 0 0 0 4.1 4.1l1.2-1.6 3 1.1v2.6'
    'c-6 .8-11.2-4.4-10.4-10.4z"/>',
    "check": '<path d="M3 8.4l3.2 3.2L13 4.6"/>',
    "clock": _CLOCK,
    "close": '<path d="M4 4l8 8M12 4l-8 8"/>',
    "columns": '<path d="M2.2 3h11.6v10H2.2zM6 3v10M10 3v10"/>',
    "conversations": '<path d="M2.2 3.2h11.6v7.6H7.4L4.4 13.4v-2.6H2.2z"/>',
    "copy": '<path d="M5.4 5.4h8.2v8.2H5.4zM3.6 10.6H2.4V2.4h8.2v1.2"/>',
    "desktop": '<path d="M2 3h12v8H2zM6 13.6h4M8 11v2.6"/>',
    "down": '<path d="M3.5 6L8 10.5 12.5 6"/>',
    "download": '<path d="M8 2v7.4M5 6.6l3 3 3-3M2.2 10.6v3h11.6v-3"/>',
    "edit": '<path d="M3 13l.7-3L11 2.7l2.3 2.3L6 12.3z"/>',
    "engagements": '<path d="M2.5 2.5h11v11h-11zM5 8.2l2.1 2.1L11.2 6"/>',
    "external": '<path d="M9.4 2.6h4v4M13.2 2.8L7.6 8.4M11.4 9.4v4H2.6V4.6h4"/>',
    "feedback": '<path d="M8 2.2l1.7 3.7 4 .5-3 2.7.8 4L8 11.2l-3.5 1.9.8-4-3-2.7 4-.5z"/>',
    "file": '<path d="M3.5 1.8h6l3 3v9.4h-9zM9.4 1.9v3h3"/>',
    "filter": '<path d="M2 3h12L9.6 8.4v4.4l-3.2 1V8.4z"/>',
    "firm": '<path d="M2.4 7.4L8 2.6l5.6 4.8v6H2.4zM6.4 13.2V9.4h3.2v3.8"/>',
    "flag": '<path d="M3.6 14V2.4h8.6l-2 3 2 3H3.6"/>',
    "globe": '<circle cx="8" cy="8" r="5.8"/><path d="M2.2 8h11.6M8 2.2c2 1.6 2.8 3.6 2.8 5.8'
    "S10 12.2 8 13.8C6 12.2 5.2 10.2 5.2 8S6 3.8 8 2.2z" + '"/>',
    "history": '<path d="M2.6 6.2a5.8 5.8 0 1 1-.2 3.2M2.2 3v3.4h3.4M8 5v3.2l2.2 1.4"/>',
    "import": '<path d="M8 2v7.4M5 6.6l3 3 3-3M2.2 10.6v3h11.6v-3"/>',
    "key": '<circle cx="5" cy="8" r="2.6"/><path d="M7.6 8h6.2M11.4 8v2.4M13.8 8v1.8"/>',
    "keyboard": '<path d="M1.6 4h12.8v8H1.6zM4 6.6h.01M6.6 6.6h.01M9.2 6.6h.01M11.8 6.6h.01'
    'M4.6 9.6h6.8"/>',
    "left": '<path d="M10 3.5L5.5 8l4.5 4.5"/>',
    "link": '<path d="M6.8 9.2a2.7 2.7 0 0 0 3.9 0l2-2a2.7 2.7 0 0 0-3.9-3.9l-.8.8'
    'M9.2 6.8a2.7 2.7 0 0 0-3.9 0l-2 2a2.7 2.7 0 0 0 3.9 3.9l.8-.8"/>',
    "list": '<path d="M2 3.5h12M2 8h12M2 12.5h12"/>',
    "lock": '<path d="M3.4 7h9.2v6.6H3.4zM5.2 7V5a2.8 2.8 0 0 1 5.6 0v2"/>',
    "mail": '<path d="M2 3.5h12v9H2zM2.2 4l5.8 4.6L13.8 4"/>',
    "measures": '<path d="M2 13.5h12M2.8 10.4l3.4-3.6 2.6 2.2L13.4 3.4"/>',
    "meeting": _CALENDAR,
    "merge": '<path d="M3 2.4c0 4 5 3.6 5 7.4v3.8M13 2.4c0 4-5 3.6-5 7.4M5.6 11.2L8 13.6l2.4-2.4"/>',
    "moon": '<path d="M13.4 9.6A5.8 5.8 0 0 1 6.4 2.6a5.8 5.8 0 1 0 7 7z"/>',
    "more": '<circle class="solid" cx="3.4" cy="8" r="1.15"/><circle class="solid" cx="8" cy="8" '
    'r="1.15"/><circle class="solid" cx="12.6" cy="8" r="1.15"/>',
    "note": '<path d="M3 13l.7-3L11 2.7l2.3 2.3L6 12.3z"/>',
    "parties": _PEOPLE,
    "people": _PEOPLE,
    "person": '<circle cx="8" cy="5.4" r="2.6"/><path d="M3 13.6c.3-2.8 2.4-4.2 5-4.2s4.7 1.4 5 4.2"/>',
    "pin": '<path d="M8 14s4.6-4.2 4.6-7.6a4.6 4.6 0 0 0-9.2 0C3.4 9.8 8 14 8 14z"/>'
    '<circle cx="8" cy="6.4" r="1.6"/>',
    "pipeline": '<path d="M2 3.5h12M4 8h8M6.2 12.5h3.6"/>',
    "print": '<path d="M4.4 6V2.2h7.2V6M4.4 11.4H2.2V6h11.6v5.4h-2.2M4.4 9.4h7.2v4.4H4.4z"/>',
    "promise": '<circle cx="8" cy="8" r="5.8"/><path d="M5.4 8.2l1.9 1.9 3.4-3.8"/>',
    "right": '<path d="M6 3.5L10.5 8 6 12.5"/>',
    "search": '<circle cx="7" cy="7" r="4.3"/><path d="M10.3 10.3l3.4 3.4"/>',
    "see": '<path d="M1.6 8C3.2 5.2 5.4 3.8 8 3.8s4.8 1.4 6.4 4.2c-1.6 2.8-3.8 4.2-6.4 4.2'
    'S3.2 10.8 1.6 8z"/><circle cx="8" cy="8" r="1.8"/>',
    "send": '<path d="M2.2 8L13.8 2.6 11 13.6 7.6 9.2zM7.6 9.2l6.2-6.6"/>',
    "settings": '<circle cx="8" cy="8" r="2.1"/><path d="M8 1.8v1.8M8 12.4v1.8M1.8 8h1.8'
    'M12.4 8h1.8M3.6 3.6l1.3 1.3M11.1 11.1l1.3 1.3M12.4 3.6l-1.3 1.3M4.9 11.1l-1.3 1.3"/>',
    "sign-out": '<path d="M9.6 2.6H2.8v10.8h6.8M6.4 8h7.4M11.2 5.4L13.8 8l-2.6 2.6"/>',
    "snooze": _CLOCK,
    "sort-down": '<path d="M8 3v9.6M4.4 9.2L8 12.8l3.6-3.6"/>',
    "sort-up": '<path d="M8 13V3.4M4.4 6.8L8 3.2l3.6 3.6"/>',
    "split": '<path d="M8 13.6V9.8C8 6 3 6.4 3 2.4M8 9.8c0-3.8 5-3.4 5-7.4M1.4 4L3 2.4 4.6 4'
    'M11.4 4L13 2.4 14.6 4"/>',
    "star": '<path d="M8 2.2l1.7 3.7 4 .5-3 2.7.8 4L8 11.2l-3.5 1.9.8-4-3-2.7 4-.5z"/>',
    "sun": '<circle cx="8" cy="8" r="2.8"/><path d="M8 1.6v1.6M8 12.8v1.6M1.6 8h1.6M12.8 8h1.6'
    'M3.5 3.5l1.1 1.1M11.4 11.4l1.1 1.1M12.5 3.5l-1.1 1.1M4.6 11.4l-1.1 1.1"/>',
    "tag": '<path d="M2.4 2.4h5.4l5.8 5.8-5.4 5.4-5.8-5.8z"/>'
    '<circle class="solid" cx="5.2" cy="5.2" r="1"/>',
    "task": '<path d="M2.5 2.5h11v11h-11zM5 8.2l2.1 2.1L11.2 6"/>',
    "today": '<path d="M2 11.5h12M4.2 11.5a3.8 3.8 0 0 1 7.6 0M8 3v1.8M3 5.6l1.2 1.2'
    'M13 5.6l-1.2 1.2M5 14h6"/>',
    "trash": '<path d="M2.6 4.2h10.8M6 4.2V2.4h4v1.8M4 4.2l.6 9.4h6.8l.6-9.4M6.8 6.8v4.4M9.2 6.8v4.4"/>',
    "undo": '<path d="M5.6 3L2.4 6l3.2 3M2.6 6h6.8a3.8 3.8 0 0 1 0 7.6H6"/>',
    "up": '<path d="M3.5 10L8 5.5l4.5 4.5"/>',
    "upload": '<path d="M8 9.8V2.4M5 5.2l3-3 3 3M2.2 10.6v3h11.6v-3"/>',
    "warning": '<path d="M8 2.2l6.2 11.2H1.8zM8 6.4v3.4M8 11.6v.01"/>',
    "work": '<path d="M2 5h12v8.4H2zM5.8 5V2.8h4.4V5M2 8.6h12"/>',
}

# Kinds never speak by colour alone: each has its own shape on a 12 by 12 grid.
SHAPES: dict[str, str] = {
    "client": '<circle cx="6" cy="6" r="5"/>',
    "customer": '<path d="M1 1h10v10H1z"/>',
    "user": '<path d="M6 .6L11.6 11H.4z"/>',
    "prospect": '<circle cx="6" cy="6" r="4.2" fill="none" stroke="currentColor" '
    'stroke-width="1.8"/>',
    "former": '<circle cx="6" cy="6" r="4.4" fill="none" stroke="currentColor" '
    'stroke-width="1.5" stroke-dasharray="2 1.4"/>',
}

DOTS = mark_safe(
    '<svg class="dots" viewBox="0 0 12 12" '
    'aria-hidden="true"><circle cx="2.3" cy="3" r="1.75"/>'
    '<circle cx="9.7" cy="3" r="1.75"/><circle cx="6" cy="9.4" r="1.75"/></svg>'
)

BRAND = mark_safe(
    '<svg class="mark" viewBox="0 0 24 24" aria-hidden="true" fill="currentColor">'
    '<circle cx="5.2" cy="6" r="3.9"/><circle cx="18.8" cy="6" r="3.9"/>'
    '<circle cx="12" cy="18" r="3.9"/></svg>'
)


@cache
def _drawn(name: str) -> SafeString:
    return mark_safe(
        f'<svg class="icon" viewBox="0 0 16 16" aria-hidden="true">{ICONS[name]}</svg>'
    )


def icon_svg(name: str, label: str = "") -> SafeString:
    """The icon of that name; silent for screen readers unless it has a label.

    Raises KeyError for a name that nobody drew, so that a misspelt icon fails in a test.
    """
    if not label:
        return _drawn(name)
    return format_html(
        '<svg class="icon" viewBox="0 0 16 16" role="img" '
        'aria-label="{}"><title>{}</title>{}</svg>',
        label,
        label,
        mark_safe(ICONS[name]),
    )


@lru_cache(maxsize=64)
def shape_svg(kind: str, label: str = "") -> SafeString:
    """The shape of a kind (client, customer, user, prospect, former), with its word if given."""
    inside = mark_safe(SHAPES[kind])
    if not label:
        return format_html(
            '<svg viewBox="0 0 12 12" fill="currentColor" aria-hidden="true">{}</svg>', inside
        )
    return format_html(
        '<svg viewBox="0 0 12 12" class="k-{}" fill="currentColor" role="img" aria-label="{}">'
        "<title>{}</title>{}</svg>",
        kind,
        label,
        label,
        inside,
    )
