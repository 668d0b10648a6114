"""Conversations, tasks and promises as programs send and read them."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from ninja import Schema
from pydantic import ConfigDict, Field

from keepwell.firm.gate.paging import Paging
from keepwell.firm.gate.shapes import Day, Line, Moment, Name, Named, Text

_ID = "01a2074d-7970-7000-9c55-0fc360efeac2"
_WHEN = "2026-11-20T09:30:00+01:00"
KindWord = Literal["mail", "call", "meeting", "note"]
WayWord = Literal["inbound", "outbound"]
People = Annotated[list[UUID], Field(min_length=1, max_length=50)]
MOST_SAID = 20_000


class ActivityOut(Schema):
    """Something that happened, or will: mail, call, meeting, note."""

    id: UUID
    kind: str
    at: datetime
    ends_at: datetime | None
    title: str
    text: str
    place: str
    direction: str
    outcome: str
    asks: bool
    nature: str
    by: Named | None
    people: list[Named]
    teammates: list[str]


class MomentOut(ActivityOut):
    """A row of a timeline: what happened, and why it stands there."""

    because: str
    is_inbound: bool
    is_outbound: bool
    is_two_way: bool


class TimelineAsked(Paging):
    """Which part of a timeline."""

    kind: KindWord | None = None


class _Logged(Schema):
    party_ids: People
    title: Line = ""
    text: Text = ""


class CallIn(_Logged):
    """A call: who called whom, and how it ended."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "party_ids": [_ID],
                    "direction": "outbound",
                    "outcome": "connected",
                    "on": _WHEN,
                    "text": "Wants the draft by Friday.",
                }
            ]
        }
    )
    direction: WayWord
    outcome: Literal["connected", "no_answer", "busy", "voicemail", "wrong_number"]
    on: Moment


class MeetingIn(_Logged):
    """A meeting held or agreed."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"party_ids": [_ID], "on": _WHEN, "title": "Yearly review"}]
        }
    )
    on: Moment
    ends_at: Moment | None = None
    outcome: Literal["confirmed", "tentative", "cancelled"] = "confirmed"
    place: Name = ""


class MailIn(_Logged):
    """A mail that passed outside the connected mailboxes."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "party_ids": [_ID],
                    "direction": "inbound",
                    "on": _WHEN,
                    "title": "The audit",
                    "asks": True,
                }
            ]
        }
    )
    direction: WayWord
    on: Moment
    asks: bool = False
    answers_id: UUID | None = None


class NoteIn(Schema):
    """A note: no contact."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"party_ids": [_ID], "text": "Moves in May."}]}
    )
    party_ids: People
    title: Line = ""
    text: Text = Field(min_length=1)


class TaskOut(Schema):
    """Something to be done, or promised to a party."""

    id: UUID
    kind: str
    what: str
    text: str
    party: Named | None
    assignee: Named | None
    due_on: date | None
    done_at: datetime | None
    outcome: str
    created_at: datetime


class TasksAsked(Paging):
    """Which tasks and promises."""

    open: bool | None = None
    kind: Literal["task", "promise"] | None = None
    party_id: UUID | None = None
    assignee_id: UUID | None = None


class TaskIn(Schema):
    """Something to be done by a teammate (else by oneself)."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"what": "Send the file", "party_id": _ID, "due_on": "2026-12-01"}]
        }
    )
    what: Line = Field(min_length=1)
    text: Text = ""
    party_id: UUID | None = None
    assignee_id: UUID | None = None
    due_on: Day | None = None


class PromiseIn(Schema):
    """What was promised to a party, by when."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"what": "A first draft", "party_id": _ID, "due_on": "2026-12-01"}]
        }
    )
    what: Line = Field(min_length=1)
    party_id: UUID
    due_on: Day
    assignee_id: UUID | None = None


class DueIn(Schema):
    """Another day by which it is due."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"due_on": "2026-12-08"}]})
    due_on: Day | None


class BrokenIn(Schema):
    """Why a promise will not be kept."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"reason": "They withdrew."}]})
    reason: Line = Field(min_length=1)
