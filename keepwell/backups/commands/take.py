import logging
from datetime import datetime, timedelta
from pathlib import Path

from django.utils import timezone
from django.utils.translation import gettext as _

from keepwell.backups.commands.course import (
    begin_backup,
    drop_backups,
    end_backup,
    fail_backup,
    note_step,
)
from keepwell.backups.databases.postgresql import CannotTryOut
from keepwell.backups.models import Backup
from keepwell.backups.places import backups_folder
from keepwell.backups.queries import planned_backups_there, the_plan
from keepwell.backups.rules import name_of_backup, those_to_drop
from keepwell.backups.taking import Tell, prove_backup, write_backup
from keepwell.kernel.refusal import Refused

NOT_PROVEN = ".not-proven"
log = logging.getLogger("keepwell.backups")
BREATH = timedelta(seconds=1)


def take_backup(
    backup: Backup,
    *,
    to: Path | None = None,
    secret: bytes | None,
    is_verified: bool = True,
    at: datetime,
    tell: Tell = lambda step, done, whole: None,
) -> Backup:
    """Take the firm into one file and prove it by restoring it for trial.

    `to` is a file or a folder; without it, the folder of the plan. It never raises for what
    went wrong with the backup: the row says so, and why. Each step is a command of its own, so
    that nobody waits for a backup.
    """
    told = _kept_with(backup, tell)
    try:
        path = _place(to, at, is_encrypted=secret is not None)
        manifest = write_backup(path, secret=secret, at=at, tell=told)
        because, verified_at = "", None
        if is_verified:
            because, verified_at = _proven(path, secret, told)
    except Exception as fault:
        return fail_backup(backup, _reason(fault), at=timezone.now())
    return end_backup(
        backup,
        path=path,
        size=path.stat().st_size,
        rows=manifest.counted.total,
        is_encrypted=secret is not None,
        verified_at=verified_at,
        because=because,
        at=timezone.now(),
    )


def _place(to: Path | None, at: datetime, *, is_encrypted: bool) -> Path:
    name = name_of_backup(at, is_encrypted=is_encrypted)
    if to is None:
        return backups_folder(the_plan().folder) / name
    return to / name if to.is_dir() or to.name == "" else to


def _proven(path: Path, secret: bytes | None, tell: Tell) -> tuple[str, datetime | None]:
    """What is wrong with it, if anything, and when it was proven."""
    try:
        proof = prove_backup(path, secret=secret, tell=tell)
    except CannotTryOut as fault:
        return fault.because, None
    except Refused:
        path.rename(path.with_name(path.name + NOT_PROVEN))
        raise
    if proof.faults_of_record:
        faults = _("The record was tampered with (%s faults). The backup holds it as it is.")
        return faults % proof.faults_of_record, timezone.now()
    return "", timezone.now()


def _reason(fault: Exception) -> str:
    if isinstance(fault, Refused):
        return fault.because
    log.exception("A backup failed.")
    said = fault.strerror if isinstance(fault, OSError) else str(fault)
    return _("The backup could not be written: %s.") % (said or type(fault).__name__)


def _kept_with(backup: Backup, tell: Tell) -> Tell:
    """Tell the same to whoever looks at the row, once a second at most."""
    last = [("", timezone.now())]

    def told(step: str, done: int, whole: int) -> None:
        tell(step, done, whole)
        now = timezone.now()
        if step != last[0][0] or now - last[0][1] >= BREATH:
            last[0] = (step, now)
            note_step(backup, step, done, whole, at=now)

    return told


def take_new_backup(
    *,
    to: Path | None,
    secret: bytes | None,
    is_verified: bool,
    at: datetime,
    tell: Tell,
) -> Backup:
    """Begin a backup and take it, for whoever waits for it."""
    backup = begin_backup(at=at)
    return take_backup(backup, to=to, secret=secret, is_verified=is_verified, at=at, tell=tell)


def take_planned_backup(*, secret: bytes | None, at: datetime) -> Backup:
    """Take the backup of the night, then take away those beyond the number that is kept."""
    backup = take_backup(begin_backup(is_planned=True, at=at), secret=secret, at=at)
    if backup.written_at:
        gone = those_to_drop(planned_backups_there(), the_plan().keep)
        drop_backups(gone, at=timezone.now())
        for one in gone:
            Path(one.path).unlink(missing_ok=True)
    return backup
