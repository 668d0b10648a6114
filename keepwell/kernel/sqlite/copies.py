"""A copy of the SQLite file to work on for a while, beside the file, gone afterwards."""

import fcntl
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from django.db import DEFAULT_DB_ALIAS, OperationalError, connections

from keepwell.kernel.refusal import Refused
from keepwell.kernel.words import keep as _kept

MARK = ".aside-"
# What each byte of a file may become in the tables, their indexes and the write-ahead log.
GROWS, SPARE = 15, 64 << 20


@contextmanager
def on_a_copy(*, more: int) -> Iterator[None]:
    """Let this thread's default connection be one to a copy of the database.

    `more`: how many bytes of files may come in. Refused when the disk has no room, with a
    sentence as it is kept (`keepwell.kernel.words`), for it is a worker that meets it.
    """
    real = connections[DEFAULT_DB_ALIAS]
    path = Path(str(real.settings_dict["NAME"]))
    forget_left_copies(path)
    _must_have_room(path, more)
    with _place_beside(path) as place, _saying_when_full():
        _copy(path, place / "copy.sqlite3")
        settings = {**real.settings_dict, "NAME": str(place / "copy.sqlite3")}
        copy = type(real)(settings, DEFAULT_DB_ALIAS)
        connections[DEFAULT_DB_ALIAS] = copy
        try:
            yield
        finally:
            connections[DEFAULT_DB_ALIAS] = real
            copy.close()


def forget_left_copies(database: Path) -> int:
    """Remove copies whose process was killed; says how many."""
    gone = 0
    for place in database.parent.glob(f"{database.name}{MARK}*"):
        held = _hold(place)
        if held is not None:
            shutil.rmtree(place, ignore_errors=True)
            os.close(held)
            gone += 1
    return gone


@contextmanager
def _place_beside(database: Path) -> Iterator[Path]:
    """A folder that is held as long as it is used, so that nobody takes it for left behind."""
    held = None
    while held is None:  # somebody who tidies up may be quicker than we are
        place = Path(tempfile.mkdtemp(prefix=f"{database.name}{MARK}", dir=database.parent))
        held = _hold(place)
    try:
        yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)
        os.close(held)


def _hold(place: Path) -> int | None:
    """A hold on a folder, which ends with the process; None when somebody else has it."""
    try:
        handle = os.open(place, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return None
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(handle)
        return None
    if not place.exists():
        os.close(handle)
        return None
    return handle


@contextmanager
def _saying_when_full() -> Iterator[None]:
    try:
        yield
    except (OperationalError, sqlite3.OperationalError) as fault:
        if "full" in str(fault):
            raise Refused(_kept("The disk is full. Make room, then try again.")) from fault
        raise


def _must_have_room(database: Path, more: int) -> None:
    log = database.with_name(f"{database.name}-wal")
    size = sum(part.stat().st_size for part in (database, log) if part.exists())
    needed, free = size + GROWS * more + SPARE, shutil.disk_usage(database.parent).free
    if free < needed:
        raise Refused(
            _kept(
                "There is no room on the disk to try this: it takes about %(needed)s MB, and"
                " %(free)s MB are free. Make room, or do it without trying first.",
                needed=needed >> 20, free=free >> 20,
            )
        )  # fmt: skip


def _copy(database: Path, target: Path) -> None:
    """SQLite's online backup, in one step: what others write meanwhile does not hinder it."""
    with closing(sqlite3.connect(database)) as source, closing(sqlite3.connect(target)) as copy:
        source.backup(copy)
