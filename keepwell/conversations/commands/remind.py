"""Reminders: set, moved with the day due, and come due."""

from datetime import datetime, time

from django.utils.translation import gettext as _

from keepwell.conversations.models import Task
from keepwell.conversations.news import TaskReminded
from keepwell.conversations.rules.recurrence import reminder_at
from keepwell.firm.models import Teammate
from keepwell.firm.queries import zone_of
from keepwell.kernel.command import command, hold
from keepwell.kernel.news import announce
from keepwell.kernel.record import Line, record, record_many
from keepwell.kernel.refusal import refuse_unless

IN_THE_MORNING = time(9)
MOST_DAYS = 365
FIELDS = ["remind_days", "remind_time", "remind_at", "reminded_at"]


@command
def remind_before(
    task: Task, *, days: int, time_of_day: time = IN_THE_MORNING, at: datetime, by: Teammate
) -> Task:
    """Remind its assignee so many days before it is due; the reminder moves with the day."""
    task = hold(task)
    refuse_unless(task.due_on is not None, _("Say first by when it is due."), field="due_on")
    in_reach = _("Between 0 and %(most)d days before.") % {"most": MOST_DAYS}
    refuse_unless(0 <= days <= MOST_DAYS, in_reach, field="remind_days")
    task.remind_days, task.remind_time = days, time_of_day
    task.remind_at = due_reminder(task)
    return _set(task, at=at, by=by)


@command
def remind_on(task: Task, *, moment: datetime, at: datetime, by: Teammate) -> Task:
    """Remind its assignee at a moment; once more, where they were reminded before."""
    task = hold(task)
    refuse_unless(moment > at, _("That moment has passed. Choose a later one."),
                  field="remind_at")  # fmt: skip
    task.remind_days, task.remind_time, task.remind_at = None, None, moment
    return _set(task, at=at, by=by)


@command
def forget_reminder(task: Task, *, at: datetime, by: Teammate) -> Task:
    """Remind nobody of it."""
    task = hold(task)
    if task.remind_at is None:
        return task
    task.remind_days = task.remind_time = task.remind_at = None
    return _set(task, at=at, by=by)


def _set(task: Task, *, at: datetime, by: Teammate) -> Task:
    refuse_unless(task.done_at is None, _("This is closed already."))
    task.reminded_at = None
    task.save(update_fields=FIELDS)
    record(
        "set_reminder", "task", task.pk, at=at, by=by, party_id=task.party_id, what=task.what,
        remind_at=task.remind_at.isoformat() if task.remind_at else None,
    )  # fmt: skip
    return task


def due_reminder(task: Task) -> datetime | None:
    """When a reminder counted from the day due comes, where its assignee lives."""
    if task.remind_days is None or task.due_on is None or task.assignee is None:
        return None
    return reminder_at(
        task.due_on, days_before=task.remind_days, at=task.remind_time or IN_THE_MORNING,
        zone=zone_of(task.assignee),
    )  # fmt: skip


def move_reminder(task: Task, *, at: datetime) -> None:
    """The day due or the assignee is another: so is the moment of a reminder counted from it.

    One that was given already comes again only if its new moment is ahead.
    """
    if task.remind_days is None:
        return
    moment = due_reminder(task)
    if moment == task.remind_at:
        return
    task.remind_at = moment
    if moment is not None and moment > at:
        task.reminded_at = None
    task.save(update_fields=FIELDS)


@command
def give_reminders(*, at: datetime, most: int = 500) -> int:
    """The reminders whose moment has come are given, each once. Counts them."""
    due = Task.objects.filter(
        remind_at__lte=at, reminded_at=None, done_at=None, trashed_at=None
    ).select_for_update(of=("self",))
    tasks = list(due.order_by("remind_at", "pk")[:most])
    Task.objects.filter(pk__in=[task.pk for task in tasks]).update(reminded_at=at)
    record_many(
        Line("reminded", "task", task.pk, at, None, task.party_id, {"what": task.what})
        for task in tasks
    )
    for task in tasks:
        announce(TaskReminded(task.pk, at))
    return len(tasks)
