"""What the firm announces about its people."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from keepwell.kernel.news import News


@dataclass(frozen=True, slots=True)
class TeammateLeft(News):
    """A teammate has left; what they looked after needs somebody."""

    teammate_id: UUID
    on: date


@dataclass(frozen=True, slots=True)
class TeammateRejoined(News):
    """A teammate works here again; what still is in their name is looked after again."""

    teammate_id: UUID
    at: datetime


@dataclass(frozen=True, slots=True)
class AbsenceRecorded(News):
    """A teammate will be away; `ends_on` is the first day back, the cover may be nobody."""

    absence_id: UUID
    teammate_id: UUID
    covered_by_id: UUID | None
    starts_on: date
    ends_on: date


@dataclass(frozen=True, slots=True)
class AbsenceEnded(News):
    """A teammate is back, or never went: nobody covers for them any more."""

    absence_id: UUID
    teammate_id: UUID
    covered_by_id: UUID | None
    on: date
