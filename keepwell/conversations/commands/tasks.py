"""Tasks and promises: what is to be done for whom, by when, and what became of it."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from keepwell.conversations.models import Activity, Task, TaskKind
from keepwell.conversations.news import PromiseKept, PromiseMade
from keepwell.firm.models import Teammate
from keepwell.kernel.command import command, hold
from keepwell.kernel.news import announce
from keepwell.kernel.record import record
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
    at: datetime,
    by: Teammate,
) -> Task:
    """Plan something to be done by a teammate, for a party or for none."""
    return _begin(
        TaskKind.TASK, what, party=party, assignee=assignee, due_on=due_on, text=text,
        made_in=None, at=at, by=by,
    )  # fmt: skip


@command
def make_promise(
    what: str,
    *,
    party: Party,
    due_on: date,
    assignee: Teammate | None = None,
    made_in: Activity | None = None,
    at: datetime,
    by: Teammate,
) -> Task:
    """Write down what was promised to a party, by when, and who keeps it (else who says so)."""
    promise = _begin(
        TaskKind.PROMISE, what, party=party, assignee=assignee or by, due_on=due_on, text="",
        made_in=made_in, at=at, by=by,
    )  # fmt: skip
    announce(PromiseMade(promise.pk, party.pk, at))
    return promise


def _begin(
    kind: str,
    what: str,
    *,
    party: Party | None,
    assignee: Teammate | None,
    due_on: date | None,
    text: str,
    made_in: Activity | None,
    at: datetime,
    by: Teammate,
) -> Task:
    refuse_unless(bool(what.strip()), _("Say what is to be done."), field="what")
    gone = assignee is not None and not assignee.is_active
    left = _("%(name)s has left the firm. Choose somebody else.")
    refuse_unless(not gone, left % {"name": assignee and assignee.name}, field="assignee")
    task = Task.objects.create(
        kind=kind, what=what.strip()[:500], text=text.strip(), party=party, assignee=assignee,
        due_on=due_on, made_in=made_in, source="by hand", created_at=at,
    )  # fmt: skip
    _note(task, "planned" if kind == TaskKind.TASK else "promised", at=at, by=by)
    return task


def _note(task: Task, verb: str, *, at: datetime, by: Teammate | None, **facts: object) -> None:
    record(
        verb, "task", task.pk, at=at, by=by, party_id=task.party_id, what=task.what,
        due_on=str(task.due_on) if task.due_on else None, **facts,
    )  # fmt: skip


def _close(task: Task, outcome: str, *, at: datetime, by: Teammate) -> Task:
    task = hold(task)
    refuse_unless(task.done_at is None, _("This is closed already."))
    task.done_at, task.outcome = at, outcome
    task.save(update_fields=["done_at", "outcome"])
    return task


@command
def complete_task(task: Task, *, at: datetime, by: Teammate) -> Task:
    """Say that a task is done; of a promise, that it was kept."""
    if task.kind == TaskKind.PROMISE:
        return keep_promise(task, at=at, by=by)
    task = _close(task, DONE, at=at, by=by)
    _note(task, "completed", at=at, by=by)
    return task


@command
def keep_promise(promise: Task, *, at: datetime, by: Teammate) -> Task:
    """Say that a promise was kept."""
    promise = _close(promise, KEPT, at=at, by=by)
    _note(promise, "kept", at=at, by=by)
    announce(PromiseKept(promise.pk, promise.party_id, at))
    return promise


@command
def break_promise(promise: Task, *, reason: str, at: datetime, by: Teammate) -> Task:
    """Say that a promise will not be kept, and why."""
    refuse_unless(bool(reason.strip()), _("Say why it will not be kept."), field="reason")
    promise = _close(promise, BROKEN, at=at, by=by)
    _note(promise, "broke", at=at, by=by, reason=reason.strip())
    return promise


@command
def reopen_task(task: Task, *, at: datetime, by: Teammate) -> Task:
    """Take back that a task or promise was closed."""
    task = hold(task)
    refuse_unless(task.done_at is not None, _("This is open already."))
    before = task.outcome
    task.done_at, task.outcome = None, ""
    task.save(update_fields=["done_at", "outcome"])
    _note(task, "reopened", at=at, by=by, outcome=[before, ""])
    return task


@command
def change_due(task: Task, *, due_on: date | None, at: datetime, by: Teammate) -> Task:
    """Move the day a task or promise is due; a promise always has one."""
    task = hold(task)
    dated = due_on is not None or task.kind == TaskKind.TASK
    refuse_unless(dated, _("A promise has a day by which it is kept."), field="due_on")
    before = str(task.due_on) if task.due_on else None
    task.due_on, task.due_at = due_on, None
    task.save(update_fields=["due_on", "due_at"])
    _note(task, "moved", at=at, by=by, moved=[before, str(due_on) if due_on else None])
    return task
