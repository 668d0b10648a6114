"""Relationships and Today as programs send and read them."""

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Schema
from pydantic import ConfigDict, Field, StringConstraints

from keepwell.firm.gate.shapes import Day, Named, Text

_ID = "01a2074d-7970-7000-9c55-0fc360efeac2"
Reason = Annotated[str, StringConstraints(max_length=300, pattern=r"^[^\x00]*$")]
StageWord = Literal[
    "lead", "consultation", "proposal", "agreed", "onboarding", "active", "renewing", "paused",
    "ended", "lost",
]  # fmt: skip


class QuietOut(Schema):
    """How quiet the party is today, and why."""

    level: str
    because: list[str]


class RelationshipOut(Schema):
    """How the firm stands to a party; empty where nothing is agreed yet."""

    party: Named
    stage: str
    stage_since: date | None
    owner: Named | None
    owner_since: date | None
    cadence_days: int | None
    paused_until: date | None
    next_touch_on: date | None
    next_touch_what: str
    next_touch_by: Named | None
    ended_because: str
    follow_up_on: date | None
    last_inbound: datetime | None
    last_outbound: datetime | None
    last_two_way: datetime | None
    quiet: QuietOut | None


class OwnerIn(Schema):
    """Who is accountable."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"teammate_id": _ID}]})
    teammate_id: UUID


class HandOverIn(Schema):
    """To whom, with a briefing; without one it is written from the facts."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"teammate_id": _ID, "briefing": "Renewal talks begin in May."}]
        }
    )
    teammate_id: UUID
    briefing: Text = ""


class StageIn(Schema):
    """Where the relationship stands now."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"stage": "proposal", "on": "2026-11-23"}]}
    )
    stage: StageWord
    on: Day
    reason: Reason = ""
    follow_up_on: Day | None = None


class CadenceIn(Schema):
    """How many days may lie between touches; null is the firm's usual rhythm."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"days": 30}]})
    days: int | None = Field(ge=1, le=730)


class TouchIn(Schema):
    """When the party is touched next, how, and by whom (else by oneself)."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"on": "2099-01-07", "what": "Call about the audit"}]}
    )
    on: Day
    what: Annotated[str, StringConstraints(max_length=200, pattern=r"^[^\x00]*$")] = ""
    teammate_id: UUID | None = None


class PauseIn(Schema):
    """Until when contact pauses, and why."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"until": "2099-01-07", "reason": "On leave"}]}
    )
    until: Day
    reason: Reason = Field(min_length=1)


class HandedOver(Schema):
    """How many relationships were passed on."""

    handed_over: int


class TodayAsked(Schema):
    """Whose day."""

    scope: Literal["mine", "team", "book"] = "mine"


class ItemOut(Schema):
    """One thing to do, with its reason; `facts` are what it rests on."""

    key: str
    cause: str
    verb: str
    what: str
    because: list[str]
    due: date | None
    tone: str
    party: Named | None
    person: Named | None
    owner: str
    kinds: list[str]
    facts: dict[str, Any]


class ConcernOut(Schema):
    """A client that nobody tends, and what is missing."""

    id: UUID
    name: str
    because: str


class TodayOut(Schema):
    """The ordered list of what to do now."""

    on: date
    scope: str
    lead: str
    order: str
    items: list[ItemOut]
    more: int
    put_off: int
    unowned: list[ConcernOut]
    in_name_only: list[ConcernOut]


class SnoozeIn(Schema):
    """An item of one's own Today, put off until a day."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "item": "quiet:01a2074d-7970-7000-9c55-0fc360efeac2",
                    "party_id": _ID,
                    "until": "2099-01-07",
                    "reason": "On leave",
                }
            ]
        }
    )
    item: Annotated[str, StringConstraints(min_length=1, max_length=120, pattern=r"^[^\x00]+$")]
    party_id: UUID | None = None
    until: Day
    reason: Reason = Field(min_length=1)


class SnoozeOut(Schema):
    """An item that was put off."""

    id: UUID
    item: str
    party_id: UUID | None
    until: date
    reason: str
    woken_at: datetime | None
