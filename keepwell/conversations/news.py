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


@dataclass(frozen=True, slots=True)
class PromiseMade(News):
    """A promise was given to a party."""

    task_id: UUID
    party_id: UUID
    at: datetime


@dataclass(frozen=True, slots=True)
class PromiseKept(News):
    """A promise to a party was kept."""

    task_id: UUID
    party_id: UUID | None
    at: datetime
