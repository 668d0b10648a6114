"""Parties that may be one: questions, answers, merging, and parting again."""

from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import Query

from keepwell.desk.api.asking import ApiRequest, now_by, parties_named, party_named
from keepwell.desk.api.shapes.merging import (
    Decided,
    DecisionIn,
    MergeIn,
    MergeOut,
    Merges,
    Parted,
    SuggestionOut,
)
from keepwell.desk.api.told import named
from keepwell.desk.asking import party_or_404
from keepwell.firm.gate.described import door_of
from keepwell.firm.gate.paging import Listed, Paging, page_of
from keepwell.kernel.refusal import refuse_unless
from keepwell.parties.commands.merge import merge_parties
from keepwell.parties.commands.suggest import decide_suggestion
from keepwell.parties.commands.unmerge import undo_merge
from keepwell.parties.models import DuplicateSuggestion
from keepwell.parties.queries.duplicates import duplicates_open
from keepwell.parties.queries.merges import merges_into, merges_of
from keepwell.parties.rules.reasons import in_words
from keepwell.walls.queries import visible_parties

door = door_of("parties", "Duplicates and merging")


@door.get("/duplicates", response=Listed[SuggestionOut])
def list_duplicates(request: ApiRequest, asked: Query[Paging]) -> dict[str, Any]:
    """Questions nobody has answered: are these two one? The surest come first."""
    rows = duplicates_open(visible_parties(request.user))
    return page_of(
        request, rows, asked, by=("-score", "pk"), told=lambda page: [_told(s) for s in page]
    )


def _told(one: DuplicateSuggestion) -> dict[str, Any]:
    because = [str(in_words(why)) for why in one.because]
    return {"id": one.pk, "a": named(one.a), "b": named(one.b), "score": one.score,
            "because": because}  # fmt: skip


@door.post("/duplicates/{uuid:suggestion_id}/decide", response=Decided)
def decide_duplicate(request: ApiRequest, suggestion_id: UUID, sent: DecisionIn) -> Any:
    """Answer whether two are one: then they are merged; else they are not suggested again."""
    found = duplicates_open(visible_parties(request.user))
    suggestion = get_object_or_404(found, pk=suggestion_id)
    one_of_them = sent.survivor_id in (None, suggestion.a_id, suggestion.b_id)
    refuse_unless(one_of_them, _("Choose which of them stays."), field="survivor_id")
    survivor = party_named(request, sent.survivor_id, field="survivor_id")
    return decide_suggestion(
        suggestion, are_one=sent.are_one, survivor=survivor, **now_by(request)
    )


@door.post("/merges", response=Merges)
def merge(request: ApiRequest, sent: MergeIn) -> dict[str, Any]:
    """Let one party take in others: all that points at them moves to it."""
    (survivor,) = parties_named(request, [sent.survivor_id], field="survivor_id")
    absorbed = parties_named(request, sent.absorbed_ids, field="absorbed_ids")
    choices = {str(field): party_id for field, party_id in sent.choices.items()}
    merges = merge_parties(survivor, absorbed, choices=choices, **now_by(request))
    return {"items": merges}


@door.get("/parties/{uuid:party_id}/merges", response=Listed[MergeOut])
def list_merges(request: ApiRequest, party_id: UUID, asked: Query[Paging]) -> dict[str, Any]:
    """What a party took in, the newest first."""
    party = party_or_404(request, party_id)
    rows = merges_of(visible_parties(request.user), party)
    return page_of(request, rows, asked, by=("-merged_at", "-pk"), told=list)


@door.post("/merges/{uuid:merge_id}/undo", response=Parted)
def undo_a_merge(request: ApiRequest, merge_id: UUID) -> dict[str, Any]:
    """Part again what was merged in one go: each row goes back to where it was."""
    seen = visible_parties(request.user, with_trash=True)
    done = get_object_or_404(merges_into(seen), pk=merge_id)
    return {"parties": [named(party) for party in undo_merge(done, **now_by(request))]}
