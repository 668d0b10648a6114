"""What stands under a list: how many there are, and what their columns come to."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Avg, Count, F, Max, Min, Q, Sum
from django.utils.translation import gettext as _

from keepwell.desk.rules.columns import DAYS, FILLED, NUMBERS, Column, Layout
from keepwell.parties.models import PartyQuerySet
from keepwell.parties.queries.lists import MOST_COUNTED
from keepwell.parties.queries.lists import Count as Number
from keepwell.ui.words import grouped, short_day

_PATHS = {
    "owner": "relationship__owner__name",
    "stage": "relationship__stage",
    "last": "contact_facts__last_two_way",
    "inbound": "contact_facts__last_inbound",
    "outbound": "contact_facts__last_outbound",
    "gap": "contact_facts__gap_median_days",
    "next": "relationship__next_touch_on",
    "stage_since": "relationship__stage_since",
    "created": "created_at",
    "changed": "changed_at",
}
_NO_SUM = ("gap",)


@dataclass(frozen=True, slots=True)
class Foot:
    """How many rows, and a few words under each column that has some."""

    count: Number
    words: Mapping[str, str] = field(default_factory=dict)


def foot_of(
    among: PartyQuerySet, layout: Layout, today: date, *, exactly: bool = False
) -> Foot:
    """One query over at most a thousand rows; over all, if they are to be counted exactly.

    Beyond the cap there are no sums: those of a part would tell nothing.
    """
    columns = [one.column for one in layout.columns if one.column.foot]
    paths = {f"at_{one.name}": F(_PATHS.get(one.name, one.name)) for one in columns}
    rows = among.order_by().annotate(**paths).values("pk", *paths)
    found = (rows if exactly else rows[: MOST_COUNTED + 1]).aggregate(
        number=Count("pk"), **{name: one for column in columns for name, one in _asked(column)}
    )
    number = found["number"]
    if number > MOST_COUNTED and not exactly:
        return Foot(Number(MOST_COUNTED, True))
    said = {one.name: _in_words(one, found, today) for one in columns} if number else {}
    return Foot(Number(number, False), {name: words for name, words in said.items() if words})


def _asked(column: Column) -> Iterator[tuple[str, Any]]:
    at, name = f"at_{column.name}", column.name
    yield f"n_{name}", Count(at, filter=~Q(**{at: ""}) if column.foot == FILLED else None)
    if column.foot == DAYS:
        yield from ((f"min_{name}", Min(at)), (f"max_{name}", Max(at)))
    if column.foot == NUMBERS:
        yield from ((f"sum_{name}", Sum(at)), (f"avg_{name}", Avg(at)))


def _in_words(column: Column, found: Mapping[str, Any], today: date) -> str:
    name, filled = column.name, found[f"n_{column.name}"]
    empty = _empty_in_words(found["number"] - filled, found["number"])
    if column.foot == DAYS and filled:
        first, last = (short_day(found[f"{which}_{name}"], today) for which in ("min", "max"))
        span = first if first == last else f"{first} – {last}"
        return f"{span} · {empty}" if empty else span
    if column.foot == NUMBERS and filled:
        said = [_("average %(number)s") % {"number": grouped(round(found[f"avg_{name}"]))}]
        if name not in _NO_SUM:
            said.insert(0, _("sum %(number)s") % {"number": grouped(found[f"sum_{name}"])})
        return " · ".join([*said, empty] if empty else said)
    return empty


def _empty_in_words(empty: int, number: int) -> str:
    if not empty:
        return ""
    share = 100 * empty / number
    percent = "< 1" if share < 1 else "> 99" if 99 < share < 100 else str(round(share))
    return _("%(percent)s%% empty") % {"percent": percent}
