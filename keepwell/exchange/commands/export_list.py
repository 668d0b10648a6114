"""Taking any list out of the house, and saying so in the journal."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import BinaryIO

from keepwell.exchange.parties_out import write_table
from keepwell.firm.charge import must_be_allowed
from keepwell.firm.models import Teammate
from keepwell.firm.rules import Act
from keepwell.kernel.command import command
from keepwell.kernel.record import record


@command
def export_list(
    file: BinaryIO,
    noun: str,
    rows: Iterable[Sequence[str]],
    *,
    header: Sequence[str],
    form: str,
    filters: Mapping[str, str],
    at: datetime,
    by: Teammate,
) -> int:
    """Write these rows to a file; how many, and of which list, is kept on record."""
    must_be_allowed(by, Act.EXPORT)
    count = write_table(file, form, header, rows)
    told = {name: value for name, value in filters.items() if value}
    record("export_list", noun, None, at=at, by=by, rows=count, form=form, filters=told)
    return count
