"""What the room of conversations announces."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from keepwell.kernel.news import News


@dataclass(frozen=True, slots=True)
class ContactChanged(News):
    """Something happened with these parties, or is known otherwise: facts of contact move."""

    party_ids: tuple[UUID, ...]
    at: datetime
    by_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class PromiseMade(News):
    """A promise was given to a party."""

    task_id: UUID
    party_id: UUID
    at: datetime
    by_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class PromiseKept(News):
    """A promise to a party was kept."""

    task_id: UUID
    party_id: UUID | None
    at: datetime
    by_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class TaskAssigned(News):
    """A task or promise is somebody's now."""

    task_id: UUID
    assignee_id: UUID
    at: datetime
    by_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class TaskReminded(News):
    """The moment came at which somebody wanted to be reminded of a task."""

    task_id: UUID
    at: datetime


@dataclass(frozen=True, slots=True)
class NoteWritten(News):
    """Somebody wrote down a note, a call, a meeting or a mail by hand."""

    activity_id: UUID
    at: datetime
    by_id: UUID
