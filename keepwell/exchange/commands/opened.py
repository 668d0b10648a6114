"""The rows of a staged file, one after the other, from where reading left off."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta, tzinfo
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from keepwell.exchange.commands.take import activities, mails, meetings, people, staff, trade
from keepwell.exchange.commands.take.around import Around, RowResult
from keepwell.exchange.models import ImportFile
from keepwell.exchange.readers.calendars import read_calendar
from keepwell.exchange.readers.cards import read_cards
from keepwell.exchange.readers.complaints import Complaint, SourceRefused
from keepwell.exchange.readers.kinds import SourceKind
from keepwell.exchange.readers.mailbox import Mail, read_eml, read_mbox
from keepwell.exchange.readers.refusal import Refusal
from keepwell.exchange.readers.shapes import TableShape
from keepwell.exchange.readers.sources import RefusedSource, Source, gather_sources, kind_of
from keepwell.exchange.readers.tables import read_rows
from keepwell.exchange.readers.vendors import Mapping, facts_reader, mapping_from_json
from keepwell.exchange.rules.party_rows import DRAFTS, drafted
from keepwell.exchange.rules.reading import Reading

Take = Callable[[Sequence[tuple[int, Any]], Around], list[RowResult]]
TAKES: dict[str, Take] = {
    "organisations": people.take_party_rows,
    "people": people.take_party_rows,
    "leads": people.take_party_rows,
    "cards": people.take_cards,
    "teammates": staff.take_teammate_rows,
    "deals": trade.take_deal_rows,
    "orders": trade.take_order_rows,
    "usage": trade.take_use_rows,
    "agreements": trade.take_agreement_rows,
    "calls": activities.take_activity_rows,
    "meetings": activities.take_activity_rows,
    "notes": activities.take_activity_rows,
    "tasks": activities.take_activity_rows,
    "mails": mails.take_mails,
    "calendar": meetings.take_meetings,
}
CHUNKS = {"mails": 200, "calendar": 500}
CHUNK = 2_000
HEAVY = 4 << 20
HORIZON = timedelta(days=400)
SHAPE_FIELDS = (
    "encoding", "delimiter", "quote", "header", "header_language", "date_order", "decimal",
    "sheet", "preamble", "headless",
)  # fmt: skip


class Item(NamedTuple):
    """One row, card, mail or meeting; or why it was not read, with what it looked like."""

    number: int
    value: Any = None
    because: str = ""
    cells: tuple[str, ...] = ()


def chunks(file: ImportFile, reading: Reading, at: datetime) -> Iterator[list[Item]]:
    """The items of a file from its position on, in portions to be taken in together."""
    items = islice(_items(file, at, reading.zone), file.position, None)
    of_parties = file.table in DRAFTS
    most = CHUNKS.get(file.table, CHUNK)
    chunk: list[Item] = []
    weight = 0
    for item in items:
        if of_parties and item.value is not None:
            item = item._replace(value=drafted(item.value, reading))
        chunk.append(item)
        weight += _weight(item)
        if len(chunk) >= most or weight >= HEAVY:
            yield chunk
            chunk, weight = [], 0
    if chunk:
        yield chunk


def _weight(item: Item) -> int:
    """How many bytes an item holds, roughly: large ones are taken in fewer at a time."""
    if isinstance(item.value, Mail):
        return item.value.size
    return sum(map(len, item.cells))


def _items(file: ImportFile, at: datetime, zone: tzinfo) -> Iterator[Item]:
    if file.form == "table":
        yield from _table_items(file)
        return
    for number, found in enumerate(_found(file, at, zone), start=1):
        if isinstance(found, Refusal):
            cells = (found.raw[:2_000].decode("utf-8", "replace").replace("\x00", ""),)
            yield Item(number, None, found.because, cells)
        else:
            yield Item(number, found)


def _found(file: ImportFile, at: datetime, zone: tzinfo) -> Iterator[Any]:
    for source in sources_of(file):
        with source.open() as stream:
            if file.form == "vcard":
                yield from read_cards(stream)
            elif file.form == "mbox":
                yield from read_mbox(stream)
            elif file.form == "eml":
                yield read_eml(stream)
            elif file.form == "ics":
                yield from read_calendar(stream, until=at + HORIZON, zone=zone)


def sources_of(file: ImportFile) -> Iterator[Source]:
    """The sources behind a staged file: one, or the single mails of a folder or archive."""
    is_there = False
    for source in gather_sources([Path(file.path)]):
        if isinstance(source, RefusedSource):
            continue
        if file.form == "eml":
            if source.group == file.shape.get("group") and kind_of(source) == SourceKind.EML:
                is_there = True
                yield source
        elif source.name == file.name:
            yield source
            return
    if not is_there:
        because = _("Keepwell's copy of this file is gone. Please drop it in again.")
        raise SourceRefused(Complaint("gone", because))


def mapping_of(file: ImportFile) -> Mapping:
    """How the file's columns are read."""
    return mapping_from_json(file.mapping)


def _table_items(file: ImportFile) -> Iterator[Item]:
    shape = TableShape(**{name: _tupled(file.shape[name]) for name in SHAPE_FIELDS})
    facts_of = facts_reader(mapping_of(file), shape.header)
    for source in sources_of(file):
        for row in read_rows(source, shape):
            if row.complaint:
                yield Item(row.number, None, row.complaint.because, row.cells)
            else:
                yield Item(row.number, facts_of(row.cells), "", row.cells)


def _tupled(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
