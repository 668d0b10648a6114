"""Moving to another day what stands on one of a calendar: a next touch, a task; and back."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from keepwell.conversations.commands.tasks import change_due, take_back_due
from keepwell.conversations.models import Task
from keepwell.conversations.queries.waiting import due_as_plain
from keepwell.desk.asking import TeammateRequest, party_or_404
from keepwell.desk.forms.tending import OtherDayForm
from keepwell.desk.pages.back import asked_back
from keepwell.desk.pages.day_undo import day_undone, way_to_undo_day
from keepwell.desk.pages.tending import Undoable, ask, sent
from keepwell.desk.queries.tasks import tasks_seen_by
from keepwell.desk.shell import forget_today_count
from keepwell.kernel.refusal import Refused
from keepwell.relationships.commands.take_back import TOUCH, take_back_touch
from keepwell.relationships.commands.tend import plan_touch
from keepwell.relationships.queries.standing import relationship_of, standing_as_plain
from keepwell.ui.toasts import say


@require_http_methods(["GET", "POST"])
def touch_to(request: TeammateRequest, party_id: UUID) -> HttpResponse:
    """Let the next touch be on another day; what for and by whom stay."""
    party = party_or_404(request, party_id)
    back = _back(request, "desk:parties")
    before, standing = standing_as_plain(party, TOUCH), relationship_of(party)

    def do(given: dict[str, Any]) -> Undoable:
        who = standing.next_touch_by if standing else None
        plan_touch(
            party, on=given["on"], what=standing.next_touch_what if standing else "",
            teammate=who if who and who.is_active else None, at=timezone.now(),
            by=request.user,
        )  # fmt: skip
        undo = way_to_undo_day(
            request, "desk:touch_back", party.pk, before, standing_as_plain(party, TOUCH), back
        )
        return Undoable(_("Next touch with %(name)s moved.") % {"name": party.name}, undo)

    return ask(
        request, _form(request, before["next_touch_on"]), do, title=_("Another day"),
        party=party, back=back, submit=_("Move"),
        why=_("A planned touch is on Today on its day, and keeps a quiet client off it."),
    )  # fmt: skip


@require_POST
def touch_back(request: TeammateRequest, party_id: UUID) -> HttpResponse:
    """Let the next touch be as it was before, unless somebody planned it anew since."""
    party = party_or_404(request, party_id)
    try:
        before = day_undone(request, party.pk, standing_as_plain(party, TOUCH))
        take_back_touch(party, before, at=timezone.now(), by=request.user)
    except Refused as no:
        say(request, _("It was not undone: %(why)s") % {"why": no.because})
    else:
        forget_today_count(request)
        say(request, _("It stands on its day of before."))
    return redirect(_back(request, "desk:parties"))


@require_http_methods(["GET", "POST"])
def due_to(request: TeammateRequest, task_id: UUID) -> HttpResponse:
    """Let a task or promise be due on another day."""
    task = get_object_or_404(
        tasks_seen_by(request.user).select_related("party"), pk=task_id, done_at=None
    )
    back, before = _back(request, "desk:tasks"), due_as_plain(task)

    def do(given: dict[str, Any]) -> Undoable:
        moved = change_due(task, due_on=given["on"], at=timezone.now(), by=request.user)
        undo = way_to_undo_day(
            request, "desk:due_back", task.pk, before, due_as_plain(moved), back
        )
        return Undoable(_("Moved: %(what)s") % {"what": task.what}, undo)

    return ask(
        request, _form(request, before["due_on"]), do, title=_("Another day"),
        party=task.party, back=back, submit=_("Move"), lead=task.what,
        why=_("A reminder so many days before moves with it."),
    )  # fmt: skip


@require_POST
def due_back(request: TeammateRequest, task_id: UUID) -> HttpResponse:
    """Let it be due when it was before, unless somebody moved it since."""
    task: Task = get_object_or_404(tasks_seen_by(request.user), pk=task_id)
    try:
        before = day_undone(request, task.pk, due_as_plain(task))
        take_back_due(task, before, at=timezone.now(), by=request.user)
    except Refused as no:
        say(request, _("It was not undone: %(why)s") % {"why": no.because})
    else:
        forget_today_count(request)
        say(request, _("It stands on its day of before."))
    return redirect(_back(request, "desk:tasks"))


def _form(request: TeammateRequest, now: str | None) -> forms.Form:
    return OtherDayForm(sent(request), initial={"on": now})


def _back(request: TeammateRequest, route: str) -> str:
    return asked_back(request, f"{reverse(route)}?look=calendar")
