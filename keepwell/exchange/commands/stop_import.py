"""Trying, beginning, stopping and going on with an import."""

from datetime import datetime

from django.utils.translation import gettext as _

from keepwell.exchange import progress
from keepwell.exchange.commands.new_fields import must_be_able_to_define
from keepwell.exchange.models import Import, ImportFile, ImportState, RowOutcome
from keepwell.exchange.queries.files_kept import files_are_kept
from keepwell.firm.charge import must_be_allowed
from keepwell.firm.models import Teammate
from keepwell.firm.rules import Act
from keepwell.kernel.command import command, hold
from keepwell.kernel.later import enqueue
from keepwell.kernel.record import record
from keepwell.kernel.refusal import refuse_unless

UNDOING = "undoing"
TALLIES = ("rows", "added", "updated", "skipped", "unclear", "refused")


@command
def try_import(job: Import, *, at: datetime, by: Teammate) -> Import:
    """Go through every row in the background and write none of them."""
    job = _held(job, by)
    refuse_unless(
        job.state == ImportState.READY or (job.state == ImportState.DONE and job.is_dry_run),
        _("This import has begun already; it can no longer be tried."),
    )
    return _send(job, at, by, is_dry_run=True)


@command
def begin_import(job: Import, *, at: datetime, by: Teammate) -> Import:
    """Take the files in, in the background."""
    job = _held(job, by)
    refuse_unless(
        job.state == ImportState.READY or (job.state == ImportState.DONE and job.is_dry_run),
        _("This import has begun already."),
    )
    must_be_able_to_define(job, by)
    return _send(job, at, by, is_dry_run=False)


def _send(job: Import, at: datetime, by: Teammate, *, is_dry_run: bool) -> Import:
    must_have_files(job)
    some = job.files.filter(is_done=False).exclude(table="unknown").exists()
    refuse_unless(some, _("No file is left that could be read. Say what one of them holds."))
    forget_try(job)
    job.state, job.is_dry_run, job.stage, job.because = ImportState.RUNNING, is_dry_run, "", ""
    job.heartbeat_at, job.finished_at = at, None
    job.save()
    enqueue("exchange.run_import", str(job.pk))
    record("try_import" if is_dry_run else "begin_import", "import", job.pk, at=at, by=by)
    return job


def forget_try(job: Import) -> None:
    """What a try found no longer counts: it runs again, or something was chosen differently."""
    progress.forget(job.pk)
    RowOutcome.objects.filter(file__job=job).delete()
    job.named_owners.all().delete()
    fresh = dict.fromkeys(TALLIES, 0)
    ImportFile.objects.filter(job=job, is_done=False).update(**fresh, seconds=0, because="")


@command
def stop_import(job: Import, *, at: datetime, by: Teammate) -> Import:
    """Let a running import end after the rows in hand; what is in stays in."""
    must_be_allowed(by, Act.IMPORT)
    refuse_unless(
        job.state == ImportState.RUNNING,
        _("This import is not running; there is nothing to stop."),
    )
    progress.ask_to_stop(job.pk)
    record("ask_to_stop_import", "import", job.pk, at=at, by=by)
    return job


@command
def go_on_with_import(job: Import, *, at: datetime, by: Teammate) -> Import:
    """Go on with an import that was stopped or whose worker died, from where it is."""
    job = _held(job, by)
    refuse_unless(
        job.state in (ImportState.STOPPED, ImportState.RUNNING) and job.stage != UNDOING,
        _("This import has not been stopped."),
    )
    must_have_files(job)
    progress.forget(job.pk)
    job.state, job.because, job.heartbeat_at = ImportState.RUNNING, "", at
    job.save(update_fields=["state", "because", "heartbeat_at"])
    enqueue("exchange.run_import", str(job.pk))
    record("go_on_with_import", "import", job.pk, at=at, by=by)
    return job


@command
def ask_to_undo_import(job: Import, *, at: datetime, by: Teammate) -> Import:
    """Leave the undoing of an import to a worker."""
    job = _held(job, by)
    can_be_undone(job)
    job.stage, job.because, job.heartbeat_at = UNDOING, "", at
    job.save(update_fields=["stage", "because", "heartbeat_at"])
    enqueue("exchange.undo_import", str(job.pk), str(by.pk))
    record("ask_to_undo_import", "import", job.pk, at=at, by=by)
    return job


def can_be_undone(job: Import) -> None:
    """Refuse to undo what wrote nothing, is running, or was undone before."""
    refuse_unless(
        not job.is_dry_run and job.state != ImportState.READY,
        _("Nothing of this import was written; there is nothing to undo."),
    )
    refuse_unless(job.state != ImportState.UNDONE, _("This import has been undone already."))
    refuse_unless(
        job.state != ImportState.RUNNING, _("This import is still running. Stop it first.")
    )


@command
def note_trouble(job: Import, because: str, *, at: datetime) -> Import:
    """Keep why a run broke off; the worker tries it again by itself."""
    # not for the record: nothing was taken in.
    Import.objects.filter(pk=job.pk).update(because=because[:500], stage="", heartbeat_at=at)
    return job


def must_have_files(job: Import) -> None:
    """Refuse to read files whose copy was removed."""
    refuse_unless(
        files_are_kept(job),
        _("Keepwell’s copy of these files was removed. Drop them in again."),
    )


def _held(job: Import, by: Teammate) -> Import:
    must_be_allowed(by, Act.IMPORT)
    return hold(job)
