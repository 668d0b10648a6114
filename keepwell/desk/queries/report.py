"""A list gathered and measured: one query for the parts, one for each of the totals."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db.models import (
    Avg,
    Count,
    F,
    FilteredRelation,
    FloatField,
    Max,
    Min,
    Q,
    QuerySet,
    Sum,
)
from django.db.models.functions import Cast

from keepwell.desk.queries.filtered_own import with_own
from keepwell.desk.queries.nouns.every import PARTIES
from keepwell.desk.queries.nouns.noun import ListNoun
from keepwell.desk.queries.report_slots import EMPTY, Axis, Slot, axis_of, key_of, only_used
from keepwell.desk.queries.views import Viewer
from keepwell.desk.rules.filter_tree import Condition, Group
from keepwell.desk.rules.report import AVERAGE, COUNT, LARGEST, LEAST, SUM, Measure, Report
from keepwell.fields.rules.definitions import FieldSort
from keepwell.fields.rules.values import MILLION
from keepwell.kernel.money import Money, minor_digits
from keepwell.ui.words import grouped, reading_locale

# Sums of 64-bit numbers run over; their thousands and what is left of them do not.
_PART = 1_000_000
_TRADE = {
    "open_work": ("opportunities", Q(opportunities__outcome="open",
                  opportunities__amount_minor__gt=0, opportunities__currency__gt=""),
                  "amount_minor"),
    "orders": ("orders", Q(), "total_minor"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Figure:
    """What was counted or taken together, each currency by itself: never added up."""

    amounts: tuple[tuple[str, Decimal], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.amounts)

    def of(self, unit: str) -> Decimal:
        """The amount in this currency; plain numbers have none."""
        return dict(self.amounts).get(unit, Decimal())

    @property
    def words(self) -> str:
        """ "1,204", "€12,300.00 + £400.00"."""
        return " + ".join(amount_in_words(unit, amount) for unit, amount in self.amounts)


def amount_in_words(unit: str, amount: Decimal) -> str:
    """An amount as the reader writes it, money with its currency."""
    if unit:
        return Money.of(amount, unit).shown(str(reading_locale()))
    plain = amount.quantize(Decimal("0.01"), ROUND_HALF_UP).normalize()
    return grouped(int(plain)) if plain == plain.to_integral_value() else grouped(plain)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the table: its slot, a figure for each column, and what they come to."""

    slot: Slot
    figures: tuple[Figure, ...]
    total: Figure


@dataclass(frozen=True, slots=True)
class Gathered:
    """A report as a table; `units` are its currencies, the most used first."""

    report: Report
    down: Axis
    across: Axis | None
    lines: tuple[Line, ...]
    totals: tuple[Figure, ...]
    total: Figure
    units: tuple[str, ...]

    @property
    def columns(self) -> tuple[Slot, ...]:
        return self.across.all_slots if self.across else ()


def gather(
    among: QuerySet[Any], report: Report, viewer: Viewer, noun: ListNoun = PARTIES
) -> Gathered:
    """The list gathered; some twenty queries at most, however long it is."""
    work = _Work(noun, among.order_by(), report.of, viewer)
    down = work.axis(report, 0)
    across = work.axis(report, 1) if len(report.by) > 1 else None
    cells = work.cells(down, across) if across else {}
    by_column: Mapping[Any, Figure] = {}
    if across is None:
        by_line = work.by(down)
    elif report.is_partition:
        by_line, by_column = _added_up(cells, 0), _added_up(cells, 1)
    else:
        by_line, by_column = work.by(down), work.by(across)
    down = only_used(down, by_line)
    across = only_used(across, by_column) if across else None
    columns = across.all_slots if across else ()
    lines = [
        Line(
            slot,
            tuple(cells.get((id_of(slot), id_of(one)), Figure()) for one in columns),
            by_line.get(id_of(slot), Figure()),
        )
        for slot in down.all_slots
    ]
    totals = tuple(by_column.get(id_of(one), Figure()) for one in columns)
    total = _sum_of(by_line.values()) if report.is_partition else work.whole(())
    units = tuple(unit for unit, _amount in total.amounts)
    return Gathered(report, down, across, tuple(lines), totals, total, units)


def _added_up(cells: Mapping[tuple[Any, Any], Figure], side: int) -> dict[Any, Figure]:
    """What the cells of each line, or of each column, come to."""
    found: dict[Any, list[Figure]] = {}
    for key, figure in cells.items():
        found.setdefault(key[side], []).append(figure)
    return {key: _sum_of(figures) for key, figures in found.items()}


def _sum_of(figures: Iterable[Figure]) -> Figure:
    """Figures of one unit added up; nothing where none of them holds anything."""
    amounts = [one for figure in figures for one in figure.amounts]
    if not amounts:
        return Figure()
    return Figure(((amounts[0][0], sum((each for _unit, each in amounts), Decimal())),))


def id_of(slot: Slot) -> Any:
    """What tells a slot from the others of its axis."""
    return slot.key if slot.key is not None or slot.sort == EMPTY else slot.sort


@dataclass(frozen=True, slots=True)
class _Work:
    """The rows, what is measured of them, and who looks."""

    noun: ListNoun
    among: QuerySet[Any]
    of: Measure
    viewer: Viewer

    def axis(self, report: Report, place: int) -> Axis:
        alias = ("line", "column")[place]
        measured = self._measured(self.among)
        size = _size(self.of)
        return axis_of(self.noun, measured, report.by[place], alias, self.viewer, size)

    def whole(self, means: tuple[Condition, ...]) -> Figure:
        """Of all that is meant, without parts."""
        return self._figures(self._meant(means), ()).get((), Figure())

    def by(self, axis: Axis) -> dict[Any, Figure]:
        """For each slot of one axis."""
        found = {key[0]: one for key, one in self._figures(self.among, (axis,)).items()}
        if axis.rest:
            found[id_of(axis.rest)] = self.whole(axis.rest.means)
        return found

    def cells(self, down: Axis, across: Axis) -> dict[tuple[Any, Any], Figure]:
        """For each line and column, those of the rest among them."""
        found: dict[tuple[Any, Any], Figure] = dict(
            self._figures(self.among, (down, across)).items()
        )
        if down.rest:
            rest = self._figures(self._meant(down.rest.means), (across,))
            found |= {(id_of(down.rest), key[0]): one for key, one in rest.items()}
        if across.rest:
            rest = self._figures(self._meant(across.rest.means), (down,))
            found |= {(key[0], id_of(across.rest)): one for key, one in rest.items()}
        if down.rest and across.rest:
            both = self.whole((*down.rest.means, *across.rest.means))
            found[id_of(down.rest), id_of(across.rest)] = both
        return found

    def _meant(self, means: tuple[Condition, ...]) -> QuerySet[Any]:
        if not means:
            return self.among
        return self.noun.narrowed(self.among, Group(True, means), self.viewer)

    def _figures(
        self, among: QuerySet[Any], axes: Sequence[Axis]
    ) -> dict[tuple[Any, ...], Figure]:
        """One query for each way: the figure for each combination of values."""
        ways = [among]
        for axis in axes:
            ways = [joined for one in ways for joined in axis.join(one)]
        found: dict[tuple[Any, ...], dict[str, tuple[int, Decimal]]] = {}
        for row in (row for way in ways for row in self._rows(way, axes)):
            key = tuple(key_of(axis, row[axis.alias]) for axis in axes)
            here = found.setdefault(key, {})
            if row["filled"]:
                unit = row["unit"] if self.of.by_currency else self.of.currency
                many, amount = here.get(unit, (0, Decimal()))
                here[unit] = (many + row["filled"], amount + _amount(self.of, row, unit))
        return {key: _figure(parts) for key, parts in found.items()}

    def _rows(self, way: QuerySet[Any], axes: Sequence[Axis]) -> list[dict[str, Any]]:
        names = [axis.alias for axis in axes] + ["unit"] * self.of.by_currency
        asked = _asked(self.of)
        measured = self._measured(way)
        if not names:
            return [measured.aggregate(**asked)]
        return list(measured.values(*names).annotate(**asked))

    def _measured(self, among: QuerySet[Any]) -> QuerySet[Any]:
        """With what is summed under the name `amount`, and its currency as `unit`."""
        of, noun = self.of, self.noun
        if of.how == COUNT or "amount" in among.query.annotations:
            return among
        measured: QuerySet[Any]
        if of.field is None:
            relation, which, column = _TRADE[of.name]
            joined = among.annotate(sold=FilteredRelation(relation, condition=which))
            measured = joined.annotate(amount=F(f"sold__{column}"), unit=F("sold__currency"))
        elif of.field.own is not None:
            joined = with_own(among, of.field.own, "sold")
            measured = joined.annotate(amount=F("sold__number"))
        else:
            measured = among.annotate(amount=F(noun.paths.get(of.name, of.name)))
            if of.by_currency:
                measured = measured.annotate(unit=F(noun.currency))
        return measured


def _figure(parts: Mapping[str, tuple[int, Decimal]]) -> Figure:
    """The currency with most rows first."""
    ordered = sorted(parts.items(), key=lambda one: (-one[1][0], one[0]))
    return Figure(tuple((unit, amount) for unit, (_filled, amount) in ordered))


def _size(of: Measure) -> Any:
    """What the largest are chosen by; money of several currencies only by how often."""
    if of.how == COUNT:
        return Count("pk", distinct=True)
    if of.by_currency:
        return Count("amount")
    plain = Cast("amount", FloatField())
    return {SUM: Sum(plain), AVERAGE: Avg(plain), LEAST: Min(plain), LARGEST: Max(plain)}[
        of.how
    ]


def _asked(of: Measure) -> dict[str, Any]:
    if of.how == COUNT:
        return {"filled": Count("pk")}
    filled = {"filled": Count("amount")}
    if of.how == LEAST:
        return {**filled, "found": Min("amount")}
    if of.how == LARGEST:
        return {**filled, "found": Max("amount")}
    return {**filled, "whole": Sum(F("amount") / _PART), "part": Sum(F("amount") % _PART)}


def _amount(of: Measure, row: Mapping[str, Any], unit: str) -> Decimal:
    if of.how == COUNT:
        return Decimal(row["filled"])
    if of.how in (LEAST, LARGEST):
        found = Decimal(row["found"])
    else:
        found = Decimal(int(row["whole"]) * _PART + int(row["part"]))
        if of.how == AVERAGE:
            found /= row["filled"]
    own = of.field.own if of.field else None
    if own is not None and own.sort is FieldSort.NUMBER:
        return found / MILLION
    return found / 10 ** minor_digits(unit) if unit else found
