"""What the room of relationships announces."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from keepwell.kernel.news import News


@dataclass(frozen=True, slots=True)
class OwnerChanged(News):
    """Parties are somebody else's now; `owner_id` None means that nobody looks after them."""

    party_ids: tuple[UUID, ...]
    owner_id: UUID | None
    at: datetime
    by_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class TeamChanged(News):
    """Somebody joined the account team of a party, or left it."""

    party_id: UUID
    at: datetime


@dataclass(frozen=True, slots=True)
class StageMoved(News):
    """A relationship is in another stage."""

    party_id: UUID
    before: str
    after: str
    on: date
    at: datetime
    by_id: UUID | None = None
