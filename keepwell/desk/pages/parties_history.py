"""What happened to a party, and who looked at it."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from keepwell.desk.asking import TeammateRequest, party_or_404
from keepwell.desk.words import tell
from keepwell.journal.stories import history_of, looks_at


@login_required
@require_GET
def history(request: TeammateRequest, party_id: UUID) -> HttpResponse:
    """The story of a party, the latest first, page by page."""
    party = party_or_404(request, party_id, with_trash=True)
    asked = request.GET.get("before", "")
    before = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 19 else None
    story = history_of(party, request.user, before=before)
    context = {
        "party": party,
        "told": [tell(chapter) for chapter in story.chapters],
        "older": f"?before={story.before}" if story.before else "",
        "looks": looks_at(party),
        "today": timezone.localdate(),
    }
    return render(request, "desk/parties/history.html", context)
