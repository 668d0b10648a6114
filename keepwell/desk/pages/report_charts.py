"""A report drawn: bars, stacked where it is gathered two ways, a line or columns over time."""

from collections.abc import Callable
from dataclasses import replace

from babel.numbers import format_compact_currency, format_compact_decimal
from django.utils.translation import gettext as _

from keepwell.desk.queries.report import Gathered, Line, amount_in_words
from keepwell.desk.queries.report_slots import EMPTY, REST, VALUE
from keepwell.desk.rules.report import AVERAGE, LARGEST, LEAST
from keepwell.ui.charts import BARS, COLUMNS, LINE, Chart, Mark, Series, series_of
from keepwell.ui.words import reading_locale

MOST_CHARTS = 3
FEWEST_OF_A_LINE = 3


def charts_of(found: Gathered) -> list[Chart]:
    """A chart for each currency, as amounts of several are never added; three at most."""
    units = found.units[:MOST_CHARTS]
    charts = [_chart(found, unit, place) for place, unit in enumerate(units)]
    return [one for one in charts if one.marks]


def _chart(found: Gathered, unit: str, place: int) -> Chart:
    lines = _drawn(found)
    parted = _is_parted(found, lines, unit)
    shape = BARS
    if found.down.stretches and len(lines) >= FEWEST_OF_A_LINE and _none_below(lines, unit):
        shape = COLUMNS if parted else LINE
    marks = tuple(_mark(one, unit, parted) for one in lines)
    says = _finding(found, lines, unit)
    return Chart(
        shape, marks, says, _about(found, shape), f"{found.report.words}. {says}",
        _series(found) if parted else (),
        _ticks(unit), not unit and found.report.of.how != AVERAGE, f"report-{place}",
    )  # fmt: skip


def _drawn(found: Gathered) -> list[Line]:
    """What has a place in the plot: over time the stretches alone."""
    if not found.down.stretches:
        return list(found.lines)
    return [one for one in found.lines if one.slot.sort == VALUE]


def _series(found: Gathered) -> tuple[Series, ...]:
    """The columns as parts of a bar; nothing and the rest are grey."""
    shown = series_of([one.label for one in found.columns])
    grey = {EMPTY: ("light", False), REST: ("n", True)}
    return tuple(
        replace(one, fill=grey[slot.sort][0], is_hatched=grey[slot.sort][1])
        if slot.sort in grey else one
        for one, slot in zip(shown, found.columns, strict=True)
    )  # fmt: skip


def _is_parted(found: Gathered, lines: list[Line], unit: str) -> bool:
    """Whether parts can be stood on each other: they add up, and none is below zero."""
    if not found.columns or not found.report.of.adds_up:
        return False
    return all(figure.of(unit) >= 0 for line in lines for figure in line.figures)


def _none_below(lines: list[Line], unit: str) -> bool:
    return all(one.total.of(unit) >= 0 for one in lines)


def _mark(line: Line, unit: str, parted: bool) -> Mark:
    total = line.total.of(unit)
    parts = [one.of(unit) for one in line.figures] if parted else [total]
    said = amount_in_words(unit, total) if line.total else "–"
    short = line.slot.short or line.slot.label
    return Mark(
        line.slot.label, tuple(float(one) for one in parts), said, short, line.slot.is_open
    )


def _ticks(unit: str) -> Callable[[float], str]:
    locale = reading_locale()
    if not unit:
        return lambda value: str(
            format_compact_decimal(value, locale=locale, fraction_digits=1)
            if value >= 1000 else format_compact_decimal(value, locale=locale,
                                                         fraction_digits=2)
        )  # fmt: skip
    return lambda value: str(
        format_compact_currency(value, unit, locale=locale, fraction_digits=1)
    )


def _finding(found: Gathered, lines: list[Line], unit: str) -> str:
    """What the plot shows first of all."""
    of, named = found.report.of, [one for one in lines if one.slot.sort == VALUE and one.total]
    if not named:
        return _("Nothing is known of this.")
    total = amount_in_words(unit, found.total.of(unit))
    top = max(named, key=lambda one: one.total.of(unit))
    told = {
        "label": top.slot.label,
        "part": amount_in_words(unit, top.total.of(unit)),
        "whole": total,
    }
    if of.how == AVERAGE:
        return _("Highest: %(label)s, %(part)s; over all %(whole)s.") % told
    if of.how == LEAST:
        low = min(named, key=lambda one: one.total.of(unit))
        told = {"label": low.slot.label, "part": amount_in_words(unit, low.total.of(unit))}
        return _("Smallest: %(label)s, %(part)s.") % told
    if of.how == LARGEST:
        return _("Largest: %(label)s, %(part)s.") % told
    return _("Most: %(label)s, %(part)s of %(whole)s.") % told


def _about(found: Gathered, shape: str) -> str:
    """What is counted, and what one has to know to read it."""
    said = [f"{found.report.words}."]
    several = [one.field.label for one in found.report.by if one.has_several]
    if several:
        words = _("What has several values of “%(field)s” counts under each, once in all.")
        said += [words % {"field": one} for one in several]
    if len(found.units) > 1:
        said.append(_("Currencies are never added up."))
    if shape == LINE and any(line.slot.is_open for line in found.lines):
        said.append(_("The hollow dot is not over yet."))
    return " ".join(said)
