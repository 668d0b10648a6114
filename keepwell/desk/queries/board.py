"""The board: a list's relationships by stage, each stage with its count and its open sums."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Sum

from keepwell.desk.queries.party_list import Row, rows_of
from keepwell.desk.rules.board import (
    USUAL_DAYS,
    TouchMark,
    days_in_stage,
    judge_stay,
    mark_of,
)
from keepwell.kernel.among import is_among
from keepwell.kernel.money import Money
from keepwell.kernel.verdict import Verdict
from keepwell.parties.models import PartyQuerySet
from keepwell.relationships.models import Opportunity, Stage
from keepwell.ui.words import reading_locale

MOST_CARDS = 30
OVER = (Stage.ENDED, Stage.LOST)
Sums = Mapping[Any, str]


@dataclass(frozen=True, slots=True)
class Card:
    """One relationship on the board."""

    row: Row
    days: int | None
    stay: Verdict[bool]
    touch: TouchMark
    value: str


@dataclass(frozen=True, slots=True)
class Lane:
    """A stage with its cards, those longest in it first; `more` are not shown."""

    stage: str
    label: str
    count: int
    value: str
    cards: tuple[Card, ...]

    @property
    def is_over(self) -> bool:
        return self.stage in OVER

    @property
    def more(self) -> int:
        return self.count - len(self.cards)


def board_of(among: PartyQuerySet, on: date, seen: PartyQuerySet) -> list[Lane]:
    """The list as lanes; fifteen queries or so, however long it is."""
    staged = among.order_by().filter(relationship__stage__gt="")
    counted = staged.values("relationship__stage").annotate(number=Count("pk"))
    numbers = dict(counted.values_list("relationship__stage", "number"))
    found = {stage: _first_of(staged, stage) for stage in Stage.values if stage in numbers}
    parties = [party for lane in found.values() for party in lane]
    rows = {row.party.pk: row for row in rows_of(parties, on, seen)}
    values = _worth(rows)
    sums = _worth_by_stage(staged)
    return [
        Lane(
            stage,
            str(Stage(stage).label).capitalize(),
            numbers.get(stage, 0),
            sums.get(stage, ""),
            tuple(_card(rows[one.pk], values, on) for one in found.get(stage, ())),
        )
        for stage in Stage.values
    ]


def _first_of(staged: PartyQuerySet, stage: str) -> list[Any]:
    rows = staged.filter(relationship__stage=stage).select_related(
        "relationship__owner", "contact_facts"
    )
    oldest = F("relationship__stage_since").asc(nulls_last=True)
    return list(rows.order_by(oldest, "sort_name", "pk")[:MOST_CARDS])


def _card(row: Row, values: Sums, on: date) -> Card:
    standing = row.standing
    since = standing.stage_since if standing else None
    stage = standing.stage if standing else ""
    days = days_in_stage(stage, since, on)
    return Card(
        row,
        days,
        judge_stay(stage, days, USUAL_DAYS),
        mark_of(row.next_touch, on),
        values.get(row.party.pk, ""),
    )


def _worth(rows: Mapping[UUID, Row]) -> Sums:
    """The open sums of these parties."""
    return _in_words("party", Opportunity.objects.filter(party__in=list(rows)))


def _worth_by_stage(staged: PartyQuerySet) -> Sums:
    return _in_words(
        "party__relationship__stage",
        Opportunity.objects.filter(is_among("party", staged)),
    )


def _in_words(path: str, work: Any) -> Sums:
    """The sums of open work by what this path says, each currency by itself."""
    found: dict[Any, list[str]] = defaultdict(list)
    locale = str(reading_locale())
    worth = work.filter(outcome="open", amount_minor__gt=0).order_by("currency")
    for key, currency, minor in (
        worth.values(path, "currency")
        .annotate(minor=Sum("amount_minor"))
        .values_list(path, "currency", "minor")
    ):
        if currency:
            found[key].append(Money(minor, currency).shown(locale))
    return {key: " + ".join(sums) for key, sums in found.items()}
