"""Orders, uses and agreements behind the walls."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet

from keepwell.agreements.models import Agreement
from keepwell.firm.models import Teammate
from keepwell.kernel.among import is_among
from keepwell.orders.models import Order
from keepwell.parties.models import ContactPoint
from keepwell.usage.models import Use
from keepwell.walls.queries import visible_parties


def orders_seen_by(teammate: Teammate, party_id: UUID | None = None) -> QuerySet[Order]:
    """The orders of parties this teammate may see, or of one of them."""
    rows = Order.objects.filter(party__in=_whose(teammate, party_id))
    return rows.select_related("party").prefetch_related("lines")


def uses_seen_by(teammate: Teammate, party_id: UUID | None = None) -> QuerySet[Use]:
    """What parties this teammate may see did, or one of them."""
    return Use.objects.filter(party__in=_whose(teammate, party_id))


def agreements_seen_by(teammate: Teammate, party_id: UUID | None = None) -> QuerySet[Agreement]:
    """The agreements with parties this teammate may see, or with one of them."""
    rows = Agreement.objects.filter(party__in=_whose(teammate, party_id))
    return rows.select_related("party")


def _whose(teammate: Teammate, party_id: UUID | None) -> Any:
    seen = visible_parties(teammate)
    return (seen.filter(pk=party_id) if party_id else seen).values("pk")


def parties_by_address(teammate: Teammate, addresses: Collection[str]) -> dict[str, UUID]:
    """The one party this teammate may see with each mail address; shared ones are left out."""
    points = ContactPoint.objects.filter(
        is_among("party", visible_parties(teammate)), kind="email", normal__in=addresses
    )
    alone = points.values("normal").annotate(n=Count("party", distinct=True)).filter(n=1)
    names = alone.values_list("normal", flat=True)
    return dict(points.filter(normal__in=list(names)).values_list("normal", "party_id"))
