"""Rows on the days of a calendar: how many each day holds, and the first few of them."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, F, IntegerField, Q, QuerySet, Window
from django.db.models.expressions import ExpressionWrapper
from django.db.models.functions import ExtractDay, ExtractMonth, RowNumber
from django.urls import reverse

from keepwell.desk.queries.filtered_days import day_begins
from keepwell.desk.queries.nouns.every import PARTIES
from keepwell.desk.queries.nouns.noun import ListNoun
from keepwell.desk.queries.report_axes import gathered, ways_of
from keepwell.desk.queries.views import Viewer
from keepwell.desk.rules.filter_fields import Field, Sort
from keepwell.desk.rules.month import birthdays_on
from keepwell.desk.rules.report import Grouping
from keepwell.desk.rules.stretches import Stretch

MOST_A_DAY = 4
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Entry:
    """A row on a day: what it is called, where it leads, and where its day can be moved.

    `note` is what is planned, where the calendar is of next touches; of tasks, for whom.
    """

    id: UUID
    name: str
    href: str
    note: str = ""
    move: str = ""
    is_done: bool = False


@dataclass(frozen=True, slots=True)
class OnDay:
    """How many stand on a day, and the first few by name."""

    count: int
    entries: tuple[Entry, ...]

    @property
    def more(self) -> int:
        return self.count - len(self.entries)


def on_days_of(
    among: QuerySet[Any],
    field: Field,
    days: Sequence[date],
    viewer: Viewer,
    noun: ListNoun = PARTIES,
) -> Mapping[date, OnDay]:
    """The days on which somebody stands; two queries, a few rows for each day."""
    if field.sort is Sort.ANNIVERSARY:
        placed, day_at = _on_birthdays(among, days)
    else:
        placed, day_at = _on_dates(among, field, days, viewer, noun)
    counts = dict(
        placed.order_by().values("place").annotate(number=Count("pk"))
        .values_list("place", "number")
    )  # fmt: skip
    by = "sort_name" if noun is PARTIES else "what"
    turn = Window(RowNumber(), partition_by=[F("place")], order_by=[by, "pk"])
    first = placed.annotate(nth=turn).filter(nth__lte=MOST_A_DAY).order_by("place", "nth")
    found: dict[Any, list[Entry]] = defaultdict(list)
    for place, entry in (_parties if noun is PARTIES else _tasks)(first, field):
        found[place].append(entry)
    return {
        day_at[place]: OnDay(number, tuple(found[place])) for place, number in counts.items()
    }


def _parties(rows: QuerySet[Any], field: Field) -> Iterator[tuple[Any, Entry]]:
    touches = field.name == "next_touch"
    names = ("place", "pk", "name", "relationship__next_touch_what")
    for place, pk, name, what in rows.values_list(*names):
        move = reverse("desk:touch_to", args=[pk]) if touches else ""
        href = reverse("desk:party", args=[pk])
        yield place, Entry(pk, name, href, (what or "") if touches else "", move)


def _tasks(rows: QuerySet[Any], field: Field) -> Iterator[tuple[Any, Entry]]:
    names = ("place", "pk", "what", "party__name", "done_at")
    for place, pk, what, party, done in rows.values_list(*names):
        can_move = field.name == "due" and done is None
        move = reverse("desk:due_to", args=[pk]) if can_move else ""
        href = reverse("desk:task", args=[pk])
        yield place, Entry(pk, what, href, party or "", move, done is not None)


def _on_dates(
    among: QuerySet[Any], field: Field, days: Sequence[date], viewer: Viewer, noun: ListNoun
) -> tuple[QuerySet[Any], dict[int, date]]:
    grouping = Grouping(field, "day")
    stretches = [Stretch(day, day + _DAY) for day in days]
    placed: Any
    (placed,) = gathered(noun, among, grouping, "place", viewer, stretches)
    ((_joined, path),) = ways_of(noun, among, grouping, "place", viewer)
    first, beyond = days[0], days[-1] + _DAY
    moments = field.sort is Sort.MOMENT
    within = Q(**{f"{path}__gte": day_begins(first) if moments else first})
    within &= Q(**{f"{path}__lt": day_begins(beyond) if moments else beyond})
    return placed.filter(within), dict(enumerate(days))


def _on_birthdays(
    among: QuerySet[Any], days: Sequence[date]
) -> tuple[QuerySet[Any], dict[int, date]]:
    """By month and day alone; who was born on 29 February has 28 February in other years."""
    day_at = {int(each.replace("-", "")): day for day in days for each in birthdays_on(day)}
    code = ExpressionWrapper(
        ExtractMonth("birth_date") * 100 + ExtractDay("birth_date"),
        output_field=IntegerField(),
    )
    known = among.filter(birth_date__isnull=False).annotate(place=code)
    return known.filter(place__in=list(day_at)), day_at
