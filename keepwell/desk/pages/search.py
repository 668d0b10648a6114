"""Searching everything, and the palette."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from keepwell.desk.asking import TeammateRequest
from keepwell.desk.offers import offers_for
from keepwell.desk.queries.found import found_for
from keepwell.desk.queries.said import SORTS, said_for

FEW, MANY, LONGEST = 6, 30, 200
DIGITS = 19  # of a slot


@require_GET
def search(request: TeammateRequest) -> HttpResponse:
    """Parties, what was said and what is to be done; first, those looked at last."""
    text = request.GET.get("q", "").replace("\0", " ").strip()[:LONGEST]
    if request.GET.get("fragment") == "1":
        return render(request, "desk/parts/palette.html", _palette(request, text))
    sort = request.GET.get("kind", "")
    context: dict[str, Any] = {"q": text, "today": timezone.localdate(), "kind": ""}
    if sort in SORTS and text:
        groups = said_for(request.user, text, [sort], most=MANY, before=_before(request))
        context |= {"kind": sort, "groups": groups, "label": SORTS[sort].label}
    else:
        context["found"] = found_for(request.user, text, most=MANY)
        context["groups"] = said_for(request.user, text, most=FEW)
    return render(request, "desk/search.html", context)


def _palette(request: TeammateRequest, text: str) -> dict[str, Any]:
    path = request.GET.get("here", "")
    found = found_for(request.user, text, most=FEW + 1)
    return {
        "q": text,
        "found": found,
        "hits": found.hits if found.is_recent else found.hits[:FEW],
        "are_more": not found.is_recent and len(found.hits) > FEW,
        "groups": said_for(request.user, text, most=FEW),
        "offers": offers_for(request.user, text, path),
        "today": timezone.localdate(),
    }


def _before(request: TeammateRequest) -> int | None:
    told = request.GET.get("before", "")
    return int(told) if told.isascii() and told.isdigit() and len(told) <= DIGITS else None
