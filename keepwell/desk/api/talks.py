"""Conversations: timelines, what happened, and writing down what did."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from ninja import Query
from ninja.responses import Status

from keepwell.conversations.commands.log import (
    log_call,
    log_mail,
    log_meeting,
    restore_activity,
    trash_activity,
    write_note,
)
from keepwell.conversations.models import Activity
from keepwell.conversations.queries.timeline import Before, Moment, timeline
from keepwell.desk.api.asking import ApiRequest, now_by, parties_named
from keepwell.desk.api.narrowed import narrowed_page
from keepwell.desk.api.shapes.talks import (
    MOST_SAID,
    ActivitiesAsked,
    ActivityOut,
    CallIn,
    MailIn,
    MeetingIn,
    MomentOut,
    NoteIn,
    SaidAsked,
    SaidOut,
    TimelineAsked,
    TrashedActivity,
)
from keepwell.desk.api.told import named
from keepwell.desk.asking import party_or_404
from keepwell.desk.queries.activities import activities_seen_by, attended
from keepwell.desk.queries.nouns.conversations import NOUN
from keepwell.desk.queries.said import SaidHit, said_for
from keepwell.desk.queries.trash import trashed_activities
from keepwell.firm.gate.described import door_of
from keepwell.firm.gate.paging import Cursors, Listed, Paging, page_of
from keepwell.walls.queries import visible_parties

door = door_of("conversations", "Conversations")


@door.get("/parties/{uuid:party_id}/timeline", response=Listed[MomentOut])
def get_timeline(
    request: ApiRequest, party_id: UUID, asked: Query[TimelineAsked]
) -> dict[str, Any]:
    """What happened with a party and its people, the latest first, each row with its reason."""
    party, cursors = party_or_404(request, party_id), Cursors.of(request)
    place = cursors.read(asked.cursor)
    before = Before(datetime.fromisoformat(place[0]), int(place[1])) if place else None
    kinds = [asked.kind] if asked.kind else None
    rows = timeline(
        [party.pk], among=visible_parties(request.user), before=before, kinds=kinds,
        limit=asked.limit,
    )  # fmt: skip
    last = rows[-1].cursor if len(rows) == asked.limit else None
    following = cursors.write([last.at.isoformat(), last.presence_id]) if last else None
    return {"items": [_moment(row) for row in rows], "next": following}


def _moment(row: Moment) -> dict[str, Any]:
    names = ("because", "is_inbound", "is_outbound", "is_two_way")
    told = {name: getattr(row, name) for name in names}
    return {**_told(row.activity, row.people, row.teammates), **told}


PLAIN = ("id", "kind", "at", "ends_at", "title", "place", "direction", "outcome", "asks",
         "nature")  # fmt: skip


def _told(activity: Activity, people: Sequence[Any], ours: Sequence[str]) -> dict[str, Any]:
    return {
        **{name: getattr(activity, name) for name in PLAIN},
        "text": activity.text[:MOST_SAID],
        "by": named(activity.by),
        "people": [named(one) for one in people],
        "teammates": list(ours),
    }


def _all(request: ApiRequest, rows: Sequence[Activity]) -> list[dict[str, Any]]:
    found = attended(rows, visible_parties(request.user))
    return [_told(one.activity, one.people, one.teammates) for one in found]


@door.get("/activities", response=Listed[ActivityOut])
def list_activities(request: ApiRequest, asked: Query[ActivitiesAsked]) -> dict[str, Any]:
    """What happened with any party one may see, narrowed as the list is, the latest first."""
    return narrowed_page(
        request, NOUN, asked, told=lambda page: _all(request, page),
        further=lambda rows: rows.filter(kind=asked.kind) if asked.kind else rows,
    )  # fmt: skip


@door.get("/search/said", response=Listed[SaidOut])
def search_said(request: ApiRequest, asked: Query[SaidAsked]) -> dict[str, Any]:
    """What was said, or is to be done, and holds every word: the newest first.

    In any script and spelling; a word of three letters or more stands for all that begin so.
    """
    cursors = Cursors.of(request)
    found = said_for(
        request.user, asked.q, [asked.kind], most=asked.limit, before=cursors.read(asked.cursor)
    )
    if not found:
        return {"items": [], "next": None}
    following = cursors.write(found[0].before) if found[0].before else None
    return {"items": [_hit(one) for one in found[0].hits], "next": following}


def _hit(one: SaidHit) -> dict[str, Any]:
    return {
        "id": one.noun.pk,
        "kind": one.noun.kind,
        "at": one.at,
        "title": "".join(piece.text for piece in one.title),
        "snippet": "".join(piece.text for piece in one.pieces),
        "party": named(one.party),
    }


@door.get("/activities/trash", response=Listed[TrashedActivity])
def list_trashed_activities(request: ApiRequest, asked: Query[Paging]) -> dict[str, Any]:
    """Mails, calls, meetings and notes that were put aside, the latest first."""

    def told(rows: Sequence[Activity]) -> list[dict[str, Any]]:
        moments = {row.pk: row.trashed_at for row in rows}
        return [{**one, "trashed_at": moments[one["id"]]} for one in _all(request, rows)]

    return page_of(
        request, trashed_activities(request.user), asked, by=("-trashed_at", "-pk"), told=told
    )


@door.get("/activities/{uuid:activity_id}", response=ActivityOut)
def get_activity(request: ApiRequest, activity_id: UUID) -> dict[str, Any]:
    """One mail, call, meeting or note."""
    return _one(request, _seen(request, activity_id))


def _seen(request: ApiRequest, activity_id: UUID) -> Activity:
    found: Activity = get_object_or_404(activities_seen_by(request.user), pk=activity_id)
    return found


def _one(request: ApiRequest, activity: Activity) -> dict[str, Any]:
    return _all(request, [activity])[0]


@door.post("/activities/calls", response={201: ActivityOut})
def create_call(request: ApiRequest, sent: CallIn) -> Any:
    """Write down a call. Only a connected one is two-way contact."""
    people = parties_named(request, sent.party_ids, field="party_ids")
    told = sent.model_dump(exclude={"party_ids"})
    return Status(201, _one(request, log_call(people, **told, **now_by(request))))


@door.post("/activities/meetings", response={201: ActivityOut})
def create_meeting(request: ApiRequest, sent: MeetingIn) -> Any:
    """Write down a meeting held or agreed."""
    people = parties_named(request, sent.party_ids, field="party_ids")
    told = sent.model_dump(exclude={"party_ids"})
    return Status(201, _one(request, log_meeting(people, **told, **now_by(request))))


@door.post("/activities/mails", response={201: ActivityOut})
def create_mail(request: ApiRequest, sent: MailIn) -> Any:
    """Write down a mail; `answers_id` is the one it replies to."""
    people = parties_named(request, sent.party_ids, field="party_ids")
    answers = _seen(request, sent.answers_id) if sent.answers_id else None
    told = sent.model_dump(exclude={"party_ids", "answers_id"})
    mail = log_mail(people, answers=answers, **told, **now_by(request))
    return Status(201, _one(request, mail))


@door.post("/activities/notes", response={201: ActivityOut})
def create_note(request: ApiRequest, sent: NoteIn) -> Any:
    """Write a note about parties. A note is no contact."""
    people = parties_named(request, sent.party_ids, field="party_ids")
    note = write_note(people, text=sent.text, title=sent.title, **now_by(request))
    return Status(201, _one(request, note))


@door.post("/activities/{uuid:activity_id}/trash", response=ActivityOut)
def put_activity_in_trash(request: ApiRequest, activity_id: UUID) -> Any:
    """Put an activity aside: it counts no more until it is restored."""
    return _one(request, trash_activity(_seen(request, activity_id), **now_by(request)))


@door.post("/activities/{uuid:activity_id}/restore", response=ActivityOut)
def restore_an_activity(request: ApiRequest, activity_id: UUID) -> Any:
    """Take an activity out of the trash; it counts again."""
    return _one(request, restore_activity(_seen(request, activity_id), **now_by(request)))
