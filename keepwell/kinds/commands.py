"""Judging the kinds of parties and keeping their history."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import islice
from typing import Any
from uuid import UUID

from keepwell.kernel.bulk import insert_rows
from keepwell.kernel.command import command
from keepwell.kernel.ids import uuid7
from keepwell.kernel.record import record
from keepwell.kinds.models import Holding
from keepwell.kinds.queries.facts import CHUNK, kind_facts
from keepwell.kinds.rules import Held, judge_kinds
from keepwell.parties.models import Party, Tie, TieRole

# Who decided, until the written policy has a version of its own.
DECIDED_BY = "first rules"


def judge_all_kinds(
    *,
    at: datetime,
    party_ids: Iterable[UUID] | None = None,
    ended: list[UUID] | None = None,
) -> int:
    """Judge which kinds parties hold: these and the organisations they work for, or all.

    Goes in chunks that are each whole; begun again it changes nothing. A kind no longer held
    keeps its row, with the day as `until`. Gives the number of holdings begun or ended; the
    ids of those that ended are put in `ended`.
    """
    ids = _all_ids() if party_ids is None else iter(_with_organisations(list(party_ids)))
    changed = 0
    while part := list(islice(ids, CHUNK)):
        changed += _judge_chunk(part, at=at, over=ended)
    return changed


def _all_ids() -> Iterator[UUID]:
    ordered = Party.objects.present().order_by("pk").values_list("pk", flat=True)
    page = list(ordered[:CHUNK])
    while page:
        yield from page
        page = list(ordered.filter(pk__gt=page[-1])[:CHUNK])


def _with_organisations(party_ids: Sequence[UUID]) -> list[UUID]:
    found = dict.fromkeys(party_ids)
    for start in range(0, len(party_ids), CHUNK):
        ties = Tie.objects.filter(
            party__in=party_ids[start : start + CHUNK], role=TieRole.WORKS_FOR
        )
        found.update(dict.fromkeys(ties.values_list("other_id", flat=True)))
    return list(found)


@command
def _judge_chunk(part: Sequence[UUID], *, at: datetime, over: list[UUID] | None) -> int:
    """Judge one stretch of parties and write what is different from what stands."""
    today = at.date()
    stand: dict[tuple[UUID, str], Holding] = {
        (each.party_id, each.kind): each
        for each in Holding.objects.filter(party__in=part, until=None)
    }
    begun: list[list[Any]] = []
    for party, facts in kind_facts(part, today):
        for held in judge_kinds(facts, today):
            standing = stand.pop((party, held.kind), None)
            if standing is None:
                begun.append(_row(party, held))
            else:
                _keep(standing, held)
    ended = _end(list(stand.values()), today)
    if over is not None:
        over += [each.pk for each in stand.values()]
    insert_rows(
        Holding, ("id", "party", "kind", "since", "until", "because", "decided_by"), begun
    )
    if begun or ended:
        record("judged_kinds", "holding", None, at=at, begun=len(begun), ended=ended)
    return len(begun) + ended


def _row(party: UUID, held: Held) -> list[Any]:
    because = [each.as_json() for each in held.because]
    return [uuid7(), party, held.kind, held.since, None, because, DECIDED_BY]


def _keep(standing: Holding, held: Held) -> None:
    because = [each.as_json() for each in held.because]
    if standing.because != because or standing.since != held.since:
        standing.because, standing.since = because, held.since
        standing.save(update_fields=["because", "since"])


def _end(holdings: Sequence[Holding], today: date) -> int:
    ids = [each.pk for each in holdings]
    Holding.objects.filter(pk__in=ids).update(until=today)
    return len(ids)
