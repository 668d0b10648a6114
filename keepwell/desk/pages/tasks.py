"""One task or promise: all that is said of it, done with what comes next, or not kept."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from keepwell.conversations.commands.set_aside import restore_task, trash_task
from keepwell.conversations.commands.tasks import break_promise
from keepwell.conversations.models import Task
from keepwell.conversations.rules.recurrence_told import told_rule
from keepwell.desk.asking import TeammateRequest, put_refusal
from keepwell.desk.commands.arrange import Arranged, Next, arrange_task, finish_and_plan
from keepwell.desk.forms.tasks import (
    AT_A_MOMENT,
    ArrangeForm,
    BreakForm,
    FinishForm,
    again_of,
)
from keepwell.desk.pages.in_list import in_list
from keepwell.desk.pages.tending import ask, sent
from keepwell.desk.queries.tasks import earlier_turns, tasks_seen_by
from keepwell.desk.shell import forget_today_count
from keepwell.files.queries.seen import files_of_task
from keepwell.kernel.refusal import Refused
from keepwell.ui.toasts import say

MOST_FILES = 20


def _task_or_404(request: TeammateRequest, task_id: UUID) -> Task:
    rows = tasks_seen_by(request.user).select_related("party", "assignee", "series")
    found: Task = get_object_or_404(rows, pk=task_id)
    return found


def _back(task: Task) -> str:
    return reverse("desk:party", args=[task.party.pk]) if task.party else reverse("desk:today")


@require_http_methods(["GET", "POST"])
def task(request: TeammateRequest, task_id: UUID) -> HttpResponse:
    """All that is said of a task or promise, to be said otherwise."""
    row = _task_or_404(request, task_id)
    if request.GET.get("do") == "break" and row.kind == "promise":
        return _break(request, row)
    rule = ""
    if row.series is not None and row.series.ended_at is None:
        rule = told_rule(row.series.rule, after_done=row.series.counts_from_done)
    form = ArrangeForm(sent(request), task=row, kept=rule)
    if request.method == "POST" and form.is_valid():
        wanted = _arranged(form.cleaned_data)
        try:
            arrange_task(row, wanted, at=timezone.now(), by=request.user)
        except Refused as no:
            put_refusal(form, no)
        else:
            forget_today_count(request)
            say(request, _("Changed: %(what)s") % {"what": wanted.what})
            return redirect(_back(row))
    context = {
        "task": row, "form": form, "rule": rule, "back": _back(row),
        "in_list": in_list(request, row.pk),
        "today": timezone.localdate(), "earlier": earlier_turns(row),
        "files": files_of_task(row)[:MOST_FILES],
    }  # fmt: skip
    return render(request, "desk/task.html", context, status=422 if form.errors else 200)


def _arranged(given: dict[str, Any]) -> Arranged:
    remind = given["remind"]
    return Arranged(
        given["what"],
        given["text"],
        given["due_on"],
        given["assignee"],
        given["priority"],
        int(remind) if remind.isdigit() else None,
        given["remind_at"] if remind == AT_A_MOMENT else None,
        again_of(given),
    )


def _break(request: TeammateRequest, row: Task) -> HttpResponse:
    def do(given: dict[str, Any]) -> str:
        break_promise(row, reason=given["reason"], at=timezone.now(), by=request.user)
        return _("Will not be kept: %(what)s") % {"what": row.what}

    return ask(
        request, BreakForm(sent(request)), do, title=_("Will it not be kept?"),
        party=row.party, back=_back(row), submit=_("It will not be kept"), lead=row.what,
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def finish(request: TeammateRequest, task_id: UUID) -> HttpResponse:
    """Done, how it went, and what comes next."""
    row = _task_or_404(request, task_id)
    form = FinishForm(sent(request), with_party=row.party is not None)
    is_promise = row.kind == "promise"

    def do(given: dict[str, Any]) -> str:
        following = Next(
            given["next_what"], given["next_on"], given.get("next_as") == "touch",
            given["assignee"],
        )  # fmt: skip
        finish_and_plan(
            row, feedback=given["feedback"], following=following, at=timezone.now(),
            by=request.user,
        )  # fmt: skip
        return (_("Kept: %(what)s") if is_promise else _("Done: %(what)s")) % {"what": row.what}

    why = _("Leave what comes next empty where nothing does.")
    if row.series is not None and row.series.ended_at is None:
        why = _("It comes again by itself: %(rule)s.") % {
            "rule": told_rule(row.series.rule, after_done=row.series.counts_from_done)
        }
    return ask(
        request, form, do, title=_("Kept, and what comes next") if is_promise
        else _("Done, and what comes next"), party=row.party, back=_back(row),
        submit=_("It is kept") if is_promise else _("It is done"), lead=row.what, why=why,
    )  # fmt: skip


@require_POST
def put_in_trash(request: TeammateRequest, task_id: UUID) -> HttpResponse:
    """Put it in the trash; the toast takes it out again."""
    row = _task_or_404(request, task_id)
    try:
        trash_task(row, at=timezone.now(), by=request.user)
    except Refused as no:
        say(request, _("It was not done: %(why)s") % {"why": no.because})
        return redirect("desk:task", row.pk)
    forget_today_count(request)
    undo = reverse("desk:task_restore", args=[row.pk])
    say(request, _("In the trash: %(what)s") % {"what": row.what}, undo=undo)
    return redirect(_back(row))


@require_POST
def restore(request: TeammateRequest, task_id: UUID) -> HttpResponse:
    """Take it out of the trash."""
    row = get_object_or_404(tasks_seen_by(request.user, with_trash=True), pk=task_id)
    try:
        restore_task(row, at=timezone.now(), by=request.user)
    except Refused as no:
        say(request, _("It was not done: %(why)s") % {"why": no.because})
        return redirect(_back(row))
    forget_today_count(request)
    say(request, _("Out of the trash: %(what)s") % {"what": row.what})
    return redirect("desk:task", row.pk)
