"""Moving a card of the board to another stage, with the reason where one is asked."""

from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from keepwell.desk.asking import TeammateRequest, party_or_404, put_refusal
from keepwell.desk.forms.bulk import BulkStageForm
from keepwell.desk.shell import forget_today_count
from keepwell.kernel.refusal import Refused
from keepwell.relationships.commands.move import move_stage
from keepwell.ui.toasts import say


@require_http_methods(["GET", "POST"])
def move_to(request: TeammateRequest, party_id: UUID) -> HttpResponse:
    """Move to a stage from today on; a refusal asks for what is missing on a small page."""
    party = party_or_404(request, party_id)
    back = _back(request)
    form = BulkStageForm(request.POST or None, initial={"stage": request.GET.get("stage", "")})
    if request.method == "POST" and form.is_valid():
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
            say(request, _("Moved %(name)s.") % {"name": party.name})
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


def _back(request: TeammateRequest) -> str:
    asked = request.GET.get("back", "")
    if asked.startswith("/") and url_has_allowed_host_and_scheme(asked, allowed_hosts=None):
        return asked
    return f"{reverse('desk:parties')}?{urlencode({'look': 'board'})}"
