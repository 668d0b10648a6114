"""Notices, what one wants to hear, and the end of the digest."""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from keepwell.firm.models import Teammate
from keepwell.firm.rules import Act, may
from keepwell.notices.commands.follow import follow_party, unfollow_party
from keepwell.notices.commands.prefer import prefer_notices, stop_digest
from keepwell.notices.commands.read import read_all_notices, read_notice
from keepwell.notices.forms import PreferencesForm
from keepwell.notices.models import Notice
from keepwell.notices.post import teammate_id_in
from keepwell.notices.queries.seen import (
    digest_of,
    newest_notices,
    notices_seen_by,
    said,
    unread_of,
    ways_of,
)
from keepwell.notices.queries.whom import people_to_mention
from keepwell.notices.rules import Sort
from keepwell.ui.toasts import say
from keepwell.walls.queries import visible_parties

MOST, FEW = 50, 8


class TeammateRequest(HttpRequest):
    """A request of somebody who has signed in."""

    user: Teammate  # type: ignore[assignment]


@require_GET
def notices(request: TeammateRequest) -> HttpResponse:
    """What one was told, the newest first; a few of them for the bell."""
    only = "unread" in request.GET
    is_part = "fragment" in request.GET
    rows = newest_notices(request.user, unread=only)
    before = _before(request)
    if before is not None:
        rows = rows.filter(at__lt=before)
    most = FEW if is_part else MOST
    found = said(rows[: most + 1])
    context = {
        "told": found[:most],
        "older": found[most - 1].at.isoformat() if len(found) > most else "",
        "only": only,
        "unread": unread_of(request.user),
        "today": timezone.localdate(),
    }
    page = "notices/few.html" if is_part else "notices/notices.html"
    return render(request, page, context)


def _before(request: TeammateRequest) -> datetime | None:
    try:
        found = datetime.fromisoformat(request.GET.get("before", "").replace(" ", "+"))
    except ValueError:
        return None
    return found if found.tzinfo else None


def _notice_or_404(request: TeammateRequest, notice_id: UUID) -> Notice:
    found: Notice = get_object_or_404(notices_seen_by(request.user), pk=notice_id)
    return found


@require_GET
def open_notice(request: TeammateRequest, notice_id: UUID) -> HttpResponse:
    """What it is about; so it was read."""
    notice = read_notice(_notice_or_404(request, notice_id), at=timezone.now())
    return redirect(_about(notice, request.user))


def _about(notice: Notice, teammate: Teammate) -> str:
    if notice.task_id is not None:
        return reverse("desk:task", args=[notice.task_id])
    if notice.party_id is not None:
        return reverse("desk:party", args=[notice.party_id])
    if notice.what == "owners":
        return f"{reverse('desk:parties')}?view=mine"
    if notice.what == "bulk":
        return reverse("desk:bulk", args=[notice.facts["id"]])
    if notice.sort == Sort.FINISHED:
        return reverse("exchange:import", args=[notice.facts["id"]])
    if notice.sort == Sort.BACKUP and may(teammate.role, Act.RUN_FIRM):
        return reverse("backups:backups")
    return reverse("notices:notices")


@require_POST
def read(request: TeammateRequest, notice_id: UUID) -> HttpResponse:
    """It was read."""
    read_notice(_notice_or_404(request, notice_id), at=timezone.now())
    return redirect("notices:notices")


@require_POST
def read_all(request: TeammateRequest) -> HttpResponse:
    """All of them were read."""
    read_all_notices(request.user, at=timezone.now())
    return redirect("notices:notices")


@require_POST
def follow(request: TeammateRequest, party_id: UUID) -> HttpResponse:
    """Follow a party, or follow it no more."""
    party = get_object_or_404(visible_parties(request.user), pk=party_id)
    if request.POST.get("do") == "stop":
        unfollow_party(party, at=timezone.now(), by=request.user)
        say(request, _("You follow %(name)s no more.") % {"name": party.name})
    else:
        follow_party(party, at=timezone.now(), by=request.user)
        say(request, _("You follow %(name)s: what happens is told to you.")
            % {"name": party.name})  # fmt: skip
    back = request.POST.get("back", "")
    fits = url_has_allowed_host_and_scheme(back, {request.get_host()})
    return redirect(
        back if back.startswith("/") and fits else reverse("desk:party", args=[party_id])
    )


@require_GET
def names(request: TeammateRequest) -> HttpResponse:
    """Whom one may mention, for the suggestions beside an @."""
    return JsonResponse({"names": [one.name for one in people_to_mention()]})


@require_http_methods(["GET", "POST"])
def preferences(request: TeammateRequest) -> HttpResponse:
    """What one wants to hear, and when the digest comes."""
    me = request.user
    ways = ways_of(me)
    if not may(me.role, Act.RUN_FIRM):
        ways.pop(Sort.BACKUP)
    sent = request.POST if request.method == "POST" else None
    form = PreferencesForm(sent, ways=ways, wanted=digest_of(me))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        prefer_notices(
            me, ways=form.ways(), hour=given["hour"], wants_digest=given["digest"],
            at=timezone.now(),
        )  # fmt: skip
        say(request, _("Kept."))
        return redirect("notices:preferences")
    context = {"form": form, "can_mail": settings.CAN_MAIL}
    return render(
        request, "notices/preferences.html", context, status=422 if form.errors else 200
    )


@csrf_exempt  # a mail program posts here by itself (RFC 8058); the token says who
@login_not_required
@require_http_methods(["GET", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """End the digest, from the mail itself. A GET only asks: programs look at links too."""
    whose = teammate_id_in(token)
    teammate = Teammate.objects.filter(pk=whose).first() if whose else None
    if teammate is None:
        raise Http404
    if request.method == "POST":
        stop_digest(teammate, at=timezone.now())
    context = {"is_stopped": request.method == "POST", "email": teammate.email}
    return render(request, "notices/stop.html", context)
