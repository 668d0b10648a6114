from datetime import datetime

from django.db import models
from django.db.models import Q


class JobQuerySet(models.QuerySet["Job"]):
    def open(self) -> "JobQuerySet":
        """Neither done nor given up."""
        return self.filter(finished_at=None, given_up_at=None)

    def ready(self, at: datetime) -> "JobQuerySet":
        """Due, and in nobody's hands: never taken, or its worker let the lease run out."""
        due = Q(due_at=None) | Q(due_at__lte=at)
        free = Q(lease_until=None) | Q(lease_until__lte=at)
        return self.open().filter(due & free)


class Job(models.Model):
    """Work a command left for later; one worker at a time holds it, on a lease it renews."""

    name = models.CharField(max_length=100)
    facts = models.JSONField(default=list)
    is_long = models.BooleanField(default=False)
    left_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    worker = models.CharField(max_length=120, blank=True, default="")
    lease_until = models.DateTimeField(null=True)
    failures = models.PositiveSmallIntegerField(default=0)
    losses = models.PositiveSmallIntegerField(default=0)
    because = models.TextField(blank=True, default="")
    finished_at = models.DateTimeField(null=True)
    given_up_at = models.DateTimeField(null=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["is_long", "id"],
                name="job_open",
                condition=Q(finished_at__isnull=True, given_up_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return self.name


class Chore(models.Model):
    """When a job of the schedule has its next turn, whoever takes it."""

    name = models.CharField(max_length=100, primary_key=True)
    next_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
