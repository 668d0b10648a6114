"""The records of delimited text, streamed, with no line or record able to fill the memory.

`csv` does the splitting. Around it this module keeps the physical lines of the record in
hand, so that a quotation mark that is never closed costs one row and not the rest of the file.
"""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterator
from io import StringIO, TextIOBase
from typing import NamedTuple

from keepwell.exchange.readers.complaints import Complaint
from keepwell.kernel.words import keep as _kept

CHUNK = 262_144
LONGEST_CELL = 1_000_000
LONGEST_LINE = 4_000_000
MOST_LINES = 20_000  # of one record: a note of so many lines is a quotation mark left open
# An overlong line is skipped so far, in characters, before the rest of the file is given up.
LONGEST_SKIP = 64_000_000

csv.field_size_limit(LONGEST_CELL)  # of the whole process: csv knows no other


class Record(NamedTuple):
    """The cells of one record, and a complaint where they could not be told apart."""

    cells: list[str]
    complaint: Complaint | None


class CutLine(str):
    """The beginning of a line that was too long to keep."""

    __slots__ = ()


class EndlessLine(CutLine):
    """The beginning of a line so long that reading stopped there."""

    __slots__ = ()


CELL_TOO_LONG = Complaint(
    "cell_too_long",
    _kept(
        "A cell of this row is longer than %(most)s characters; the row was left out.",
        most=LONGEST_CELL,
    ),
)
LINE_TOO_LONG = Complaint(
    "line_too_long",
    _kept(
        "This line is longer than %(most)s characters; only its beginning was kept.",
        most=LONGEST_LINE,
    ),
)
FILE_CUT = Complaint(
    "line_without_end",
    _kept(
        "This line does not end within %(most)s characters, so reading stopped here.",
        most=LONGEST_SKIP,
    ),
)
QUOTE_LEFT_OPEN = Complaint(
    "quote_left_open",
    _kept(
        "A quotation mark is opened in this row and never closed; the row was split without it."
    ),
)


class Lines:
    """The physical lines of a text stream, with their ends; lines can be put back."""

    def __init__(self, text: TextIOBase) -> None:
        self._source = _lines(text)
        self._again: deque[str] = deque()
        self.held: list[str] = []
        self._size = 0
        self.ended = False

    def __iter__(self) -> Lines:
        return self

    def __next__(self) -> str:
        if self._again:
            line = self._again.popleft()
        else:
            try:
                line = next(self._source)
            except StopIteration:
                self.ended = True
                raise
        self._size = self._size + len(line) if self.held else 0
        self.held.append(line)
        if self._size > LONGEST_LINE or len(self.held) > MOST_LINES:
            raise csv.Error("a record without end")
        return line

    def put_back(self, lines: list[str]) -> None:
        """Give these lines again, before what follows."""
        self._again.extendleft(reversed(lines))
        self.ended = False


def _lines(text: TextIOBase) -> Iterator[str]:
    carry = ""
    while chunk := text.read(CHUNK):
        if "\0" in chunk:
            chunk = chunk.replace("\0", "")
        carry += chunk
        cut = max(carry.rfind("\n"), carry.rfind("\r", 0, len(carry) - 1)) + 1
        if cut > 0:
            yield from _whole(carry[:cut])
            carry = carry[cut:]
        elif len(carry) > LONGEST_LINE:
            rest = _skip_line(text)
            yield (EndlessLine if rest is None else CutLine)(carry[:1_000])
            if rest is None:
                return
            carry = rest
    if carry:
        yield from _whole(carry)


def _whole(text: str) -> Iterator[str]:
    """Lines as they stand: split at CR, LF and CR LF only, ends kept."""
    return iter(StringIO(text, newline=""))


def _skip_line(text: TextIOBase) -> str | None:
    skipped = 0
    while skipped < LONGEST_SKIP:
        chunk = text.read(CHUNK)
        if not chunk:
            return ""
        found = chunk.find("\n")
        if found >= 0:
            return chunk[found + 1 :]
        skipped += len(chunk)
    return None


def read_records(text: TextIOBase, delimiter: str, quote: str, width: int) -> Iterator[Record]:
    """The records of delimited text in order, blank lines left out; `width` is the expected
    number of cells (0 when it is not known yet)."""
    lines = Lines(text)
    reader = csv.reader(lines, delimiter=delimiter, quotechar=quote)
    held = lines.held
    while True:
        held.clear()
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield _first_line_alone(lines, delimiter, quote)
            reader = csv.reader(lines, delimiter=delimiter, quotechar=quote)
            continue
        if len(held) > 1 and _swallowed(lines, cells, delimiter, quote, width):
            yield _first_line_alone(lines, delimiter, quote)
            reader = csv.reader(lines, delimiter=delimiter, quotechar=quote)
        elif held and isinstance(held[0], CutLine):
            yield Record(cells, _cut(held[0]))
        elif cells:
            yield Record(cells, None)


def _swallowed(lines: Lines, cells: list[str], delimiter: str, quote: str, width: int) -> bool:
    """Whether the record in hand swallowed rows because a quotation mark was left open."""
    if lines.ended and sum(line.count(quote) for line in lines.held) % 2:
        return True
    if not width or (len(cells) == width and _quoted_well(lines.held, delimiter, quote)):
        return False
    following = [line for line in lines.held[1:21] if line.strip()]
    alone = list(csv.reader(following, delimiter=delimiter, quoting=csv.QUOTE_NONE))
    fitting = sum(len(each) == width for each in alone)
    return width > 1 and bool(alone) and fitting * 2 > len(alone)


def _quoted_well(held: list[str], delimiter: str, quote: str) -> bool:
    """Whether each closing quotation mark ends its cell, as every program writes it."""
    try:
        next(csv.reader(held, delimiter=delimiter, quotechar=quote, strict=True), None)
    except csv.Error:
        return False
    return True


def _cut(line: CutLine) -> Complaint:
    return FILE_CUT if isinstance(line, EndlessLine) else LINE_TOO_LONG


def _first_line_alone(lines: Lines, delimiter: str, quote: str) -> Record:
    first, rest = lines.held[0], lines.held[1:]
    lines.put_back(rest)
    if isinstance(first, CutLine):
        return Record(first.replace(quote, "").split(delimiter), _cut(first))
    cells = first.rstrip("\r\n").split(delimiter)
    if any(len(cell) > LONGEST_CELL for cell in cells):
        return Record([cell[:1_000] for cell in cells], CELL_TOO_LONG)
    return Record([cell.strip().strip(quote) for cell in cells], QUOTE_LEFT_OPEN)
