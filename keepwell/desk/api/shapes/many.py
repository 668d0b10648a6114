"""Changes of many at once, as programs ask for and read them."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from ninja import Schema
from pydantic import ConfigDict, Field

_ID = "01a2074d-7970-7000-9c55-0fc360efeac2"
Plain = Annotated[str, Field(max_length=20_000, pattern=r"^[^\x00]*$")]
Fact = Plain | int | list[Annotated[str, Field(max_length=200, pattern=r"^[^\x00]*$")]]
_FACTS = "What the verb needs, as the page asks for it: `teammate`, `stage`, `on`, `value` …"


class ManyIn(Schema):
    """One thing, and which rows it is done to: these `ids`, or all that the list holds."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"do": "trash", "ids": [_ID]},
                {"do": "assignee", "facts": {"teammate": _ID}, "filter": "due:past"},
            ]
        }
    )
    do: str = Field(max_length=60, description="The verb, or for parties the name of a field")
    facts: dict[str, Fact] = Field(default={}, max_length=10, description=_FACTS)
    ids: list[UUID] = Field(default=[], max_length=1_000)
    filter: str | None = Field(
        None, max_length=4_000, description="All of the list narrowed so; empty: all there is"
    )
    q: str = Field("", max_length=200)
    view: str = Field("all", max_length=20)


class LeftOut(Schema):
    """What was not changed, or not put back, and why; no id where it is hidden."""

    id: UUID | None
    because: str


class ManyOut(Schema):
    """How far it is, and what became of each."""

    id: UUID
    do: str
    words: str
    total: int
    done: int
    changed: int
    refused: int
    restored: int
    kept: int
    begun_at: datetime
    finished_at: datetime | None
    undo_begun_at: datetime | None
    undone_at: datetime | None
    left_alone: list[LeftOut] = Field(description="The first two hundred")
