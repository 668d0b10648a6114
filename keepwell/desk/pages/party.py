"""The page of one party."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from keepwell.desk.asking import TeammateRequest, party_or_404
from keepwell.journal.commands import note_look


@login_required
@require_GET
def party(request: TeammateRequest, party_id: UUID) -> HttpResponse:
    """A party; the address of one that was merged leads to the one that took it in."""
    found = party_or_404(request, party_id)
    if found.pk != party_id:
        return redirect("desk:party", found.pk, permanent=False)
    note_look(found, by=request.user, at=timezone.now())
    return render(request, "desk/party.html", {"party": found})
