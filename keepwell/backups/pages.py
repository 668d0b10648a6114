"""Backups: what is planned, what was taken, taking one now, taking one out of the house."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from keepwell.backups.commands.course import hand_out_backup
from keepwell.backups.commands.plan import ask_for_backup, plan_backups
from keepwell.backups.forms import PlanForm
from keepwell.backups.models import Backup
from keepwell.backups.places import backups_folder
from keepwell.backups.queries import (
    SHOWN,
    backup_under_way,
    backups_worry,
    last_failed_backup,
    last_good_backup,
    newest_backups,
    the_plan,
    there,
)
from keepwell.firm.answers import done, may_or_refuse, was_done
from keepwell.firm.rules import Act


def backups(request: HttpRequest) -> HttpResponse:
    """The plan, and the newest backups with what came of each."""
    by = may_or_refuse(request, Act.KEEP_BACKUPS)
    form = PlanForm.of(the_plan(), request.POST if request.method == "POST" else None)
    if form.is_bound and was_done(
        form, lambda: plan_backups(**form.cleaned_data, at=timezone.now(), by=by)
    ):
        return done(request, _("Kept."), "backups:backups")
    status = 422 if form.is_bound else 200
    return render(request, "backups/backups.html", _context(form), status=status)


def _context(form: PlanForm) -> dict[str, Any]:
    now = timezone.now()
    newest = list(newest_backups()[:SHOWN])
    good, failed = last_good_backup(), last_failed_backup()
    return {
        "form": form,
        "plan": the_plan(),
        "rows": newest,
        "there": there(newest),
        "good": good,
        "failed": failed if failed and (not good or failed.begun_at > good.begun_at) else None,
        "is_worrying": backups_worry(now).value,
        "under_way": backup_under_way(now),
        "has_key": bool(settings.BACKUP_KEY),
        "folder": backups_folder(),
        "today": timezone.localdate(),
    }


def progress(request: HttpRequest) -> HttpResponse:
    """How far the backup is; asks for itself again until it has ended."""
    may_or_refuse(request, Act.KEEP_BACKUPS)
    context = {"under_way": backup_under_way(timezone.now())}
    answer = render(request, "backups/backups.html#progress", context)
    if not context["under_way"]:
        answer["HX-Refresh"] = "true"
    return answer


@require_POST
def take_now(request: HttpRequest) -> HttpResponse:
    """Have a worker take one now."""
    by = may_or_refuse(request, Act.KEEP_BACKUPS)
    ask_for_backup(at=timezone.now(), by=by)
    return redirect("backups:backups")


@require_POST
def download(request: HttpRequest, backup_id: UUID) -> FileResponse:
    """The file itself; that it was taken out is kept on record."""
    by = may_or_refuse(request, Act.KEEP_BACKUPS)
    backup: Backup | None = newest_backups().filter(pk=backup_id).first()
    if backup is None or not there([backup]):
        raise Http404
    path = hand_out_backup(backup, at=timezone.now(), by=by)
    answer = FileResponse(path.open("rb"), as_attachment=True, filename=path.name)
    answer["Content-Type"] = "application/octet-stream"
    answer["Cache-Control"] = "no-store, private"
    return answer
