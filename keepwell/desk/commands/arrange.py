"""A task with all that is said of it, and one done with what comes next, in one step each."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from keepwell.conversations.commands.remind import forget_reminder, remind_before, remind_on
from keepwell.conversations.commands.repeat import repeat_task, stop_repeating
from keepwell.conversations.commands.tasks import (
    change_due,
    change_task,
    complete_task,
    plan_task,
)
from keepwell.conversations.models import Task
from keepwell.desk.rules.repeats import AS_IT_IS, NEVER, ONCE, Again, way_of, words_for
from keepwell.firm.models import Teammate
from keepwell.kernel.command import command
from keepwell.kernel.refusal import refuse_unless
from keepwell.relationships.commands.tend import plan_touch


@dataclass(frozen=True, slots=True)
class Arranged:
    """What is said of a task; `remind` is so many days before it is due."""

    what: str
    text: str = ""
    due_on: date | None = None
    assignee: Teammate | None = None
    priority: str = ""
    remind: int | None = None
    remind_at: datetime | None = None
    again: Again = ONCE


@command
def arrange_task(task: Task, wanted: Arranged, *, at: datetime, by: Teammate) -> Task:
    """Let a task be what is said of it: words, day, assignee, reminder, coming again."""
    refuse_unless(task.done_at is None, _("This is closed already."))
    task = change_task(
        task, what=wanted.what, text=wanted.text, assignee=wanted.assignee,
        priority=wanted.priority, at=at, by=by,
    )  # fmt: skip
    if task.due_on != wanted.due_on:
        task = change_due(task, due_on=wanted.due_on, at=at, by=by)
    remind_of_task(task, wanted.remind, wanted.remind_at, at=at, by=by)
    let_come_again(task, wanted.again, at=at, by=by)
    task.refresh_from_db()
    return task


@command
def change_some(
    task: Task, facts: dict[str, Any], *, assignee: Teammate | None, at: datetime, by: Teammate
) -> Task:
    """Say otherwise what `facts` names of `what`, `text`, `priority`, `due_on`."""
    words = {name: facts[name] for name in ("what", "text", "priority") if name in facts}
    if words or assignee is not None:
        task = change_task(task, **words, assignee=assignee, at=at, by=by)
    if "due_on" in facts:
        task = change_due(task, due_on=facts["due_on"], at=at, by=by)
    return task


@command
def remind_of_task(
    task: Task, days: int | None, moment: datetime | None, *, at: datetime, by: Teammate
) -> Task:
    """Remind so many days before it is due, or at a moment, or not at all."""
    if days is not None:
        same = task.remind_days == days
        return task if same else remind_before(task, days=days, at=at, by=by)
    if moment is None:
        return forget_reminder(task, at=at, by=by)
    same = task.remind_days is None and task.remind_at == moment
    return task if same else remind_on(task, moment=moment, at=at, by=by)


@command
def let_come_again(task: Task, again: Again, *, at: datetime, by: Teammate) -> Task:
    """Let it come again this way, or no more; what stays as it is begins no new series."""
    series = task.series if task.series and task.series.ended_at is None else None
    if again.way == AS_IT_IS:
        return task
    if again.way == NEVER:
        return stop_repeating(task, at=at, by=by) if series else task
    if series is not None:
        before = way_of(series.rule, counts_from_done=series.counts_from_done)
        if before == again:
            return task
    refuse_unless(task.due_on is not None, _("Say first by when it is due."), field="due_on")
    assert task.due_on is not None
    repeat_task(
        task, rule=words_for(again, task.due_on), counts_from_done=again.counts_from_done,
        at=at, by=by,
    )  # fmt: skip
    return task


@dataclass(frozen=True, slots=True)
class Next:
    """What comes after something was done; nothing where no words and no day are given."""

    what: str = ""
    on: date | None = None
    as_touch: bool = False
    assignee: Teammate | None = None


@command
def finish_and_plan(
    task: Task, *, feedback: str, following: Next, at: datetime, by: Teammate
) -> Task:
    """Say that it is done or kept and how it went, and plan what comes next, in one step."""
    done = complete_task(task, feedback=feedback, at=at, by=by)
    if not following.what and following.on is None:
        return done
    if following.as_touch and done.party is not None:
        day = following.on
        refuse_unless(day is not None, _("Say when the next touch is."), field="next_on")
        assert day is not None
        plan_touch(
            done.party, on=day, what=following.what, teammate=following.assignee, at=at, by=by
        )
    else:
        said = bool(following.what)
        refuse_unless(said, _("Say what comes next."), field="next_what")
        plan_task(
            following.what, party=done.party, assignee=following.assignee or by,
            due_on=following.on, at=at, by=by,
        )  # fmt: skip
    return done
