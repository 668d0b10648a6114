"""Keeping what happened and planning the next touch, in one step."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from keepwell.conversations.commands.log import log_mail, log_meeting, write_note
from keepwell.conversations.commands.tasks import make_promise, plan_task
from keepwell.conversations.models import Activity, Task
from keepwell.desk.commands.arrange import let_come_again, remind_of_task
from keepwell.desk.rules.repeats import ONCE, Again
from keepwell.files.commands.attach import attach_files
from keepwell.files.receiving import Received
from keepwell.firm.models import Teammate
from keepwell.kernel.command import command
from keepwell.parties.models import Party
from keepwell.relationships.commands.tend import log_call_and_plan, plan_touch


@dataclass(frozen=True, slots=True)
class Happened:
    """What a teammate wrote down on the page of a party."""

    kind: str
    text: str
    title: str = ""
    on: datetime | None = None
    direction: str = ""
    outcome: str = ""
    people: Sequence[Party] = ()
    asks: bool = False
    answers: Activity | None = None
    due_on: date | None = None
    assignee: Teammate | None = None
    priority: str = ""
    remind: int | None = None
    again: Again = ONCE
    next_on: date | None = None
    next_what: str = ""
    files: Sequence[Received] = ()


@command
def keep_what_happened(
    party: Party, what: Happened, *, at: datetime, by: Teammate
) -> Activity | Task:
    """Write down what happened or was promised, with its files, and plan the next touch."""
    kept = _keep(party, what, at=at, by=by)
    if what.files:
        hangs = {"activity": kept} if isinstance(kept, Activity) else {"task": kept}
        attach_files(party, what.files, **hangs, at=at, by=by)  # type: ignore[arg-type]
    return kept


def _keep(party: Party, what: Happened, *, at: datetime, by: Teammate) -> Activity | Task:
    kept: Activity | Task
    if what.kind == "call":
        return log_call_and_plan(
            party, direction=what.direction, outcome=what.outcome, on=what.on or at,
            text=what.text, with_person=what.people[0] if what.people else None,
            next_on=what.next_on, next_what=what.next_what, at=at, by=by,
        )  # fmt: skip
    if what.kind == "promise":
        kept = make_promise(
            what.text, party=party, due_on=what.due_on or at.date(), at=at, by=by
        )
        _arrange(kept, what, at=at, by=by)
    elif what.kind == "task":
        kept = plan_task(
            what.text, party=party, assignee=what.assignee or by, due_on=what.due_on,
            priority=what.priority, at=at, by=by,
        )  # fmt: skip
        _arrange(kept, what, at=at, by=by)
    else:
        kept = _write_down(party, what, at=at, by=by)
    if what.next_on is not None:
        plan_touch(party, on=what.next_on, what=what.next_what, at=at, by=by)
    return kept


def _arrange(task: Task, what: Happened, *, at: datetime, by: Teammate) -> None:
    if what.remind is not None:
        remind_of_task(task, what.remind, None, at=at, by=by)
    if what.again.way:
        let_come_again(task, what.again, at=at, by=by)


def _write_down(party: Party, what: Happened, *, at: datetime, by: Teammate) -> Activity:
    whom = list(what.people) or [party]
    if what.kind == "mail":
        return log_mail(
            whom, direction=what.direction, on=what.on or at, title=what.title,
            text=what.text, asks=what.asks, answers=what.answers, at=at, by=by,
        )  # fmt: skip
    if what.kind == "meeting":
        return log_meeting(
            whom, on=what.on or at, title=what.title, text=what.text, at=at, by=by
        )
    return write_note([party], text=what.text, at=at, by=by)
