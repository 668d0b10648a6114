"""Work for later: what a command leaves to a background worker.

Rooms on every floor leave work, so the queue itself is bound in `keepwell/config/apps.py`,
as the journal is; a command only says `enqueue("exchange.run_import", import_id)`.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

Queue = Callable[[str, tuple[Any, ...], datetime | None], None]


def _no_queue(job: str, facts: tuple[Any, ...], due_at: datetime | None) -> None:
    raise RuntimeError("No queue is bound; see keepwell/config/apps.py.")


_queue: Queue = _no_queue


def keep_queue(queue: Queue) -> None:
    """Bind the queue that work is left in."""
    global _queue
    _queue = queue


def enqueue(job: str, *facts: Any, due_at: datetime | None = None) -> None:
    """Leave `job` (`"room.verb"`, a function of the room's `jobs.py`) to a worker.

    It is written in the command's own transaction: no command, no job. `facts` become plain
    JSON (ids as text). `due_at` None means as soon as a worker is free. A job may be begun
    more than once (its worker was killed), so it must be safe to begin again.
    """
    _queue(job, facts, due_at)
