from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from keepwell.firm.models import Teammate
from keepwell.kernel.models import Noun


class BackupPlan(models.Model):
    """When backups are taken by themselves, where, and how many are kept. At most one row."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    on_since = models.DateTimeField(null=True)
    hour = models.PositiveSmallIntegerField(_("hour"), default=2)
    folder = models.CharField(_("folder"), max_length=200, blank=True, default="")
    keep = models.PositiveSmallIntegerField(_("how many are kept"), default=14)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="backup_plan_there_is_one",
                condition=Q(id=1),
                violation_error_message=_("There is one plan of backups."),
            ),
            models.CheckConstraint(
                name="backup_plan_fits_a_day",
                condition=Q(hour__lte=23) & Q(keep__gte=1),
                violation_error_message=_("Choose an hour of the day and keep at least one."),
            ),
        ]


class BackupQuerySet(models.QuerySet["Backup"]):
    def good(self) -> Self:
        """Written to their end, and nothing was found wrong."""
        return self.exclude(written_at=None).filter(because="")

    def under_way(self, silent_since: datetime) -> Self:
        """Begun, not ended, and heard of since."""
        return self.filter(ended_at=None, seen_at__gt=silent_since)


class Step(models.TextChoices):
    WAITING = "waiting", _("Waiting for its turn")
    TAKING = "taking", _("Taking the database")
    PACKING = "packing", _("Packing")
    UNPACKING = "unpacking", _("Unpacking it again")
    TRYING = "trying", _("Restoring it into a scratch database")
    READING = "reading", _("Reading the record there")


class Backup(Noun):
    """A backup: when it was taken, what became of it, and how far it is while it is taken.

    `because` says why it failed, or why it could not be verified although it was written.
    """

    path = models.CharField(max_length=1000, blank=True, default="")
    is_planned = models.BooleanField(default=False)
    begun_by = models.ForeignKey(Teammate, models.SET_NULL, related_name="+", null=True)
    begun_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    step = models.CharField(max_length=10, choices=Step, default=Step.WAITING)
    done = models.BigIntegerField(default=0)
    whole = models.BigIntegerField(default=0)
    written_at = models.DateTimeField(null=True)
    verified_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    size = models.BigIntegerField(default=0)
    rows = models.BigIntegerField(default=0)
    is_encrypted = models.BooleanField(default=False)
    because = models.CharField(max_length=1000, blank=True, default="")
    dropped_at = models.DateTimeField(null=True)

    objects = BackupQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["-begun_at", "-id"], name="backup_newest_first")]

    def __str__(self) -> str:
        return self.path
