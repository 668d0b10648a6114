"""What customers bought, what users did, what is agreed."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Query

from keepwell.agreements.models import Agreement
from keepwell.desk.api.asking import ApiRequest, now_by
from keepwell.desk.api.narrowed import narrowed_page
from keepwell.desk.api.shapes.trade import (
    AgreementOut,
    OfParty,
    OrderOut,
    OrdersAsked,
    OrdersIn,
    Recorded,
    UseOut,
    UsesIn,
)
from keepwell.desk.api.told import named
from keepwell.desk.commands.record_trade import record_orders, record_uses
from keepwell.desk.queries.nouns.orders import NOUN, purchases_of
from keepwell.desk.queries.trade import agreements_seen_by, uses_seen_by
from keepwell.desk.queries.views import Viewer
from keepwell.firm.gate.described import door_of
from keepwell.firm.gate.paging import Listed, page_of
from keepwell.orders.commands.take_in import LineDraft
from keepwell.orders.models import Order
from keepwell.usage.commands.take_in import UseDraft
from keepwell.walls.queries import visible_parties

orders = door_of("orders", "Orders")
usage = door_of("usage", "Usage")
agreements = door_of("agreements", "Agreements")


@orders.get("/orders", response=Listed[OrderOut])
def list_orders(request: ApiRequest, asked: Query[OrdersAsked]) -> dict[str, Any]:
    """What parties one may see bought, narrowed as the list is, the latest first."""
    whose = {"party": asked.party_id} if asked.party_id else {}
    return narrowed_page(
        request, NOUN, asked, told=_orders,
        further=lambda rows: rows.filter(**whose).prefetch_related("lines"),
    )  # fmt: skip


def _orders(rows: Sequence[Order]) -> list[dict[str, Any]]:
    plain = ("id", "number", "source", "ordered_at", "currency", "total_minor")
    return [
        {
            **{name: getattr(row, name) for name in plain},
            "party": named(row.party),
            "lines": list(row.lines.all()),
        }
        for row in rows
    ]


@orders.get("/orders/{uuid:order_id}", response=OrderOut)
def get_order(request: ApiRequest, order_id: UUID) -> dict[str, Any]:
    """One order with its lines."""
    viewer = Viewer(request.user, visible_parties(request.user), timezone.localdate())
    rows = purchases_of(viewer).select_related("party").prefetch_related("lines")
    return _orders([get_object_or_404(rows, pk=order_id)])[0]


@orders.post("/orders/bulk", response=Recorded)
def create_orders(request: ApiRequest, sent: OrdersIn) -> dict[str, int]:
    """Record lines of orders; the same line again changes nothing."""
    drafts = [LineDraft(key=one.line, **one.model_dump(exclude={"line"})) for one in sent.lines]
    added = record_orders(drafts, source=sent.source, **now_by(request))
    return {"added": added, "known": len(drafts) - added}


@usage.get("/usage", response=Listed[UseOut])
def list_uses(request: ApiRequest, asked: Query[OfParty]) -> dict[str, Any]:
    """What parties one may see did, the latest first."""
    rows = uses_seen_by(request.user, asked.party_id)
    return page_of(request, rows, asked, by=("-at", "-pk"), told=list)


@usage.post("/usage/bulk", response=Recorded)
def create_uses(request: ApiRequest, sent: UsesIn) -> dict[str, int]:
    """Record events of use; the same event again changes nothing."""
    drafts = [UseDraft(key=one.id, **one.model_dump(exclude={"id"})) for one in sent.events]
    added = record_uses(drafts, source=sent.source, **now_by(request))
    return {"added": added, "known": len(drafts) - added}


@agreements.get("/agreements", response=Listed[AgreementOut])
def list_agreements(request: ApiRequest, asked: Query[OfParty]) -> dict[str, Any]:
    """What is agreed with parties one may see, the newest first."""
    rows = agreements_seen_by(request.user, asked.party_id)
    return page_of(request, rows, asked, by=("-pk",), told=_agreements)


def _agreements(rows: Sequence[Agreement]) -> list[dict[str, Any]]:
    plain = (
        "id", "number", "kind", "title", "signed_on", "starts_on", "ends_on", "renewal",
        "notice_months", "terminated_on", "value_minor", "currency",
    )  # fmt: skip
    return [
        {**{name: getattr(row, name) for name in plain}, "party": named(row.party)}
        for row in rows
    ]


@agreements.get("/agreements/{uuid:agreement_id}", response=AgreementOut)
def get_agreement(request: ApiRequest, agreement_id: UUID) -> dict[str, Any]:
    """One agreement."""
    found = get_object_or_404(agreements_seen_by(request.user), pk=agreement_id)
    return _agreements([found])[0]
