"""Searching everything, and the palette."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from keepwell.desk.asking import TeammateRequest
from keepwell.desk.queries.found import found_for


@require_GET
def search(request: TeammateRequest) -> HttpResponse:
    """Parties by name, mail or number; before anything is typed, those looked at last."""
    text = request.GET.get("q", "").strip()[:200]
    fragment = request.GET.get("fragment") == "1"
    found = found_for(request.user, text, most=8 if fragment else 30)
    context = {"q": text, "found": found, "today": timezone.localdate()}
    template = "desk/parts/palette.html" if fragment else "desk/search.html"
    return render(request, template, context)
