"""Tasks and promises: what is to be done for whom, by when, and what became of it."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from keepwell.conversations.commands.remind import move_reminder
from keepwell.conversations.commands.repeat import follow_up, take_back_next
from keepwell.conversations.commands.words import keep_words, said_by
from keepwell.conversations.models import Activity, Priority, Task, TaskKind
from keepwell.conversations.news import PromiseKept, PromiseMade, TaskAssigned
from keepwell.firm.models import Teammate
from keepwell.kernel.command import command, hold
from keepwell.kernel.news import announce
from keepwell.kernel.record import changes, record
from keepwell.kernel.refusal import refuse_unless
from keepwell.parties.models import Party

KEPT, BROKEN, DONE = "kept", "broken", "done"


@command
def plan_task(
    what: str,
    *,
    party: Party | None = None,
    assignee: Teammate | None,
    due_on: date | None = None,
    text: str = "",
    priority: str = "",
    at: datetime,
    by: Teammate,
) -> Task:
    """Plan something to be done by a teammate, for a party or for none."""
    return _begin(
        TaskKind.TASK, what, party=party, assignee=assignee, due_on=due_on, text=text,
        priority=priority, made_in=None, at=at, by=by,
    )  # fmt: skip


@command
def make_promise(
    what: str,
    *,
    party: Party,
    due_on: date,
    assignee: Teammate | None = None,
    made_in: Activity | None = None,
    priority: str = "",
    at: datetime,
    by: Teammate,
) -> Task:
    """Write down what was promised to a party, by when, and who keeps it (else who says so)."""
    promise = _begin(
        TaskKind.PROMISE, what, party=party, assignee=assignee or by, due_on=due_on, text="",
        priority=priority, made_in=made_in, at=at, by=by,
    )  # fmt: skip
    announce(PromiseMade(promise.pk, party.pk, at, by.pk))
    return promise


def _begin(  # noqa: PLR0913 - what a task is made of
    kind: str,
    what: str,
    *,
    party: Party | None,
    assignee: Teammate | None,
    due_on: date | None,
    text: str,
    priority: str,
    made_in: Activity | None,
    at: datetime,
    by: Teammate,
) -> Task:
    refuse_unless(bool(what.strip()), _("Say what is to be done."), field="what")
    _must_work_here(assignee)
    _must_be_a_priority(priority)
    task = Task.objects.create(
        kind=kind, what=what.strip()[:500], text=text.strip(), party=party, assignee=assignee,
        due_on=due_on, made_in=made_in, priority=priority, source="by hand", created_at=at,
    )  # fmt: skip
    keep_words(said_by([task]))
    _note(task, "planned" if kind == TaskKind.TASK else "promised", at=at, by=by)
    if assignee is not None:
        announce(TaskAssigned(task.pk, assignee.pk, at, by.pk))
    return task


def _must_work_here(assignee: Teammate | None) -> None:
    gone = assignee is not None and not assignee.is_active
    left = _("%(name)s has left the firm. Choose somebody else.")
    refuse_unless(not gone, left % {"name": assignee and assignee.name}, field="assignee")


def _must_be_a_priority(word: str) -> None:
    refuse_unless(word in Priority.values, _("Choose how urgent it is."), field="priority")


def _note(task: Task, verb: str, *, at: datetime, by: Teammate | None, **facts: object) -> None:
    record(
        verb, "task", task.pk, at=at, by=by, party_id=task.party_id, what=task.what,
        due_on=str(task.due_on) if task.due_on else None, **facts,
    )  # fmt: skip


def _close(task: Task, outcome: str, *, feedback: str, at: datetime, by: Teammate) -> Task:
    task = hold(task)
    refuse_unless(task.done_at is None, _("This is closed already."))
    task.done_at, task.outcome = at, outcome
    task.feedback = feedback.strip() or task.feedback
    task.save(update_fields=["done_at", "outcome", "feedback"])
    keep_words(said_by([task]))
    return task


def _closed(task: Task, verb: str, *, at: datetime, by: Teammate, **facts: object) -> Task:
    if task.feedback:
        facts["feedback"] = task.feedback
    _note(task, verb, at=at, by=by, **facts)
    follow_up(task, at=at, by=by)
    return task


@command
def complete_task(task: Task, *, feedback: str = "", at: datetime, by: Teammate) -> Task:
    """Say that a task is done, and how it went; of a promise, that it was kept.

    What comes again is made anew for its next time.
    """
    if task.kind == TaskKind.PROMISE:
        return keep_promise(task, feedback=feedback, at=at, by=by)
    task = _close(task, DONE, feedback=feedback, at=at, by=by)
    return _closed(task, "completed", at=at, by=by)


@command
def keep_promise(promise: Task, *, feedback: str = "", at: datetime, by: Teammate) -> Task:
    """Say that a promise was kept."""
    promise = _close(promise, KEPT, feedback=feedback, at=at, by=by)
    _closed(promise, "kept", at=at, by=by)
    announce(PromiseKept(promise.pk, promise.party_id, at, by.pk))
    return promise


@command
def break_promise(promise: Task, *, reason: str, at: datetime, by: Teammate) -> Task:
    """Say that a promise will not be kept, and why."""
    refuse_unless(bool(reason.strip()), _("Say why it will not be kept."), field="reason")
    promise = _close(promise, BROKEN, feedback="", at=at, by=by)
    return _closed(promise, "broke", at=at, by=by, reason=reason.strip())


@command
def reopen_task(task: Task, *, at: datetime, by: Teammate) -> Task:
    """Take back that a task or promise was closed."""
    task = hold(task)
    refuse_unless(task.done_at is not None, _("This is open already."))
    before, closed_at = task.outcome, task.done_at
    task.done_at, task.outcome = None, ""
    task.save(update_fields=["done_at", "outcome"])
    _note(task, "reopened", at=at, by=by, outcome=[before, ""])
    take_back_next(task, closed_at=closed_at, at=at, by=by)
    return task


@command
def change_due(
    task: Task,
    *,
    due_on: date | None,
    due_at: datetime | None = None,
    at: datetime,
    by: Teammate,
) -> Task:
    """Move the day a task or promise is due, or its moment; a promise always has a day."""
    task = hold(task)
    dated = due_on is not None or task.kind == TaskKind.TASK
    refuse_unless(dated, _("A promise has a day by which it is kept."), field="due_on")
    before = str(task.due_on) if task.due_on else None
    task.due_on, task.due_at = due_on, due_at
    task.save(update_fields=["due_on", "due_at"])
    move_reminder(task, at=at)
    _note(task, "moved", at=at, by=by, moved=[before, str(due_on) if due_on else None])
    return task


def take_back_due(task: Task, before: Mapping[str, Any], *, at: datetime, by: Teammate) -> Task:
    """Let it be due when it was before (`queries.waiting.due_as_plain`)."""
    day, moment = before["due_on"], before["due_at"]
    return change_due(
        task, due_on=date.fromisoformat(day) if day else None,
        due_at=datetime.fromisoformat(moment) if moment else None, at=at, by=by,
    )  # fmt: skip


@command
def change_task(
    task: Task,
    *,
    what: str | None = None,
    text: str | None = None,
    assignee: Teammate | None = None,
    priority: str | None = None,
    at: datetime,
    by: Teammate,
) -> Task:
    """Say otherwise what is to be done, by whom, how urgent; what is left out stays."""
    task = hold(task)
    given = {"what": what, "text": text, "priority": priority}
    after = {name: value.strip() for name, value in given.items() if value is not None}
    refuse_unless(
        bool(after.get("what", task.what)), _("Say what is to be done."), field="what"
    )
    if "what" in after:
        after["what"] = after["what"][:500]
    _must_be_a_priority(after.get("priority", task.priority))
    is_new = assignee is not None and assignee.pk != task.assignee_id
    if is_new:
        _must_work_here(assignee)
    before = {name: getattr(task, name) for name in after}
    before["assignee"] = task.assignee and task.assignee.name
    for name, value in after.items():
        setattr(task, name, value)
    task.assignee = assignee or task.assignee
    changed = changes(before, {**after, "assignee": task.assignee and task.assignee.name})
    if not changed:
        return task
    task.save(update_fields=sorted(changed))
    keep_words(said_by([task]))
    _note(task, "changed", at=at, by=by, changed=changed)
    if is_new and assignee is not None:
        move_reminder(task, at=at)
        announce(TaskAssigned(task.pk, assignee.pk, at, by.pk))
    return task
