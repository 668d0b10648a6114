"""Moving a card of the board to another stage, with the reason where one is asked, and back."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.core import signing
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from keepwell.desk.asking import TeammateRequest, party_or_404, put_refusal
from keepwell.desk.forms.bulk import BulkStageForm
from keepwell.desk.pages.back import asked_back
from keepwell.desk.pages.stage_undo import salt_of, way_to_undo
from keepwell.desk.shell import forget_today_count
from keepwell.kernel.refusal import Refused
from keepwell.parties.models import Party
from keepwell.relationships.commands.move import move_stage
from keepwell.relationships.commands.take_back import STAGE, take_back_move
from keepwell.relationships.queries.standing import standing_as_plain
from keepwell.ui.toasts import say

_UNDO_FOR = 24 * 3600


@require_http_methods(["GET", "POST"])
def move_to(request: TeammateRequest, party_id: UUID) -> HttpResponse:
    """Move to a stage from today on; a refusal asks for what is missing on a small page."""
    party = party_or_404(request, party_id)
    back = _back(request)
    form = BulkStageForm(request.POST or None, initial={"stage": request.GET.get("stage", "")})
    if request.method == "POST" and form.is_valid():
        before = standing_as_plain(party, STAGE)
        try:
            move_stage(
                party, form.cleaned_data["stage"], on=timezone.localdate(),
                reason=form.cleaned_data["reason"], at=timezone.now(), by=request.user,
                follow_up_on=form.cleaned_data["follow_up_on"],
            )  # fmt: skip
        except Refused as no:
            put_refusal(form, no)
        else:
            forget_today_count(request)
            undo = way_to_undo(request, party, before, back)
            say(request, _("Moved %(name)s.") % {"name": party.name}, undo=undo)
            return redirect(f"{back}#p-{party.pk}")
    context = {
        "form": form,
        "title": _("Move the stage"),
        "submit": _("Move"),
        "back": back,
        "party": party,
        "why": _("A stage moved by hand is not moved by an import."),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "desk/ask.html", context, status=status)


@require_POST
def move_back(request: TeammateRequest, party_id: UUID) -> HttpResponse:
    """Put the card back where it stood, with its day and what was asked."""
    party = party_or_404(request, party_id)
    try:
        move, before = _undone(request, party)
        take_back_move(party, move, before, at=timezone.now(), by=request.user)
    except Refused as no:
        say(request, _("It was not undone: %(why)s") % {"why": no.because})
    else:
        forget_today_count(request)
        say(request, _("%(name)s stands where it stood before.") % {"name": party.name})
    return redirect(f"{_back(request)}#p-{party.pk}")


def _undone(request: TeammateRequest, party: Party) -> tuple[UUID, dict[str, Any]]:
    was = request.GET.get("was", "")
    try:
        move, before = signing.loads(was, salt=salt_of(request, party), max_age=_UNDO_FOR)
    except signing.BadSignature:
        raise Refused(_("It is too long ago.")) from None
    return UUID(move), before


def _back(request: TeammateRequest) -> str:
    return asked_back(request, f"{reverse('desk:parties')}?{urlencode({'look': 'board'})}")
