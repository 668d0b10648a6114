"""Conversations: what waits, what is new, and whose an unknown address is."""

from datetime import UTC, datetime
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from keepwell.desk.asking import TeammateRequest
from keepwell.desk.commands.claim import claim_as_new, claim_for
from keepwell.desk.queries.found import found_for
from keepwell.desk.queries.talks import (
    is_unclaimed,
    mails_of,
    newest_talks,
    unclaimed_for,
    waiting_talks,
)
from keepwell.desk.shell import forget_today_count
from keepwell.firm.commands.addresses import heed_address, ignore_address
from keepwell.kernel.refusal import Refused
from keepwell.ui.parts import Tab
from keepwell.ui.toasts import say
from keepwell.walls.queries import visible_parties


@require_GET
def conversations(request: TeammateRequest) -> HttpResponse:
    """What waits for an answer, what is newest, and addresses that belong to nobody yet."""
    side = request.GET.get("side", "waiting")
    side = side if side in ("waiting", "all_waiting", "newest", "unclaimed") else "waiting"
    context: dict[str, object] = {"part": side, "today": timezone.localdate()}
    if side in ("waiting", "all_waiting"):
        context["waiting"] = waiting_talks(request.user, everybody=side == "all_waiting")
    elif side == "newest":
        page = newest_talks(request.user, _before(request))
        context["talks"] = page.rows
        context["older"] = _older(page.before)
    else:
        context["unclaimed"] = unclaimed_for(request.user)
    context["tabs"] = _tabs(side)
    return render(request, "desk/conversations.html", context)


def _tabs(side: str) -> list[Tab]:
    base = reverse("desk:conversations")
    words = {
        "waiting": _("Waiting for me"), "all_waiting": _("Waiting for anybody"),
        "newest": _("Newest"), "unclaimed": _("Whose is this?"),
    }  # fmt: skip
    return [
        Tab(label, f"{base}?side={name}" if name != "waiting" else base, current=name == side)
        for name, label in words.items()
    ]


def _before(request: TeammateRequest) -> tuple[datetime, int] | None:
    stamp, _sep, number = request.GET.get("before", "").partition("-")
    try:
        return datetime.fromtimestamp(int(stamp) / 1_000_000, UTC), int(number)
    except (ValueError, OverflowError, OSError):
        return None


def _older(before: tuple[datetime, int] | None) -> str:
    if before is None:
        return ""
    stamp = round(before[0].timestamp() * 1_000_000)
    return "?" + urlencode({"side": "newest", "before": f"{stamp}-{before[1]}"})


@require_http_methods(["GET", "POST"])
def claim(request: TeammateRequest) -> HttpResponse:
    """Whose an address is: somebody who is here, somebody new, or nobody."""
    address = (request.POST.get("address") or request.GET.get("address", "")).strip().lower()
    if not is_unclaimed(address, request.user):
        if request.method == "POST":
            return redirect(f"{reverse('desk:conversations')}?side=unclaimed")
        raise Http404
    refused = ""
    if request.method == "POST":
        try:
            return _claimed(request, address)
        except Refused as no:
            refused = no.because
    text = request.GET.get("q", "")[:200]
    mails = mails_of(address, request.user)
    context = {
        "address": address,
        "mails": mails,
        "q": text,
        "found": found_for(request.user, text, most=10) if text else None,
        "name": request.POST.get("name", "") or request.GET.get("name", ""),
        "refused": refused,
        "today": timezone.localdate(),
    }
    return render(request, "desk/claim.html", context, status=422 if refused else 200)


def _id_or_404(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None


def _claimed(request: TeammateRequest, address: str) -> HttpResponse:
    now = timezone.now()
    if request.POST.get("party"):
        seen = visible_parties(request.user)
        known = get_object_or_404(seen, pk=_id_or_404(request.POST["party"]))
        party = claim_for(known, address, at=now, by=request.user)
    else:
        party = claim_as_new(request.POST.get("name", ""), address, at=now, by=request.user)
    forget_today_count(request)
    say(request, _("%(address)s is %(name)s.") % {"address": address, "name": party.name})
    return redirect("desk:party", party.pk)


@require_POST
def nobody(request: TeammateRequest) -> HttpResponse:
    """This address is nobody: a machine, a list; it is not asked about again."""
    address = _address_or_404(request, "address")
    there = f"{reverse('desk:conversations')}?side=unclaimed"
    try:
        ignore_address(address, at=timezone.now(), by=request.user)
    except Refused as no:
        say(request, no.because)
        return redirect(there)
    undo = f"{reverse('desk:somebody')}?{urlencode({'address': address})}"
    words = _("%(address)s is nobody. Its mails are never contact.")
    say(request, words % {"address": address}, undo=undo)
    return redirect(there)


@require_POST
def somebody(request: TeammateRequest) -> HttpResponse:
    """Take back that an address is nobody."""
    address = _address_or_404(request, "address")
    try:
        heed_address(address, at=timezone.now(), by=request.user)
    except Refused as no:
        say(request, no.because)
    return redirect(f"{reverse('desk:conversations')}?side=unclaimed")


def _address_or_404(request: TeammateRequest, name: str) -> str:
    given = request.POST.get(name) or request.GET.get(name, "")
    address = given.strip().lower()
    if not is_unclaimed(address, request.user):
        raise Http404
    return address
