"""Conditions and orders by fields of the firm's own, each read from that field's rows alone."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Exists, FilteredRelation, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from keepwell.desk.queries.filtered_days import on_days
from keepwell.desk.queries.filtered_texts import NEGATIVE
from keepwell.desk.queries.narrowing import rows_meant
from keepwell.desk.rules.catalogue import PARTIES
from keepwell.desk.rules.filter_fields import FIELDS
from keepwell.desk.rules.filter_tree import FILTER, Condition, is_id
from keepwell.fields.models import OwnValue
from keepwell.fields.rules.definitions import Definition, FieldSort, definition_named
from keepwell.fields.rules.values import decimal_of, folded, read_value
from keepwell.firm.models import Teammate
from keepwell.kernel.among import is_among
from keepwell.kernel.refusal import Refused
from keepwell.parties.lookups import begins
from keepwell.parties.models import PartyName
from keepwell.parties.queries.lists import BY_NAME, Order
from keepwell.parties.rules.spellings import folded_name
from keepwell.walls.queries import visible_parties

Rows = QuerySet[OwnValue]
KEY, NUMBER, DAY = "key", "number", "day"
COLUMN_OF: Mapping[FieldSort, str] = {
    FieldSort.TEXT: KEY,
    FieldSort.URL: KEY,
    FieldSort.NUMBER: NUMBER,
    FieldSort.MONEY: NUMBER,
    FieldSort.CHOICE: NUMBER,
    FieldSort.YES_NO: NUMBER,
    FieldSort.DATE: DAY,
}
_READ: Mapping[str, Callable[[Any], Any]] = {KEY: str, NUMBER: int, DAY: date.fromisoformat}


def by_own(asked: Condition, teammate: Teammate, today: date) -> Q:
    """The condition on a field of the firm's own; a link to somebody hidden is none."""
    own = FIELDS[asked.field].own
    assert own is not None
    rows = OwnValue.objects.filter(field=own.id)
    if own.sort is FieldSort.PARTY:
        rows = rows.filter(is_among("other", visible_parties(teammate)))
    negative = asked.operator in NEGATIVE and asked.operator != "no"
    if asked.operator not in ("empty", "filled"):
        rows = rows.filter(_ASKS[own.sort](own, asked, today))
    return rows_meant(rows, "party", negative=negative)


def _on_text(_own: Definition, asked: Condition, _today: date) -> Q:
    value = folded(asked.values[0])
    match NEGATIVE.get(asked.operator, asked.operator):
        case "contains":
            return Q(key__contains=value)
        case "starts":
            return begins("key", value)
    return Q(key=value)


def _on_amount(own: Definition, asked: Condition, _today: date) -> Q:
    numbers = sorted(_number(own, value) for value in asked.values)
    match asked.operator:
        case "over":
            return Q(number__gt=numbers[0])
        case "under":
            return Q(number__lt=numbers[0])
    return Q(number__gte=numbers[0], number__lte=numbers[-1])


def _number(own: Definition, value: str) -> int:
    return read_value(own, decimal_of(value) or Decimal())[0].number or 0


def _on_day(_own: Definition, asked: Condition, today: date) -> Q:
    return on_days("day", asked, today)


def _on_choice(_own: Definition, asked: Condition, _today: date) -> Q:
    return Q(key__in=asked.values)


def _on_answer(_own: Definition, asked: Condition, _today: date) -> Q:
    return Q(number=int(asked.operator == "yes"))


def _on_party(_own: Definition, asked: Condition, _today: date) -> Q:
    ids = [value for value in asked.values if is_id(value)]
    found = Q(other__in=ids)
    if names := [folded_name(value) for value in asked.values if not is_id(value)]:
        called = PartyName.objects.filter(folded__in=names)
        found |= Q(other__in=called.values("party"))
    return found


_ASKS: Mapping[FieldSort, Callable[[Definition, Condition, date], Q]] = {
    FieldSort.TEXT: _on_text,
    FieldSort.URL: _on_text,
    FieldSort.NUMBER: _on_amount,
    FieldSort.MONEY: _on_amount,
    FieldSort.DATE: _on_day,
    FieldSort.CHOICE: _on_choice,
    FieldSort.CHOICES: _on_choice,
    FieldSort.YES_NO: _on_answer,
    FieldSort.PARTY: _on_party,
}


def with_own(among: QuerySet[Any], asked: Definition, alias: str) -> QuerySet[Any]:
    """With the one row of each party in this field, if any, joined under this name."""
    join = FilteredRelation("own_values", condition=Q(own_values__field=asked.id))
    joined: QuerySet[Any] = among.annotate(**{alias: join})
    return joined


def order_by_own(sort: str) -> Order:
    """The order a list takes by such a field; who has no value comes last, by name."""
    asked = definition_named(sort.removeprefix("-"))
    if asked is None or not PARTIES.can_sort(sort):
        no = _("A list cannot be sorted by “%(name)s”.") % {"name": sort[:60]}
        raise Refused(no, field=FILTER)
    column = COLUMN_OF[asked.sort]
    has_one = Exists(OwnValue.objects.filter(field=asked.id, party=OuterRef("pk")))
    return Order(
        sort, f"own_values__{column}", sort.startswith("-"), _READ[column], rest=BY_NAME,
        tie="own_values__party_id", among=Q(own_values__field=asked.id), without=~Q(has_one),
    )  # fmt: skip
