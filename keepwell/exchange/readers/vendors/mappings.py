"""How a table is to be taken in: a proposal a person can change, keep and use again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Literal, cast, get_args

from keepwell.exchange.readers.shapes import TableShape
from keepwell.exchange.readers.values import DateOrder, DecimalMark, clean_cell
from keepwell.exchange.readers.vendors.columns import is_own_fact, plain_header
from keepwell.exchange.readers.vendors.fields import FIELDS, REPEATABLE, TABLES
from keepwell.exchange.readers.vendors.recognise import Recognition, Vendor

Mode = Literal["add", "update", "both"]
KnownBy = Literal["id", "email", "phone", "name"]
KNOWN_BY: tuple[KnownBy, ...] = get_args(KnownBy)
Facts = dict[str, str]


@dataclass(frozen=True, slots=True)
class Mapping:
    """Which column becomes which fact, and how dates and numbers are read.

    `columns` maps a header to a fact of the table; headers that are missing in it are left
    aside. `otherwise` gives facts a value where the cell is blank. `zone` is the name of the
    zone of moments without an offset. `known_by` says by what a party may be known again.
    """

    table: str
    columns: dict[str, str]
    vendor: Vendor = "plain"
    date_order: DateOrder = "unclear"
    decimal: DecimalMark = "."
    zone: str = "UTC"
    known_by: tuple[str, ...] = KNOWN_BY
    mode: Mode = "both"
    otherwise: dict[str, str] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """The mapping as plain dicts, lists and words, to be stored."""
        return {**asdict(self), "known_by": list(self.known_by)}

    def fits(self, header: Sequence[str]) -> bool:
        """Whether every column it speaks of stands in the header, in whatever order."""
        there = {plain_header(name) for name in header}
        return bool(self.columns) and all(plain_header(name) in there for name in self.columns)


def mapping_from_json(stored: dict[str, Any]) -> Mapping:
    """The mapping that was stored, words that no longer mean anything left out.

    Raises ValueError when the table, the mode or the form of dates is not known.
    """
    table = str(stored.get("table", ""))
    known = FIELDS.get(table)
    if known is None:
        raise ValueError(f"There is no table called {table!r}; one of {', '.join(TABLES)}.")
    mapping = Mapping(
        table=table,
        columns={
            str(name): str(fact)
            for name, fact in dict(stored.get("columns", {})).items()
            if fact in known or is_own_fact(table, str(fact))
        },
        vendor=_one_of(Vendor, stored.get("vendor", "plain")),
        date_order=_one_of(DateOrder, stored.get("date_order", "unclear")),
        decimal=_one_of(DecimalMark, stored.get("decimal", ".")),
        zone=str(stored.get("zone", "UTC")),
        known_by=known_by_of(stored),
        mode=_one_of(Mode, stored.get("mode", "both")),
    )
    otherwise = dict(stored.get("otherwise", {}))
    return replace(
        mapping, otherwise={str(k): str(v) for k, v in otherwise.items() if k in known}
    )


def known_by_of(stored: dict[str, Any]) -> tuple[str, ...]:
    """By what parties of a file may be known again, in order; by everything if not said."""
    said = stored.get("known_by") or KNOWN_BY
    return tuple(word for word in KNOWN_BY if word in said)


def _one_of(words: Any, word: object) -> Any:
    if word not in get_args(words):
        raise ValueError(f"{word!r} is not one of {', '.join(get_args(words))}.")
    return word


def propose_mapping(recognition: Recognition, shape: TableShape, *, zone: str) -> Mapping:
    """The mapping a table suggests; Salesforce writes moments in UTC, others in the zone."""
    known = {each.header: each.field for each in recognition.columns if each.field}
    return Mapping(
        table=recognition.table,
        columns=known,
        vendor=recognition.vendor,
        date_order=shape.date_order,
        decimal=shape.decimal,
        zone="UTC" if recognition.vendor == "salesforce" else zone,
    )


def facts_reader(mapping: Mapping, header: Sequence[str]) -> Callable[[Sequence[str]], Facts]:
    """A function from a row's cells to its facts as text, blank ones left out.

    Columns are found by their header, whatever their order. Of several columns for one fact
    the first filled one counts; those that may repeat are joined with `;`. Rows too short
    give what they have.
    """
    places = {plain_header(name): index for index, name in reversed([*enumerate(header)])}
    plan = [
        (places[plain], fact, fact in REPEATABLE)
        for name, fact in mapping.columns.items()
        if (plain := plain_header(name)) in places
    ]
    otherwise = mapping.otherwise

    def facts_of(cells: Sequence[str]) -> Facts:
        facts: Facts = {}
        width = len(cells)
        for index, fact, repeats in plan:
            if index >= width or not (cell := clean_cell(cells[index])):
                continue
            if fact not in facts:
                facts[fact] = cell
            elif repeats:
                facts[fact] = f"{facts[fact]};{cell}"
        return {**otherwise, **facts} if otherwise else facts

    return cast("Callable[[Sequence[str]], Facts]", facts_of)
