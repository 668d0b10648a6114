"""The kinds of a party: what somebody's word overrules, and what it was before."""

from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import Http404
from django.utils import timezone
from ninja import Schema
from ninja.responses import Status
from pydantic import ConfigDict, Field

from keepwell.desk.api.asking import ApiRequest, now_by
from keepwell.desk.asking import party_or_404
from keepwell.firm.gate.described import door_of
from keepwell.firm.gate.shapes import Day
from keepwell.kinds.commands.overrule import overrule_kind, take_back_overruling
from keepwell.kinds.models import Overruling
from keepwell.kinds.queries.told import history_of_kinds, known_of, overruling_of

door = door_of("parties", "Kinds")
_AT = "/parties/{uuid:party_id}/kinds"


class OverrulingIn(Schema):
    """That a party is, or is not, of a kind, until a day, and why."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"kind": "client", "is_held": False, "ends_on": "2027-03-31",
                          "reason": "They are our bank"}]
        },
    )  # fmt: skip
    kind: Literal["client", "customer", "user", "prospect", "former client"]
    is_held: bool
    ends_on: Day
    reason: Annotated[str, Field(min_length=1, max_length=300, pattern=r"^[^\x00]*$")]


class OverrulingOut(Schema):
    """Somebody's word; `ends_on` is the first day the policy decides again."""

    id: UUID
    kind: str
    is_held: bool
    starts_on: date
    ends_on: date
    reason: str
    by: str


class HeldOnceOut(Schema):
    """A kind that was or is held; `until` is the first day no longer."""

    kind: str
    since: date | None
    until: date | None
    decided_by: str
    because: list[str]


class AspectOut(Schema):
    """An aspect: which kinds something in it speaks for, and what that is."""

    key: str
    label: str
    speaks_for: list[str]
    because: list[str]


def _told(row: Overruling) -> dict[str, Any]:
    names = ("id", "kind", "is_held", "starts_on", "ends_on", "reason")
    return {**{name: getattr(row, name) for name in names}, "by": row.made_by_name}


@door.get(_AT + "/history", response=list[HeldOnceOut])
def list_kinds_held(request: ApiRequest, party_id: UUID) -> Any:
    """Every kind the party ever held, what it holds now first."""
    return history_of_kinds(party_or_404(request, party_id))


@door.get(_AT + "/aspects", response=list[AspectOut])
def list_aspects(request: ApiRequest, party_id: UUID) -> Any:
    """The comparison of aspects: what speaks for a client, a customer, a user."""
    today = timezone.now().date()
    return known_of(party_or_404(request, party_id).pk, today).aspects(today)


@door.get(_AT + "/overrulings", response=list[OverrulingOut])
def list_overrulings(request: ApiRequest, party_id: UUID) -> list[dict[str, Any]]:
    """What somebody's word decides today."""
    found = known_of(party_or_404(request, party_id).pk, timezone.now().date())
    return [_told(row) for row in found.overruled]


@door.post(_AT + "/overrulings", response={201: OverrulingOut})
def create_overruling(request: ApiRequest, party_id: UUID, sent: OverrulingIn) -> Any:
    """Overrule the policy for this party, for a time."""
    party = party_or_404(request, party_id)
    return Status(201, _told(overrule_kind(party, **sent.model_dump(), **now_by(request))))


@door.delete(_AT + "/overrulings/{uuid:overruling_id}", response={204: None})
def delete_overruling(request: ApiRequest, party_id: UUID, overruling_id: UUID) -> Any:
    """Let the policy decide again."""
    row = overruling_of(party_or_404(request, party_id), overruling_id)
    if row is None:
        raise Http404
    take_back_overruling(row, **now_by(request))
    return Status(204, None)
