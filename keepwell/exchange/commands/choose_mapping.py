"""Saying what a file is and what its columns mean, before any row is taken in."""

from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any, get_args

from django.utils.translation import gettext as _

from keepwell.exchange.commands.opened import sources_of
from keepwell.exchange.commands.start_import import ORDER, must_be_known_by
from keepwell.exchange.commands.stop_import import forget_try, must_have_files
from keepwell.exchange.models import Import, ImportFile, ImportState
from keepwell.exchange.queries.imports import shape_of
from keepwell.exchange.readers.complaints import SourceRefused
from keepwell.exchange.readers.shapes import name_columns
from keepwell.exchange.readers.tables import first_rows, read_rows
from keepwell.exchange.readers.vendors import (
    KNOWN_BY,
    Mapping,
    Recognition,
    mapping_from_json,
    propose_mapping,
)
from keepwell.exchange.readers.vendors.columns import claim_own, guess_columns
from keepwell.exchange.readers.vendors.mappings import Mode
from keepwell.exchange.readers.vendors.new_fields import new_sort
from keepwell.firm.charge import must_be_allowed
from keepwell.firm.models import Teammate
from keepwell.firm.queries import the_firm
from keepwell.firm.rules import Act
from keepwell.kernel.command import command, hold
from keepwell.kernel.record import record
from keepwell.kernel.refusal import Refused, refuse_unless
from keepwell.kernel.words import keep as _kept
from keepwell.kernel.words import told


@command
def choose_mapping(
    file: ImportFile, chosen: dict[str, Any], *, at: datetime, by: Teammate
) -> ImportFile:
    """Say which column becomes which fact, and how dates and numbers are read."""
    file = _open(file, by)
    try:
        mapping = mapping_from_json({**file.mapping, **chosen, "table": file.table})
    except ValueError as odd:
        raise Refused(str(odd)) from odd
    refuse_unless(
        bool(mapping.columns),
        _("No column of %(name)s goes anywhere. Choose one, or leave the file out.")
        % {"name": file.name},
    )
    must_be_known_by(chosen.get("known_by", KNOWN_BY))
    if any(new_sort(fact) for fact in mapping.columns.values()):
        must_be_allowed(by, Act.RUN_FIRM)
    file.mapping = mapping.as_json()
    file.save(update_fields=["mapping"])
    _note(
        file, at, by,
        columns=mapping.columns, mode=mapping.mode, known_by=list(mapping.known_by),
    )  # fmt: skip
    return file


@command
def choose_what_goes_in(
    file: ImportFile, mode: str, known_by: Sequence[str], *, at: datetime, by: Teammate
) -> ImportFile:
    """Say of a file without columns what goes in, and by what its parties are known again."""
    file = _open(file, by)
    refuse_unless(mode in get_args(Mode), _("Choose one of the list."), field="mode")
    must_be_known_by(known_by)
    file.mapping = {"mode": mode, "known_by": list(known_by)}
    file.save(update_fields=["mapping"])
    _note(file, at, by, **file.mapping)
    return file


@command
def choose_table(file: ImportFile, table: str, *, at: datetime, by: Teammate) -> ImportFile:
    """Say what a table holds; its columns are guessed anew."""
    file = _open(file, by)
    refuse_unless(file.form == "table", _("This file is no table; what it holds is certain."))
    refuse_unless(
        table in ORDER and table not in ("cards", "mails", "calendar"), _("Choose one.")
    )
    if table == file.table:
        return file
    file.table = table
    file.because = ""
    file.mapping = _guess(file, table).as_json()
    file.save(update_fields=["table", "mapping", "shape", "because"])
    _put_in_order(file.job)
    _note(file, at, by, table=table)
    return file


def _guess(file: ImportFile, table: str) -> Mapping:
    shape = shape_of(file)
    source = next(iter(sources_of(file)))
    rows = [row.cells for row in first_rows(source, shape)]
    columns = claim_own(table, guess_columns(table, shape.header, rows))
    vendor: Any = file.vendor or "plain"
    recognition = Recognition(vendor, table, 1.0, (_kept("Somebody said so."),), columns)
    file.shape = {
        **file.shape,
        "because": list(recognition.because),
        "confidence": 1.0,
        "columns": [
            {"header": c.header, "field": c.field, "confidence": c.confidence,
             "samples": list(c.samples), "sort": c.sort}
            for c in columns
        ],
    }  # fmt: skip
    old = file.mapping
    return replace(
        propose_mapping(recognition, shape, zone=str(old.get("zone") or the_firm().time_zone)),
        date_order=old.get("date_order", shape.date_order),
        decimal=old.get("decimal", shape.decimal),
    )


@command
def leave_out_file(
    file: ImportFile, is_left_out: bool, *, at: datetime, by: Teammate
) -> ImportFile:
    """Leave a file aside, or take it back in."""
    file = _open(file, by, even_left_out=True)
    file.is_done = is_left_out
    file.because = _kept("Left out by %(name)s.", name=by.name) if is_left_out else ""
    file.shape = {**file.shape, "left_out": is_left_out}
    file.save(update_fields=["is_done", "because", "shape"])
    _note(file, at, by, left_out=is_left_out)
    return file


def _open(file: ImportFile, by: Teammate, *, even_left_out: bool = False) -> ImportFile:
    must_be_allowed(by, Act.IMPORT)
    job = hold(file.job)
    must_have_files(job)
    tried = job.state == ImportState.DONE and job.is_dry_run
    refuse_unless(
        job.state == ImportState.READY or tried,
        _("This import has begun; how it reads its files can no longer be changed."),
    )
    if tried:
        job.state, job.is_dry_run = ImportState.READY, False
        job.save(update_fields=["state", "is_dry_run"])
        forget_try(job)
    file = hold(file)
    file.job = job
    fixed = file.is_done and not (even_left_out and file.shape.get("left_out"))
    refuse_unless(not fixed, told(file.because) or _("This file cannot be read."))
    return file


def _put_in_order(job: Import) -> None:
    files = sorted(job.files.all(), key=lambda each: (ORDER.index(each.table), each.name))
    for order, file in enumerate(files):
        file.order = order
    ImportFile.objects.bulk_update(files, ["order"])


def _note(file: ImportFile, at: datetime, by: Teammate, **facts: Any) -> None:
    record("choose_how_to_read", "import", file.job_id, at=at, by=by, file=file.name, **facts)


@command
def choose_writing(
    file: ImportFile, encoding: str, delimiter: str, *, at: datetime, by: Teammate
) -> ImportFile:
    """Say how the text of a table is written; its columns are read and guessed anew."""
    file = _open(file, by)
    shape = shape_of(file)
    is_text = file.form == "table" and shape.sheet is None
    refuse_unless(is_text, _("How this file is written is certain; it says so itself."))
    source = next(iter(sources_of(file)))
    shape = replace(shape, encoding=encoding, delimiter=delimiter)
    try:
        first = next(iter(read_rows(source, replace(shape, headless=True))), None)
    except (SourceRefused, UnicodeError, LookupError) as odd:
        raise Refused(_("It cannot be read so. Choose another encoding.")) from odd
    refuse_unless(first is not None, _("Nothing is left of it when it is read so."))
    header = name_columns(list(first.cells if first else ()), headless=shape.headless)
    file.shape = {**file.shape, **asdict(replace(shape, header=header)), "header": list(header)}
    file.mapping = (
        _guess(file, file.table).as_json() if file.table != "unknown" else file.mapping
    )
    file.save(update_fields=["shape", "mapping"])
    _note(file, at, by, encoding=encoding, delimiter=delimiter)
    return file
