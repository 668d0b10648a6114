"""The course of a backup, from its beginning to its end."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from keepwell.backups.commands.plan import must_keep_backups
from keepwell.backups.models import Backup
from keepwell.backups.news import BackupFailed
from keepwell.firm.models import Teammate
from keepwell.kernel.command import command, hold
from keepwell.kernel.news import announce
from keepwell.kernel.record import record

LONGEST_REASON = 1000


@command
def begin_backup(
    *, is_planned: bool = False, at: datetime, by: Teammate | None = None
) -> Backup:
    """A backup is begun."""
    # not for the record: it writes its own line when it has ended.
    backup: Backup = Backup.objects.create(
        is_planned=is_planned, begun_by=by, begun_at=at, seen_at=at
    )
    return backup


@command
def note_step(backup: Backup, step: str, done: int, whole: int, *, at: datetime) -> None:
    """Say how far it is."""
    # not for the record: every second or so.
    Backup.objects.filter(pk=backup.pk).update(step=step, done=done, whole=whole, seen_at=at)


@command
def end_backup(
    backup: Backup,
    *,
    path: Path,
    size: int,
    rows: int,
    is_encrypted: bool,
    verified_at: datetime | None,
    because: str,
    at: datetime,
) -> Backup:
    """It is written; and proven, unless `because` says why not."""
    backup = hold(backup)
    backup.path, backup.size, backup.rows = str(path), size, rows
    backup.is_encrypted, backup.written_at, backup.ended_at = is_encrypted, at, at
    backup.verified_at, backup.because = verified_at, because[:LONGEST_REASON]
    backup.save()
    record(
        "back_up",
        "firm",
        None,
        at=at,
        by=backup.begun_by,
        file=path.name,
        size=size,
        rows=rows,
        is_encrypted=is_encrypted,
        is_verified=verified_at is not None,
    )
    return backup


@command
def fail_backup(backup: Backup, because: str, *, at: datetime) -> Backup:
    """It could not be taken, and why."""
    backup = hold(backup)
    backup.ended_at, backup.because = at, because[:LONGEST_REASON]
    backup.save()
    record("fail_backup", "firm", None, at=at, by=backup.begun_by, because=because)
    announce(BackupFailed(backup.pk, because, at))
    return backup


@command
def drop_backups(backups: Iterable[Backup], *, at: datetime) -> None:
    """Old backups are no longer kept; their files are taken away next."""
    names = []
    for backup in backups:
        backup.dropped_at = at
        backup.save(update_fields=["dropped_at"])
        names.append(Path(backup.path).name)
    if names:
        record("drop_backups", "firm", None, at=at, files=names)


@command
def hand_out_backup(backup: Backup, *, at: datetime, by: Teammate) -> Path:
    """An administrator takes a backup out of the house; where its file is."""
    must_keep_backups(by)
    record("hand_out_backup", "firm", None, at=at, by=by, file=Path(backup.path).name)
    return Path(backup.path)
