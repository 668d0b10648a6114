"""What can be done to many tasks, promises and conversations at once, and how it is undone."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from keepwell.conversations.commands.log import restore_activity, trash_activity
from keepwell.conversations.commands.set_aside import (
    leave_to_nobody,
    restore_task,
    trash_task,
)
from keepwell.conversations.commands.tasks import (
    break_promise,
    change_due,
    change_task,
    complete_task,
    reopen_task,
    take_back_due,
)
from keepwell.conversations.models import Activity, Task, TaskKind
from keepwell.conversations.queries.waiting import due_as_plain
from keepwell.desk.commands.bulk_deed import Deed, Facts, Way, teammate_of
from keepwell.desk.models import BulkVerb
from keepwell.kernel.refusal import refuse_unless


def _must_be_open(task: Task) -> None:
    refuse_unless(task.done_at is None, _("This is closed already."))


class _Done:
    """Saying that it is done, or kept; the next of what comes again is made, and unmade."""

    def seen(self, task: Task) -> dict[str, Any]:
        return {"is_closed": task.done_at is not None, "outcome": task.outcome}

    def do(self, deed: Deed[Task]) -> None:
        said = str(deed.facts.get("feedback", ""))
        complete_task(deed.row, feedback=said, at=deed.at, by=deed.by)

    def undo(self, deed: Deed[Task], before: Facts) -> None:
        reopen_task(deed.row, at=deed.at, by=deed.by)


class _Broken(_Done):
    """Saying that a promise will not be kept, and why."""

    def do(self, deed: Deed[Task]) -> None:
        is_promise = deed.row.kind == TaskKind.PROMISE
        refuse_unless(is_promise, _("This is a task, not a promise."))
        break_promise(deed.row, reason=deed.facts["reason"], at=deed.at, by=deed.by)


class _Assignee:
    """Giving it to somebody."""

    def seen(self, task: Task) -> dict[str, Any]:
        return {"assignee_id": str(task.assignee_id) if task.assignee_id else None}

    def do(self, deed: Deed[Task]) -> None:
        _must_be_open(deed.row)
        whom = teammate_of(deed.facts)
        refuse_unless(deed.row.assignee_id != whom.pk, _("It is theirs already."))
        change_task(deed.row, assignee=whom, at=deed.at, by=deed.by)

    def undo(self, deed: Deed[Task], before: Facts) -> None:
        if before["assignee_id"] is None:
            leave_to_nobody(deed.row, at=deed.at, by=deed.by)
        else:
            whom = teammate_of({"teammate": before["assignee_id"]})
            change_task(deed.row, assignee=whom, at=deed.at, by=deed.by)


class _Due:
    """Moving the day: to one, or by so many days from where each stands."""

    def seen(self, task: Task) -> dict[str, Any]:
        return due_as_plain(task)

    def do(self, deed: Deed[Task]) -> None:
        _must_be_open(deed.row)
        day = self._day(deed)
        refuse_unless(day != deed.row.due_on, _("It reads so already."))
        change_due(deed.row, due_on=day, at=deed.at, by=deed.by)

    def _day(self, deed: Deed[Task]) -> date:
        if "days" not in deed.facts:
            return date.fromisoformat(deed.facts["on"])
        due = deed.row.due_on
        refuse_unless(due is not None, _("It has no day to be moved from."))
        assert due is not None
        return due + timedelta(days=deed.facts["days"])

    def undo(self, deed: Deed[Task], before: Facts) -> None:
        take_back_due(deed.row, before, at=deed.at, by=deed.by)


class _Priority:
    """Saying how urgent it is."""

    def seen(self, task: Task) -> dict[str, Any]:
        return {"priority": task.priority}

    def do(self, deed: Deed[Task]) -> None:
        wanted = deed.facts.get("priority", "")
        refuse_unless(deed.row.priority != wanted, _("It reads so already."))
        change_task(deed.row, priority=wanted, at=deed.at, by=deed.by)

    def undo(self, deed: Deed[Task], before: Facts) -> None:
        change_task(deed.row, priority=before["priority"], at=deed.at, by=deed.by)


class _TrashTask:
    """Putting a task in the trash."""

    def seen(self, task: Task) -> dict[str, Any]:
        return {"is_in_trash": task.trashed_at is not None}

    def do(self, deed: Deed[Task]) -> None:
        trash_task(deed.row, at=deed.at, by=deed.by)

    def undo(self, deed: Deed[Task], before: Facts) -> None:
        restore_task(deed.row, at=deed.at, by=deed.by)


class _TrashActivity:
    """Putting what happened in the trash; it counts again once it is out of it."""

    def seen(self, activity: Activity) -> dict[str, Any]:
        return {"is_in_trash": activity.trashed_at is not None}

    def do(self, deed: Deed[Activity]) -> None:
        trash_activity(deed.row, at=deed.at, by=deed.by)

    def undo(self, deed: Deed[Activity], before: Facts) -> None:
        restore_activity(deed.row, at=deed.at, by=deed.by)


WITH_TASKS: Mapping[str, Way] = {
    BulkVerb.DONE: _Done(),
    BulkVerb.ASSIGNEE: _Assignee(),
    BulkVerb.DUE: _Due(),
    BulkVerb.PRIORITY: _Priority(),
    BulkVerb.BROKEN: _Broken(),
    BulkVerb.TRASH: _TrashTask(),
}
WITH_CONVERSATIONS: Mapping[str, Way] = {BulkVerb.TRASH: _TrashActivity()}
