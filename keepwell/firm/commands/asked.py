"""What is kept of requests by programs: answers to be given again, and how many were made."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import F

from keepwell.firm.models import Allowance, KeptAnswer
from keepwell.kernel.command import command

KEPT_HOURS = 24


class StillAtWork(Exception):
    """The same write is being done at this moment by another request."""


@command
def claim_answer(
    asker_id: UUID, key: str, *, fingerprint: str, at: datetime
) -> tuple[KeptAnswer, bool]:
    """The answer kept under this key, and whether it is new: then the write is to be done.

    To be called in the transaction of the write. While another request does the same write,
    PostgreSQL raises `StillAtWork`; SQLite, which has one writer, waits and finds its answer.
    """
    # not for the record: what is done under the key is.
    _be_alone(asker_id, key)
    kept = KeptAnswer.objects.filter(asker_id=asker_id, key=key).first()
    if kept is not None:
        return kept, False
    return KeptAnswer.objects.create(
        asker_id=asker_id, key=key, fingerprint=fingerprint, asked_at=at
    ), True


def _be_alone(asker_id: UUID, key: str) -> None:
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))", [f"{asker_id}:{key}"]
        )
        if not cursor.fetchone()[0]:
            raise StillAtWork


@command
def keep_answer(
    kept: KeptAnswer, *, status: int, headers: Mapping[str, str], body: str
) -> KeptAnswer:
    """Keep what the write was answered."""
    # not for the record: see `claim_answer`.
    kept.status, kept.headers, kept.body = status, dict(headers), body
    kept.save(update_fields=["status", "headers", "body"])
    return kept


@command
def take_allowance(asker_id: UUID, *, minute: int, many: int) -> int:
    """Take so many requests of this minute for a worker; how many all have taken by now."""
    # not for the record: a count that is forgotten within the hour.
    row, made = Allowance.objects.get_or_create(
        asker_id=asker_id, minute=minute, defaults={"taken": many}
    )
    if made:
        return many
    Allowance.objects.filter(pk=row.pk).update(taken=F("taken") + many)
    return Allowance.objects.values_list("taken", flat=True).get(pk=row.pk)


@command
def forget_what_was_asked(*, before: datetime, minute: int) -> int:
    """Forget answers kept long enough, and counts of minutes gone by."""
    # not for the record: the deeds themselves are in the journal.
    Allowance.objects.filter(minute__lt=minute).delete()
    return KeptAnswer.objects.filter(asked_at__lt=before).delete()[0]
