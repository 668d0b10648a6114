"""Fields of the firm's own that an import makes for columns nobody knew, and takes back."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from keepwell.exchange.commands.opened import sources_of
from keepwell.exchange.commands.take_back import TakenBack
from keepwell.exchange.models import Import, ImportFile, Trace
from keepwell.exchange.queries.imports import mapping_columns, shape_of
from keepwell.exchange.readers.tables import read_rows
from keepwell.exchange.readers.values import clean_cell
from keepwell.exchange.readers.vendors.columns import OF_PARTIES, plain_header
from keepwell.exchange.readers.vendors.new_fields import currency_in, new_sort
from keepwell.fields.commands.define import define_field, take_back_field
from keepwell.fields.models import OwnField
from keepwell.fields.queries.uses import what_uses
from keepwell.fields.rules.definitions import (
    LONGEST_LABEL,
    MOST_CHOICES,
    MOST_FIELDS,
    FieldSort,
    definitions,
)
from keepwell.firm.charge import must_be_allowed
from keepwell.firm.models import Teammate
from keepwell.firm.rules import Act, may
from keepwell.kernel.command import command, hold
from keepwell.kernel.refusal import refuse_unless

MADE = "fields.OwnField"
MOST_LOOKED_AT = 200_000
Wanted = tuple[ImportFile, str, FieldSort]


def fields_wanted(job: Import) -> Iterator[Wanted]:
    """Each column that is to become a new field: its file, its header, what it holds."""
    for file in job.files.filter(is_done=False, table__in=OF_PARTIES).order_by("order"):
        for header, fact in mapping_columns(file).items():
            if (sort := new_sort(fact)) is not None:
                yield file, header, sort


def must_be_able_to_define(job: Import, by: Teammate) -> None:
    """Refuse to begin where fields are wanted that cannot be made, or not by them."""
    wanted = {plain_header(header) for _file, header, _sort in fields_wanted(job)}
    wanted -= {plain_header(one.words) for one in definitions().values()}
    if not wanted:
        return
    must_be_allowed(by, Act.RUN_FIRM)
    many = _("There are %(most)s fields at most. Retire one that is not used.")
    fits = OwnField.objects.count() + len(wanted) <= MOST_FIELDS
    refuse_unless(fits, many % {"most": MOST_FIELDS})


@command
def define_new_fields(job: Import, *, at: datetime) -> int:
    """Make the fields an import wants before its first row goes in; once, all or none.

    A field that is called so already is taken instead. Counts those that were made.
    """
    # not for the record: each field that is made writes its own line.
    job = hold(job)
    wanted, made = list(fields_wanted(job)), 0
    for file, header, sort in wanted:
        label = " ".join(header.replace("\0", " ").split())[:LONGEST_LABEL].strip()
        known = {plain_header(one.words): one.name for one in definitions().values()}
        if (name := known.get(plain_header(label))) is None:
            natures = {OF_PARTIES[each.table] for each, named, _s in wanted
                       if plain_header(named) == plain_header(label)}  # fmt: skip
            nature = natures.pop() if len(natures) == 1 else ""
            name = _define(job, file, header, label, sort, nature, at)
            made += 1
        columns = {**mapping_columns(file), header: name}
        file.mapping = {**file.mapping, "columns": columns}
        for each, _header, _sort in wanted:  # the same file, for its further columns
            if each.pk == file.pk:
                each.mapping = file.mapping
        file.save(update_fields=["mapping"])
    return made


def _define(
    job: Import,
    file: ImportFile,
    header: str,
    label: str,
    sort: FieldSort,
    nature: str,
    at: datetime,
) -> str:
    by = job.started_by
    if by is not None and not may(by.role, Act.RUN_FIRM):
        by = None  # whoever pressed begin was allowed to
    cells = _distinct(file, header) if sort in (FieldSort.CHOICE, FieldSort.MONEY) else []
    if sort is FieldSort.CHOICE and not 0 < len(cells) <= MOST_CHOICES:
        sort = FieldSort.TEXT
    row = define_field(
        label, sort, nature=nature, at=at, by=by,
        choices="\n".join(cells) if sort is FieldSort.CHOICE else "",
        currency=currency_in(cells) if sort is FieldSort.MONEY else "",
    )  # fmt: skip
    Trace.objects.create(job=job, noun=MADE, noun_id=str(row.pk), after={"label": label})
    return f"own_{row.key}"


def _distinct(file: ImportFile, header: str) -> Sequence[str]:
    """The different values of a column, in their order; letters' case makes no difference."""
    shape, found = shape_of(file), dict[str, str]()
    place = shape.header.index(header)
    for source in sources_of(file):
        for number, row in enumerate(read_rows(source, shape)):
            if number >= MOST_LOOKED_AT or len(found) > MOST_CHOICES:
                break
            cell = clean_cell(row.cells[place]) if place < len(row.cells) else ""
            if cell := " ".join(cell.split())[:LONGEST_LABEL]:
                found.setdefault(cell.casefold(), cell)
    return list(found.values())


def take_back_fields(
    job: Import, back: TakenBack, *, at: datetime, by: Teammate | None
) -> None:
    """Fields the import made go again, unless anything else uses them; inside the undo."""
    made = Trace.objects.filter(job=job, noun=MADE, before__isnull=True)
    for field in OwnField.objects.filter(pk__in=list(made.values_list("noun_id", flat=True))):
        if because := what_uses(field):
            back.keep("field", str(field.pk), field.label, because)
        else:
            take_back_field(field, at=at, by=by)
