"""Writing a whole firm to a folder or a zip file, as it stands at one moment."""

import csv
import hashlib
import io
import json
import shutil
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any, BinaryIO, Protocol, cast
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _

from keepwell import __version__
from keepwell.exchange.parties_out import defused
from keepwell.exchange.whole.tables import EDITION, FILES, LABEL, Table, tables
from keepwell.exchange.whole.words import readme
from keepwell.firm.queries import the_firm
from keepwell.kernel.refusal import Refused, refuse_unless

FORMS = ("jsonl", "csv")
PIECE = 5_000
Tell = Callable[[str, int, int], None]


class _Place(Protocol):
    """Where files are put."""

    def open(self, name: str) -> BinaryIO:
        """A new file there."""


class _Folder:
    def __init__(self, path: Path) -> None:
        self._path = path

    def open(self, name: str) -> BinaryIO:
        """A new file in the folder."""
        place = self._path / name
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        return place.open("wb")


class _Zip:
    def __init__(self, file: zipfile.ZipFile) -> None:
        self._file = file

    def open(self, name: str) -> BinaryIO:
        """A new member of the zip file."""
        return cast(BinaryIO, self._file.open(name, "w", force_zip64=True))


def write_firm(path: Path, *, form: str, at: datetime, tell: Tell) -> dict[str, int]:
    """Write everything the firm owns; how many rows each table has.

    The folder or file gets its name once all of it is there; one that exists is refused.
    """
    refuse_unless(form in FORMS, _("A firm is written as jsonl or csv."))
    refuse_unless(
        not path.exists() or (path.is_dir() and not any(path.iterdir())),
        _("There is something at “%s” already. Choose another name.") % path,
    )
    try:
        with _place(path) as place, _one_moment():
            return _write(place, form, at, tell)
    except OSError as fault:
        because = _("“%(path)s” cannot be written: %(reason)s.")
        raise Refused(because % {"path": path, "reason": fault.strerror}) from fault


@contextmanager
def _place(path: Path) -> Iterator[_Place]:
    draft = path.with_name(f".{path.name}.part")
    shutil.rmtree(draft, ignore_errors=True)
    draft.unlink(missing_ok=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        if path.suffix.lower() == ".zip":
            draft.touch(0o600)
            with zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED) as file:
                yield _Zip(file)
        else:
            draft.mkdir(mode=0o700)
            yield _Folder(draft)
        if path.is_dir():
            path.rmdir()
        draft.rename(path)
    finally:
        if draft.is_dir():
            shutil.rmtree(draft, ignore_errors=True)
        else:
            draft.unlink(missing_ok=True)


@contextmanager
def _one_moment() -> Iterator[None]:
    """Read as of one moment, while others write on."""
    if connection.in_atomic_block:
        yield
        return
    begin = "BEGIN"
    if connection.vendor == "postgresql":
        begin = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
    with connection.cursor() as cursor:
        cursor.execute(begin)
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ROLLBACK")


def _write(place: _Place, form: str, at: datetime, tell: Tell) -> dict[str, int]:
    every, rows, files = tables(), {}, {}
    for number, table in enumerate(every):
        tell(table.name, number, len(every))
        name = f"{table.name}.{form}"
        with place.open(name) as file:
            hashed = _Hashed(file)
            rows[table.name] = WRITERS[form](hashed, table)
        files[name] = {"rows": rows[table.name], "sha256": hashed.sha256.hexdigest()}
    root = Path(settings.FILES)
    for path in sorted(root.rglob("*")):
        beneath = path.relative_to(root)
        if any(part.startswith(".") for part in beneath.parts):
            continue  # a draft on its way in, or a lock
        if path.is_file() and not path.is_symlink():
            _copy(path, place, f"{FILES}/{beneath.as_posix()}")
    firm, day = the_firm(), at.astimezone(UTC).isoformat(timespec="seconds")
    label = {"keepwell_firm": EDITION, "version": __version__, "written_at": day,
             "firm": firm.name, "form": form, "files": files}  # fmt: skip
    _put(place, "README.md", readme(firm.name, day, every, rows))
    _put(place, LABEL, json.dumps(label, indent=1, ensure_ascii=False))
    return rows


def _copy(path: Path, place: _Place, name: str) -> None:
    with suppress(FileNotFoundError), path.open("rb") as source, place.open(name) as file:
        shutil.copyfileobj(source, file)


def _put(place: _Place, name: str, text: str) -> None:
    with place.open(name) as file:
        file.write(text.encode())


class _Hashed(io.RawIOBase):
    """A file that is hashed on its way out."""

    def __init__(self, file: BinaryIO) -> None:
        self._file, self.sha256 = file, hashlib.sha256()

    def writable(self) -> bool:
        """It is there to be written to."""
        return True

    def write(self, piece: Any) -> int:
        """Write and hash."""
        self.sha256.update(piece)
        return self._file.write(piece)


def _rows(table: Table) -> Iterator[list[Any]]:
    names = [field.attname for field in table.fields]
    found = table.model._default_manager.order_by("pk").values_list(*names)
    for row in found.iterator(chunk_size=PIECE):
        yield [plain(value) for value in row]


def plain(value: Any) -> Any:
    """A value as JSON has it; moments in UTC."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value) if isinstance(value, UUID | Decimal) else value


def _write_lines(file: io.RawIOBase, table: Table) -> int:
    names, count = [field.attname for field in table.fields], 0
    for row in _rows(table):
        line = json.dumps(dict(zip(names, row, strict=True)), ensure_ascii=False)
        file.write(line.encode() + b"\n")
        count += 1
    return count


def _write_csv(file: io.RawIOBase, table: Table) -> int:
    count = 0
    with io.TextIOWrapper(
        cast(BinaryIO, io.BufferedWriter(file)), "utf-8-sig", newline=""
    ) as text:
        writer = csv.writer(text)
        writer.writerow([field.attname for field in table.fields])
        for row in _rows(table):
            writer.writerow([_cell(value) for value in row])
            count += 1
    return count


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return defused(value)
    return json.dumps(value, ensure_ascii=False)


WRITERS = {"jsonl": _write_lines, "csv": _write_csv}
