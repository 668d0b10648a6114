"""Taking a report out of the house, and saying so in the journal."""

from datetime import datetime

from keepwell.firm.charge import must_be_allowed
from keepwell.firm.models import Teammate
from keepwell.firm.rules import Act
from keepwell.kernel.command import command
from keepwell.kernel.record import record


@command
def export_report(
    *,
    noun: str,
    by_fields: str,
    of: str,
    rows: int,
    filter_text: str = "",
    at: datetime,
    by: Teammate,
) -> None:
    """Keep on record that a report left the house: of what, and how many lines."""
    must_be_allowed(by, Act.EXPORT)
    told = {"list": noun, "gathered_by": by_fields, "measured": of, "filter": filter_text}
    record("export_report", "report", None, at=at, by=by, rows=rows, told=told)
