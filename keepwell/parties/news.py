"""What the room of parties announces."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from keepwell.kernel.news import News


@dataclass(frozen=True, slots=True)
class PartyAdded(News):
    """A person or an organisation became known to the firm."""

    party_id: UUID
    at: datetime
    by_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class PartiesAdded(News):
    """Many became known to the firm in one go."""

    party_ids: tuple[UUID, ...]
    at: datetime
    by_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class PartyChanged(News):
    """A party, or something that hangs on it, was changed by hand."""

    party_id: UUID
    at: datetime
    by_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class ReachChanged(News):
    """A party is reached differently: mail set aside may be theirs now, or theirs no more."""

    party_id: UUID
    at: datetime


@dataclass(frozen=True, slots=True)
class TiesChanged(News):
    """Two parties are tied differently than before, so what rolls up between them changes."""

    party_id: UUID
    other_id: UUID
    at: datetime


@dataclass(frozen=True, slots=True)
class PartyTrashed(News):
    """A party went to the trash."""

    party_id: UUID
    at: datetime


@dataclass(frozen=True, slots=True)
class PartyRestored(News):
    """A party came back from the trash."""

    party_id: UUID
    at: datetime


@dataclass(frozen=True, slots=True)
class PartiesMerged(News):
    """The survivor took in others; every row that pointed to them and could move has moved.

    One-to-one rows, and rows that would collide, still hang on the absorbed: rooms above
    reconcile those of theirs.
    """

    survivor_id: UUID
    absorbed_ids: tuple[UUID, ...]
    merge_ids: tuple[UUID, ...]
    at: datetime
    by_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class PartiesUnmerged(News):
    """A merge was undone; what had moved hangs on the absorbed again."""

    survivor_id: UUID
    absorbed_ids: tuple[UUID, ...]
    merge_ids: tuple[UUID, ...]
    at: datetime
