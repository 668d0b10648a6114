"""Django's SQLite backend whose writers queue on a file lock beside the database.

SQLite polls for its write lock, so under load some writers starve. Each transaction first
takes an `flock` on `<database>.queue`, which the kernel grants in turn, and lets it go after
commit, rollback or close (measured in `docs/decisions/0003-sqlite.md`).
"""

import fcntl
import os
import sqlite3
from typing import Any
from uuid import UUID

from django.db.backends.sqlite3 import base

# Ids are kept as 32 digits; the driver writes them so itself, which spares a pass over all rows
# where many are written at once.
sqlite3.register_adapter(UUID, lambda id_: id_.hex)


class DatabaseWrapper(base.DatabaseWrapper):  # type: ignore[misc, name-defined]
    """A connection that waits its turn before it writes."""

    _queue: int | None = None

    def _start_transaction_under_autocommit(self) -> None:
        self._wait_for_turn()
        try:
            super()._start_transaction_under_autocommit()
        except BaseException:
            self._leave_queue()
            raise

    def _wait_for_turn(self) -> None:
        name = str(self.settings_dict["NAME"])
        if self._queue is not None or ":memory:" in name or "mode=memory" in name:
            return
        self._queue = os.open(f"{name}.queue", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        fcntl.flock(self._queue, fcntl.LOCK_EX)

    def _leave_queue(self) -> None:
        if self._queue is not None:
            os.close(self._queue)
            self._queue = None

    def _commit(self) -> Any:
        try:
            return super()._commit()
        finally:
            self._leave_queue()

    def _rollback(self) -> Any:
        try:
            return super()._rollback()
        finally:
            self._leave_queue()

    def _close(self) -> Any:
        try:
            return super()._close()
        finally:
            self._leave_queue()
