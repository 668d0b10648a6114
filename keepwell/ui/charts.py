"""Plots drawn on the server, in the tokens of the look: bars, columns and a line.

Each is drawn at two widths and never shrunk, so that its text stays at 12 px. The table beside
a plot is its text; here it says its one-line summary. Colours are doubled by hatching.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from django.utils.safestring import SafeString, mark_safe

from keepwell.ui.markup import format_html

BARS, COLUMNS, LINE = "bars", "columns", "line"
WIDE, NARROW = 760, 342
_LETTER = 6.4
FILLS = ("client", "customer", "user", "prospect", "former")


@dataclass(frozen=True, slots=True)
class Mark:
    """One bar, or one point in time: `is_open` for a stretch that is not over yet."""

    label: str
    values: tuple[float, ...]
    said: str
    short: str = ""
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class Series:
    """One of the parts that bars are made of: its name and how it is filled."""

    label: str
    fill: str
    is_hatched: bool = False


def series_of(labels: Sequence[str]) -> tuple[Series, ...]:
    """Series in the order of the colours, every second one hatched."""
    return tuple(
        Series(label, FILLS[place % len(FILLS)], bool(place % 2))
        for place, label in enumerate(labels)
    )


@dataclass(frozen=True, slots=True)
class Chart:
    """What is drawn. `says` is the finding, `about` what is counted, `summary` its one line."""

    shape: str
    marks: tuple[Mark, ...]
    says: str
    about: str
    summary: str
    series: tuple[Series, ...] = ()
    tick: Callable[[float], str] = field(default=lambda value: f"{value:g}")
    whole: bool = True
    name: str = "chart"

    @property
    def wide(self) -> SafeString:
        return _drawn(self, WIDE)

    @property
    def narrow(self) -> SafeString:
        return _drawn(self, NARROW)

    @property
    def key(self) -> list[tuple[str, SafeString]]:
        """What the parts of a bar are called, each with a patch of how it is filled."""
        if len(self.series) < 2:
            return []
        return [(one.label, _patch(self, one, at)) for at, one in enumerate(self.series)]


def _drawn(chart: Chart, width: int) -> SafeString:
    canvas = _Canvas(chart, width)
    height = {BARS: _bars, COLUMNS: _columns, LINE: _line}[chart.shape](canvas)
    return format_html(
        '<svg viewBox="0 0 {w} {h}" width="{w}" height="{h}" role="img" aria-label="{said}">'
        "{hatches}{shapes}</svg>",
        w=width, h=round(height), said=chart.summary, hatches=canvas.hatches(),
        shapes=mark_safe("".join(canvas.shapes)),
    )  # fmt: skip


class _Canvas:
    """The shapes of one drawing, in the order in which they lie on each other."""

    def __init__(self, chart: Chart, width: int) -> None:
        self.chart, self.width = chart, width
        self.shapes: list[str] = []
        self.prefix = f"{chart.name}-{width}"

    def text(self, x: float, y: float, said: str, anchor: str = "start", tone: str = "c-text",
             ) -> None:  # fmt: skip
        """A word at a place."""
        markup = '<text class="{}" x="{}" y="{}" text-anchor="{}">{}</text>'
        self.shapes.append(format_html(markup, tone, _at(x), _at(y), anchor, said))

    def rule(self, x1: float, y1: float, x2: float, y2: float, tone: str = "c-grid") -> None:
        """A thin straight line."""
        markup = '<line class="{}" x1="{}" y1="{}" x2="{}" y2="{}"/>'
        self.shapes.append(format_html(markup, tone, _at(x1), _at(y1), _at(x2), _at(y2)))

    def block(self, x: float, y: float, wide: float, high: float, place: int) -> None:
        """A filled bar or a part of one, hatched where its colour comes near another."""
        several = len(self.chart.series) > 1
        part = self.chart.series[place] if several else Series("", "accent")
        markup = '<rect class="c-bar f-{}" x="{}" y="{}" width="{}" height="{}" rx="1"/>'
        box = (_at(x), _at(y), _at(wide), _at(high))
        self.shapes.append(format_html(markup, part.fill, *box))
        if part.is_hatched:
            hatch = '<rect x="{}" y="{}" width="{}" height="{}" fill="url(#{}-h)"/>'
            self.shapes.append(format_html(hatch, *box, self.prefix))

    def hatches(self) -> SafeString:
        """The pattern hatched parts are filled with."""
        if len(self.chart.series) < 2:
            return SafeString()
        return _hatch(f"{self.prefix}-h")


def _hatch(name: str) -> SafeString:
    return format_html(
        '<defs><pattern id="{}" width="6" height="6" patternUnits="userSpaceOnUse" '
        'patternTransform="rotate(45)"><line class="h-lines" y1="0" y2="6" x1="3" x2="3"/>'
        "</pattern></defs>",
        name,
    )


def _patch(chart: Chart, series: Series, place: int) -> SafeString:
    name = f"{chart.name}-k{place}"
    hatched = SafeString()
    if series.is_hatched:
        rect = '<rect width="12" height="12" fill="url(#{})"/>'
        hatched = _hatch(name) + format_html(rect, name)
    return format_html(
        '<svg width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">'
        '<rect class="c-bar f-{}" width="12" height="12"/>{}</svg>',
        series.fill, hatched,
    )  # fmt: skip


def _at(number: float) -> str:
    return f"{number:.1f}"


def _cut(text: str, width: float) -> str:
    """As much of a text as fits, roughly."""
    most = max(3, int(width / _LETTER))
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def _bars(canvas: _Canvas) -> float:
    """Lying bars, one below the other, from zero; less than nothing goes to the left."""
    marks, row = canvas.chart.marks, 28
    most_label = max((len(one.label) for one in marks), default=0) * _LETTER
    left = min(most_label, canvas.width * (0.28 if canvas.width > NARROW else 0.36)) + 10
    said = max((len(one.said) for one in marks), default=0) * (_LETTER + 0.6) + 10
    low = min(0.0, *(sum(one.values) for one in marks)) if marks else 0.0
    high = max(0.0, *(sum(one.values) for one in marks)) if marks else 0.0
    room = max(40.0, canvas.width - left - said)
    scale = room / ((high - low) or 1)
    zero = left - low * scale
    for place, one in enumerate(marks):
        y = place * row
        canvas.text(0, y + 18, _cut(one.label, left - 8), tone="c-ink2")
        x = zero
        for number, value in enumerate(one.values):
            wide = abs(value) * scale
            if wide:
                start = x if value >= 0 else x - wide
                canvas.block(start, y + 4, max(wide, 1), 18, number)
                x += value * scale
        canvas.text(max(x, zero) + 6, y + 18, one.said, tone="c-strong")
    canvas.rule(zero, 0, zero, len(marks) * row, "c-axis")
    return len(marks) * row + 2


def _ticks(high: float, whole: bool) -> list[float]:
    """A few round numbers from zero up to the highest."""
    if high <= 0:
        return [0, 1]
    step = 10 ** math.floor(math.log10(high / 4 or 1))
    step *= next(each for each in (1, 2, 5, 10) if high / (step * each) <= 4.5)
    if whole:
        step = max(1, math.ceil(step))
    return [step * number for number in range(math.ceil(high / step - 1e-9) + 1)]


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where the points of a plot over time lie."""

    left: float
    wide: float
    top: float
    high: float
    most: float
    count: int

    def x(self, place: float) -> float:
        return self.left + self.wide * (place + 0.5) / max(1, self.count)

    def y(self, value: float) -> float:
        return self.top + self.high * (1 - value / self.most)


def _frame(canvas: _Canvas) -> _Frame:
    """Axes and grid, with as many words under them as fit."""
    chart, height = canvas.chart, 220.0
    ticks = _ticks(max((sum(one.values) for one in chart.marks), default=0), chart.whole)
    words = [chart.tick(each) for each in ticks]
    left = max(len(word) for word in words) * _LETTER + 10
    right = 14 if chart.shape == COLUMNS else 44
    frame = _Frame(
        left, canvas.width - left - right, 16, height - 44, ticks[-1], len(chart.marks)
    )
    for each, word in zip(ticks, words, strict=True):
        canvas.rule(left, frame.y(each), left + frame.wide, frame.y(each))
        canvas.text(left - 6, frame.y(each) + 4, word, "end")
    longest = max((len(one.short) for one in chart.marks), default=1) * _LETTER + 12
    every = max(1, math.ceil(longest * len(chart.marks) / frame.wide))
    for place in range((len(chart.marks) - 1) % every, len(chart.marks), every):
        canvas.text(frame.x(place), height - 10, chart.marks[place].short, "middle")
    return frame


def _columns(canvas: _Canvas) -> float:
    """Standing columns over time, in parts that add up."""
    frame = _frame(canvas)
    wide = min(36.0, frame.wide / max(1, frame.count) * 0.72)
    for place, one in enumerate(canvas.chart.marks):
        below = 0.0
        for number, value in enumerate(one.values):
            if value:
                top = frame.y(below + value)
                high = frame.y(below) - top
                canvas.block(frame.x(place) - wide / 2, top, wide, max(high, 1), number)
                below += value
    canvas.rule(frame.left, frame.y(0), frame.left + frame.wide, frame.y(0), "c-axis")
    return 220


def _line(canvas: _Canvas) -> float:
    """One line over time; a stretch that is not over is a hollow dot."""
    frame, marks = _frame(canvas), canvas.chart.marks
    points = [(frame.x(place), frame.y(one.values[0])) for place, one in enumerate(marks)]
    path = " L".join(f"{_at(x)} {_at(y)}" for x, y in points)
    canvas.shapes.append(format_html('<path class="c-line" d="M{}"/>', path))
    top = max(range(len(marks)), key=lambda place: marks[place].values[0])
    named = {len(marks) - 1, top}
    for place, (x, y) in enumerate(points):
        if marks[place].is_open:
            canvas.shapes.append(_dot(x, y, "c-dot-hollow"))
        elif place in named or len(marks) <= 36:
            canvas.shapes.append(_dot(x, y, "c-dot"))
        if place in named:
            canvas.text(x, y - 9, marks[place].said, "middle", "c-strong")
    return 220


def _dot(x: float, y: float, tone: str) -> SafeString:
    return format_html('<circle class="{}" cx="{}" cy="{}" r="4"/>', tone, _at(x), _at(y))
