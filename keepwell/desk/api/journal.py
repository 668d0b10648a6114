"""The journal to programs of those who run the firm."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from ninja import Query, Schema
from pydantic import Field

from keepwell.desk.api.asking import ApiRequest
from keepwell.desk.api.narrowed import narrowed_page
from keepwell.desk.api.shapes.narrowed import Narrowed
from keepwell.desk.queries.nouns.journal import NOUN
from keepwell.firm.gate.described import door_of
from keepwell.firm.gate.paging import Listed
from keepwell.firm.rules import Act, may
from keepwell.journal.models import Entry
from keepwell.journal.stories import lines_seen_by

door = door_of("journal", "The journal")


class EntryOut(Schema):
    """One line of the record: the verb, what it was done to, and the facts."""

    id: int
    at: datetime
    verb: str
    noun: str
    noun_id: UUID | None
    party_id: UUID | None
    by_id: UUID | None
    facts: dict[str, Any]


class EntriesAsked(Narrowed):
    """Which lines."""

    party_id: UUID | None = None
    by_id: UUID | None = None
    noun: str = Field("", max_length=40)


@door.get("/journal", response=Listed[EntryOut])
def list_journal(request: ApiRequest, asked: Query[EntriesAsked]) -> dict[str, Any]:
    """What happened, the latest first. Who stands before a wall hears nothing beyond it."""
    if not may(request.user.role, Act.RUN_FIRM):
        raise PermissionDenied
    tells = lines_seen_by(request.user).tells_facts
    chosen = {"party_id": asked.party_id, "by_id": asked.by_id, "noun": asked.noun or None}
    chosen = {name: value for name, value in chosen.items() if value is not None}
    return narrowed_page(
        request, NOUN, asked, told=lambda page: _told(page, tells),
        further=lambda rows: rows.filter(**chosen),
    )  # fmt: skip


def _told(rows: Sequence[Entry], tells_facts: bool) -> list[dict[str, Any]]:
    plain = ("id", "at", "verb", "noun", "noun_id", "party_id", "by_id")
    return [
        {
            **{name: getattr(row, name) for name in plain},
            "facts": row.facts if tells_facts else {},
        }
        for row in rows
    ]
