from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from keepwell.backups.models import Backup, BackupPlan
from keepwell.backups.places import backups_folder
from keepwell.backups.queries import backup_under_way
from keepwell.firm.models import Teammate
from keepwell.firm.rules import Act, may
from keepwell.kernel.command import command
from keepwell.kernel.later import enqueue
from keepwell.kernel.record import changes, record
from keepwell.kernel.refusal import refuse_unless

FIELDS = ("on_since", "hour", "folder", "keep")


def must_keep_backups(by: Teammate) -> None:
    """Refuse whoever is not an administrator: a backup holds what every wall hides."""
    allowed = by.is_active and may(by.role, Act.KEEP_BACKUPS)
    refuse_unless(allowed, _("Only administrators may do this. Ask one of them to do it."))


def _plainly(facts: dict[str, Any]) -> dict[str, Any]:
    on_since = facts["on_since"]
    return {**facts, "on_since": on_since.isoformat() if on_since else None}


@command
def plan_backups(
    *, is_on: bool, hour: int, folder: str, keep: int, at: datetime, by: Teammate
) -> BackupPlan:
    """Say whether a backup is taken every day, when, where, and how many are kept."""
    must_keep_backups(by)
    backups_folder(folder)
    refuse_unless(0 <= hour <= 23, _("Choose an hour of the day."), field="hour")
    refuse_unless(1 <= keep <= 1000, _("Keep from 1 to 1,000 backups."), field="keep")
    BackupPlan.objects.get_or_create(id=1)
    plan = BackupPlan.objects.select_for_update().get(id=1)
    before = {name: getattr(plan, name) for name in FIELDS}
    plan.on_since = (plan.on_since or at) if is_on else None
    plan.hour, plan.folder, plan.keep = hour, folder, keep
    plan.save()
    after = {name: getattr(plan, name) for name in FIELDS}
    told: dict[str, Any] = changes(_plainly(before), _plainly(after))
    if told:
        record("plan_backups", "firm", None, at=at, by=by, **told)
    return plan


@command
def ask_for_backup(*, at: datetime, by: Teammate) -> Backup:
    """Have a backup taken now, by a worker; one that is being taken already is that one."""
    # not for the record: the backup writes its own line when it has ended.
    must_keep_backups(by)
    list(BackupPlan.objects.select_for_update())
    if backup := backup_under_way(at):
        return backup
    asked: Backup = Backup.objects.create(begun_by=by, begun_at=at, seen_at=at)
    enqueue("backups.take", asked.pk)
    return asked
