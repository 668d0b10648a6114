"""What is looked for and what was found, as programs ask and read it."""

from uuid import UUID

from ninja import Schema
from pydantic import Field

from keepwell.desk.api.shapes.parties import NatureWord


class Hit(Schema):
    """A party found, with what tells it from its namesakes."""

    id: UUID
    nature: str
    name: str
    kinds: list[str]
    why: str


class Hits(Schema):
    """What was found, the best first."""

    items: list[Hit]


class CandidateOut(Schema):
    """A party that may be the same, and why."""

    id: UUID
    name: str
    sure: bool
    because: list[str]


class Candidates(Schema):
    """Who may be here already."""

    items: list[CandidateOut]


class LikeAsked(Schema):
    """Who is about to be written down."""

    nature: NatureWord
    name: str = Field(max_length=300)
    email: str = Field("", max_length=320)
    phone: str = Field("", max_length=60)


class SearchAsked(Schema):
    """What is looked for."""

    q: str = Field(min_length=1, max_length=200)
    limit: int = Field(20, ge=1, le=50)
