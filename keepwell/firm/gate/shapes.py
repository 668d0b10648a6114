"""The parts requests are made of in every room: bounded texts, days, moments, numbers."""

from datetime import UTC, date, datetime
from typing import Annotated, Any
from uuid import UUID

from ninja import Schema
from pydantic import AfterValidator, AwareDatetime, Field, StringConstraints

EARLIEST, LATEST = date(1900, 1, 1), date(2200, 1, 1)
MOST_AT_ONCE = 1_000
# PostgreSQL keeps no NUL in texts.
_PLAIN = r"^[^\x00]*$"


def _within(day: date) -> date:
    if not EARLIEST <= day < LATEST:
        raise ValueError("A day lies between 1900 and 2200.")
    return day


def _moment_within(moment: datetime) -> datetime:
    if not EARLIEST.year < moment.year < LATEST.year:
        raise ValueError("A moment lies between 1901 and 2199.")
    return moment.astimezone(UTC)


def _text(most: int) -> Any:
    return StringConstraints(max_length=most, pattern=_PLAIN)


Word = Annotated[str, _text(60)]
Name = Annotated[str, _text(300)]
Line = Annotated[str, _text(500)]
Text = Annotated[str, _text(20_000)]
Day = Annotated[date, AfterValidator(_within)]
Moment = Annotated[AwareDatetime, AfterValidator(_moment_within)]
Currency = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
Minor = Annotated[int, Field(ge=-(10**15), le=10**15)]


class Named(Schema):
    """Something with a name, and where to ask about it."""

    id: UUID
    name: str


class Done(Schema):
    """It was done."""

    done: bool = True
