"""Tasks and promises: what is to be done for whom, and what became of it."""

from datetime import time
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import Body, Query
from ninja.responses import Status

from keepwell.conversations.commands.remind import forget_reminder, remind_before, remind_on
from keepwell.conversations.commands.repeat import repeat_task, stop_repeating
from keepwell.conversations.commands.set_aside import restore_task, trash_task
from keepwell.conversations.commands.tasks import (
    break_promise,
    complete_task,
    make_promise,
    plan_task,
    reopen_task,
)
from keepwell.conversations.models import Task, TaskKind
from keepwell.desk.api.asking import (
    ApiRequest,
    as_facts,
    now_by,
    parties_named,
    party_named,
    teammate_named,
)
from keepwell.desk.api.narrowed import narrowed_page
from keepwell.desk.api.shapes.talks import (
    BrokenIn,
    DoneIn,
    PromiseIn,
    ReminderIn,
    RepeatIn,
    TaskChangeIn,
    TaskIn,
    TaskOut,
    TasksAsked,
    TrashedTask,
)
from keepwell.desk.api.told import named
from keepwell.desk.commands.arrange import change_some
from keepwell.desk.queries.nouns.tasks import NOUN
from keepwell.desk.queries.tasks import tasks_seen_by
from keepwell.desk.queries.trash import trashed_tasks
from keepwell.firm.gate.described import door_of
from keepwell.firm.gate.paging import Listed, Paging, page_of
from keepwell.kernel.refusal import refuse_unless

door = door_of("conversations", "Tasks and promises")


@door.get("/tasks", response=Listed[TaskOut])
def list_tasks(request: ApiRequest, asked: Query[TasksAsked]) -> dict[str, Any]:
    """Tasks and promises of parties one may see, and one's own, narrowed as the list is; the
    newest first unless another order is asked for."""
    if not asked.sort:
        asked.sort = "-created"
    return narrowed_page(
        request, NOUN, asked, told=_all, further=lambda rows: _some(rows, asked)
    )


def _some(rows: QuerySet[Task], asked: TasksAsked) -> QuerySet[Task]:
    if asked.open is not None:
        rows = rows.filter(done_at__isnull=asked.open)
    if asked.due_before is not None:
        rows = rows.filter(due_on__lt=asked.due_before)
    if asked.due_after is not None:
        rows = rows.filter(due_on__gt=asked.due_after)
    names = ("kind", "party_id", "assignee_id", "priority")
    chosen = {name: value for name in names if (value := getattr(asked, name)) is not None}
    return rows.filter(**chosen)


def _all(rows: Any) -> list[dict[str, Any]]:
    return [_told(row) for row in rows]


def _told(task: Task) -> dict[str, Any]:
    plain = ("id", "kind", "what", "text", "due_on", "priority", "remind_at", "reminded_at",
             "turn", "done_at", "outcome", "feedback", "created_at")  # fmt: skip
    series = task.series if task.series and task.series.ended_at is None else None
    return {
        "rule": series.rule if series else None,
        "counts_from_done": series.counts_from_done if series else False,
        **{name: getattr(task, name) for name in plain},
        "party": named(task.party),
        "assignee": named(task.assignee),
    }


def _seen(request: ApiRequest, task_id: UUID) -> Task:
    rows = tasks_seen_by(request.user).select_related("party", "assignee", "series")
    found: Task = get_object_or_404(rows, pk=task_id)
    return found


@door.get("/tasks/trash", response=Listed[TrashedTask])
def list_trashed_tasks(request: ApiRequest, asked: Query[Paging]) -> dict[str, Any]:
    """Tasks and promises that were put aside, the latest first."""
    return page_of(
        request, trashed_tasks(request.user), asked, by=("-trashed_at", "-pk"),
        told=lambda rows: [{**_told(row), "trashed_at": row.trashed_at} for row in rows],
    )  # fmt: skip


@door.get("/tasks/{uuid:task_id}", response=TaskOut)
def get_task(request: ApiRequest, task_id: UUID) -> dict[str, Any]:
    """One task or promise."""
    return _told(_seen(request, task_id))


@door.post("/tasks", response={201: TaskOut})
def create_task(request: ApiRequest, sent: TaskIn) -> Any:
    """Plan something to be done, for a party or for none."""
    party = party_named(request, sent.party_id, field="party_id")
    who = teammate_named(sent.assignee_id, field="assignee_id") or request.user
    told = sent.model_dump(include={"due_on", "text", "priority"})
    task = plan_task(sent.what, party=party, assignee=who, **told, **now_by(request))
    return Status(201, _told(task))


@door.post("/promises", response={201: TaskOut})
def create_promise(request: ApiRequest, sent: PromiseIn) -> Any:
    """Write down what was promised to a party, and by when."""
    (party,) = parties_named(request, [sent.party_id], field="party_id")
    who = teammate_named(sent.assignee_id, field="assignee_id")
    promise = make_promise(
        sent.what, party=party, due_on=sent.due_on, assignee=who, **now_by(request)
    )
    return Status(201, _told(promise))


@door.patch("/tasks/{uuid:task_id}", response=TaskOut)
def update_task(request: ApiRequest, task_id: UUID, sent: TaskChangeIn) -> dict[str, Any]:
    """Say otherwise what is to be done, by whom, by when, how urgent."""
    facts = as_facts(sent)
    who = teammate_named(facts.pop("assignee_id", None), field="assignee_id")
    task = _seen(request, task_id)
    return _told(change_some(task, facts, assignee=who, **now_by(request)))


@door.post("/tasks/{uuid:task_id}/complete", response=TaskOut)
def complete(
    request: ApiRequest, task_id: UUID, sent: Body[DoneIn | None] = None
) -> dict[str, Any]:
    """Say that a task is done, or a promise kept, and how it went."""
    said = sent.feedback if sent else ""
    return _told(complete_task(_seen(request, task_id), feedback=said, **now_by(request)))


@door.put("/tasks/{uuid:task_id}/reminder", response=TaskOut)
def set_reminder(request: ApiRequest, task_id: UUID, sent: ReminderIn) -> dict[str, Any]:
    """Remind its assignee at a moment, or so many days before it is due."""
    task = _seen(request, task_id)
    if sent.at is not None:
        return _told(remind_on(task, moment=sent.at, **now_by(request)))
    one = _("Say at which moment, or how many days before.")
    refuse_unless(sent.days_before is not None, one, field="days_before")
    days, clock = sent.days_before or 0, time.fromisoformat(sent.time)
    return _told(remind_before(task, days=days, time_of_day=clock, **now_by(request)))


@door.delete("/tasks/{uuid:task_id}/reminder", response=TaskOut)
def remove_reminder(request: ApiRequest, task_id: UUID) -> dict[str, Any]:
    """Remind nobody of it."""
    return _told(forget_reminder(_seen(request, task_id), **now_by(request)))


@door.put("/tasks/{uuid:task_id}/repeat", response=TaskOut)
def set_repeat(request: ApiRequest, task_id: UUID, sent: RepeatIn) -> dict[str, Any]:
    """Let it come again by a rule."""
    task = _seen(request, task_id)
    repeat_task(task, rule=sent.rule, counts_from_done=sent.counts_from_done, **now_by(request))
    return _told(_seen(request, task_id))


@door.delete("/tasks/{uuid:task_id}/repeat", response=TaskOut)
def remove_repeat(request: ApiRequest, task_id: UUID) -> dict[str, Any]:
    """Let it come no more; what was made stays."""
    stop_repeating(_seen(request, task_id), **now_by(request))
    return _told(_seen(request, task_id))


@door.post("/tasks/{uuid:task_id}/reopen", response=TaskOut)
def reopen(request: ApiRequest, task_id: UUID) -> dict[str, Any]:
    """Take back that it was closed."""
    return _told(reopen_task(_seen(request, task_id), **now_by(request)))


@door.post("/tasks/{uuid:task_id}/break", response=TaskOut)
def break_a_promise(request: ApiRequest, task_id: UUID, sent: BrokenIn) -> dict[str, Any]:
    """Say that a promise will not be kept, and why."""
    task = _seen(request, task_id)
    refuse_unless(task.kind == TaskKind.PROMISE, _("This is a task, not a promise."))
    return _told(break_promise(task, reason=sent.reason, **now_by(request)))


@door.post("/tasks/{uuid:task_id}/trash", response=TaskOut)
def put_task_in_trash(request: ApiRequest, task_id: UUID) -> dict[str, Any]:
    """Put a task or promise aside: nobody is asked to do it until it is restored."""
    return _told(trash_task(_seen(request, task_id), **now_by(request)))


@door.post("/tasks/{uuid:task_id}/restore", response=TaskOut)
def restore_a_task(request: ApiRequest, task_id: UUID) -> dict[str, Any]:
    """Take a task or promise out of the trash."""
    rows = tasks_seen_by(request.user, with_trash=True)
    task = get_object_or_404(rows.select_related("party", "assignee", "series"), pk=task_id)
    return _told(restore_task(task, **now_by(request)))
