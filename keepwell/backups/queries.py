"""What is planned, what was taken, and what is under way."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from keepwell.backups.models import Backup, BackupPlan, BackupQuerySet
from keepwell.backups.rules import SILENT_AFTER, Try, is_due, is_worrying
from keepwell.firm.queries import firm_or_none
from keepwell.kernel.verdict import Verdict

SHOWN = 50
MOST_TRIES_READ = 20


def the_plan() -> BackupPlan:
    """When backups are taken by themselves; off until somebody turns it on."""
    return BackupPlan.objects.first() or BackupPlan()


def newest_backups() -> BackupQuerySet:
    """All backups, the newest first. Only for administrators, who see all there is."""
    return Backup.objects.select_related("begun_by").order_by("-begun_at", "-pk")


def backup_under_way(now: datetime) -> Backup | None:
    """The backup that is being taken, if one is."""
    return newest_backups().under_way(now - SILENT_AFTER).first()


def last_good_backup() -> Backup | None:
    """The newest backup that was written to its end with nothing wrong."""
    return newest_backups().good().first()


def last_failed_backup() -> Backup | None:
    """The newest backup, if it is one that failed."""
    last = newest_backups().exclude(ended_at=None).first()
    return last if last is not None and last.because else None


def backup_is_due(now: datetime) -> bool:
    """Whether a planned backup is to be begun now."""
    plan, firm = the_plan(), firm_or_none()
    if plan.on_since is None or firm is None:
        return False
    planned = newest_backups().filter(is_planned=True)[:MOST_TRIES_READ]
    tries = [Try(one.begun_at, _went_well(one, now)) for one in planned]
    return is_due(plan.hour, plan.on_since, tries, now, ZoneInfo(firm.time_zone))


def _went_well(one: Backup, now: datetime) -> bool | None:
    if one.ended_at is None:
        return None if one.seen_at > now - SILENT_AFTER else False
    return one.written_at is not None


def backups_worry(now: datetime) -> Verdict[bool]:
    """Whether the firm has been without a good backup for too long although it plans them."""
    last = last_good_backup()
    return is_worrying(the_plan().on_since, last.ended_at if last else None, now)


def planned_backups_there() -> list[Backup]:
    """Good planned backups that were not dropped, the newest first."""
    return list(newest_backups().good().filter(is_planned=True, dropped_at=None))


def there(backups: Iterable[Backup]) -> set[str]:
    """Which of these still lie where they were written."""
    return {one.path for one in backups if one.written_at and Path(one.path).is_file()}
