"""From which kind to which parties went over a period (domain K4)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Case, IntegerField, Min, Q, QuerySet, Value, When

from keepwell.kernel.among import is_among
from keepwell.kinds.models import Holding, Kind
from keepwell.parties.models import PartyQuerySet

# What a party counts as when it is several at once; the last is none of them.
FOREMOST = (Kind.CLIENT, Kind.CUSTOMER, Kind.USER, Kind.FORMER, Kind.PROSPECT)
NONE = ""
_RANKS = (*(kind.value for kind in FOREMOST), NONE)


@dataclass(frozen=True, slots=True)
class Flow:
    """So many parties were foremost this on the first day, and that on the last."""

    was: str
    became: str
    parties: int


def flows(seen: PartyQuerySet, first: date, last: date) -> list[Flow]:
    """Every way parties went between two days, of those seen; one query, whatever their number.

    A kind held since nobody knows when counts from the beginning.
    """
    said, values = _foremost(seen, first, last).query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT x.was, x.became, COUNT(*) FROM ({said}) x GROUP BY 1, 2 ORDER BY 1, 2",
            values,
        )
        found: Sequence[tuple[int, int, int]] = cursor.fetchall()
    nobody = len(FOREMOST)
    return [
        Flow(_RANKS[was], _RANKS[became], count)
        for was, became, count in found
        if (was, became) != (nobody, nobody)
    ]


def parties_that_went(
    seen: PartyQuerySet, first: date, last: date, was: str, became: str
) -> PartyQuerySet:
    """The parties of one flow, by name."""
    went = _foremost(seen, first, last).filter(
        was=_RANKS.index(was), became=_RANKS.index(became)
    )
    return seen.filter(pk__in=went.values("party")).order_by("sort_name", "pk")


def _foremost(seen: PartyQuerySet, first: date, last: date) -> QuerySet[Holding, Any]:
    return (
        Holding.objects.filter(is_among("party", seen))
        .values("party")
        .annotate(was=_rank_on(first), became=_rank_on(last))
        .order_by()
        .values("party", "was", "became")
    )


def _rank_on(day: date) -> Min:
    begun = Q(since=None) | Q(since__lte=day)
    holds = begun & (Q(until=None) | Q(until__gt=day))
    ranks = (When(holds & Q(kind=kind), then=Value(n)) for n, kind in enumerate(FOREMOST))
    return Min(Case(*ranks, default=Value(len(FOREMOST)), output_field=IntegerField()))
