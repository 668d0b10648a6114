"""What hangs on a party: names, contact points, addresses, ties."""

from typing import Annotated, Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Path
from ninja.responses import Status

from keepwell.desk.api.asking import ApiRequest, now_by, parties_named
from keepwell.desk.api.shapes.parties import (
    AddressOut,
    NameOut,
    PointOut,
    TieOut,
)
from keepwell.desk.api.shapes.party_parts import (
    AddressIn,
    NameIn,
    PointChange,
    PointIn,
    TieChange,
    TieIn,
)
from keepwell.desk.api.told import tie_told
from keepwell.desk.asking import party_or_404
from keepwell.desk.queries.party_whole import part_of
from keepwell.firm.gate.described import door_of
from keepwell.firm.gate.shapes import Done
from keepwell.parties.commands.contact_points import (
    add_contact_point,
    change_contact_point,
    prefer_contact_point,
    remove_contact_point,
)
from keepwell.parties.commands.names import add_name, change_name, remove_name
from keepwell.parties.commands.postal import (
    add_postal_address,
    change_postal_address,
    remove_postal_address,
)
from keepwell.parties.commands.ties import change_tie, end_tie, tie_parties
from keepwell.walls.queries import visible_parties

door = door_of("parties", "What hangs on a party")
RowId = Annotated[int, Path(ge=1, le=2**62)]
_AT = "/parties/{uuid:party_id}"


def _row(request: ApiRequest, party_id: UUID, part: str, pk: int) -> Any:
    party = party_or_404(request, party_id)
    rows = part_of(party, visible_parties(request.user), part)
    return get_object_or_404(rows, pk=pk)


@door.post(_AT + "/names", response={201: NameOut})
def create_name(request: ApiRequest, party_id: UUID, sent: NameIn) -> Any:
    """Keep a further name; it is searched and matched like the main one."""
    party = party_or_404(request, party_id)
    return Status(201, add_name(party, sent.text, kind=sent.kind, **now_by(request)))


@door.put(_AT + "/names/{int:name_id}", response=NameOut)
def update_name(request: ApiRequest, party_id: UUID, name_id: RowId, sent: NameIn) -> Any:
    """Correct a further name; the main name is changed with the party."""
    row = _row(request, party_id, "names", name_id)
    return change_name(row, text=sent.text, kind=sent.kind, **now_by(request))


@door.delete(_AT + "/names/{int:name_id}", response=Done)
def delete_name(request: ApiRequest, party_id: UUID, name_id: RowId) -> Any:
    """Forget a further name."""
    remove_name(_row(request, party_id, "names", name_id), **now_by(request))
    return Done()


@door.post(_AT + "/contact-points", response={201: PointOut})
def create_contact_point(request: ApiRequest, party_id: UUID, sent: PointIn) -> Any:
    """Keep an e-mail, phone, link or mail domain."""
    party, told = party_or_404(request, party_id), sent.model_dump(exclude={"kind", "value"})
    return Status(
        201, add_contact_point(party, sent.kind, sent.value, **told, **now_by(request))
    )


@door.put(_AT + "/contact-points/{int:point_id}", response=PointOut)
def update_contact_point(
    request: ApiRequest, party_id: UUID, point_id: RowId, sent: PointChange
) -> Any:
    """Correct an address, number, link or domain, or its label."""
    row = _row(request, party_id, "contact_points", point_id)
    return change_contact_point(row, value=sent.value, label=sent.label, **now_by(request))


@door.post(_AT + "/contact-points/{int:point_id}/prefer", response=PointOut)
def prefer_point(request: ApiRequest, party_id: UUID, point_id: RowId) -> Any:
    """Make this the first choice of its kind."""
    row = _row(request, party_id, "contact_points", point_id)
    return prefer_contact_point(row, **now_by(request))


@door.delete(_AT + "/contact-points/{int:point_id}", response=Done)
def delete_contact_point(request: ApiRequest, party_id: UUID, point_id: RowId) -> Any:
    """Forget an address, number, link or domain."""
    remove_contact_point(_row(request, party_id, "contact_points", point_id), **now_by(request))
    return Done()


@door.post(_AT + "/addresses", response={201: AddressOut})
def create_address(request: ApiRequest, party_id: UUID, sent: AddressIn) -> Any:
    """Keep where a party is found."""
    party = party_or_404(request, party_id)
    return Status(201, add_postal_address(party, lines=sent.model_dump(), **now_by(request)))


@door.put(_AT + "/addresses/{int:address_id}", response=AddressOut)
def update_address(
    request: ApiRequest, party_id: UUID, address_id: RowId, sent: AddressIn
) -> Any:
    """Correct where a party is found; lines that are not sent are emptied."""
    row = _row(request, party_id, "addresses", address_id)
    return change_postal_address(row, lines=sent.model_dump(), **now_by(request))


@door.delete(_AT + "/addresses/{int:address_id}", response=Done)
def delete_address(request: ApiRequest, party_id: UUID, address_id: RowId) -> Any:
    """Forget an address."""
    remove_postal_address(_row(request, party_id, "addresses", address_id), **now_by(request))
    return Done()


@door.post(_AT + "/ties", response={201: TieOut})
def create_tie(request: ApiRequest, party_id: UUID, sent: TieIn) -> Any:
    """Say how the party stands to another: works for, reports to, is owned by, buys for …"""
    party = party_or_404(request, party_id)
    (other,) = parties_named(request, [sent.other_id], field="other_id")
    told = sent.model_dump(exclude={"role", "other_id"})
    tie = tie_parties(party, sent.role, other, **told, **now_by(request))
    return Status(201, tie_told(tie))


@door.put(_AT + "/ties/{int:tie_id}", response=TieOut)
def update_tie(request: ApiRequest, party_id: UUID, tie_id: RowId, sent: TieChange) -> Any:
    """Correct the title or the days of a tie."""
    row = _row(request, party_id, "ties", tie_id)
    return tie_told(change_tie(row, **sent.model_dump(), **now_by(request)))


@door.post(_AT + "/ties/{int:tie_id}/end", response=TieOut)
def end_a_tie(request: ApiRequest, party_id: UUID, tie_id: RowId) -> Any:
    """From today they are no longer tied; that they were stays on record."""
    row = _row(request, party_id, "ties", tie_id)
    return tie_told(end_tie(row, on=timezone.localdate(), **now_by(request)))
