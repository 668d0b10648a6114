"""The facts that kinds rest on, for many parties at once."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Min, Q

from keepwell.agreements.models import Agreement
from keepwell.agreements.queries import terms_of
from keepwell.agreements.rules import Terms
from keepwell.kernel.spans import Span
from keepwell.kinds.rules import INTERESTED, KindFacts
from keepwell.orders.queries import NOTHING_BOUGHT, bought_by
from keepwell.parties.models import Nature, Party, Tie, TieRole
from keepwell.relationships.models import Opportunity, Relationship
from keepwell.usage.queries import Used, used_by

CHUNK = 400


def kind_facts(party_ids: Sequence[UUID], today: date) -> Iterator[tuple[UUID, KindFacts]]:
    """Each of these parties, at most `CHUNK` of them, with the facts its kinds rest on."""
    people, employed = _working_together(party_ids, today)
    everyone = {*party_ids, *(each for group in people.values() for each in group)}
    used = used_by(everyone)
    called = dict(
        Relationship.objects.filter(party__in=everyone).values_list("party_id", "called")
    )
    terms, deals, bought = _terms(party_ids), _deals(party_ids), bought_by(party_ids)
    natures = dict(Party.objects.filter(pk__in=party_ids).values_list("pk", "nature"))
    for party in party_ids:
        mine = bought.get(party, NOTHING_BOUGHT)
        yield (
            party,
            KindFacts(
                is_person=natures.get(party) == Nature.PERSON,
                works_for_one=party in employed,
                called=called.get(party, ""),
                terms=terms.get(party, ()),
                **deals.get(party, {}),
                orders=mine.orders,
                net_minor=sum(mine.net_minor.values()),
                first_order_on=mine.first_at.date() if mine.first_at else None,
                last_order_on=mine.last_at.date() if mine.last_at else None,
                **_use(used.get(party), [used[each] for each in people[party] if each in used]),
                people_interested=sum(called.get(each) in INTERESTED for each in people[party]),
            ),
        )


def _use(own: Used | None, theirs: list[Used]) -> dict[str, Any]:
    return {
        "uses": own.times if own else 0,
        "first_use_on": own.first_at.date() if own else None,
        "last_use_on": own.last_at.date() if own else None,
        "people_using": len(theirs),
        "people_use_since": min((each.first_at.date() for each in theirs), default=None),
    }


def _working_together(
    party_ids: Sequence[UUID], today: date
) -> tuple[dict[UUID, set[UUID]], set[UUID]]:
    """Who works today for each of these organisations; which of these persons work for one."""
    people: dict[UUID, set[UUID]] = defaultdict(set)
    employed: set[UUID] = set()
    ties = Tie.objects.filter(
        Q(other__in=party_ids) | Q(party__in=party_ids), role=TieRole.WORKS_FOR
    )
    for person, employer, *days in ties.values_list(
        "party_id", "other_id", "starts_on", "ends_on"
    ):
        if Span(*days).holds(today):
            people[employer].add(person)
            employed.add(person)
    return people, employed


def _terms(party_ids: Sequence[UUID]) -> dict[UUID, tuple[Terms, ...]]:
    found: dict[UUID, list[Terms]] = defaultdict(list)
    for agreement in Agreement.objects.filter(party__in=party_ids).order_by("starts_on", "pk"):
        if agreement.party_id is not None:
            found[agreement.party_id].append(terms_of(agreement))
    return {party: tuple(terms) for party, terms in found.items()}


def _deals(party_ids: Sequence[UUID]) -> dict[UUID, dict[str, Any]]:
    rows = (
        Opportunity.objects.filter(party__in=party_ids)
        .values("party_id")
        .annotate(
            won=Count("pk", filter=Q(outcome="won")),
            lost=Count("pk", filter=Q(outcome="lost")),
            open=Count("pk", filter=Q(outcome="open")),
            first_won_on=Min("closes_on", filter=Q(outcome="won")),
            first_open_on=Min("opened_on", filter=Q(outcome="open")),
        )
        .order_by("party_id")
    )
    return {row.pop("party_id"): row for row in rows}
