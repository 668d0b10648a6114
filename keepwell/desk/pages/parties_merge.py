"""Parties that may be one: the list, side by side, merged, and parted again."""

from collections.abc import Sequence
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from keepwell.desk.asking import TeammateRequest
from keepwell.desk.queries.own_choices import choosable, own_choices_between
from keepwell.desk.words import moving_words
from keepwell.kernel.refusal import Refused
from keepwell.parties.commands.merge import CHOSEN, MOST_AT_ONCE, merge_parties
from keepwell.parties.commands.suggest import decide_suggestion
from keepwell.parties.commands.unmerge import undo_merge
from keepwell.parties.models import Party
from keepwell.parties.queries.duplicates import duplicates_open
from keepwell.parties.queries.lists import capped_count
from keepwell.parties.queries.merges import (
    choices_between,
    merge_preview,
    merges_into,
    suggested_survivor,
)
from keepwell.ui.toasts import say
from keepwell.walls.queries import visible_parties

SHOWN = 50


@login_required
@require_GET
def duplicates(request: TeammateRequest) -> HttpResponse:
    """Questions nobody has answered: are these two one?"""
    found = duplicates_open(visible_parties(request.user))
    context = {"suggestions": found[:SHOWN], "count": capped_count(found)}
    return render(request, "desk/parties/duplicates.html", context)


@login_required
@require_POST
def they_are_two(request: TeammateRequest, suggestion_id: UUID) -> HttpResponse:
    """Answer that two are two."""
    found = duplicates_open(visible_parties(request.user))
    suggestion = get_object_or_404(found, pk=suggestion_id)
    try:
        decide_suggestion(suggestion, are_one=False, at=timezone.now(), by=request.user)
    except Refused as no:
        say(request, no.because)
    else:
        names = {"a": suggestion.a.name, "b": suggestion.b.name}
        say(request, _("%(a)s and %(b)s stay two. They are not suggested again.") % names)
    return redirect("desk:duplicates")


@login_required
@require_http_methods(["GET", "POST"])
def merge(request: TeammateRequest) -> HttpResponse:
    """Two or more side by side: which stays, and whose value for each field."""
    parties = _asked_for(request)
    if len(parties) < 2:
        return _side_by_side(request, parties, _("Choose at least two parties to merge."))
    if request.method == "GET":
        return _side_by_side(request, parties)
    by_id = {str(party.pk): party for party in parties}
    survivor = by_id.get(request.POST.get("survivor", ""))
    if survivor is None:
        return _side_by_side(request, parties, _("Choose which of them stays."))
    choices = {
        field: by_id[chosen].pk
        for field in (*CHOSEN, *(one.name for one in choosable()))
        if (chosen := request.POST.get(f"field-{field}", "")) in by_id
    }
    others = [party for party in parties if party.pk != survivor.pk]
    try:
        merges = merge_parties(
            survivor, others, choices=choices, at=timezone.now(), by=request.user
        )
    except Refused as no:
        return _side_by_side(request, parties, no.because)
    undo = reverse("desk:merge_undo", args=[merges[-1].pk])
    names = {"name": survivor.name, "number": len(others) + 1}
    say(request, _("%(number)s are now one: %(name)s.") % names, undo=undo)
    return redirect("desk:party", survivor.pk)


def _asked_for(request: TeammateRequest) -> list[Party]:
    """The parties named by `ids`, repeated or with commas; one they may not see is a 404."""
    texts = [*request.GET.getlist("ids"), *request.GET.getlist("party")]
    texts += request.POST.getlist("ids")
    ids: dict[UUID, None] = {}
    for text in ",".join(texts).split(","):
        try:
            if text.strip():
                ids[UUID(text.strip())] = None
        except ValueError:
            raise Http404 from None
    if len(ids) > MOST_AT_ONCE:
        raise Http404
    found = visible_parties(request.user).in_bulk(list(ids))
    if len(found) != len(ids):
        raise Http404
    return [found[pk] for pk in ids]


def _side_by_side(
    request: TeammateRequest, parties: Sequence[Party], refusal: str = ""
) -> HttpResponse:
    context: dict[str, object] = {"parties": parties, "refusal": refusal}
    if len(parties) > 1:
        survivor = suggested_survivor(parties)
        context |= {
            "survivor": survivor,
            "choices": [
                *choices_between(parties, survivor),
                *own_choices_between(parties, survivor, visible_parties(request.user)),
            ],
            "moving": moving_words(merge_preview([p for p in parties if p != survivor])),
        }
    status = 422 if refusal and request.method == "POST" else 200
    return render(request, "desk/parties/merge.html", context, status=status)


@login_required
@require_http_methods(["GET", "POST"])
def unmerge(request: TeammateRequest, merge_id: UUID) -> HttpResponse:
    """Ask, then part again what was merged."""
    seen = visible_parties(request.user, with_trash=True)
    done = get_object_or_404(merges_into(seen), pk=merge_id)
    if request.method == "GET":
        return render(request, "desk/parties/unmerge.html", {"merge": done})
    try:
        parted = undo_merge(done, at=timezone.now(), by=request.user)
    except Refused as no:
        context = {"merge": done, "refusal": no.because}
        return render(request, "desk/parties/unmerge.html", context, status=422)
    names = ", ".join(party.name for party in parted)
    say(request, _("%(names)s stand by themselves again.") % {"names": names})
    return redirect("desk:party", done.survivor_id)
