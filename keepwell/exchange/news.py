"""What the room of exchange announces."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from keepwell.kernel.news import News


@dataclass(frozen=True, slots=True)
class ImportFinished(News):
    """An import is in, or stopped and waits for somebody."""

    import_id: UUID
    is_done: bool
    at: datetime
    by_id: UUID | None = None
