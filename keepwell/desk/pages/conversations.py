"""Conversations: what waits, what is new, and whose an unknown address is."""

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
from keepwell.desk.pages.listed import listed_for
from keepwell.desk.pages.noun_list import noun_list, tabs_of
from keepwell.desk.queries.found import found_for
from keepwell.desk.queries.nouns.conversations import NOUN
from keepwell.desk.queries.talks import (
    is_unclaimed,
    mails_of,
    unclaimed_for,
    waiting_talks,
)
from keepwell.desk.shell import forget_today_count
from keepwell.firm.commands.addresses import heed_address, ignore_address
from keepwell.kernel.refusal import Refused
from keepwell.ui.toasts import say
from keepwell.walls.queries import visible_parties


@require_GET
def conversations(request: TeammateRequest) -> HttpResponse:
    """The list of them; what waits for an answer; addresses that belong to nobody yet."""
    side = request.GET.get("side", "")
    if side not in ("waiting", "all_waiting", "unclaimed"):
        return noun_list(request, NOUN.name)
    listed = listed_for(request, {}, NOUN)
    context: dict[str, object] = {"part": side, "today": timezone.localdate()}
    if side == "unclaimed":
        context["unclaimed"] = unclaimed_for(request.user)
    else:
        context["waiting"] = waiting_talks(request.user, everybody=side == "all_waiting")
    context["tabs"] = tabs_of(listed, request, aside=f"?side={side}")
    return render(request, "desk/conversations.html", context)


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
