"""Clients in name only, for programs: what each lacks, with its day."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Literal
from uuid import UUID

from django.utils import timezone
from ninja import Query, Schema

from keepwell.desk.api.asking import ApiRequest
from keepwell.desk.api.told import named
from keepwell.desk.queries.in_name_only import (
    InNameOnly,
    clients_in_name_only,
    lines_of,
)
from keepwell.firm.gate.described import door_of
from keepwell.firm.gate.paging import Listed, Paging, page_of
from keepwell.firm.gate.shapes import Named
from keepwell.firm.queries import usual_cadence
from keepwell.parties.models import Party
from keepwell.walls.queries import visible_parties

door = door_of("parties", "Kinds")


class LackOut(Schema):
    """Something a tended client has; since `on` it is lacking, where that is known.

    `activity_id` is the last exchange both ways.
    """

    what: Literal["owner", "agreement", "contact"]
    because: str
    on: date | None
    activity_id: UUID | None


class InNameOnlyOut(Schema):
    """A client in name only: why they are called a client, and what they lack."""

    party: Named
    owner: Named | None
    client_since: date | None
    client_because: list[str]
    lacks: list[LackOut]
    next_touch_on: date | None
    next_touch_what: str


@door.get("/parties/in-name-only", response=Listed[InNameOnlyOut])
def list_in_name_only(request: ApiRequest, asked: Query[Paging]) -> dict[str, Any]:
    """Clients one may see who lack two of owner, agreement and recent contact, by name."""
    on = timezone.localdate()
    rows = clients_in_name_only(visible_parties(request.user), on, usual_cadence())

    def told(page: Sequence[Party]) -> list[dict[str, Any]]:
        return [_told(one) for one in lines_of(page, on)]

    return page_of(request, rows, asked, by=("sort_name", "pk"), told=told)


def _told(one: InNameOnly) -> dict[str, Any]:
    return {
        "party": named(one.party),
        "owner": named(one.owner),
        "client_since": one.client.since if one.client else None,
        "client_because": list(one.client.because) if one.client else [],
        "lacks": [
            {"what": lack.what, "because": lack.because, "on": lack.on,
             "activity_id": lack.activity}
            for lack in one.lacks
        ],
        "next_touch_on": one.standing.next_touch_on,
        "next_touch_what": one.standing.next_touch_what,
    }  # fmt: skip
