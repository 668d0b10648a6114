"""What stands under a list: how many there are, and what their columns come to."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Avg, Count, F, FloatField, Max, Min, Q, Sum
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from keepwell.desk.queries.filtered_own import COLUMN_OF, with_own
from keepwell.desk.rules.columns import DAYS, FILLED, MONEY, NUMBERS, Column, Layout
from keepwell.fields.queries.values import in_words
from keepwell.fields.rules.definitions import FieldSort
from keepwell.fields.rules.values import MILLION, Cell
from keepwell.kernel.keyset import are_too_many
from keepwell.kernel.money import Money
from keepwell.parties.queries.lists import MOST_COUNTED
from keepwell.parties.queries.lists import Count as Number
from keepwell.ui.words import grouped, reading_locale, short_day

PARTY_PATHS = {
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
    among: Any,
    layout: Layout,
    today: date,
    *,
    exactly: bool = False,
    paths: Mapping[str, str] = PARTY_PATHS,
    currency: str = "",
) -> Foot:
    """Two queries at most over a thousand rows; over all, if they are to be counted exactly.

    `paths` say where a column's fact stands, where that is not its name; `currency` which
    column says of what its money is: one query more sums each by itself. Beyond the cap there
    are no sums: those of a part would tell nothing.
    """
    if not exactly and hasattr(among, "made") and are_too_many(among):
        return Foot(Number(MOST_COUNTED, True))
    columns = [one.column for one in layout.columns if one.column.foot]
    for column in columns:
        if column.own:
            among = with_own(among, column.own, f"row_{column.name}")
    at = {f"at_{one.name}": F(_path_of(one, paths)) for one in columns}
    rows = among.order_by().annotate(**at).values("pk", *at)
    found = (rows if exactly else rows[: MOST_COUNTED + 1]).aggregate(
        number=Count("pk"), **{name: one for column in columns for name, one in _asked(column)}
    )
    number = found["number"]
    if number > MOST_COUNTED and not exactly:
        return Foot(Number(MOST_COUNTED, True))
    said = {one.name: _in_words(one, found, today) for one in columns} if number else {}
    for column in columns if number else ():
        if column.foot == MONEY:
            said[column.name] = _sums_of(among, _path_of(column, paths), currency)
    return Foot(Number(number, False), {name: words for name, words in said.items() if words})


def _path_of(column: Column, paths: Mapping[str, str]) -> str:
    if column.own:
        return f"row_{column.name}__{COLUMN_OF[column.own.sort]}"
    return paths.get(column.name, column.name)


def _sums_of(among: Any, path: str, currency: str) -> str:
    """What is summed of each currency: they never add up to one number."""
    sums = among.order_by().values_list(currency).annotate(sum=Sum(path)).order_by(currency)
    locale = str(reading_locale())
    return " + ".join(Money(minor, name).shown(locale) for name, minor in sums if minor)


def _asked(column: Column) -> Iterator[tuple[str, Any]]:
    at, name = f"at_{column.name}", column.name
    yield f"n_{name}", Count(at, filter=~Q(**{at: ""}) if column.foot == FILLED else None)
    if column.foot == DAYS:
        yield from ((f"min_{name}", Min(at)), (f"max_{name}", Max(at)))
    if column.foot == NUMBERS:
        # Whole numbers of 64 bits would run over where many large amounts are added up.
        plain = Cast(at, FloatField()) if column.own else F(at)
        yield from ((f"sum_{name}", Sum(plain)), (f"avg_{name}", Avg(plain)))


def _in_words(column: Column, found: Mapping[str, Any], today: date) -> str:
    name, filled = column.name, found[f"n_{column.name}"]
    empty = _empty_in_words(found["number"] - filled, found["number"])
    if column.foot == DAYS and filled:
        first, last = (short_day(found[f"{which}_{name}"], today) for which in ("min", "max"))
        span = first if first == last else f"{first} – {last}"
        return f"{span} · {empty}" if empty else span
    if column.foot == NUMBERS and filled:
        said = [_("average %(number)s") % {"number": _number(column, found[f"avg_{name}"])}]
        if name not in _NO_SUM:
            said.insert(
                0, _("sum %(number)s") % {"number": _number(column, found[f"sum_{name}"])}
            )
        return " · ".join([*said, empty] if empty else said)
    return empty


def _number(column: Column, value: float) -> str:
    """A sum or an average; of numbers with two places after the point, of money as money."""
    if column.own is None:
        return grouped(round(value))
    cent = MILLION // 100 if column.own.sort is FieldSort.NUMBER else 1
    return in_words(column.own, (Cell(number=round(value / cent) * cent),))


def _empty_in_words(empty: int, number: int) -> str:
    if not empty:
        return ""
    share = 100 * empty / number
    percent = "< 1" if share < 1 else "> 99" if 99 < share < 100 else str(round(share))
    return _("%(percent)s%% empty") % {"percent": percent}
