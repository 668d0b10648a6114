"""Imports: files sent in, how far they are, begun, stopped, gone on with, undone."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Literal
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile as Upload
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import File, Query, UploadedFile
from ninja.responses import Status

from keepwell.exchange.api.shapes import ImportOut, ImportsAsked, RowOut, RowsAsked
from keepwell.exchange.commands.receive_files import receive_files
from keepwell.exchange.commands.stop_import import (
    ask_to_undo_import,
    begin_import,
    go_on_with_import,
    stop_import,
    try_import,
)
from keepwell.exchange.models import Import, RowOutcome
from keepwell.exchange.queries.imports import imports_seen_by, rows_with
from keepwell.exchange.uploads import arriving, on_disk, too_large
from keepwell.firm.gate.askers import AskerRequest
from keepwell.firm.gate.described import door_of
from keepwell.firm.gate.paging import Listed, page_of
from keepwell.firm.gate.problems import Problem
from keepwell.firm.rules import Act, may

door = door_of("imports", "Imports")
_AT = "/imports/{uuid:import_id}"
ACTS: dict[str, Callable[..., Import]] = {
    "try": try_import,
    "begin": begin_import,
    "stop": stop_import,
    "go-on": go_on_with_import,
    "undo": ask_to_undo_import,
}
MOST_FILES = 200


def _told(job: Import) -> dict[str, Any]:
    plain = ("id", "state", "is_dry_run", "created_at", "finished_at", "undone_at", "because")
    files = sorted(job.files.all(), key=lambda file: file.order)[:MOST_FILES]
    return {**{name: getattr(job, name) for name in plain}, "files": files}


def _seen(request: AskerRequest, import_id: UUID) -> Import:
    return get_object_or_404(imports_seen_by(request.user), pk=import_id)


Told = Callable[[Sequence[Import]], list[dict[str, Any]]]
# How lists are narrowed is the desk's to know, which stands above: the house joins the two.
_narrowed: list[Callable[..., dict[str, Any]]] = []


def let_narrow(narrow: Callable[..., dict[str, Any]]) -> None:
    """One page of imports is `narrow(request, asked, told=…)`."""
    _narrowed[:] = [narrow]


@door.get("/imports", response=Listed[ImportOut])
def list_imports(request: AskerRequest, asked: Query[ImportsAsked]) -> dict[str, Any]:
    """Who brought in what, narrowed as the list is, the latest first: one's own; for who
    manages, all."""
    told: Told = lambda page: list(map(_told, page))  # noqa: E731 - typed
    return _narrowed[0](request, asked, told=told)


@door.post("/imports", response={201: ImportOut})
def create_import(request: AskerRequest, files: File[list[UploadedFile]]) -> Any:
    """Send files in: each is looked at and recognised; nothing is taken in before `begin`."""
    if not may(request.user.role, Act.IMPORT):
        raise PermissionDenied
    if because := too_large(int(request.META.get("CONTENT_LENGTH") or 0)):
        raise Problem(413, "too_large", because)
    return Status(201, _told(_received(request, files)))


def _received(request: AskerRequest, files: "Sequence[Upload[Any]]") -> Import:
    with arriving() as place:
        paths, names = on_disk(list(files), Path(place))
        return receive_files(paths, names=names, at=timezone.now(), by=request.user)


@door.get(_AT, response=ImportOut)
def get_import(request: AskerRequest, import_id: UUID) -> dict[str, Any]:
    """One import: how far it is, and what became of its rows."""
    return _told(_seen(request, import_id))


@door.get(_AT + "/rows", response=Listed[RowOut])
def list_rows(
    request: AskerRequest, import_id: UUID, asked: Query[RowsAsked]
) -> dict[str, Any]:
    """Rows that did not simply go in, each with its reason."""
    rows = rows_with(_seen(request, import_id), asked.outcome)
    return page_of(request, rows, asked, by=("pk",), told=_rows)


def _rows(rows: Sequence[RowOutcome]) -> list[dict[str, Any]]:
    return [
        {
            "file": row.file.name,
            "number": row.number,
            "outcome": row.outcome,
            "because": str(row.because),
            "cells": [str(cell) for cell in row.cells],
        }
        for row in rows
    ]


@door.post(_AT + "/{act}", response=ImportOut)
def act_on_import(
    request: AskerRequest,
    import_id: UUID,
    act: Literal["try", "begin", "stop", "go-on", "undo"],
) -> dict[str, Any]:
    """Try it without writing, begin, stop, go on after a stop, or undo the whole of it."""
    job = _seen(request, import_id)
    return _told(ACTS[act](job, at=timezone.now(), by=request.user))
