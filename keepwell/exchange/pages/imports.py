"""Bringing files in: dropping files, and one import from files to result."""

from pathlib import Path
from typing import Any, cast
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST

from keepwell.exchange.commands.receive_files import receive_files
from keepwell.exchange.commands.remove_files import remove_files
from keepwell.exchange.commands.settle_owners import settle_owners
from keepwell.exchange.commands.stop_import import (
    ask_to_undo_import,
    begin_import,
    go_on_with_import,
    stop_import,
    try_import,
)
from keepwell.exchange.forms import FilesForm
from keepwell.exchange.models import Import
from keepwell.exchange.pages.seen import TeammateRequest, import_or_404, must_be
from keepwell.exchange.pages.shown import context_of, owners_form
from keepwell.exchange.queries.imports import imports_seen_by
from keepwell.exchange.uploads import arriving, on_disk, too_large
from keepwell.firm.rules import Act
from keepwell.kernel.refusal import Refused
from keepwell.ui.toasts import say


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


@csrf_exempt  # the form is checked below, once it is known that the body is not too large
def new(request: HttpRequest) -> HttpResponse:
    """Drop files, in any number and of any sort."""
    size = int(request.META.get("CONTENT_LENGTH") or 0)
    if request.method == "POST" and (because := too_large(size)):
        form = FilesForm()
        return render(
            request, "exchange/new.html", {"form": form, "because": because}, status=413
        )
    answer: HttpResponse = _new(cast(TeammateRequest, request))
    return answer


@csrf_protect
def _new(request: TeammateRequest) -> HttpResponse:
    by = must_be(request, Act.IMPORT)
    like = _like(request)
    sent = request.method == "POST"
    form = FilesForm(request.POST, request.FILES) if sent else FilesForm()
    if sent and form.is_valid():
        with arriving() as place:
            paths, names = on_disk(form.cleaned_data["files"], Path(place))
            try:
                job = receive_files(paths, names=names, at=timezone.now(), by=by, like=like)
            except Refused as no:
                form.add_error("files", no.because)
            else:
                return redirect("exchange:import", job.pk)
    status = 422 if sent else 200
    return render(request, "exchange/new.html", {"form": form, "like": like}, status=status)


def _like(request: TeammateRequest) -> Import | None:
    asked = _uuid(request.POST.get("like") or request.GET.get("like") or "")
    return imports_seen_by(request.user).filter(pk=asked).first() if asked else None


def one(request: TeammateRequest, import_id: UUID) -> HttpResponse:
    """One import where it stands: its files, how far it is, or what came of it."""
    job = import_or_404(request, import_id)
    return render(request, "exchange/import.html", context_of(request, job))


def progress(request: TeammateRequest, import_id: UUID) -> HttpResponse:
    """How far it is; asks for itself again until there is something else to see."""
    job = import_or_404(request, import_id)
    context = context_of(request, job)
    answer = render(request, "exchange/import.html#progress", context)
    if not context["is_busy"]:
        answer["HX-Refresh"] = "true"
    return answer


@require_POST
def settle(request: TeammateRequest, import_id: UUID) -> HttpResponse:
    """Say who the owners are whom the files name."""
    job = import_or_404(request, import_id)
    form = owners_form(request, job, request.POST)
    if form is None:
        return redirect("exchange:import", job.pk)
    if form.is_valid():
        try:
            given = settle_owners(job, form.chosen(), at=timezone.now(), by=request.user)
        except Refused as no:
            form.add_error(None, no.because)
        else:
            said = ngettext(
                "%(n)s party has an owner now.", "%(n)s parties have an owner now.", given
            )
            say(request, said % {"n": given})
            return redirect("exchange:import", job.pk)
    context = {**context_of(request, job), "owners": form}
    return render(request, "exchange/import.html", context, status=422)


ACTS: dict[str, Any] = {
    "try": try_import,
    "begin": begin_import,
    "stop": stop_import,
    "go-on": go_on_with_import,
    "undo": ask_to_undo_import,
    "remove-files": remove_files,
}


@require_POST
def act(request: TeammateRequest, import_id: UUID, verb: str) -> HttpResponse:
    """Try, begin, stop, go on, undo, remove the copy of the files."""
    job = import_or_404(request, import_id)
    try:
        ACTS[verb](job, at=timezone.now(), by=request.user)
    except Refused as no:
        context = {**context_of(request, job), "refused": no.because}
        return render(request, "exchange/import.html", context, status=422)
    if verb == "begin":
        count = job.files.count()
        said = ngettext("%(n)s file is going in.", "%(n)s files are going in.", count)
        say(request, said % {"n": count})
    return redirect("exchange:import", job.pk)
