"""SQLite: copied in one step by its own backup, put in place by one rename."""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.db import DatabaseError, connection, connections
from django.utils.translation import gettext as _

from keepwell.backups.databases.counting import (
    Count,
    bring_forward,
    counted,
    flush,
    opened,
)
from keepwell.backups.manifest import Counted, Manifest, differences
from keepwell.kernel.refusal import Refused

MEMBER = "database.sqlite3"
# One file and nothing beside it; what is written is on the disk when it says so.
PLAIN = "PRAGMA journal_mode=DELETE; PRAGMA synchronous=FULL; PRAGMA temp_store=MEMORY;"


def _name() -> Path:
    return Path(str(connection.settings_dict["NAME"]))


def size() -> int:
    """The bytes of its file and of what is not yet folded into it."""
    name = _name()
    return sum(path.stat().st_size for path in (name, Path(f"{name}-wal")) if path.exists())


def take(into: Path, count: Count) -> Counted:
    """Copy it as it stands at one moment; who writes meanwhile does not wait.

    In one step: a copy page by page begins anew with every write and would never end.
    """
    with (
        closing(sqlite3.connect(_name(), timeout=20)) as source,
        closing(sqlite3.connect(into)) as copy,
    ):
        source.backup(copy, pages=-1)
        copy.execute("PRAGMA journal_mode=DELETE")
    with opened(_settings(into)) as alias:
        return counted(connections[alias], count)


def _settings(path: Path) -> dict[str, Any]:
    options = {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": PLAIN}
    return {**connection.settings_dict, "NAME": str(path), "OPTIONS": options}


@contextmanager
def try_out(taken: Path) -> Iterator[str]:
    """The database of a backup opened as it is: unpacked, it is its own scratch."""
    with opened(_settings(taken)) as alias:
        try:
            _must_be_sound(alias)
        except DatabaseError as fault:
            raise _unsound() from fault
        yield alias


def _must_be_sound(alias: str) -> None:
    with connections[alias].cursor() as cursor:
        cursor.execute("PRAGMA quick_check(1)")
        if cursor.fetchone()[0] != "ok":
            raise _unsound()


def _unsound() -> Refused:
    return Refused(_("The database in this backup is not sound."))


def put_in_place(taken: Path, manifest: Manifest, count: Count) -> str:
    """Check it, bring it to this version, and put it where the firm's database stands.

    Until the last rename the old one stands there whole. It is kept beside.
    """
    with try_out(taken) as alias:
        if differs := differences(manifest.counted, counted(connections[alias], count)):
            raise Refused(_("The backup is not what it says: %s.") % differs[0])
        bring_forward(alias)
    flush(taken)
    name = _name()
    connections.close_all()
    kept = _step_aside(name) if name.exists() else ""
    taken.replace(name)
    flush(name.parent)
    return kept


def _step_aside(name: Path) -> str:
    """Keep the old database under another name too, with all that was written to it."""
    stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
    kept = name.with_name(f"{name.name}.before-{stamp}")
    try:
        _must_be_alone(name)
    except sqlite3.DatabaseError as fault:
        if "locked" in str(fault) or "busy" in str(fault):
            raise Refused(
                _("Keepwell is running on this database. Stop it, then restore.")
            ) from fault
        # It is broken, which may be why it is restored: what lies beside goes with it.
        for beside in ("-wal", "-shm", "-journal"):
            with suppress(FileNotFoundError):
                Path(f"{name}{beside}").rename(f"{kept}{beside}")
    try:
        os.link(name, kept)
    except OSError:
        shutil.copy2(name, kept)
        flush(kept)
    return str(kept)


def _must_be_alone(name: Path) -> None:
    """Fold the log into the file; SQLite refuses this while another has the database open."""
    with closing(sqlite3.connect(name, timeout=2, isolation_level=None)) as old:
        old.execute("PRAGMA journal_mode=DELETE").fetchone()
        old.execute("BEGIN EXCLUSIVE")
        old.execute("ROLLBACK")
