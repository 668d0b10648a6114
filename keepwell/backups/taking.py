"""Writing a backup and proving it: files only, no row is changed here."""

import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.db import connections
from django.utils.translation import gettext as _

from keepwell import __version__
from keepwell.backups.archive import Far, unpack_archive, write_archive
from keepwell.backups.databases import store
from keepwell.backups.databases.counting import counted, flush
from keepwell.backups.manifest import Counted, Manifest, Member, differences
from keepwell.backups.models import Step
from keepwell.firm.queries import firm_or_none
from keepwell.journal.queries import verify_journal
from keepwell.kernel.refusal import Refused, refuse_unless

Tell = Callable[[str, int, int], None]
FILES, KEY = "files", "secret_key"
SCRATCH = ".backup-"
SPARE = 2**26  # bytes that stay free on the disk
LONGEST_BACKUP = 24 * 60 * 60  # seconds


@dataclass(frozen=True, slots=True)
class Proof:
    """What came back when a backup was restored for trial."""

    rows: int
    lines: int
    seals: int
    faults_of_record: int


@contextmanager
def scratch_folder(beside: Path) -> Iterator[Path]:
    """A folder for nobody else's eyes, gone afterwards.

    One whose backup was killed holds the firm unlocked: it goes with the next, a day later.
    """
    beside.mkdir(parents=True, exist_ok=True, mode=0o700)
    for left in beside.glob(f"{SCRATCH}*"):
        if left.stat().st_mtime < time.time() - LONGEST_BACKUP:
            shutil.rmtree(left, ignore_errors=True)
    place = Path(tempfile.mkdtemp(prefix=SCRATCH, dir=beside))
    try:
        yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)


def write_backup(path: Path, *, secret: bytes | None, at: datetime, tell: Tell) -> Manifest:
    """Write the firm to one file; the file has its name only once all of it is on the disk."""
    database, scratch = store(), Path(settings.HOME)
    _must_have_room(database.size(), scratch, path.parent)
    with scratch_folder(scratch) as place:
        taken = place / database.MEMBER
        tell(Step.TAKING, 0, 0)
        counts = database.take(taken, lambda done, whole: tell(Step.TAKING, done, whole))
        members = [(database.MEMBER, taken), *_files(with_key=secret is not None)]
        far = counting_bytes(tell, Step.PACKING, sum(_size(file) for _name, file in members))

        def label(found: tuple[Member, ...]) -> Manifest:
            return _label(counts, found, members, at)

        with _draft(path) as file:
            return write_archive(file, members, label, secret=secret, far=far)


def _label(
    counts: Counted,
    found: tuple[Member, ...],
    wanted: list[tuple[str, Path]],
    at: datetime,
) -> Manifest:
    firm, there = firm_or_none(), {member.name for member in found}
    gone = tuple(name for name, _path in wanted if name not in there)
    name, vendor = firm.name if firm else "", connections["default"].vendor
    return Manifest(__version__, at, vendor, name, counts, found, gone)


def _must_have_room(size: int, *places: Path) -> None:
    for place in places:
        place.mkdir(parents=True, exist_ok=True, mode=0o700)
        refuse_unless(
            shutil.disk_usage(place).free > size + SPARE,
            _(
                "There is not enough room for a backup in “%s”. Make room, or choose another "
                "folder."
            )
            % place,
        )


def _files(*, with_key: bool) -> Iterator[tuple[str, Path]]:
    """Stored files; the signing key only where the backup itself is locked."""
    root = Path(settings.FILES)
    for path in sorted(root.rglob("*")):
        if path.is_file() and not path.is_symlink() and not is_hidden(path, root):
            yield f"{FILES}/{path.relative_to(root).as_posix()}", path
    key = Path(settings.HOME) / KEY
    if with_key and key.is_file():
        yield KEY, key


def is_hidden(path: Path, root: Path) -> bool:
    """Whether it is a draft on its way in, or a lock."""
    return any(part.startswith(".") for part in path.relative_to(root).parts)


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def counting_bytes(tell: Tell, step: str, whole: int) -> Far:
    """Something that adds up bytes and tells how far that is."""
    done = 0

    def far(count: int) -> None:
        nonlocal done
        done += count
        tell(step, min(done, whole), whole)

    return far


@contextmanager
def _draft(path: Path) -> Iterator[BinaryIO]:
    """A file that gets its name when it is whole and on the disk; otherwise there is none."""
    because = _("There is a file “%s” already. Choose another name.")
    refuse_unless(not path.exists(), because % path)
    draft = path.with_name(f".{path.name}.{os.getpid()}.part")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
        flush(path.parent)
    finally:
        draft.unlink(missing_ok=True)


def prove_backup(path: Path, *, secret: bytes | None, tell: Tell) -> Proof:
    """Restore a backup into a scratch database, count there and read the record through.

    Refused when what comes back is not what was taken.
    """
    database = store()
    with scratch_folder(Path(settings.HOME)) as place:
        far = counting_bytes(tell, Step.UNPACKING, path.stat().st_size)
        manifest = unpack_archive(path, place, secret=secret, far=far)
        tell(Step.TRYING, 0, 0)
        with database.try_out(place / database.MEMBER) as alias:
            back = counted(
                connections[alias], lambda done, whole: tell(Step.TRYING, done, whole)
            )
            if differs := differences(manifest.counted, back):
                raise Refused(_("What came back is not what was taken: %s.") % differs[0])
            tell(Step.READING, 0, 0)
            record = verify_journal(using=alias)
    return Proof(back.total, record.lines + record.unsealed, record.seals, len(record.tampered))
