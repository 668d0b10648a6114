"""Notices and what one follows, for programs."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Query, Schema
from ninja.responses import Status
from pydantic import ConfigDict, Field

from keepwell.firm.gate.askers import AskerRequest
from keepwell.firm.gate.described import door_of
from keepwell.firm.gate.paging import Listed, Paging, page_of
from keepwell.firm.gate.shapes import Named
from keepwell.firm.models import Teammate
from keepwell.kernel.among import is_among
from keepwell.notices.commands.follow import follow_party, unfollow_party
from keepwell.notices.commands.prefer import prefer_notices
from keepwell.notices.commands.read import read_all_notices, read_notice
from keepwell.notices.models import Notice
from keepwell.notices.queries.seen import (
    Said,
    digest_of,
    follows_of,
    notices_seen_by,
    said,
    ways_of,
)
from keepwell.notices.rules import Sort, Ways
from keepwell.walls.queries import visible_parties

door = door_of("notices", "Notices and follows")


class Asking(AskerRequest, HttpRequest):
    """A program's request, as a teammate's."""

    user: Teammate  # type: ignore[assignment]


class NoticeOut(Schema):
    """Something its teammate was told."""

    id: UUID
    sort: Sort
    sentence: str
    party: Named | None
    task_id: UUID | None
    times: int
    at: datetime
    read_at: datetime | None


class NoticesAsked(Paging):
    """Which notices."""

    unread: bool | None = None


class ReadOut(Schema):
    """How many were read by this."""

    read: int


class FollowOut(Schema):
    """A party one follows."""

    party: Named
    since: datetime


class WaysShape(Schema):
    """How a sort of notice reaches one; neither is not at all."""

    here: bool
    by_mail: bool


class PreferencesShape(Schema):
    """What one wants to hear, and when the digest comes."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "hour": 8,
                    "digest": True,
                    "sorts": {"followed": {"here": True, "by_mail": False}},
                }
            ]
        }
    )
    hour: int = Field(ge=0, le=23)
    digest: bool
    sorts: dict[Sort, WaysShape]


def _told(one: Said) -> dict[str, Any]:
    notice = one.notice
    plain = ("id", "sort", "task_id", "times", "at", "read_at")
    party = {"id": notice.party.pk, "name": notice.party.name} if notice.party else None
    return {
        **{name: getattr(notice, name) for name in plain},
        "sentence": one.sentence,
        "party": party,
    }


def _seen(request: Asking, notice_id: UUID) -> Notice:
    found: Notice = get_object_or_404(notices_seen_by(request.user), pk=notice_id)
    return found


@door.get("/notices", response=Listed[NoticeOut])
def list_notices(request: Asking, asked: Query[NoticesAsked]) -> dict[str, Any]:
    """What one was told, the newest first."""
    rows = notices_seen_by(request.user)
    if asked.unread is not None:
        rows = rows.filter(read_at__isnull=asked.unread)
    return page_of(
        request, rows, asked, by=("-pk",), told=lambda found: [_told(o) for o in said(found)]
    )


@door.post("/notices/{uuid:notice_id}/read", response=NoticeOut)
def mark_read(request: Asking, notice_id: UUID) -> dict[str, Any]:
    """Say that it was read."""
    notice = read_notice(_seen(request, notice_id), at=timezone.now())
    return _told(said([notice])[0])


@door.post("/notices/read", response=ReadOut)
def mark_all_read(request: Asking) -> dict[str, int]:
    """Say that all were read."""
    return {"read": read_all_notices(request.user, at=timezone.now())}


@door.get("/notices/preferences", response=PreferencesShape)
def get_preferences(request: Asking) -> dict[str, Any]:
    """What one wants to hear, and when the digest comes."""
    digest = digest_of(request.user)
    ways = ways_of(request.user)
    return {
        "hour": digest.hour,
        "digest": digest.stopped_at is None,
        "sorts": {sort: {"here": w.here, "by_mail": w.by_mail} for sort, w in ways.items()},
    }


@door.put("/notices/preferences", response=PreferencesShape)
def set_preferences(request: Asking, sent: PreferencesShape) -> dict[str, Any]:
    """Say what one wants to hear; sorts that are left out stay as they are."""
    prefer_notices(
        request.user,
        ways={sort: Ways(way.here, way.by_mail) for sort, way in sent.sorts.items()},
        hour=sent.hour,
        wants_digest=sent.digest,
        at=timezone.now(),
    )
    return get_preferences(request)


@door.get("/follows", response=Listed[FollowOut])
def list_follows(request: Asking, asked: Query[Paging]) -> dict[str, Any]:
    """The parties one follows, the latest first."""
    seen = is_among("party", visible_parties(request.user))
    rows = follows_of(request.user).filter(seen).select_related("party")
    return page_of(
        request, rows, asked, by=("-pk",),
        told=lambda found: [
            {"party": {"id": one.party.pk, "name": one.party.name}, "since": one.since}
            for one in found
        ],
    )  # fmt: skip


@door.put("/parties/{uuid:party_id}/follow", response={200: FollowOut})
def follow(request: Asking, party_id: UUID) -> dict[str, Any]:
    """Follow a party."""
    party = get_object_or_404(visible_parties(request.user), pk=party_id)
    row = follow_party(party, at=timezone.now(), by=request.user)
    return {"party": {"id": party.pk, "name": party.name}, "since": row.since}


@door.delete("/parties/{uuid:party_id}/follow", response={204: None})
def unfollow(request: Asking, party_id: UUID) -> Any:
    """Follow it no more."""
    party = get_object_or_404(visible_parties(request.user), pk=party_id)
    unfollow_party(party, at=timezone.now(), by=request.user)
    return Status(204, None)
