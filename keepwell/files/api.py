"""Files for programs: sent, listed, taken, called otherwise, removed and brought back."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile as Upload
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import File, Query, Schema, UploadedFile
from ninja.responses import Status
from pydantic import ConfigDict, Field

from keepwell.conversations.models import Activity, Task
from keepwell.files.commands.attach import (
    attach_files,
    bring_attachment_back,
    note_reading,
    remove_attachment,
    rename_attachment,
)
from keepwell.files.models import Attachment
from keepwell.files.queries.seen import (
    attachments_seen_by,
    conversation_seen_by,
    files_of_activity,
    files_of_party,
    files_of_task,
    party_of_activity,
    task_seen_by,
)
from keepwell.files.receiving import MOST_AT_ONCE, most_bytes, receive
from keepwell.files.serving import given_back
from keepwell.firm.gate.askers import AskerRequest
from keepwell.firm.gate.described import door_of
from keepwell.firm.gate.paging import Listed, Paging, page_of
from keepwell.firm.gate.problems import Problem
from keepwell.firm.gate.shapes import Named
from keepwell.parties.models import Party
from keepwell.parties.queries.standing_in import party_of
from keepwell.walls.queries import visible_parties

door = door_of("files", "Files")
BYTES = "application/octet-stream"
# Without any it is refused behind the walls, as everything else is.
Sent = Annotated[list[UploadedFile], File()]
_NONE: list[Any] = []
_FILE = {"schema": {"type": "string", "format": "binary"}}
BACK = {"responses": {200: {"description": "The file as it came", "content": {"*/*": _FILE}}}}


class AttachmentOut(Schema):
    """A file: what it is called, what it is, and what it hangs on."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "id": "01a2074d-7970-7000-9c55-0fc360efeac2",
                    "name": "Offer 2026.pdf",
                    "media": "application/pdf",
                    "size": 48_213,
                    "sha256": "9f86d081884c7d65" * 4,
                    "kept_at": "2026-11-23T12:00:00Z",
                    "by": {"id": "01a2074d-7970-7000-9c55-0fc360efeac3", "name": "Amara"},
                    "party_id": "01a2074d-7970-7000-9c55-0fc360efeac4",
                    "activity_id": None,
                    "task_id": None,
                }
            ]
        }
    )
    id: UUID
    name: str
    media: str = Field(description="What it is by its bytes, not by its name")
    size: int = Field(description="Bytes")
    sha256: str
    kept_at: datetime
    by: Named | None
    party_id: UUID | None
    activity_id: UUID | None
    task_id: UUID | None


class AttachmentsOut(Schema):
    """The files that were kept."""

    items: list[AttachmentOut]


class AttachmentChange(Schema):
    """What a file is called; its ending stays."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"name": "Offer, signed.pdf"}]})
    name: Annotated[str, Field(min_length=1, max_length=180, pattern=r"^[^\x00]*$")]


def _one(request: AskerRequest, row: Attachment) -> dict[str, Any]:
    return _all(request, [row])[0]


def _told(row: Attachment) -> dict[str, Any]:
    plain = ("id", "name", "media", "size", "sha256", "kept_at", "party_id", "activity_id",
             "task_id")  # fmt: skip
    by = {"id": row.by.pk, "name": row.by.name} if row.by else None
    return {**{name: getattr(row, name) for name in plain}, "by": by}


def _all(request: AskerRequest, rows: Sequence[Attachment]) -> list[dict[str, Any]]:
    """As they are told to this asker: a party they may not see is not named."""
    ids = {row.party_id for row in rows if row.party_id}
    seen = set(visible_parties(request.user).filter(pk__in=ids).values_list("pk", flat=True))
    told = [_told(row) for row in rows]
    return [one if one["party_id"] in seen else {**one, "party_id": None} for one in told]


def _page(request: AskerRequest, rows: Any, asked: Paging) -> dict[str, Any]:
    return page_of(
        request, rows, asked, by=("-kept_at", "-pk"), told=lambda rows: _all(request, rows)
    )


def _party(request: AskerRequest, party_id: UUID) -> Party:
    found = party_of(visible_parties(request.user), party_id)
    if found is None:
        raise Http404
    return found


def _activity(request: AskerRequest, activity_id: UUID) -> Activity:
    found = conversation_seen_by(request.user, activity_id)
    if found is None:
        raise Http404
    return found


def _task(request: AskerRequest, task_id: UUID) -> Task:
    found = task_seen_by(request.user, task_id)
    if found is None:
        raise Http404
    return found


def _keep(
    request: AskerRequest, party: Party | None, files: "Sequence[Upload[Any]]", **hangs: Any
) -> Any:
    if int(request.META.get("CONTENT_LENGTH") or 0) > MOST_AT_ONCE * most_bytes():
        raise Problem(413, "too_large", _("This is too large. Send it in smaller parts."))
    kept = attach_files(party, receive(files), **hangs, at=timezone.now(), by=request.user)
    return Status(201, {"items": _all(request, kept)})


@door.get("/parties/{uuid:party_id}/files", response=Listed[AttachmentOut])
def list_party_files(
    request: AskerRequest, party_id: UUID, asked: Query[Paging]
) -> dict[str, Any]:
    """Files kept on a party's page, those of its conversations and tasks among them."""
    return _page(request, files_of_party(_party(request, party_id)), asked)


@door.post("/parties/{uuid:party_id}/files", response={201: AttachmentsOut})
def create_party_files(request: AskerRequest, party_id: UUID, files: Sent = _NONE) -> Any:
    """Keep files with a party: all of them or none. Programs and scripts are refused."""
    return _keep(request, _party(request, party_id), files)


@door.get("/activities/{uuid:activity_id}/files", response=Listed[AttachmentOut])
def list_activity_files(
    request: AskerRequest, activity_id: UUID, asked: Query[Paging]
) -> dict[str, Any]:
    """Files of a mail, call, meeting or note."""
    return _page(request, files_of_activity(_activity(request, activity_id)), asked)


@door.post("/activities/{uuid:activity_id}/files", response={201: AttachmentsOut})
def create_activity_files(request: AskerRequest, activity_id: UUID, files: Sent = _NONE) -> Any:
    """Keep files with a conversation."""
    found = _activity(request, activity_id)
    return _keep(request, party_of_activity(found, request.user), files, activity=found)


@door.get("/tasks/{uuid:task_id}/files", response=Listed[AttachmentOut])
def list_task_files(
    request: AskerRequest, task_id: UUID, asked: Query[Paging]
) -> dict[str, Any]:
    """Files of a task or promise."""
    return _page(request, files_of_task(_task(request, task_id)), asked)


@door.post("/tasks/{uuid:task_id}/files", response={201: AttachmentsOut})
def create_task_files(request: AskerRequest, task_id: UUID, files: Sent = _NONE) -> Any:
    """Keep files with a task or promise."""
    found = _task(request, task_id)
    return _keep(request, found.party, files, task=found)


_ONE = "/files/{uuid:attachment_id}"


def _seen(request: AskerRequest, attachment_id: UUID, **more: bool) -> Attachment:
    rows = attachments_seen_by(request.user, **more)
    found: Attachment = get_object_or_404(rows, pk=attachment_id)
    return found


@door.get(_ONE, response=AttachmentOut)
def get_file(request: AskerRequest, attachment_id: UUID) -> dict[str, Any]:
    """What is known of a file."""
    return _one(request, _seen(request, attachment_id))


@door.get(_ONE + "/content", openapi_extra=BACK, response={200: None})
def get_file_content(request: AskerRequest, attachment_id: UUID) -> HttpResponseBase:
    """The file itself, piece by piece. Who took it is on record."""
    found = _seen(request, attachment_id)
    answer = given_back(found)
    note_reading(found, how="downloaded", at=timezone.now(), by=request.user)
    return answer


@door.patch(_ONE, response=AttachmentOut)
def update_file(
    request: AskerRequest, attachment_id: UUID, sent: AttachmentChange
) -> dict[str, Any]:
    """Call a file otherwise."""
    found = _seen(request, attachment_id)
    return _one(
        request, rename_attachment(found, sent.name, at=timezone.now(), by=request.user)
    )


@door.delete(_ONE, response=AttachmentOut)
def delete_file(request: AskerRequest, attachment_id: UUID) -> dict[str, Any]:
    """Remove a file; it can be brought back for thirty days."""
    found = _seen(request, attachment_id)
    return _one(request, remove_attachment(found, at=timezone.now(), by=request.user))


@door.post(_ONE + "/bring-back", response=AttachmentOut)
def bring_back_a_file(request: AskerRequest, attachment_id: UUID) -> dict[str, Any]:
    """Undo the removal of a file."""
    found = _seen(request, attachment_id, removed=True)
    return _one(request, bring_attachment_back(found, at=timezone.now(), by=request.user))
