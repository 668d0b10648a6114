"""Looking at files before anything is taken in: what each is, and how it would be read."""

import shutil
from collections.abc import Iterable, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from keepwell.exchange.models import Import, ImportFile, ImportState
from keepwell.exchange.queries.imports import OF_PARTIES
from keepwell.exchange.readers.complaints import SourceRefused
from keepwell.exchange.readers.kinds import SourceKind
from keepwell.exchange.readers.sources import RefusedSource, Source, gather_sources, kind_of
from keepwell.exchange.readers.tables import first_rows, sniff_table
from keepwell.exchange.readers.vendors import KNOWN_BY, propose_mapping, recognise_table
from keepwell.exchange.readers.vendors.columns import claim_own
from keepwell.firm.charge import must_be_allowed
from keepwell.firm.models import Teammate
from keepwell.firm.queries import the_firm
from keepwell.firm.rules import Act
from keepwell.kernel.command import command
from keepwell.kernel.record import record
from keepwell.kernel.refusal import refuse_unless
from keepwell.kernel.words import keep as _kept

TABLE_KINDS = (SourceKind.CSV, SourceKind.XLSX, SourceKind.XLS, SourceKind.ODS)
ORDER = (
    "teammates", "organisations", "people", "leads", "cards", "orders", "usage", "deals",
    "mails", "calendar", "agreements", "calls", "meetings", "notes", "tasks", "unknown",
)  # fmt: skip
FORMS = {
    SourceKind.VCARD: "cards", SourceKind.MBOX: "mails", SourceKind.EML: "mails",
    SourceKind.ICS: "calendar",
}  # fmt: skip

WHY = {
    SourceKind.VCARD: _kept("It begins as address books do (BEGIN:VCARD)."),
    SourceKind.MBOX: _kept("It begins as mailboxes do, with a line “From …” before each mail."),
    SourceKind.EML: _kept(
        "It begins with the header of a mail; mails of one place go together."
    ),
    SourceKind.ICS: _kept("It begins as calendars do (BEGIN:VCALENDAR)."),
}
LEFT_ASIDE = ("hidden", "not_ours")


@command
def start_import(
    paths: Sequence[Path],
    *,
    at: datetime,
    by: Teammate | None,
    names: Sequence[str] = (),
    is_dry_run: bool = False,
    known_by: Sequence[str] | None = None,
) -> Import:
    """Copy the files aside and find out what each is; nothing is taken in yet.

    `paths` are files, folders or archives; `names` what people call them, where that differs;
    `known_by` by what their parties are known again (None: by all there is).
    """
    must_be_allowed(by, Act.IMPORT)
    if known_by is not None:
        must_be_known_by(known_by)
    refuse_unless(bool(paths), _("Choose at least one file."))
    job = Import.objects.create(created_at=at, started_by=by, is_dry_run=is_dry_run)
    place = settings.FILES / "imports" / str(job.pk)
    staged = [
        _stage(path, place, number, name)
        for number, (path, name) in enumerate(_named(paths, names))
    ]
    drafts = list(_look(staged))
    refuse_unless(bool(drafts), _("There is no file to read in what was given."))
    drafts.sort(key=lambda draft: (ORDER.index(draft.table), draft.name))
    for order, draft in enumerate(drafts):
        draft.job, draft.order = job, order
        if known_by is not None and draft.table in OF_PARTIES:
            draft.mapping = {**draft.mapping, "known_by": list(known_by)}
    ImportFile.objects.bulk_create(drafts)
    job.state = ImportState.READY
    job.save(update_fields=["state"])
    record("start_import", "import", job.pk, at=at, by=by, files=[d.name for d in drafts])
    return job


def must_be_known_by(words: Sequence[str]) -> None:
    """Refuse words that parties cannot be known again by, and none at all."""
    odd = [word for word in words if word not in KNOWN_BY]
    refuse_unless(
        not odd,
        _("“%(word)s” is nothing a party can be known by. Choose among: %(words)s.")
        % {"word": ", ".join(odd), "words": ", ".join(KNOWN_BY)},
        field="known_by",
    )
    refuse_unless(
        bool(words),
        _("Leave one thing at least by which parties are known again; else all would double."),
        field="known_by",
    )


def _named(paths: Sequence[Path], names: Sequence[str]) -> Iterable[tuple[Path, str]]:
    for number, path in enumerate(paths):
        name = names[number] if number < len(names) else path.name
        yield path, Path(name).name or f"file-{number}"


def _stage(path: Path, place: Path, number: int, name: str) -> Path:
    """Keep a copy of what was given, so that a stopped import can go on."""
    refuse_unless(path.exists(), _("There is no file “%(path)s”.") % {"path": path})
    target = place / str(number) / name
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if path.is_dir():
        shutil.copytree(path, target, symlinks=True, ignore_dangling_symlinks=True)
    else:
        shutil.copyfile(path, target)
    return target


def _look(staged: Sequence[Path]) -> Iterable[ImportFile]:
    for path in staged:
        mails: dict[str, ImportFile] = {}
        for source in gather_sources([path]):
            if isinstance(source, RefusedSource):
                if source.complaint.code in LEFT_ASIDE:
                    continue
                because = source.complaint.because[:500]
                yield ImportFile(
                    name=source.name, path=str(path), form="refused", table="unknown",
                    because=because, is_done=True,
                )  # fmt: skip
                continue
            file = _describe(source, path)
            if file.form == "eml":
                first = mails.setdefault(source.group, file)
                first.size += source.size if first is not file else 0
                if first is file:
                    file.shape = {**file.shape, "group": source.group}
                    file.name = source.group or source.name
            else:
                yield file
        yield from mails.values()


def _describe(source: Source, path: Path) -> ImportFile:
    file = ImportFile(name=source.name, path=str(path), size=source.size, form="refused")
    file.table = "unknown"
    try:
        kind = kind_of(source)
        if source.size == 0:
            file.because, file.is_done = _kept("This file is empty."), True
        elif kind in TABLE_KINDS:
            _describe_table(file, source)
        elif kind in FORMS:
            file.form, file.table = kind.value, FORMS[kind]
            file.shape = {"because": [WHY[kind]]}
        else:
            file.because = _kept(
                "This file is none that Keepwell reads: no table, mails, cards or calendar."
            )
            file.is_done = True
    except SourceRefused as no:
        file.because, file.is_done = no.complaint.because[:500], True
    return file


def _describe_table(file: ImportFile, source: Source) -> None:
    shape = sniff_table(source)
    rows = [row.cells for row in first_rows(source, shape)]
    recognition = recognise_table(source.name, shape.header, rows)
    columns = claim_own(recognition.table, recognition.columns)
    recognition = replace(recognition, columns=columns)
    mapping = propose_mapping(recognition, shape, zone=the_firm().time_zone)
    file.form, file.table, file.vendor = "table", recognition.table, recognition.vendor
    file.shape = {**asdict(shape), "header": list(shape.header), **_seen(recognition)}
    file.mapping = mapping.as_json()
    if recognition.table == "unknown":
        file.because = _kept(
            "Nothing in it says what this table holds. "
            "Say what it is and what each column means."
        )


def _seen(recognition: Any) -> dict[str, Any]:
    return {
        "because": list(recognition.because),
        "confidence": recognition.confidence,
        "columns": [
            {
                "header": c.header,
                "field": c.field,
                "confidence": c.confidence,
                "samples": list(c.samples),
                "sort": c.sort,
            }
            for c in recognition.columns
        ],
    }
