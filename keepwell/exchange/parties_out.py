"""The list of parties as a file: one row for each, names and ids for what they are tied to."""

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from io import TextIOWrapper
from itertools import islice
from typing import Any, BinaryIO
from uuid import UUID

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from keepwell.fields.queries.values import values_of_parties
from keepwell.fields.rules.definitions import shown_definitions
from keepwell.firm.models import Teammate
from keepwell.kernel.among import is_among
from keepwell.kernel.refusal import refuse_unless
from keepwell.kinds.models import Holding
from keepwell.parties.models import (
    ContactPoint,
    ExternalId,
    Party,
    PartyQuerySet,
    PostalAddress,
    Tie,
    TieRole,
)
from keepwell.walls.queries import visible_parties

CHUNK = 500
FORMS = ("csv", "xlsx")
LONGEST_CELL = 32_000  # a spreadsheet's cell holds 32,767 characters
COLUMNS = (
    "id", "nature", "name", "kinds", "owner", "owner_email", "stage", "quietness",
    "last_inbound", "last_outbound", "last_two_way", "emails", "phones", "city", "country",
    "works_for", "works_for_id", "external_ids",
)  # fmt: skip


def write_parties(
    file: BinaryIO,
    *,
    form: str = "csv",
    teammate: Teammate | None = None,
    filters: Mapping[str, str] | None = None,
    among: PartyQuerySet | None = None,
    at: datetime | None = None,
) -> int:
    """Write the parties a teammate may see (None: all) to a file; gives how many.

    `among` narrows them to a list somebody sees, which started behind the walls itself.
    Memory holds a few hundred parties, however many there are. A cell that a spreadsheet would
    take for a formula is defused: by an apostrophe in CSV, as plain text in XLSX. Moments are
    ISO 8601 in UTC.
    """
    must_be_form(form)
    seen = visible_parties(teammate) if teammate else Party.objects.present()
    chosen = parties_to_write(teammate, filters or {}) if among is None else among
    own = [one.name for one in shown_definitions()]
    rows = _rows(chosen, seen, at or timezone.now(), own)
    header = (*COLUMNS, *own)
    return write_table(file, form, header, rows)


def must_be_form(form: str) -> None:
    """Refuse what is no form of a file of rows."""
    refuse_unless(form in FORMS, _("A list is written as csv or xlsx."), field="form")


def write_table(
    file: BinaryIO, form: str, header: Sequence[str], rows: Iterable[Sequence[str]]
) -> int:
    """Write rows under a header; gives how many."""
    must_be_form(form)
    return _write_csv(file, header, rows) if form == "csv" else _write_xlsx(file, header, rows)


def parties_to_write(teammate: Teammate | None, filters: Mapping[str, str]) -> PartyQuerySet:
    """What this teammate may see, narrowed; values nobody knows find nothing."""
    among = visible_parties(teammate) if teammate else Party.objects.present()
    if nature := filters.get("nature"):
        among = among.filter(nature=nature)
    if stage := filters.get("stage"):
        among = among.filter(relationship__stage=stage)
    if kind := filters.get("kind"):
        held = Holding.objects.filter(kind=kind, until=None)
        among = among.filter(pk__in=held.values("party"))
    if owner := filters.get("owner"):
        among = among.filter(_owned_by(owner))
    return among


def _owned_by(owner: str) -> Q:
    if owner == "nobody":
        return Q(relationship__owner=None)
    try:
        return Q(relationship__owner=UUID(owner))
    except ValueError:
        return Q(pk__in=[])


def _write_csv(file: BinaryIO, header: Sequence[str], rows: Iterable[Sequence[str]]) -> int:
    text = TextIOWrapper(file, encoding="utf-8-sig", newline="", write_through=True)
    writer = csv.writer(text)
    writer.writerow(header)
    count = 0
    for row in rows:
        writer.writerow([defused(cell) for cell in row])
        count += 1
    text.flush()
    text.detach()  # the file stays open: it is not ours to close
    return count


def defused(cell: str) -> str:
    """The cell, so that no spreadsheet takes it for a formula (OWASP, CSV injection)."""
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") and cell else cell


def _write_xlsx(file: BinaryIO, header: Sequence[str], rows: Iterable[Sequence[str]]) -> int:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Keepwell")
    sheet.append(header)
    count = 0
    for row in rows:
        sheet.append([_plain_cell(sheet, cell) for cell in row])
        count += 1
    book.save(file)
    return count


def _plain_cell(sheet: Any, text: str) -> Any:
    cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", text)[:LONGEST_CELL])
    cell.data_type = "s"
    return cell


def _rows(
    among: PartyQuerySet, seen: PartyQuerySet, at: datetime, own: Sequence[str]
) -> Iterator[list[str]]:
    ids = among.order_by("pk").values_list("pk", flat=True).iterator(chunk_size=5_000)
    while part := list(islice(ids, CHUNK)):
        parties = Party.objects.select_related("relationship__owner", "contact_facts")
        beside = _Beside(part, seen)
        held = values_of_parties(part, seen, own)
        for party in parties.filter(pk__in=part).order_by("pk"):
            values = held.get(party.pk, {})
            written = [values[name].written if name in values else "" for name in own]
            yield [*_row(party, beside, at.date()), *written]


class _Beside:
    """What is written of a few hundred parties beside their own fields."""

    def __init__(self, ids: Sequence[UUID], seen: PartyQuerySet) -> None:
        self.kinds = _gathered(
            Holding.objects.filter(party__in=ids, until=None).values_list("party_id", "kind")
        )
        points = ContactPoint.objects.filter(party__in=ids).order_by("-is_primary", "pk")
        self.emails = _gathered(points.filter(kind="email").values_list("party_id", "normal"))
        self.phones = _gathered(points.filter(kind="phone").values_list("party_id", "normal"))
        addresses = PostalAddress.objects.filter(party__in=ids).order_by("-pk")
        self.places = {
            p: (c, n) for p, c, n in addresses.values_list("party_id", "city", "country")
        }
        external = ExternalId.objects.filter(party__in=ids).exclude(source__startswith="row:")
        self.external = _gathered(
            (party, f"{source}={id_}")
            for party, source, id_ in external.order_by("pk").values_list(
                "party_id", "source", "external_id"
            )
        )
        ties = Tie.objects.filter(party__in=ids, role=TieRole.WORKS_FOR, ends_on=None)
        ties = ties.filter(is_among("other", seen))
        ties = ties.order_by("-is_primary", "pk")
        self.employers = _gathered(ties.values_list("party_id", "other__name"))
        self.employer_ids = _gathered(ties.values_list("party_id", "other_id"))


def _gathered(pairs: Iterable[tuple[Any, Any]]) -> dict[UUID, str]:
    found: dict[UUID, list[str]] = defaultdict(list)
    for party, word in pairs:
        found[party].append(str(word))
    return {party: "; ".join(words) for party, words in found.items()}


def _row(party: Any, beside: _Beside, today: date) -> list[str]:
    standing = getattr(party, "relationship", None)
    facts = getattr(party, "contact_facts", None)
    owner = standing.owner if standing else None
    city, country = beside.places.get(party.pk, ("", ""))
    return [
        str(party.pk),
        party.nature,
        party.name,
        beside.kinds.get(party.pk, ""),
        owner.name if owner else "",
        owner.email if owner else "",
        standing.stage if standing else "",
        _quietness(facts, today),
        *(
            _moment(getattr(facts, n, None))
            for n in ("last_inbound", "last_outbound", "last_two_way")
        ),
        beside.emails.get(party.pk, ""),
        beside.phones.get(party.pk, ""),
        city,
        country,
        beside.employers.get(party.pk, ""),
        beside.employer_ids.get(party.pk, ""),
        beside.external.get(party.pk, ""),
    ]


def _quietness(facts: Any, today: date) -> str:
    if facts is None:
        return ""
    for level in ("silent", "quiet", "watch"):
        day = getattr(facts, f"{level}_on")
        if day and day <= today:
            return level
    return "fine"


def _moment(at: datetime | None) -> str:
    return at.isoformat(timespec="seconds").replace("+00:00", "Z") if at else ""
