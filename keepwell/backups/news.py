"""What the room of backups announces."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from keepwell.kernel.news import News


@dataclass(frozen=True, slots=True)
class BackupFailed(News):
    """A backup could not be taken."""

    backup_id: int | UUID
    because: str
    at: datetime
