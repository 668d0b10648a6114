"""Reading the files of a whole firm again, refusing what is not as it was written."""

import hashlib
import json
import zipfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO, cast

from django.utils.translation import gettext as _

from keepwell.exchange.whole.tables import EDITION, FILES, LABEL, Table, tables
from keepwell.kernel.refusal import Refused, refuse_unless

LONGEST_LABEL, LONGEST_LINE = 2**22, 2**26
Open = Callable[[str], AbstractContextManager[BinaryIO]]


def is_a_firm(path: Path) -> bool:
    """Whether a folder or zip file is what `keepwell export firm` wrote."""
    if path.is_dir():
        return (path / LABEL).is_file()
    if not zipfile.is_zipfile(path):
        return False
    with zipfile.ZipFile(path) as file:
        return LABEL in file.namelist()


class Written:
    """A firm as it was written: its label, its rows, its files."""

    def __init__(self, open_one: Open, names: list[str]) -> None:
        self._open, self._names = open_one, names
        with open_one(LABEL) as file:
            try:
                told = json.loads(file.read(LONGEST_LABEL))
                edition, self.firm = told["keepwell_firm"], str(told["firm"])
                self.files: dict[str, dict[str, Any]] = dict(told["files"])
                self.form = str(told["form"])
            except (ValueError, KeyError, TypeError) as fault:
                raise damaged(LABEL) from fault
        because = _("This export is of a newer Keepwell. Install that version first.")
        refuse_unless(edition == EDITION, because)
        because = _("Only an export as jsonl can be taken in again; this one is %s.")
        refuse_unless(self.form == "jsonl", because % self.form)
        known = {f"{table.name}.jsonl" for table in tables()}
        refuse_unless(
            not self.files.keys() - known,
            _("This export holds tables that this Keepwell does not know: %s.")
            % ", ".join(sorted(self.files.keys() - known)),
        )

    def rows(self, table: Table) -> Iterator[dict[str, Any]]:
        """The rows of a table; refused at its end when they are not those that were written."""
        name = f"{table.name}.jsonl"
        told = self.files.get(name)
        if told is None:
            return
        sha256, count = hashlib.sha256(), 0
        with self._open(name) as file:
            while line := file.readline(LONGEST_LINE):
                sha256.update(line)
                count += 1
                yield _row(line, name)
        if (sha256.hexdigest(), count) != (told.get("sha256"), told.get("rows")):
            raise damaged(name)

    def stored(self) -> Iterator[tuple[str, AbstractContextManager[BinaryIO]]]:
        """Each stored file by its path beneath the folder of files."""
        for name in self._names:
            parts = PurePosixPath(name).parts
            if parts[:1] == (FILES,) and len(parts) > 1 and ".." not in parts:
                yield str(PurePosixPath(*parts[1:])), self._open(name)


def _row(line: bytes, name: str) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except ValueError as fault:
        raise damaged(name) from fault
    if not isinstance(row, dict):
        raise damaged(name)
    return row


def damaged(name: str) -> Refused:
    """The refusal of a file that is not as it was written."""
    because = _("“%s” is not as it was written: it was changed or cut short. Nothing came in.")
    return Refused(because % name)


@contextmanager
def opened_firm(path: Path) -> Iterator[Written]:
    """A firm that was written to a folder or a zip file."""
    if path.is_dir():
        names = [
            one.relative_to(path).as_posix()
            for one in sorted(path.rglob("*"))
            if one.is_file() and not one.is_symlink()
        ]
        yield Written(lambda name: _in_folder(path, name), names)
        return
    with zipfile.ZipFile(path) as file:
        ends = [name for name in file.namelist() if not name.endswith("/")]
        yield Written(lambda name: _in_zip(file, name), ends)


@contextmanager
def _in_folder(path: Path, name: str) -> Iterator[BinaryIO]:
    try:
        file = (path / name).open("rb")
    except OSError as fault:
        raise damaged(name) from fault
    with file:
        yield file


@contextmanager
def _in_zip(file: zipfile.ZipFile, name: str) -> Iterator[BinaryIO]:
    try:
        with file.open(name) as member:
            yield cast(BinaryIO, member)
    except (KeyError, zipfile.BadZipFile) as fault:
        raise damaged(name) from fault
