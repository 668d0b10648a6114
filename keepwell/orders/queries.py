"""What customers bought."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Count, Max, Min, Q, QuerySet, Sum

from keepwell.kernel.spelt import Many, spelt_once
from keepwell.orders.models import Order


class Bought(NamedTuple):
    """What a party bought: orders that were no pure returns, first and last, and net sums.

    `net_minor` by currency, returns taken off.
    """

    orders: int
    first_at: datetime | None
    last_at: datetime | None
    net_minor: dict[str, int]


NOTHING_BOUGHT = Bought(0, None, None, {})


def bought_by(parties: Collection[UUID]) -> dict[UUID, Bought]:
    """What each of these parties bought; those who bought nothing are left out."""
    bought: dict[UUID, Bought] = {}
    rows = _sums(parties=parties) if parties else ()
    for party, currency, orders, first, last, net in rows:
        so_far = bought.get(party, NOTHING_BOUGHT)
        bought[party] = Bought(
            so_far.orders + orders,
            min((each for each in (so_far.first_at, first) if each), default=None),
            max((each for each in (so_far.last_at, last) if each), default=None),
            {**so_far.net_minor, currency: net or 0},
        )
    return bought


@spelt_once
def _sums(*, parties: Many) -> QuerySet[Order, tuple[Any, ...]]:
    return (
        Order.objects.filter(party__in=parties)
        .values_list("party_id", "currency")
        .annotate(
            orders=Count("pk", filter=Q(total_minor__gt=0)),
            first=Min("ordered_at", filter=Q(total_minor__gt=0)),
            last=Max("ordered_at", filter=Q(total_minor__gt=0)),
            net=Sum("total_minor"),
        )
        .order_by("party_id", "currency")
    )


def orders_of(parties: Collection[UUID]) -> QuerySet[Order]:
    """The orders of these parties, newest first."""
    return Order.objects.filter(party__in=parties).order_by("-ordered_at", "-pk")
