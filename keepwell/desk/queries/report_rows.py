"""A report as plain rows: for files and terminals, and as programs read it."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from keepwell.desk.queries.report import Figure, Gathered
from keepwell.desk.queries.report_slots import VALUE, Slot
from keepwell.desk.rules.filter_tree import Condition, Group, and_also
from keepwell.desk.rules.filters import filter_as_text
from keepwell.desk.rules.report import COUNT
from keepwell.exchange.parties_out import defused
from keepwell.kernel.money import Money, minor_digits
from keepwell.kernel.words import say as _


def rows_of_report(found: Gathered) -> list[list[str]]:
    """Headings, a row for each line, the totals last; each currency in a column of its own."""
    units = found.units or ("",)
    heads = [*(one.label for one in found.columns), _("Total")]
    named = [_with_unit(head, unit) for head in heads for unit in units]
    rows = [[defused(found.report.by[0].words), *map(defused, named)]]
    for line in found.lines:
        rows.append([defused(line.slot.label), *_plain((*line.figures, line.total), units)])
    rows.append([_("Total"), *_plain((*found.totals, found.total), units)])
    return rows


def _with_unit(head: str, unit: str) -> str:
    return f"{head} {unit}" if unit else head


def _plain(figures: Sequence[Figure], units: Sequence[str]) -> list[str]:
    return [_number(figure, unit) for figure in figures for unit in units]


def _number(figure: Figure, unit: str) -> str:
    if unit not in dict(figure.amounts):
        return ""
    amount = _amount(unit, figure.of(unit))
    return f"{amount:.{minor_digits(unit)}f}" if unit else f"{amount:f}"


def _amount(unit: str, amount: Decimal) -> Decimal:
    return Money.of(amount, unit).amount if unit else round(amount, 6).normalize()


def report_told(found: Gathered, tree: Group) -> dict[str, Any]:
    """The report as programs read it: each figure with the filter of the rows behind it."""
    of = found.report.of
    columns = [_head(one) for one in found.columns]
    lines = [
        {
            **_head(line.slot),
            "total": _told(line.total, found, tree, line.slot.means),
            "cells": [
                _told(figure, found, tree, (*line.slot.means, *column.means))
                for figure, column in zip(line.figures, found.columns, strict=True)
            ],
        }
        for line in found.lines
    ]
    totals = [
        _told(figure, found, tree, column.means)
        for figure, column in zip(found.totals, found.columns, strict=True)
    ]
    return {
        "by": [one.text for one in found.report.by],
        "of": of.text,
        "columns": columns,
        "lines": lines,
        "totals": totals,
        "total": _told(found.total, found, tree, ()),
    }


def _head(slot: Slot) -> dict[str, Any]:
    value = slot.means[0].values[0] if slot.sort == VALUE and slot.means[0].values else None
    return {"label": slot.label, "value": value, "sort": slot.sort}


def _told(
    figure: Figure, found: Gathered, tree: Group, means: tuple[Condition, ...]
) -> dict[str, Any]:
    of = found.report.of
    asked = (*means, *of.behind)
    amounts = [
        {"currency": unit or None, "number": float(_amount(unit, amount)),
         "minor": Money.of(amount, unit).minor if unit else None}
        for unit, amount in figure.amounts
    ]  # fmt: skip
    if not amounts and of.how == COUNT:
        amounts = [{"currency": None, "number": 0.0, "minor": None}]
    return {
        "amounts": amounts,
        "filter": filter_as_text(and_also(tree, *asked) if asked else tree),
    }
