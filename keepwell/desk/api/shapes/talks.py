"""Conversations, tasks and promises as programs send and read them."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from ninja import Schema
from pydantic import ConfigDict, Field

from keepwell.desk.api.shapes.narrowed import Narrowed
from keepwell.firm.gate.paging import Paging
from keepwell.firm.gate.shapes import Day, Line, Moment, Name, Named, Text

_ID = "01a2074d-7970-7000-9c55-0fc360efeac2"
_WHEN = "2026-11-20T09:30:00+01:00"
KindWord = Literal["mail", "call", "meeting", "note"]
WayWord = Literal["inbound", "outbound"]
PriorityWord = Literal["high", "", "low"]
TimeOfDay = str
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


class ActivitiesAsked(Narrowed):
    """Which conversations."""

    kind: KindWord | None = None


class SaidAsked(Paging):
    """Words to look for, and among what: notes, mail, talk (calls and meetings), or tasks."""

    q: str = Field(min_length=1, max_length=200, examples=["spring programme"])
    kind: Literal["mail", "note", "talk", "task"] = "mail"


class SaidOut(Schema):
    """Something that holds the words: where they stand, and whom it is about."""

    id: UUID
    kind: str = Field(examples=["mail"])
    at: datetime
    title: str = Field(examples=["The spring programme"])
    snippet: str = Field(examples=["… asked for the spring programme by Friday …"])
    party: Named | None


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
    priority: str
    remind_at: datetime | None
    reminded_at: datetime | None
    rule: str | None = Field(description="How it comes again, as an iCalendar RRULE.")
    counts_from_done: bool
    turn: int | None
    done_at: datetime | None
    outcome: str
    feedback: str
    created_at: datetime


class TasksAsked(Narrowed):
    """Which tasks and promises."""

    open: bool | None = None
    kind: Literal["task", "promise"] | None = None
    party_id: UUID | None = None
    assignee_id: UUID | None = None
    priority: Literal["high", "", "low"] | None = None
    due_before: Day | None = None
    due_after: Day | None = None


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
    priority: PriorityWord = ""


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


class TaskChangeIn(Schema):
    """What is said otherwise of a task or promise; what is left out stays."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"due_on": "2026-12-08"}]})
    what: Line | None = Field(None, min_length=1)
    text: Text | None = None
    due_on: Day | None = None
    assignee_id: UUID | None = None
    priority: PriorityWord | None = None


class DoneIn(Schema):
    """How it went."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"feedback": "They were content."}]}
    )
    feedback: Text = ""


class ReminderIn(Schema):
    """When its assignee is reminded: at a moment, or so many days before it is due."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"days_before": 1, "time": "09:00"}, {"at": _WHEN}]}
    )
    at: Moment | None = None
    days_before: int | None = Field(None, ge=0, le=365)
    time: TimeOfDay = Field("09:00", pattern=r"^([01]\d|2[0-3]):[0-5]\d$")


class RepeatIn(Schema):
    """How it comes again: an iCalendar rule, or counted from when it was done."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"rule": "FREQ=MONTHLY;BYDAY=2TU;COUNT=12"},
                {"rule": "FREQ=DAILY;INTERVAL=10", "counts_from_done": True},
            ]
        }
    )
    rule: str = Field(min_length=1, max_length=200)
    counts_from_done: bool = False


class BrokenIn(Schema):
    """Why a promise will not be kept."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"reason": "They withdrew."}]})
    reason: Line = Field(min_length=1)


class TrashedActivity(ActivityOut):
    """Something that happened and was put aside."""

    trashed_at: datetime


class TrashedTask(TaskOut):
    """A task or promise that was put aside."""

    trashed_at: datetime
