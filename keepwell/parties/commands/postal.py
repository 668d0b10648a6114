from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext as _

from keepwell.firm.models import Teammate
from keepwell.kernel.command import command, hold
from keepwell.kernel.record import record
from keepwell.kernel.refusal import refuse_unless
from keepwell.parties.commands.touching import (
    assign,
    clean_or_refuse,
    hold_present,
    mark_changed,
)
from keepwell.parties.models import Party, PostalAddress

PARTS = ("street", "postal_code", "city", "region", "country")


def _stripped(lines: Mapping[str, str]) -> dict[str, str]:
    return {part: lines.get(part, "").strip() for part in (*PARTS, "label")}


def _refuse_empty(lines: Mapping[str, str]) -> None:
    refuse_unless(
        any(lines[part] for part in PARTS),
        _("Write at least a street, a city or a country."),
        field="street",
    )


@command
def add_postal_address(
    party: Party, *, lines: Mapping[str, str], at: datetime, by: Teammate | None = None
) -> PostalAddress:
    """Keep where a party is found; `lines`: a text for each of `PARTS`, and a label."""
    party = hold_present(party)
    lines = _stripped(lines)
    _refuse_empty(lines)
    address = PostalAddress(party=party, **lines)
    clean_or_refuse(address)
    address.save(force_insert=True)
    mark_changed(party, at, by)
    told = {part: value for part, value in lines.items() if value}
    record("added", "address", None, at=at, by=by, party_id=party.pk, **told)
    return address


@command
def change_postal_address(
    address: PostalAddress,
    *,
    lines: Mapping[str, str],
    at: datetime,
    by: Teammate | None = None,
) -> PostalAddress:
    """Correct where a party is found."""
    party = hold_present(address.party)
    address = hold(address)
    lines = _stripped(lines)
    _refuse_empty(lines)
    differ = assign(address, lines)
    if differ:
        clean_or_refuse(address)
        address.save()
        mark_changed(party, at, by)
        record("changed", "address", None, at=at, by=by, party_id=party.pk, **differ)
    return address


@command
def remove_postal_address(
    address: PostalAddress, *, at: datetime, by: Teammate | None = None
) -> None:
    """Forget an address."""
    party = hold_present(address.party)
    told = {part: getattr(address, part) for part in PARTS if getattr(address, part)}
    address.delete()
    mark_changed(party, at, by)
    record("removed", "address", None, at=at, by=by, party_id=party.pk, **told)
