"""Today: the list, putting an item off, saying that something is done."""

from datetime import date, timedelta
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from keepwell.conversations.commands.tasks import complete_task, reopen_task
from keepwell.conversations.models import Task
from keepwell.desk.asking import TeammateRequest
from keepwell.desk.forms.today import PutOffForm
from keepwell.desk.pages.back import way_back
from keepwell.desk.queries.beside_today import beside_today
from keepwell.desk.queries.book import SCOPES
from keepwell.desk.queries.tasks import put_off_by, tasks_seen_by
from keepwell.desk.queries.today import Today, today_of
from keepwell.desk.shell import forget_today_count, keep_today_count, waiting_of
from keepwell.kernel.refusal import Refused
from keepwell.relationships.commands.tend import snooze_item, wake_item
from keepwell.ui.parts import Tab
from keepwell.ui.toasts import say
from keepwell.ui.words import short_day
from keepwell.walls.queries import visible_parties


@require_GET
def today(request: TeammateRequest) -> HttpResponse:
    """What to do now, in order; for who manages, also their team's and the whole book."""
    scope = request.GET.get("whose", "mine")
    return _show(request, scope if scope in SCOPES else "mine")


def _show(request: TeammateRequest, scope: str, form: PutOffForm | None = None) -> HttpResponse:
    on = timezone.localdate()
    found = today_of(request.user, on=on, at=timezone.now(), scope=scope)
    if scope == "mine":
        keep_today_count(request, found.count)
    beside = beside_today(request.user, on, waiting_of(request))
    context = {
        "day": found,
        "today": on,
        "whose": _whose(request, found),
        "beside": beside,
        "until": _days_off(on),
        "refused": form,
        "is_empty": not found.items and beside.is_empty,
    }
    return render(request, "desk/today.html", context, status=422 if form else 200)


def _whose(request: TeammateRequest, found: Today) -> list[Tab]:
    words = {"mine": _("Mine"), "team": _("My team"), "book": _("Whole book")}
    return [
        Tab(
            words[scope],
            f"{reverse('desk:today')}?whose={scope}"
            if scope != "mine"
            else reverse("desk:today"),
            found.count if scope == found.scope else None,
            scope == found.scope,
        )
        for scope in SCOPES
    ]


def _days_off(on: date) -> list[tuple[str, str]]:
    """The days an item can come back on: tomorrow, in three days, on Monday, in two weeks."""
    monday = on + timedelta(days=7 - on.weekday())
    days = {
        on + timedelta(days=1): _("tomorrow"),
        on + timedelta(days=3): _("in 3 days"),
        monday: _("next Monday"),
        on + timedelta(days=14): _("in two weeks"),
        on + timedelta(days=30): _("in a month"),
    }
    return [(day.isoformat(), words) for day, words in sorted(days.items())]


def _after(request: TeammateRequest) -> HttpResponse:
    """Today again where htmx asked, which takes its parts; else back to where one was."""
    forget_today_count(request)
    if request.htmx and request.POST.get("from") == "today":
        scope = request.POST.get("whose", "mine")
        return _show(request, scope if scope in SCOPES else "mine")
    return redirect(way_back(request))


@require_POST
def put_off(request: TeammateRequest) -> HttpResponse:
    """Put an item off until a day, with a reason; undo brings it back."""
    form = PutOffForm(request.POST)
    if not form.is_valid():
        return _refused(request, form)
    given = form.cleaned_data
    party = None
    if given["party"]:
        party = get_object_or_404(visible_parties(request.user), pk=given["party"])
    try:
        row = snooze_item(
            given["item"],
            party=party,
            reason=given["reason"],
            until=given["until"],
            at=timezone.now(),
            by=request.user,
        )
    except Refused as no:
        form.add_error(no.field if no.field in form.fields else None, no.because)
        return _refused(request, form)
    words = _("Put off: %(what)s. It comes back on %(day)s.")
    say(
        request,
        words % {"what": given["what"], "day": short_day(given["until"], timezone.localdate())},
        undo=reverse("desk:wake", args=[row.pk]),
    )
    return _after(request)


def _refused(request: TeammateRequest, form: PutOffForm) -> HttpResponse:
    scope = request.POST.get("whose", "mine")
    return _show(request, scope if scope in SCOPES else "mine", form)


@require_POST
def wake(request: TeammateRequest, snooze_id: UUID) -> HttpResponse:
    """Take back that an item was put off."""
    row = get_object_or_404(put_off_by(request.user), pk=snooze_id)
    try:
        wake_item(row, at=timezone.now(), by=request.user)
    except Refused as no:
        say(request, no.because)
    return _after(request)


@require_POST
def task_done(request: TeammateRequest, task_id: UUID) -> HttpResponse:
    """Say that a task is done or a promise kept; saying it twice changes nothing."""
    task = get_object_or_404(tasks_seen_by(request.user), pk=task_id)
    try:
        complete_task(task, at=timezone.now(), by=request.user)
    except Refused as no:
        say(request, no.because)
        return _after(request)
    words = _("Kept: %(what)s") if task.kind == "promise" else _("Done: %(what)s")
    say(request, words % {"what": task.what}, undo=reverse("desk:task_reopen", args=[task.pk]))
    return _after(request)


@require_POST
def task_reopen(request: TeammateRequest, task_id: UUID) -> HttpResponse:
    """Take back that a task or promise was closed."""
    task: Task = get_object_or_404(tasks_seen_by(request.user), pk=task_id)
    try:
        reopen_task(task, at=timezone.now(), by=request.user)
    except Refused as no:
        say(request, no.because)
    return _after(request)
