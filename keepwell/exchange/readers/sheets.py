"""Spreadsheets (xlsx, xls, ods), opened only after a look at what they would become."""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

from keepwell.exchange.readers.bounds import DEFAULT_LIMITS, Limits
from keepwell.exchange.readers.complaints import Complaint, SourceRefused
from keepwell.exchange.readers.sources import Source
from keepwell.kernel.words import keep as _kept

_CHUNK = 1_048_576
_CELL = re.compile(rb"""\br\s*=\s*["']([A-Za-z]{1,3})(\d{1,7})["']""")
_ODS = re.compile(
    rb"<(/?)table:table-(row|cell)\b([^>]*?)(/?)>|<(table):table\b|<(table:covered-table-cell)\b"
)
_REPEATED = re.compile(rb'number-(?:rows|columns)-repeated="(\d+)"')


def sheet_names(source: Source) -> tuple[str, ...]:
    """The names of the visible sheets, in their order."""
    return _visible(_open(source, DEFAULT_LIMITS))


def read_sheet(
    source: Source, sheet: str | None = None, *, limits: Limits = DEFAULT_LIMITS
) -> tuple[str, Iterator[list[str]]]:
    """A sheet's name and its rows as text; without a name the first sheet that holds anything.

    Refuses (SourceRefused) what would not fit into the memory: calamine holds a whole sheet.
    """
    book = _open(source, limits)
    try:
        for name in [sheet] if sheet is not None else _visible(book):
            found = book.get_sheet_by_name(name)
            if sheet is not None or found.height:
                return name, _rows(found)
    except (CalamineError, ValueError, OSError) as error:
        because = _kept("This sheet cannot be read: %(reason)s.", reason=str(error))
        raise SourceRefused(Complaint("broken_sheet", because)) from error
    raise SourceRefused(Complaint("empty", _kept("This workbook holds no filled sheet.")))


def _visible(book: CalamineWorkbook) -> tuple[str, ...]:
    return tuple(
        each.name for each in book.sheets_metadata if each.visible == SheetVisibleEnum.Visible
    ) or tuple(book.sheet_names)


def _open(source: Source, limits: Limits) -> CalamineWorkbook:
    with source.open() as stream:
        content = stream.read(limits.sheet_bytes + 1)
    if len(content) > limits.sheet_bytes:
        because = _kept(
            "This workbook is larger than %(most)s MB; please save it as CSV.",
            most=limits.sheet_bytes // 2**20,
        )
        raise SourceRefused(Complaint("too_large", because))
    if content[:2] == b"PK":
        _look_inside(content, limits)
    try:
        return CalamineWorkbook.from_filelike(BytesIO(content))
    except Exception as error:  # calamine has an error per format, and a password one
        locked = "password" in str(error).lower() or type(error).__name__ == "PasswordError"
        because = (
            _kept("This workbook is protected by a password; please save it without.")
            if locked
            else _kept(
                "This workbook is damaged or of a kind that cannot be read; save it as CSV."
            )
        )
        raise SourceRefused(Complaint("locked" if locked else "broken", because)) from error


def _look_inside(content: bytes, limits: Limits) -> None:
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            entries = archive.infolist()
            unpacked = sum(entry.file_size for entry in entries)
            swollen = unpacked > max(limits.harmless_bytes, len(content) * limits.ratio)
            if unpacked > limits.sheet_unpacked_bytes or swollen or len(entries) > 10_000:
                raise _bomb("zip_bomb")
            for entry in entries:
                if (
                    entry.filename.startswith("xl/worksheets/")
                    and entry.filename[-4:] == ".xml"
                ):
                    _count_xlsx(archive, entry, limits)
                elif entry.filename == "content.xml":
                    _count_ods(archive, entry, limits)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, RuntimeError) as error:
        because = _kept("This workbook is damaged and cannot be opened.")
        raise SourceRefused(Complaint("broken", because)) from error


def _bomb(code: str) -> SourceRefused:
    because = _kept(
        "Opened, this workbook would be far larger than its file. That is what an attack looks "
        "like, so it was not opened; if it is honest, please save it as CSV."
    )
    return SourceRefused(Complaint(code, because))


def _pieces(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """The text in pieces that end between tags, so that no tag is cut in two."""
    with archive.open(entry) as stream:
        carry = b""
        while piece := stream.read(_CHUNK):
            if not carry and piece[:2] in (b"\xff\xfe", b"\xfe\xff"):
                raise _bomb("odd_sheet")  # no known program writes sheets in UTF-16
            text = carry + piece
            cut = text.rfind(b">") + 1
            yield text[:cut]
            carry = text[cut:][-65_536:]


def _count_xlsx(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, limits: Limits) -> None:
    """A cell far out at the edge makes a whole sheet of blanks: refuse before it is built."""
    columns: set[bytes] = set()
    last = 0
    for piece in _pieces(archive, entry):
        for column, row in _CELL.findall(piece):
            columns.add(column)
            last = max(last, int(row))
        if last * max(map(_column, columns), default=0) > limits.sheet_cells:
            raise _bomb("sheet_too_wide")


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def _count_ods(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, limits: Limits) -> None:
    """Rows and cells of an ods may be said to repeat a million times: count them out."""
    rows = waiting = repeat = width = widest = pending = 0
    filled = False
    for piece in _pieces(archive, entry):
        for closing, what, said, empty, table, _covered in _ODS.findall(piece):
            times = _repeated(said)
            if table:
                rows = waiting = widest = 0
            elif what == b"row" and not closing:
                repeat, width, pending, filled = times, 0, 0, False
            elif what == b"cell" and not closing:
                pending += times
                if b"value-type" in said or not empty:
                    width, filled = pending, True
            if what == b"row" and (closing or empty):
                waiting += repeat
                if filled:
                    rows, waiting, widest = rows + waiting, 0, max(widest, width)
                if rows * max(widest, 1) > limits.sheet_cells:
                    raise _bomb("sheet_too_wide")


def _repeated(said: bytes) -> int:
    found = _REPEATED.search(said)
    return int(found[1]) if found else 1


def _rows(sheet: Any) -> Iterator[list[str]]:
    for row in sheet.iter_rows():
        yield [cell if type(cell) is str else _as_text(cell) for cell in row]


def _as_text(cell: object) -> str:
    """A cell as text: dates in ISO form, whole numbers without a point, lengths as h:mm:ss."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return (
            str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else format(cell, ".15g")
        )
    if isinstance(cell, dt.datetime):
        day_only = cell.time() == dt.time()
        return cell.date().isoformat() if day_only else cell.isoformat(" ", "seconds")
    if isinstance(cell, dt.timedelta):
        seconds = round(cell.total_seconds())
        return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    if isinstance(cell, dt.date | dt.time):
        return cell.isoformat()
    return str(cell)
