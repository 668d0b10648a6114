"""Parties on the days of a calendar: how many each day holds, and the first few of them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, F, IntegerField, Q, Window
from django.db.models.expressions import ExpressionWrapper
from django.db.models.functions import ExtractDay, ExtractMonth, RowNumber

from keepwell.desk.queries.filtered_days import day_begins
from keepwell.desk.queries.nouns.every import PARTIES
from keepwell.desk.queries.report_axes import gathered, ways_of
from keepwell.desk.queries.views import Viewer
from keepwell.desk.rules.filter_fields import Field, Sort
from keepwell.desk.rules.month import birthdays_on
from keepwell.desk.rules.report import Grouping
from keepwell.desk.rules.stretches import Stretch
from keepwell.parties.models import PartyQuerySet

MOST_A_DAY = 4
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Entry:
    """A party on a day; `note` is what is planned, where the calendar is of next touches."""

    id: UUID
    name: str
    owner: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class OnDay:
    """How many stand on a day, and the first few by name."""

    count: int
    entries: tuple[Entry, ...]

    @property
    def more(self) -> int:
        return self.count - len(self.entries)


def on_days_of(
    among: PartyQuerySet, field: Field, days: Sequence[date], viewer: Viewer
) -> Mapping[date, OnDay]:
    """The days on which somebody stands; two queries, a few rows for each day."""
    if field.sort is Sort.ANNIVERSARY:
        placed, day_at = _on_birthdays(among, days)
    else:
        placed, day_at = _on_dates(among, field, days, viewer)
    counts = dict(
        placed.order_by().values("place").annotate(number=Count("pk"))
        .values_list("place", "number")
    )  # fmt: skip
    turn = Window(RowNumber(), partition_by=[F("place")], order_by=["sort_name", "pk"])
    first = placed.annotate(turn=turn).filter(turn__lte=MOST_A_DAY)
    rows = first.order_by("place", "turn").values_list(
        "place", "pk", "name", "relationship__owner__name", "relationship__next_touch_what"
    )
    found: dict[Any, list[Entry]] = defaultdict(list)
    for place, pk, name, owner, what in rows:
        note = what or "" if field.name == "next_touch" else ""
        found[place].append(Entry(pk, name, owner or "", note))
    return {
        day_at[place]: OnDay(number, tuple(found[place])) for place, number in counts.items()
    }


def _on_dates(
    among: PartyQuerySet, field: Field, days: Sequence[date], viewer: Viewer
) -> tuple[PartyQuerySet, dict[int, date]]:
    grouping = Grouping(field, "day")
    stretches = [Stretch(day, day + _DAY) for day in days]
    placed: Any
    (placed,) = gathered(PARTIES, among, grouping, "place", viewer, stretches)
    ((_joined, path),) = ways_of(PARTIES, among, grouping, "place", viewer)
    first, beyond = days[0], days[-1] + _DAY
    moments = field.sort is Sort.MOMENT
    within = Q(**{f"{path}__gte": day_begins(first) if moments else first})
    within &= Q(**{f"{path}__lt": day_begins(beyond) if moments else beyond})
    return placed.filter(within), dict(enumerate(days))


def _on_birthdays(
    among: PartyQuerySet, days: Sequence[date]
) -> tuple[PartyQuerySet, dict[int, date]]:
    """By month and day alone; who was born on 29 February has 28 February in other years."""
    day_at = {int(each.replace("-", "")): day for day in days for each in birthdays_on(day)}
    code = ExpressionWrapper(
        ExtractMonth("birth_date") * 100 + ExtractDay("birth_date"),
        output_field=IntegerField(),
    )
    known = among.filter(birth_date__isnull=False).annotate(place=code)
    return known.filter(place__in=list(day_at)), day_at
