"""Taking the list of parties out of the house, and saying so in the journal."""

from collections.abc import Mapping
from datetime import datetime
from typing import BinaryIO

from keepwell.exchange.parties_out import write_parties
from keepwell.firm.charge import must_be_allowed
from keepwell.firm.models import Teammate
from keepwell.firm.rules import Act
from keepwell.kernel.command import command
from keepwell.kernel.record import record
from keepwell.parties.models import PartyQuerySet


@command
def export_parties(
    file: BinaryIO,
    *,
    form: str,
    filters: Mapping[str, str] | None = None,
    among: PartyQuerySet | None = None,
    at: datetime,
    by: Teammate,
) -> int:
    """Write the parties this teammate may see to a file; how many is kept on record."""
    must_be_allowed(by, Act.EXPORT)
    rows = write_parties(file, form=form, teammate=by, filters=filters, among=among, at=at)
    told = {name: value for name, value in (filters or {}).items() if value}
    record("export_parties", "party", None, at=at, by=by, rows=rows, form=form, filters=told)
    return rows
