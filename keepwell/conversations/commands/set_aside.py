"""Tasks put in the trash and taken out again, or left to nobody."""

from datetime import datetime

from django.utils.translation import gettext as _

from keepwell.conversations.commands.remind import move_reminder
from keepwell.conversations.models import Task
from keepwell.firm.models import Teammate
from keepwell.kernel.command import command, hold
from keepwell.kernel.record import record
from keepwell.kernel.refusal import refuse_unless


@command
def trash_task(task: Task, *, at: datetime, by: Teammate) -> Task:
    """Put a task or promise aside: nobody is asked to do it until it is restored.

    What comes again so long after it was done would never come again from the trash.
    """
    task = hold(task)
    refuse_unless(task.trashed_at is None, _("This is in the trash already."))
    series = task.series
    waits = (
        series is not None and series.ended_at is None and series.counts_from_done
        and task.done_at is None
    )  # fmt: skip
    first = _("It comes again once it is done. Let it come no more first.")
    refuse_unless(not waits, first)
    task.trashed_at = at
    task.save(update_fields=["trashed_at"])
    _note(task, "trashed_task", at=at, by=by)
    return task


@command
def restore_task(task: Task, *, at: datetime, by: Teammate) -> Task:
    """Take a task or promise out of the trash."""
    task = hold(task)
    refuse_unless(task.trashed_at is not None, _("This is not in the trash."))
    task.trashed_at = None
    task.save(update_fields=["trashed_at"])
    _note(task, "restored_task", at=at, by=by)
    return task


@command
def leave_to_nobody(task: Task, *, at: datetime, by: Teammate) -> Task:
    """Let a task be nobody's."""
    task = hold(task)
    before = task.assignee and task.assignee.name
    task.assignee = None
    task.save(update_fields=["assignee"])
    move_reminder(task, at=at)
    _note(task, "changed", at=at, by=by, changed={"assignee": [before, None]})
    return task


def _note(task: Task, verb: str, *, at: datetime, by: Teammate, **facts: object) -> None:
    record(verb, "task", task.pk, at=at, by=by, party_id=task.party_id, what=task.what, **facts)
