"""Parties that may be one, as programs send and read them."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from ninja import Schema
from pydantic import ConfigDict, Field

from keepwell.firm.gate.shapes import Named

_ID = "01a2074d-7970-7000-9c55-0fc360efeac2"
_OTHER = "01a2074d-7976-7000-a73f-de577aa90768"
FieldWord = Literal[
    "name", "about", "birth_date", "employees", "family_name", "given_name", "honorific",
    "industry", "language", "source", "time_zone",
]  # fmt: skip


class SuggestionOut(Schema):
    """Two parties that may be one, and why."""

    id: UUID
    a: Named
    b: Named
    score: float
    because: list[str]


class DecisionIn(Schema):
    """Whether the two are one; then `survivor_id` says which stays, else the elder."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"are_one": False}]})
    are_one: bool
    survivor_id: UUID | None = None


class Decided(Schema):
    """What was decided."""

    id: UUID
    are_one: bool
    decided_at: datetime


class MergeIn(Schema):
    """Which party stays, which it takes in, and by field whose value is kept."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"survivor_id": _ID, "absorbed_ids": [_OTHER], "choices": {"name": _OTHER}}
            ]
        }
    )
    survivor_id: UUID
    absorbed_ids: list[UUID] = Field(min_length=1, max_length=19)
    choices: dict[FieldWord, UUID] = {}


class MergeOut(Schema):
    """One party took in another."""

    id: UUID
    survivor_id: UUID
    absorbed_id: UUID
    merged_at: datetime
    undone_at: datetime | None


class Merges(Schema):
    """Merges of one go."""

    items: list[MergeOut]


class Parted(Schema):
    """Parties that stand by themselves again."""

    parties: list[Named]
