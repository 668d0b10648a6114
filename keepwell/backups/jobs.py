"""Backups that a worker takes: those asked for, and those of the plan."""

from uuid import UUID

from django.utils import timezone

from keepwell.backups.commands.take import take_backup, take_planned_backup
from keepwell.backups.models import Backup
from keepwell.backups.places import secret_for_backups
from keepwell.backups.queries import backup_is_due


def take(backup_id: str) -> None:
    """Take the backup somebody asked for; one that has ended already is not taken again."""
    backup = Backup.objects.filter(pk=UUID(backup_id), ended_at=None).first()
    if backup is not None:
        take_backup(backup, secret=secret_for_backups(), at=timezone.now())


def take_by_plan() -> None:
    """Take the backup of the night, if none was taken since its hour struck."""
    if backup_is_due(timezone.now()):
        take_planned_backup(secret=secret_for_backups(), at=timezone.now())
