"""One value of a party, written where it stands, over nothing but what its writer saw."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from keepwell.desk.queries.spots import address_named, point_named
from keepwell.firm.models import Teammate
from keepwell.kernel.command import command, hold
from keepwell.kernel.refusal import Overtaken, Refused, refuse_unless
from keepwell.parties.commands.change import change_party
from keepwell.parties.commands.contact_points import change_contact_point
from keepwell.parties.commands.postal import change_postal_address
from keepwell.parties.models import Party

LINES = ("label", "street", "postal_code", "city", "region", "country")


@command
def write_in_place(
    party: Party, name: str, value: Any, *, seen: Any, at: datetime, by: Teammate
) -> None:
    """Write one value of a party; refused (`Overtaken`) when it no longer reads as `seen`."""
    held = hold(party)
    if (point := point_named(held, name)) is not None:
        refuse_unless(bool(value), _("Write it, or remove it under “Change”."), field="value")
        _must_be_as_seen(point.value, value, seen)
        change_contact_point(point, value=value, label=point.label, at=at, by=by)
    elif (address := address_named(held, name)) is not None:
        _must_be_as_seen(address.city, value, seen)
        lines = {line: getattr(address, line) for line in LINES} | {"city": value}
        change_postal_address(address, lines=lines, at=at, by=by)
    else:
        _must_be_as_seen(getattr(held, name), value, seen)
        try:
            change_party(held, facts={name: value}, at=at, by=by)
        except Refused as no:
            raise Refused(no.because, field="value") from None


def _must_be_as_seen(now: Any, value: Any, seen: Any) -> None:
    if now not in (seen, value):
        raise Overtaken(_("Somebody else changed this while you wrote."), field="value")
