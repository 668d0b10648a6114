"""Reading the stage of relationships from what was imported."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import islice
from typing import Any
from uuid import UUID

from django.db.models import Q

from keepwell.agreements.models import Agreement
from keepwell.agreements.queries import terms_of
from keepwell.kernel.bulk import insert_rows, update_rows
from keepwell.kernel.command import command
from keepwell.kernel.ids import uuid7
from keepwell.kernel.record import record
from keepwell.kernel.words import keep_all
from keepwell.parties.commands.touching import plain
from keepwell.parties.models import Tie, TieRole
from keepwell.relationships.models import (
    ContactFacts,
    Opportunity,
    Relationship,
    Stage,
    StageChange,
)
from keepwell.relationships.rules.stage import ReadStage, StageFacts, judge_stage

CHUNK = 400
Moved = tuple[UUID, dict[str, Any], dict[str, Any]]
OVER = (Stage.ENDED, Stage.LOST)


def derive_stages(
    *,
    at: datetime,
    party_ids: Iterable[UUID] | None = None,
    moved_to: list[Moved] | None = None,
) -> int:
    """Read the stage of relationships that nobody moved by hand; counts those that moved.

    Goes in chunks that are each whole; begun again it changes nothing. What moved is put in
    `moved_to`, each (party, fields before, fields after).
    """
    ids = _all_ids() if party_ids is None else iter(party_ids)
    moved = 0
    while part := list(islice(ids, CHUNK)):
        moved += _derive_chunk(part, at=at, moved_to=moved_to)
    return moved


def _all_ids() -> Iterator[UUID]:
    ordered = Relationship.objects.order_by("pk").values_list("pk", flat=True)
    page = list(ordered[:CHUNK])
    while page:
        yield from page
        page = list(ordered.filter(pk__gt=page[-1])[:CHUNK])


@command
def _derive_chunk(part: Sequence[UUID], *, at: datetime, moved_to: list[Moved] | None) -> int:
    """Read the stages of one stretch of relationships."""
    by_hand = set(
        StageChange.objects.filter(party__in=part, by__isnull=False).values_list(
            "party_id", flat=True
        )
    )
    facts = _stage_facts(part, at.date())
    moves: list[tuple[UUID, str, ReadStage]] = []
    stages = Relationship.objects.filter(pk__in=part).values_list("pk", "stage")
    for party, before in stages.order_by("pk"):
        verdict = judge_stage(facts[party], at.date())
        if party not in by_hand and verdict.value != before:
            moves.append((party, before, verdict))
    if moved_to is not None:
        moved_to += _told(moves, at.date())
    _write_moves(moves, at)
    return len(moves)


def _told(moves: Sequence[tuple[UUID, str, ReadStage]], today: date) -> Iterator[Moved]:
    """What moving changes, in plain values."""
    names = ("stage", "stage_since", "ended_because")
    rows = Relationship.objects.filter(pk__in=[party for party, _before, _v in moves])
    was = {
        pk: dict(zip(names, row, strict=True)) for pk, *row in rows.values_list("pk", *names)
    }
    for party, _before, verdict in moves:
        before = {name: plain(value) for name, value in was[party].items()}
        now = (verdict.value, str(today), _because(verdict))
        yield party, before, dict(zip(names, now, strict=True))


def _because(verdict: ReadStage) -> str:
    return keep_all(verdict.because) if verdict.value in OVER else ""


def _write_moves(moves: Sequence[tuple[UUID, str, ReadStage]], at: datetime) -> None:
    today = at.date()
    update_rows(
        Relationship,
        ("stage", "stage_since", "ended_because"),
        ([party, v.value, today, _because(v)] for party, _before, v in moves),
    )
    insert_rows(
        StageChange,
        ("id", "party", "before", "after", "on", "reason", "by"),
        (
            [uuid7(), party, before, v.value, today, keep_all(v.because), None]
            for party, before, v in moves
        ),
    )
    if moves:
        record("derived_stages", "relationship", None, at=at, moved=len(moves))


def _stage_facts(part: Sequence[UUID], today: date) -> dict[UUID, StageFacts]:
    called = dict(Relationship.objects.filter(pk__in=part).values_list("pk", "called"))
    spoken = set(
        ContactFacts.objects.filter(party__in=part, last_two_way__isnull=False).values_list(
            "party_id", flat=True
        )
    )
    employed = set(
        Tie.objects.filter(
            Q(ends_on=None) | Q(ends_on__gt=today), party__in=part, role=TieRole.WORKS_FOR
        ).values_list("party_id", flat=True)
    )
    terms = defaultdict(list)
    for agreement in Agreement.objects.filter(party__in=part).order_by("starts_on", "pk"):
        terms[agreement.party_id].append(terms_of(agreement))
    deals: dict[UUID | None, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    found = Opportunity.objects.filter(party__in=part).order_by("pk")
    for party, outcome, name in found.values_list("party_id", "outcome", "stage_named"):
        deals[party][outcome].append(name)
    return {
        party: StageFacts(
            called=called.get(party, ""),
            terms=tuple(terms[party]),
            won=len(deals[party]["won"]),
            lost=len(deals[party]["lost"]),
            open_stages=tuple(deals[party]["open"]),
            has_spoken=party in spoken,
            works_for_one=party in employed,
        )
        for party in part
    }
