"""What a worker does for the desk; each may be begun again after a kill."""

from collections.abc import Callable, Iterator
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import override

from keepwell.desk.commands.bulk import (
    change_row,
    finish_bulk_change,
    finish_bulk_undo,
    put_row_back,
)
from keepwell.desk.models import BulkChange, BulkRow

PORTION = 200


def run_bulk_change(change_id: str) -> None:
    """Do what is left of a bulk change."""
    change = BulkChange.objects.filter(pk=UUID(change_id)).select_related("by").first()
    if change is None or change.finished_at is not None:
        return
    _each(change, change.rows.filter(done_at=None), change_row)
    finish_bulk_change(change, at=timezone.now())


def undo_bulk_change(change_id: str) -> None:
    """Undo what is left to undo of a bulk change."""
    change = BulkChange.objects.filter(pk=UUID(change_id)).select_related("by").first()
    if change is None or change.undone_at is not None or change.undo_begun_at is None:
        return
    ahead = change.rows.filter(done_at__isnull=False, undone_at=None, refused="")
    _each(change, ahead, put_row_back)
    finish_bulk_undo(change, at=timezone.now())


def _each(change: BulkChange, rows: QuerySet[BulkRow], act: Callable[..., BulkRow]) -> None:
    """Reasons are kept in the language of whoever asked: nobody else reads them."""
    with override(change.by.language or settings.LANGUAGE_CODE):
        for row in _ahead(rows):
            act(row, at=timezone.now())


def _ahead(rows: QuerySet[BulkRow]) -> Iterator[BulkRow]:
    last = 0
    while part := list(rows.filter(pk__gt=last).order_by("pk")[:PORTION]):
        yield from part
        last = part[-1].pk
