"""The firm to programs: who one is, who works here."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from ninja import Query, Router, Schema

from keepwell.firm.gate.askers import AskerRequest
from keepwell.firm.gate.described import door_of
from keepwell.firm.gate.paging import Listed, Paging, page_of
from keepwell.firm.models import Teammate
from keepwell.firm.queries import teammates, the_firm, zone_of

anybody = Router(tags=["Who asks"])
door = door_of("settings", "The firm")


class TeammateOut(Schema):
    """Someone on our side."""

    id: UUID
    name: str
    email: str
    role: str
    works_here: bool
    left_on: date | None


class TokenOut(Schema):
    """The token that was shown."""

    name: str
    prefix: str
    scopes: list[str]
    expires_at: datetime


class MeOut(Schema):
    """Whom the request counts as; `token` is null for a browser's own session."""

    teammate: TeammateOut
    time_zone: str
    token: TokenOut | None


class FirmOut(Schema):
    """Who “we” are."""

    name: str
    domains: list[str]
    time_zone: str
    country: str
    currency: str
    cadence_days: int


class TeammatesAsked(Paging):
    """Which teammates."""

    here: bool | None = None


@anybody.get("/me", response=MeOut)
def me(request: AskerRequest) -> dict[str, Any]:
    """Who asks, and what their token allows."""
    asker = request.asker
    return {
        "teammate": teammate_out(asker.teammate),
        "time_zone": zone_of(asker.teammate),
        "token": asker.token,
    }


@door.get("/firm", response=FirmOut)
def firm(request: AskerRequest) -> Any:
    """The firm."""
    return the_firm()


@door.get("/teammates", response=Listed[TeammateOut])
def teammate_list(request: AskerRequest, asked: Query[TeammatesAsked]) -> dict[str, Any]:
    """Everybody who works here or has worked here."""
    rows = teammates() if asked.here is None else teammates().filter(is_active=asked.here)
    return page_of(request, rows, asked, by=("name", "pk"), told=_all)


@door.get("/teammates/{uuid:teammate_id}", response=TeammateOut)
def teammate(request: AskerRequest, teammate_id: UUID) -> dict[str, Any]:
    """One teammate."""
    return teammate_out(get_object_or_404(teammates(), pk=teammate_id))


def _all(rows: Sequence[Teammate]) -> list[dict[str, Any]]:
    return [teammate_out(one) for one in rows]


def teammate_out(one: Teammate) -> dict[str, Any]:
    """A teammate as programs read them."""
    return {
        "id": one.pk,
        "name": one.name,
        "email": one.email,
        "role": one.role,
        "works_here": one.is_active,
        "left_on": one.left_on,
    }
