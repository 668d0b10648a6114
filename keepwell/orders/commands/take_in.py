"""Taking in purchases from a file, one row for each line of an order."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import F, Sum

from keepwell.kernel.bulk import insert_rows
from keepwell.kernel.command import command
from keepwell.kernel.ids import uuid7
from keepwell.kernel.record import record
from keepwell.orders.models import Order, OrderLine

ORDER_FIELDS = (
    "id", "number", "source", "party", "buyer", "ordered_at", "currency", "total_minor",
    "customer_no", "address",
)  # fmt: skip
LINE_FIELDS = (
    "order", "product", "sku", "quantity", "unit_minor", "is_return", "ordered_at", "key",
)  # fmt: skip


@dataclass(slots=True)
class LineDraft:
    """One line of an order: what, how many (negative for a return), at which unit price."""

    number: str
    key: str
    ordered_at: datetime
    currency: str
    product: str
    sku: str
    quantity: Decimal
    unit_minor: int
    is_return: bool
    customer_no: str = ""
    address: str = ""
    party_id: UUID | None = None
    buyer_id: UUID | None = None


@command
def take_in_order_lines(
    drafts: Sequence[LineDraft], *, at: datetime, by: Any, tool: str
) -> set[str]:
    """Add the lines whose fingerprint is new, and their orders; gives the keys added."""
    there = set(
        OrderLine.objects.filter(key__in=[d.key for d in drafts]).values_list("key", flat=True)
    )
    new = {draft.key: draft for draft in drafts if draft.key not in there}
    orders = _orders(list(new.values()), tool)
    insert_rows(
        OrderLine,
        LINE_FIELDS,
        (
            [orders[d.number], d.product[:300], d.sku[:100], d.quantity, d.unit_minor,
             d.is_return, d.ordered_at, d.key]
            for d in new.values()
        ),
    )  # fmt: skip
    _sum_up(set(orders.values()))
    if new:
        record("take_in_orders", "order", None, at=at, by=by, tool=tool, keys=list(new))
    return set(new)


def _orders(drafts: list[LineDraft], tool: str) -> dict[str, UUID]:
    first: dict[str, LineDraft] = {}
    for draft in drafts:
        first.setdefault(draft.number, draft)
    known = dict(
        Order.objects.filter(source=tool, number__in=first).values_list("number", "pk")
    )
    missing = {number: uuid7() for number in first if number not in known}
    rows = (
        [id_, number[:100], tool, d.party_id, d.buyer_id, d.ordered_at, d.currency, 0,
         d.customer_no[:100], d.address[:320]]
        for number, id_ in missing.items()
        for d in (first[number],)
    )  # fmt: skip
    insert_rows(Order, ORDER_FIELDS, rows)
    return {**known, **missing}


def _sum_up(order_ids: set[UUID]) -> None:
    totals: dict[UUID, Decimal] = defaultdict(Decimal)
    lines = OrderLine.objects.filter(order__in=order_ids).values_list("order_id")
    for order_id, total in lines.annotate(total=Sum(F("quantity") * F("unit_minor"))):
        totals[order_id] = total
    orders = [Order(pk=order_id, total_minor=int(total)) for order_id, total in totals.items()]
    Order.objects.bulk_update(orders, ["total_minor"], batch_size=500)


@command
def name_buyers(
    buyers: Sequence[tuple[dict[str, Any], UUID, UUID | None]], *, at: datetime, by: Any
) -> int:
    """Say who bought: each (fields of orders that nobody is named for, party, person)."""
    named = 0
    for fields, party_id, buyer_id in buyers:
        nobody = Order.objects.filter(party=None, **fields)
        named += nobody.update(party_id=party_id, buyer_id=buyer_id)
    if named:
        record("name_buyers", "order", None, at=at, by=by, orders=named)
    return named
