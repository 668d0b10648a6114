from datetime import datetime

from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Q

from keepwell.config.models import Chore, Job


def job_is_waiting(lanes: tuple[bool, ...], at: datetime) -> bool:
    """Whether a worker would find work in these lanes (True is the lane of long jobs)."""
    return Job.objects.ready(at).filter(is_long__in=lanes).exists()


def turns_ahead() -> dict[str, datetime]:
    """When each chore that has had a turn has its next one."""
    return dict(Chore.objects.values_list("name", "next_at"))


def workers_holding_jobs() -> set[str]:
    """The names of workers that hold a job, alive or not."""
    held = Job.objects.open().exclude(worker="")
    return set(held.values_list("worker", flat=True))


def jobs_left_waiting(*, before: datetime, at: datetime) -> int:
    """How many jobs are due since before this moment and in nobody's hands."""
    due = Job.objects.ready(at).filter(left_at__lt=before)
    return due.filter(Q(due_at=None) | Q(due_at__lt=before)).count()


def jobs_given_up_since(moment: datetime) -> set[str]:
    """The names of jobs that were given up since then."""
    return set(Job.objects.filter(given_up_at__gte=moment).values_list("name", flat=True))


def migrations_behind() -> tuple[int, int]:
    """How many migrations are still to be applied, and how many have been."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return len(plan), len(executor.loader.applied_migrations)
