"""Orders as a list: of parties one may see; those of nobody we know for who sees everybody."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any

from babel.numbers import list_currencies
from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from keepwell.desk.queries.narrowing import by_day, by_name, by_party, of_seen
from keepwell.desk.queries.nouns.noun import Line, Link, ListNoun, Value, View, Word
from keepwell.desk.queries.views import Viewer
from keepwell.desk.rules.catalogues.orders import ORDERS
from keepwell.desk.rules.filter_tree import Condition
from keepwell.fields.rules.values import decimal_of
from keepwell.firm.models import Teammate
from keepwell.kernel.keyset import Count, Order
from keepwell.kernel.money import Money, minor_digits
from keepwell.orders.models import Order as Purchase
from keepwell.walls.models import Reach
from keepwell.walls.queries import reach_of, stands_before_a_wall

USUAL_DIGITS = 2


def purchases_of(viewer: Viewer) -> QuerySet[Purchase]:
    """Orders behind the walls; one of nobody may be that of somebody walled off."""
    found = of_seen(viewer, "party_id")
    who = viewer.teammate
    if reach_of(who) == Reach.ALL and not stands_before_a_wall(who):
        found |= Q(party=None)
    return Purchase.objects.filter(found)


@cache
def _odd_currencies() -> dict[int, tuple[str, ...]]:
    """Currencies whose amounts have not two digits after the point, by how many they have."""
    found: dict[int, list[str]] = {}
    for name in sorted(list_currencies()):
        digits = minor_digits(name)
        if digits != USUAL_DIGITS:
            found.setdefault(digits, []).append(name)
    return {digits: tuple(names) for digits, names in found.items()}


def _by_amount(asked: Condition, _teammate: Teammate, _today: date) -> Q:
    """Amounts are numbers of their own currency, whichever that is."""
    odd = _odd_currencies()
    every = [name for names in odd.values() for name in names]
    found = ~Q(currency__in=every) & _amount(asked, USUAL_DIGITS)
    for digits, names in odd.items():
        found |= Q(currency__in=names) & _amount(asked, digits)
    return found


def _amount(asked: Condition, digits: int) -> Q:
    numbers = sorted(_minor(value, digits) for value in asked.values)
    match asked.operator:
        case "over":
            return Q(total_minor__gt=numbers[0])
        case "under":
            return Q(total_minor__lt=numbers[0])
    return Q(total_minor__gte=numbers[0], total_minor__lte=numbers[-1])


def _minor(value: str, digits: int) -> int:
    minor = int((decimal_of(value) or Decimal()) * 10**digits)
    return max(min(minor, 2**62), -(2**62))


def purchase_lines(
    rows: Sequence[Purchase], _viewer: Viewer, columns: Collection[str]
) -> list[Line]:
    """A page of orders; whose they are came with the rows."""
    return [_line(one, columns) for one in rows]


def _line(one: Purchase, columns: Collection[str]) -> Line:
    href = reverse("desk:order", args=[one.pk])
    whose: Value = Word("", _("nobody we know"))
    if one.party:
        whose = Link(one.party.name, reverse("desk:party", args=[one.party.pk]))
    told: dict[str, Value] = {
        "number": Link(one.number, href),
        "party": whose,
        "day": one.ordered_at,
        "currency": one.currency,
        "amount": Money(one.total_minor, one.currency),
        "source": one.source or None,
        "customer_no": one.customer_no or None,
        "address": one.address or None,
    }
    return Line(one.pk, one.number, href, {name: told[name] for name in columns})


def _counted(count: Count) -> str:
    return ngettext("%(count)s order", "%(count)s orders", count.number) % {"count": count}


def _hold(_viewer: Viewer, rows: QuerySet[Any], text: str) -> QuerySet[Any]:
    return rows.filter(
        Q(number__istartswith=text) | Q(customer_no__iexact=text) | Q(address__iexact=text)
    )


def _both(name: str, column: str, read: Any = str) -> dict[str, Order]:
    return {sign + name: Order(sign + name, column, bool(sign), read) for sign in ("", "-")}


NOUN = ListNoun(
    ORDERS,
    "desk:orders",
    gettext_lazy("Orders"),
    _counted,
    purchases_of,
    {
        "all": View(gettext_lazy("All")),
        "year": View(
            gettext_lazy("This year"),
            lambda viewer, rows: rows.filter(ordered_at__year=viewer.on.year),
        ),
        "nobody": View(
            gettext_lazy("Of nobody we know"), lambda _viewer, rows: rows.filter(party=None)
        ),
    },
    {
        "party": by_party("party"),
        "day": by_day("ordered_at", moments=True),
        "amount": _by_amount,
        "currency": by_name("currency"),
        "source": by_name("source"),
        "number": by_name("number"),
    },
    {
        **_both("number", "number"),
        **_both("day", "ordered_at", datetime.fromisoformat),
        **_both("amount", "total_minor", int),
    },
    purchase_lines,
    _hold,
    beside=lambda rows, _order: rows.select_related("party"),
    paths={"party": "party__name", "day": "ordered_at", "amount": "total_minor",
           "source": "source", "currency": "currency"},
    currency="currency",
    gathers={"party": "party", "day": "ordered_at", "source": F("source"),
             "currency": F("currency")},
    quick=(
        ("day:month", gettext_lazy("This month")),
        ("day:last:90", gettext_lazy("In the last 90 days")),
        ("party:empty", gettext_lazy("Of nobody we know")),
        ("amount:under:0", gettext_lazy("Given back")),
    ),
    search_label=gettext_lazy("Order or customer number"),
    legend=gettext_lazy("Orders for which"),
    empty=gettext_lazy("Orders come in by an import, or from your shop by the API."),
    is_ticked=True,
)  # fmt: skip
