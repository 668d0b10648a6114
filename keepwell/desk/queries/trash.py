"""What was put aside, noun by noun, behind the walls: the latest first."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from keepwell.desk.queries.activities import activities_seen_by, attended, called
from keepwell.desk.queries.tasks import tasks_seen_by
from keepwell.firm.models import Teammate
from keepwell.kernel.keyset import Order
from keepwell.parties.queries.standing_in import trash_of
from keepwell.walls.queries import visible_parties

LATEST = Order("-trashed", "trashed_at", True, datetime.fromisoformat)


@dataclass(frozen=True, slots=True)
class PutAside:
    """Something in the trash: its name, what sort of thing, whose, put there by whom, when."""

    pk: Any
    name: str
    sort: str
    of: str
    by: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Trash:
    """The trash of one noun: what somebody may see of it, and a page of it in words."""

    seen: Callable[[Teammate], QuerySet[Any]]
    told: Callable[[Sequence[Any], Teammate], list[PutAside]]


def trashed_tasks(teammate: Teammate) -> QuerySet[Any]:
    """Tasks and promises that were put aside, as far as they may see them."""
    rows = tasks_seen_by(teammate, with_trash=True).filter(trashed_at__isnull=False)
    return rows.select_related("party", "assignee", "series")


def trashed_activities(teammate: Teammate) -> QuerySet[Any]:
    """Mails, calls, meetings and notes that were put aside, as far as they may see them."""
    rows = activities_seen_by(teammate).filter(trashed_at__isnull=False)
    return rows.select_related("by")


def _parties(teammate: Teammate) -> QuerySet[Any]:
    thrown = trash_of(visible_parties(teammate, with_trash=True))
    return thrown.select_related("trashed_by")


def _told_parties(rows: Sequence[Any], _teammate: Teammate) -> list[PutAside]:
    return [
        PutAside(
            one.pk, one.name, one.get_nature_display(), "",
            one.trashed_by.name if one.trashed_by else "", one.trashed_at,
        )
        for one in rows
    ]  # fmt: skip


def _told_tasks(rows: Sequence[Any], _teammate: Teammate) -> list[PutAside]:
    return [
        PutAside(
            one.pk, one.what, one.get_kind_display(), one.party.name if one.party else "", "",
            one.trashed_at,
        )
        for one in rows
    ]  # fmt: skip


def _told_activities(rows: Sequence[Any], teammate: Teammate) -> list[PutAside]:
    return [
        PutAside(
            one.activity.pk, called(one.activity), one.activity.get_kind_display(),
            ", ".join(party.name for party in one.people), "", one.activity.trashed_at,
        )
        for one in attended(rows, visible_parties(teammate))
    ]  # fmt: skip


TRASHES = {
    "parties": Trash(_parties, _told_parties),
    "tasks": Trash(trashed_tasks, _told_tasks),
    "conversations": Trash(trashed_activities, _told_activities),
}
