"""Running an import: portion by portion, each all or nothing, so that a kill loses nothing."""

import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from keepwell.exchange import progress
from keepwell.exchange.commands.ahead import read_ahead
from keepwell.exchange.commands.finish_import import finish_import, know_everybody
from keepwell.exchange.commands.new_fields import define_new_fields
from keepwell.exchange.commands.opened import TAKES, Item, mapping_of
from keepwell.exchange.commands.remove_files import remove_files
from keepwell.exchange.commands.settle_owners import note_named_owners
from keepwell.exchange.commands.take.around import Around, RowResult
from keepwell.exchange.models import (
    Import,
    ImportFile,
    ImportState,
    NamedOwner,
    RowOutcome,
    Trace,
)
from keepwell.exchange.news import ImportFinished
from keepwell.exchange.readers.complaints import SourceRefused
from keepwell.exchange.readers.vendors import known_by_of
from keepwell.exchange.rules.reading import Reading
from keepwell.firm.models import Firm
from keepwell.firm.queries import the_firm
from keepwell.kernel.aside import aside
from keepwell.kernel.bulk import (
    insert_rows,
    know_growth,
    looked_up_by_key,
    map_less,
    rarely_tidied,
)
from keepwell.kernel.command import command, hold
from keepwell.kernel.news import announce
from keepwell.kernel.record import record
from keepwell.kernel.refusal import Refused
from keepwell.parties.models import (
    ContactPoint,
    ExternalId,
    MatchKey,
    Party,
    PartyName,
    PostalAddress,
    Tie,
)

KEPT_OUTCOMES = 200_000
LARGE_PORTION = 1_000
# What every portion of parties asks who is here already, and fills.
ASKED_BY_PORTIONS = (Party, PartyName, ContactPoint, PostalAddress, ExternalId, MatchKey, Tie)
# A try keeps the first rows that would go in, so that somebody can look at them.
EXAMPLES = 500
WHO_IS_WHO = ("teammates", "organisations", "people", "leads", "cards", "orders", "usage")


def run_import(job_id: UUID) -> Import:
    """Take in what is left of an import, file by file; safe to call again after a kill.

    A dry run goes through everything aside, so that nobody has to wait for it; only the tally
    and what became of each row are kept.
    """
    map_less()
    job = Import.objects.get(pk=job_id)
    if job.state in (ImportState.DONE, ImportState.UNDONE):
        return job
    with rarely_tidied():
        return _run_dry(job) if job.is_dry_run else _run(job)


def _run(job: Import) -> Import:
    mark_running(job, at=timezone.now())
    define_new_fields(job, at=timezone.now())
    for file in _in_order(job, job.files.filter(is_done=False).order_by("order")):
        _take_file(job, file)
        if progress.is_asked_to_stop(job.pk):
            return mark_stopped(job, at=timezone.now())
    finish_import(job, at=timezone.now())
    job = mark_done(job, at=timezone.now())
    if settings.KEEP_FILES_DAYS == 0:
        remove_files(job, at=timezone.now(), by=None)
    return job


def _in_order(job: Import, files: Iterable[ImportFile]) -> Iterator[ImportFile]:
    """The files one after the other; who is who is settled before others name them."""
    settled = False
    for file in files:
        if file.table not in WHO_IS_WHO and not settled:
            settled = True
            know_everybody(job, at=timezone.now())
        yield file


def _run_dry(job: Import) -> Import:
    files = list(job.files.order_by("order"))
    try:
        with aside(more=sum(file.size for file in files)):
            map_less()
            outcomes, owners = _go_through(job, files)
    except Refused as no:
        return mark_stopped(job, at=timezone.now(), because=no.because)
    if progress.is_asked_to_stop(job.pk):
        return mark_stopped(job, at=timezone.now())
    return keep_dry_run(job, files, outcomes, owners, at=timezone.now())


def _go_through(
    job: Import, files: Sequence[ImportFile]
) -> tuple[list[RowOutcome], list[NamedOwner]]:
    """What becomes of the rows, and owners unknown; nothing when somebody wishes it to stop."""
    for file in _in_order(job, files):
        if not file.is_done:
            _take_file(job, file)
        if progress.is_asked_to_stop(job.pk):
            return [], []
    finish_import(job, at=timezone.now())
    outcomes = RowOutcome.objects.filter(file__job=job)[:KEPT_OUTCOMES]
    return list(outcomes), list(job.named_owners.all()[:KEPT_OUTCOMES])


@command
def keep_dry_run(
    job: Import,
    files: Sequence[ImportFile],
    outcomes: Sequence[RowOutcome],
    owners: Sequence[NamedOwner],
    *,
    at: object,
) -> Import:
    """Keep what a dry run would have done: the tally, what became of rows, owners unknown."""
    # not for the record: nothing was taken in
    ImportFile.objects.bulk_update(
        files,
        ["rows", "added", "updated", "skipped", "unclear", "refused", "seconds", "because"],
    )
    RowOutcome.objects.filter(file__job=job).delete()
    for outcome in outcomes:
        outcome.pk = None
    RowOutcome.objects.bulk_create(outcomes, batch_size=500)
    job.named_owners.all().delete()
    NamedOwner.objects.bulk_create(owners, batch_size=500)
    job.state = ImportState.DONE
    job.finished_at = timezone.now()
    job.save(update_fields=["state", "finished_at"])
    return job


@command
def mark_running(job: Import, *, at: object) -> Import:
    """An import begins, or goes on after a stop."""
    job.state, job.because = ImportState.RUNNING, ""
    job.heartbeat_at = timezone.now()
    job.save(update_fields=["state", "because", "heartbeat_at"])
    record("run_import", "import", job.pk, at=timezone.now(), by=job.started_by)
    return job


@command
def mark_stopped(job: Import, *, at: object, because: str = "") -> Import:
    """Somebody asked an import to stop; it can go on from where it is. A try is simply over.

    `because` says why a try could not be made.
    """
    job.state = ImportState.READY if job.is_dry_run else ImportState.STOPPED
    job.stage, job.because = "", because[:500]
    job.save(update_fields=["state", "stage", "because"])
    record("stop_import", "import", job.pk, at=timezone.now(), by=job.started_by)
    progress.forget(job.pk)
    return job


@command
def mark_done(job: Import, *, at: object) -> Import:
    """All files of an import are in."""
    job.state, job.stage = ImportState.DONE, ""
    job.finished_at = timezone.now()
    job.save(update_fields=["state", "stage", "finished_at"])
    record("finish_import", "import", job.pk, at=timezone.now(), by=job.started_by)
    announce(ImportFinished(job.pk, True, timezone.now(), job.started_by_id))
    return job


def around_of(job: Import, file: ImportFile) -> Around:
    """What the rows of a file need to know."""
    firm = the_firm()
    around = Around(_reading(file, firm), timezone.now(), job.started_by, _tool(file))
    around.learn_teammates()
    return around


def _tool(file: ImportFile) -> str:
    return (file.vendor if file.vendor not in ("", "plain") else file.form)[:40]


def _reading(file: ImportFile, firm: Firm) -> Reading:
    free = frozenset(word.lower() for word in firm.free_mail_domains)
    reading = Reading(
        file.vendor or "plain",
        file.table,
        ZoneInfo(firm.time_zone),
        ours=frozenset(word.lower() for word in firm.domains),
        free_mail=free,
        nobody=frozenset(word.lower() for word in firm.machine_addresses),
        region=firm.country or None,
        file_name=file.name.rpartition("/")[2],
    )
    reading = replace(
        reading,
        mode=file.mapping.get("mode") or "both",
        known_by=frozenset(known_by_of(file.mapping)),
    )
    if file.form != "table":
        return reading
    mapping = mapping_of(file)
    return replace(
        reading,
        vendor=mapping.vendor,
        table=mapping.table,
        zone=ZoneInfo(mapping.zone),
        date_order=mapping.date_order,
        decimal=mapping.decimal,
    )


def _take_file(job: Import, file: ImportFile) -> None:
    if file.table not in TAKES:
        close_file(file, because=file.because or _("Nobody has said what this table holds."))
        return
    around = around_of(job, file)
    try:
        portions = _timed(read_ahead(file, around.reading, timezone.now()))
        for number, (items, seconds) in enumerate(portions, start=1):
            take_portion(job, file, items, around, seconds=seconds)
            if number.bit_count() == 1 and len(items) >= LARGE_PORTION:  # as much again is in
                know_growth(*ASKED_BY_PORTIONS)
            if job.is_dry_run:
                progress.note(job.pk, file.order, file.position)
            if progress.is_asked_to_stop(job.pk):
                return
    except SourceRefused as no:
        close_file(file, because=no.complaint.because)
        return
    close_file(file, because="")


def _timed(portions: Iterator[list[Item]]) -> Iterator[tuple[list[Item], float]]:
    while True:
        begun = time.monotonic()
        items = next(portions, None)
        if items is None:
            return
        yield items, time.monotonic() - begun


@command
def take_portion(
    job: Import, file: ImportFile, items: Sequence[Item], around: Around, *, seconds: float
) -> None:
    """Take in some rows of a file and note how far it got, all or nothing."""
    begun = time.monotonic()
    held = hold(file)
    if held.position != file.position:
        raise RuntimeError("Somebody else is reading this file; this reader stops.")
    results = [RowResult(i.number, "refused", i.because) for i in items if i.value is None]
    good = [(item.number, item.value) for item in items if item.value is not None]
    around.at = timezone.now()
    with looked_up_by_key():
        results += TAKES[file.table](good, around)
    _keep(job, file, items, results, around)
    note_named_owners(job, around.unknown_owners)
    around.unknown_owners.clear()
    file.seconds += seconds + time.monotonic() - begun
    file.position += len(items)
    file.rows += len(items)
    file.save()
    Import.objects.filter(pk=job.pk).update(heartbeat_at=timezone.now())
    record(
        "take_in_rows", "import", job.pk, at=around.at, by=job.started_by,
        file=file.name, until=file.position, rows=len(items),
    )  # fmt: skip


def _keep(
    job: Import,
    file: ImportFile,
    items: Sequence[Item],
    results: Sequence[RowResult],
    around: Around,
) -> None:
    cells = {item.number: item.cells for item in items}
    traces = [trace for result in results for trace in result.traces] + around.taken_aside()
    insert_rows(
        Trace,
        ("job", "noun", "noun_id", "before", "after"),
        ([job.pk, noun, noun_id, before, after] for noun, noun_id, before, after in traces),
    )
    outcomes = []
    for result in results:
        setattr(file, result.outcome, getattr(file, result.outcome) + 1)
        file.unclear += bool(result.unclear)
        told = cells.get(result.number, ())
        brought = file.added + file.updated
        if result.outcome in ("skipped", "refused") or (job.is_dry_run and brought <= EXAMPLES):
            outcomes.append(
                [file.pk, result.number, result.outcome, result.because[:500], list(told)]
            )
        if result.unclear:
            outcomes.append(
                [file.pk, result.number, "unclear", result.unclear[:500], list(told)]
            )
    insert_rows(RowOutcome, ("file", "number", "outcome", "because", "cells"), outcomes)


@command
def close_file(file: ImportFile, *, because: str) -> ImportFile:
    """A file has been read to its end, or as far as it can be."""
    # not for the record: the rows taken in are recorded portion by portion
    file.refresh_from_db()
    file.is_done, file.because = True, because[:500]
    file.save(update_fields=["is_done", "because"])
    return file
