"""Promises that a later mail says were kept."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from keepwell.conversations.commands.repeat import follow_up
from keepwell.conversations.commands.tasks import KEPT
from keepwell.conversations.models import Activity, Task, TaskKind
from keepwell.firm.models import Teammate
from keepwell.kernel.command import command
from keepwell.kernel.record import Line, record_many


@command
def mark_promises_kept(
    activity_ids: Sequence[UUID], *, at: datetime, by: Teammate | None = None
) -> list[tuple[UUID, datetime]]:
    """These mails say “As promised”: earlier promises of their conversations are kept.

    The moment kept is the mail's own. A promise that was closed already stays as it is. Gives
    the promises that are kept now, each with its moment.
    """
    kept: list[tuple[UUID, datetime]] = []
    for start in range(0, len(activity_ids), 400):
        mails = Activity.objects.filter(
            pk__in=activity_ids[start : start + 400], conversation__isnull=False
        ).order_by("at")
        for conversation, moment in mails.values_list("conversation_id", "at"):
            kept += _keep_in(conversation, moment, at=at, by=by)
    return kept


def _keep_in(
    conversation: UUID | None, moment: datetime, *, at: datetime, by: Teammate | None
) -> list[tuple[UUID, datetime]]:
    promises = Task.objects.filter(
        kind=TaskKind.PROMISE, done_at=None, made_in__conversation=conversation,
        made_in__at__lt=moment,
    )  # fmt: skip
    found = list(promises.values_list("pk", "party_id", "what"))
    Task.objects.filter(pk__in=[row[0] for row in found]).update(done_at=moment, outcome=KEPT)
    record_many(
        Line("kept", "task", pk, at, by.pk if by else None, party, {"what": what})
        for pk, party, what in found
    )
    again = Task.objects.filter(pk__in=[row[0] for row in found], series__isnull=False)
    for promise in again.select_related("party", "assignee"):
        follow_up(promise, at=at, by=by)
    return [(row[0], moment) for row in found]
