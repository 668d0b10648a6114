"""What a report gathers rows by: each with its value, as the filter of the field means it."""

from typing import Any

from django.db.models import Case, CharField, F, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce, Lower

from keepwell.desk.queries.filtered_days import day_begins
from keepwell.desk.queries.nouns.noun import ListNoun, Path, Way
from keepwell.desk.queries.views import Viewer
from keepwell.desk.rules.filter_fields import Sort
from keepwell.desk.rules.filter_tree import Condition
from keepwell.desk.rules.report import DAYS, Grouping
from keepwell.desk.rules.stretches import Stretch


def ways_of(
    noun: ListNoun, among: QuerySet[Any], grouping: Grouping, alias: str, viewer: Viewer
) -> list[Way]:
    """The rows with what stands beside them, and the way to the value from there."""
    found = noun.gathers.get(grouping.field.name)
    if callable(found):
        return found(among, alias, viewer)
    if found is not None:
        return [(among, found)]
    assert noun.ways is not None, grouping.field.name
    return noun.ways(among, grouping, alias, viewer)


def gathered(
    noun: ListNoun,
    among: QuerySet[Any],
    grouping: Grouping,
    alias: str,
    viewer: Viewer,
    stretches: list[Stretch] | None = None,
) -> list[QuerySet[Any]]:
    """The rows, each with what it is gathered by under this name; '' or null for nothing.

    Several where no single question finds all values: no row has the same value in two.
    """
    field = grouping.field
    if field.sort is Sort.YES_NO:
        yes = noun.asks[field.name](Condition(field.name, "yes"), viewer.teammate, viewer.on)
        answer = Case(
            When(yes, then=Value("yes")), default=Value("no"), output_field=CharField()
        )
        return [among.annotate(**{alias: answer})]
    ways = ways_of(noun, among, grouping, alias, viewer)
    return [
        rows.annotate(**{alias: _value(path, field.sort, stretches or [], viewer)})
        for rows, path in ways
    ]


def _value(path: Path, sort: Sort, stretches: list[Stretch], viewer: Viewer) -> Any:
    """A column of words is folded; what is worked out is taken as it is."""
    value: Any = F(path) if isinstance(path, str) else path
    if sort in DAYS:
        assert isinstance(path, str)
        return _in_stretches(path, stretches, sort is Sort.MOMENT)
    if sort is Sort.WORD and isinstance(path, str):
        return Coalesce(Lower(path), Value(""))
    if sort is Sort.PARTY:
        seen = Q(**{f"{path}__in": viewer.seen.order_by().values("pk")})
        return Case(When(seen, then=value))
    if sort in (Sort.CHOICE, Sort.WORD):
        return Coalesce(value, Value(""))
    return value


def _in_stretches(path: str, stretches: list[Stretch], moments: bool) -> Case:
    """The place of the stretch a day lies in; -1 before the first, their number after all."""
    ends = [stretches[0].first, *(one.beyond for one in stretches)] if stretches else []
    whens = [
        When(Q(**{f"{path}__lt": day_begins(end) if moments else end}), then=Value(place - 1))
        for place, end in enumerate(ends)
    ]
    after = When(Q(**{f"{path}__isnull": False}), then=Value(len(stretches)))
    return Case(*whens, after, output_field=IntegerField())
