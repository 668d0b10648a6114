"""Files: kept, seen, taken away by those who may see what they hang on."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from keepwell.conversations.models import Activity, Task
from keepwell.files.commands.attach import (
    attach_files,
    bring_attachment_back,
    bring_attachments_back,
    note_reading,
    remove_attachment,
    remove_attachments,
    rename_attachment,
)
from keepwell.files.forms import AttachForm, RenameForm
from keepwell.files.models import Attachment
from keepwell.files.queries.seen import (
    attachments_seen_by,
    conversation_seen_by,
    files_of_activity,
    files_of_party,
    files_of_task,
    party_of_activity,
    task_seen_by,
    whose_file,
)
from keepwell.files.queries.store import stock as stock_now
from keepwell.files.receiving import MOST_AT_ONCE, most_bytes, receive
from keepwell.files.rules.recognise import Look
from keepwell.files.serving import given_back, shown_here, text_of
from keepwell.firm.models import Teammate
from keepwell.firm.rules import Act, may
from keepwell.kernel.refusal import Refused
from keepwell.parties.models import Party
from keepwell.parties.queries.standing_in import party_of
from keepwell.ui.toasts import say
from keepwell.walls.queries import visible_parties

PAGE = 50


class TeammateRequest(HttpRequest):
    """A request of somebody who has signed in."""

    user: Teammate  # type: ignore[assignment]


class Holder:
    """What files are kept with: its rows, its page, and how one more is kept."""

    def __init__(self, thing: Party | Activity | Task, party: Party | None) -> None:
        self.thing, self.party = thing, party

    @property
    def rows(self) -> Any:
        """The files there, the newest first."""
        if isinstance(self.thing, Party):
            return files_of_party(self.thing)
        if isinstance(self.thing, Activity):
            return files_of_activity(self.thing)
        return files_of_task(self.thing)

    @property
    def here(self) -> str:
        """The page of these files."""
        for kind, name in ((Party, "party"), (Activity, "activity"), (Task, "task")):
            if isinstance(self.thing, kind):
                return reverse(f"files:{name}", args=[self.thing.pk])
        raise Http404

    @property
    def back(self) -> str:
        """The page of what they hang on."""
        if isinstance(self.thing, Task):
            return reverse("desk:task", args=[self.thing.pk])
        return reverse("desk:party", args=[self.party.pk]) if self.party else "/"

    @property
    def hangs(self) -> dict[str, Any]:
        """As the command is told."""
        if isinstance(self.thing, Activity):
            return {"activity": self.thing}
        return {"task": self.thing} if isinstance(self.thing, Task) else {}


def _party(request: TeammateRequest, party_id: UUID) -> Holder:
    found = party_of(visible_parties(request.user), party_id)
    if found is None:
        raise Http404
    return Holder(found, found)


def _activity(request: TeammateRequest, activity_id: UUID) -> Holder:
    found = conversation_seen_by(request.user, activity_id)
    if found is None:
        raise Http404
    return Holder(found, party_of_activity(found, request.user))


def _task(request: TeammateRequest, task_id: UUID) -> Holder:
    found = task_seen_by(request.user, task_id)
    if found is None:
        raise Http404
    return Holder(found, found.party)


def _door(find: Callable[[TeammateRequest, UUID], Holder]) -> Callable[..., HttpResponse]:
    @require_http_methods(["GET", "HEAD", "POST"])
    def files(request: TeammateRequest, noun_id: UUID) -> HttpResponse:
        """The files there, and a form to keep more."""
        holder = find(request, noun_id)
        posted = request.method == "POST"
        form = AttachForm(request.POST, request.FILES) if posted else AttachForm()
        if posted and form.is_valid():
            try:
                kept = attach_files(
                    holder.party, receive(form.cleaned_data["files"]), **holder.hangs,
                    at=timezone.now(), by=request.user,
                )  # fmt: skip
            except Refused as no:
                form.add_error("files", no.because)
            else:
                return _kept(request, holder, kept)
        return _listed(request, holder, form)

    return files


party_files = _door(_party)
activity_files = _door(_activity)
task_files = _door(_task)


def _kept(request: TeammateRequest, holder: Holder, kept: list[Attachment]) -> HttpResponse:
    said = ngettext("Kept: %(name)s", "Kept %(n)s files.", len(kept))
    undo = reverse("files:remove", args=[kept[0].pk])
    if len(kept) > 1:
        undo = _address_of("files:remove_several", kept)
    say(request, said % {"name": kept[0].name, "n": len(kept)}, undo=undo)
    return redirect(holder.back)


def _address_of(route: str, files: Sequence[Attachment]) -> str:
    return f"{reverse(route)}?ids={','.join(str(one.pk) for one in files)}"


def _listed(request: TeammateRequest, holder: Holder, form: AttachForm) -> HttpResponse:
    pages = Paginator(holder.rows, PAGE)
    page = pages.get_page(request.GET.get("page"))
    context = {
        "holder": holder,
        "form": form,
        "page": page,
        "most": most_bytes(),
        "today": timezone.localdate(),
        "previous": f"?page={page.previous_page_number()}" if page.has_previous() else "",
        "next": f"?page={page.next_page_number()}" if page.has_next() else "",
    }
    return render(request, "files/files.html", context, status=422 if form.errors else 200)


def _seen(request: TeammateRequest, attachment_id: UUID, **more: bool) -> Attachment:
    rows = attachments_seen_by(request.user, **more)
    found: Attachment = get_object_or_404(rows, pk=attachment_id)
    return found


@require_safe
def download(request: TeammateRequest, attachment_id: UUID) -> HttpResponseBase:
    """The file as it came, to be saved. Who took it is on record."""
    found = _seen(request, attachment_id)
    answer = given_back(found)
    note_reading(found, how="downloaded", at=timezone.now(), by=request.user)
    return answer


@require_safe
def shown(request: TeammateRequest, attachment_id: UUID) -> HttpResponseBase:
    """A picture, alone and shut in."""
    found = _seen(request, attachment_id)
    answer = shown_here(found)
    note_reading(found, how="looked_into", at=timezone.now(), by=request.user)
    return answer


@require_safe
def look(request: TeammateRequest, attachment_id: UUID) -> HttpResponse:
    """What is in a file where that can be shown safely, and what is known of it."""
    found = _seen(request, attachment_id)
    answer = _shown(request, found, RenameForm(initial={"name": found.name}))
    if found.look:
        note_reading(found, how="looked_into", at=timezone.now(), by=request.user)
    return answer


def _shown(request: TeammateRequest, found: Attachment, form: RenameForm) -> HttpResponse:
    text, more, is_missing = "", False, False
    if found.look == Look.TEXT:
        try:
            text, more = text_of(found)
        except FileNotFoundError:
            is_missing = True
    context = {
        "file": found, "text": text, "more": more, "is_missing": is_missing, "form": form,
        "party": whose_file(found, request.user),
        "today": timezone.localdate(),
    }  # fmt: skip
    return render(request, "files/look.html", context, status=422 if form.errors else 200)


def _way_back(request: TeammateRequest, found: Attachment) -> str:
    if found.task_id:
        return reverse("desk:task", args=[found.task_id])
    party = whose_file(found, request.user)
    return reverse("desk:party", args=[party.pk]) if party else "/"


@require_POST
def rename(request: TeammateRequest, attachment_id: UUID) -> HttpResponse:
    """Call it otherwise."""
    found = _seen(request, attachment_id)
    form = RenameForm(request.POST)
    if form.is_valid():
        try:
            name = form.cleaned_data["name"]
            now = rename_attachment(found, name, at=timezone.now(), by=request.user)
        except Refused as no:
            form.add_error("name", no.because)
        else:
            say(request, _("It is called %(name)s.") % {"name": now.name})
            return redirect("files:look", found.pk)
    return _shown(request, found, form)


@require_POST
def remove(request: TeammateRequest, attachment_id: UUID) -> HttpResponse:
    """Take it away; undo brings it back."""
    found = _seen(request, attachment_id)
    remove_attachment(found, at=timezone.now(), by=request.user)
    undo = reverse("files:bring_back", args=[found.pk])
    say(request, _("Removed: %(name)s") % {"name": found.name}, undo=undo)
    return redirect(_way_back(request, found))


@require_POST
def bring_back(request: TeammateRequest, attachment_id: UUID) -> HttpResponse:
    """Undo its removal."""
    found = _seen(request, attachment_id, removed=True)
    bring_attachment_back(found, at=timezone.now(), by=request.user)
    say(request, _("It is back: %(name)s") % {"name": found.name})
    return redirect(_way_back(request, found))


@require_POST
def remove_several(request: TeammateRequest) -> HttpResponse:
    """Take back that several were kept at once; undo brings them all back."""
    found = _several(request)
    remove_attachments(found, at=timezone.now(), by=request.user)
    said = ngettext("Removed: %(name)s", "Removed %(n)s files.", len(found))
    undo = _address_of("files:bring_several_back", found)
    say(request, said % {"name": found[0].name, "n": len(found)}, undo=undo)
    return redirect(_way_back(request, found[0]))


@require_POST
def bring_several_back(request: TeammateRequest) -> HttpResponse:
    """Undo that several were removed at once."""
    found = _several(request, removed=True)
    bring_attachments_back(found, at=timezone.now(), by=request.user)
    said = ngettext("It is back: %(name)s", "%(n)s files are back.", len(found))
    say(request, said % {"name": found[0].name, "n": len(found)})
    return redirect(_way_back(request, found[0]))


def _several(request: TeammateRequest, **more: bool) -> list[Attachment]:
    """Those the address names, in their order, as far as they are seen; 404 where none is."""
    ids = []
    for text in request.GET.get("ids", "").split(",")[:MOST_AT_ONCE]:
        with suppress(ValueError):
            ids.append(UUID(text))
    rows = attachments_seen_by(request.user, **more).in_bulk(ids)
    found = [rows[one] for one in dict.fromkeys(ids) if one in rows]
    if not found:
        raise Http404
    return found


@require_safe
def stock(request: TeammateRequest) -> HttpResponse:
    """How much is kept, and what may be."""
    if not may(request.user.role, Act.RUN_FIRM):
        raise PermissionDenied
    context = {"stock": stock_now(), "most": most_bytes(), "at_once": MOST_AT_ONCE}
    return render(request, "files/stock.html", context)
