"""Tables of any make, delimited text or spreadsheet, read row by row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from io import TextIOWrapper
from itertools import islice
from typing import BinaryIO, NamedTuple

from keepwell.exchange.readers.complaints import Complaint, SourceRefused
from keepwell.exchange.readers.encodings import FORGIVING, sniff_encoding
from keepwell.exchange.readers.lines import CHUNK, Record, read_records
from keepwell.exchange.readers.shapes import (
    TableShape,
    Tally,
    find_header,
    language_of,
    name_columns,
    sniff_delimiter,
    sniff_quote,
)
from keepwell.exchange.readers.sheets import read_sheet
from keepwell.exchange.readers.sources import Source, SourceKind, kind_of
from keepwell.kernel.words import keep as _kept

__all__ = ["SAMPLE_ROWS", "TableRow", "TableShape", "first_rows", "read_rows", "sniff_table"]

SAMPLE_ROWS = 2_000
SPREADSHEETS = (SourceKind.XLSX, SourceKind.XLS, SourceKind.ODS)


class TableRow(NamedTuple):
    """One row: its number (1 is the first after the header), its cells as they stand, and what
    is wrong with its form; a row with a complaint may be shorter or longer than the header."""

    number: int
    cells: tuple[str, ...]
    complaint: Complaint | None = None


def sniff_table(source: Source, sheet: str | None = None) -> TableShape:
    """How the table is written, judged by its first two thousand rows.

    Refuses (SourceRefused) what is empty, no table, or too large to open.
    """
    if kind_of(source) in SPREADSHEETS:
        return _sniff_sheet(source, sheet)
    with source.open() as stream:
        encoding = sniff_encoding(stream)
    with source.open() as stream:
        sample = _text(stream, encoding).read(CHUNK)
    sample = sample.replace("\0", "")
    if not sample.strip():
        raise SourceRefused(Complaint("empty", _kept("This file is empty.")))
    quote = sniff_quote(sample)
    delimiter = sniff_delimiter(sample, quote)
    with source.open() as stream:
        records = read_records(_text(stream, encoding), delimiter, quote, 0)
        first = [record.cells for record in islice(records, SAMPLE_ROWS)]
    return _shape(first, encoding, delimiter, quote)


def _sniff_sheet(source: Source, sheet: str | None) -> TableShape:
    name, rows = read_sheet(source, sheet)
    first = list(islice(rows, SAMPLE_ROWS))
    if not first:
        raise SourceRefused(Complaint("empty", _kept("This sheet is empty.")))
    return _shape(first, "", "", "", name)


def _shape(
    records: list[list[str]],
    encoding: str,
    delimiter: str,
    quote: str,
    sheet: str | None = None,
) -> TableShape:
    named = bool(records and records[0] and records[0][0].startswith("sep=")) and bool(
        delimiter
    )
    skip = 1 if named else 0
    at, headless = find_header(records[skip:])
    at = at + skip if at + skip < len(records) else 0
    header = name_columns(records[at], headless=headless)
    tally = Tally()
    for record in records[at + 1 :]:
        tally.add(record)
    language = language_of(header)
    decimal = tally.decimal(semicolon=delimiter == ";")
    continental = delimiter == ";" or decimal == "," or language in ("de", "fr", "es")
    return TableShape(
        encoding=encoding,
        delimiter=delimiter,
        quote=quote,
        header=header,
        header_language=language,
        date_order=tally.date_order(continental=continental),
        decimal=decimal,
        sheet=sheet,
        preamble=at,
        headless=headless,
    )


def _text(stream: BinaryIO, encoding: str) -> TextIOWrapper:
    return TextIOWrapper(stream, encoding=encoding, errors=FORGIVING, newline="")


def read_rows(source: Source, shape: TableShape) -> Iterator[TableRow]:
    """The rows of the table, streamed; rows without any content are counted but not given."""
    skip = shape.preamble + (0 if shape.headless else 1)
    width = len(shape.header)
    if shape.sheet is not None:
        _, rows = read_sheet(source, shape.sheet)
        yield from _numbered((Record(row, None) for row in islice(rows, skip, None)), width)
        return
    with source.open() as stream:
        text = _text(stream, shape.encoding)
        records = read_records(text, shape.delimiter, shape.quote, width)
        yield from _numbered(islice(records, skip, None), width)


def first_rows(source: Source, shape: TableShape, count: int = 200) -> list[TableRow]:
    """The first rows without a complaint, as samples for recognising a table."""
    whole = (row for row in read_rows(source, shape) if row.complaint is None)
    return list(islice(whole, count))


def _numbered(records: Iterable[Record], width: int) -> Iterator[TableRow]:
    number = 0
    for cells, complaint in records:
        number += 1
        if len(cells) == width and complaint is None:
            if any(cells):
                yield TableRow(number, tuple(cells))
            continue
        while len(cells) > width and not cells[-1].strip():
            cells.pop()
        if complaint is None and not any(cells):
            continue
        yield TableRow(number, tuple(cells), complaint or _width_complaint(len(cells), width))


def _width_complaint(found: int, width: int) -> Complaint | None:
    if found == width:
        return None
    few = found < width
    return Complaint(
        "too_few_cells" if few else "too_many_cells",
        _kept(
            "This row has %(found)s cells where the header has %(width)s; "
            "it seems to be cut off.",
            found=found,
            width=width,
        )
        if few
        else _kept(
            "This row has %(found)s cells where the header has %(width)s; "
            "a cell may hold the mark between cells.",
            found=found,
            width=width,
        ),
    )
