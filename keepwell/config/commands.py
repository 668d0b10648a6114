import json
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from keepwell.config.models import Chore, Job
from keepwell.config.rules import is_hopeless, next_try
from keepwell.conversations.commands.words import keep_all_words
from keepwell.kernel.command import command
from keepwell.kernel.record import record
from keepwell.parties.commands.derived import index_search
from keepwell.parties.models import Party

LONGEST_REASON = 4_000


@command
def leave_job(
    name: str,
    facts: tuple[Any, ...] = (),
    *,
    at: datetime,
    due_at: datetime | None = None,
    is_long: bool = False,
) -> Job:
    """Leave a job to whichever worker is free first."""
    # not for the record: the job is not the deed; the command it gives writes its own line.
    plain = json.loads(json.dumps(facts, default=str))
    return Job.objects.create(
        name=name, facts=plain, is_long=is_long, left_at=at, due_at=due_at
    )


@command
def take_job(
    lanes: tuple[bool, ...], *, worker: str, at: datetime, lease: timedelta
) -> Job | None:
    """Take the oldest job that is due and in nobody's hands; None if there is none."""
    # not for the record: see `leave_job`.
    ready = Job.objects.select_for_update(skip_locked=True).ready(at)
    job = ready.filter(is_long__in=lanes).order_by("pk").first()
    if job is None:
        return None
    job.losses += bool(job.worker)
    if is_hopeless(job.losses):
        job.given_up_at, job.worker, job.lease_until = at, "", None
        job.because = job.because or f"{job.losses} workers died with it."
        job.save()
        return None
    job.worker, job.lease_until = worker, at + lease
    job.save()
    return job


@command
def renew_leases(worker: str, *, at: datetime, lease: timedelta) -> int:
    """Say that this worker is alive: nobody else takes what it holds."""
    # not for the record: a heartbeat, every few seconds.
    return Job.objects.open().filter(worker=worker).update(lease_until=at + lease)


@command
def free_jobs_of(workers: Iterable[str], *, were_lost: bool) -> int:
    """Put back what these workers held; `were_lost` when they died with it in their hands."""
    # not for the record: see `leave_job`.
    freed = 0
    for job in Job.objects.select_for_update().open().filter(worker__in=list(workers)):
        job.worker, job.lease_until = "", None
        job.losses += were_lost
        job.save(update_fields=["worker", "lease_until", "losses"])
        freed += 1
    return freed


@command
def finish_job(job: Job, *, worker: str, at: datetime) -> bool:
    """The job is done; False if another worker has taken it over meanwhile."""
    # not for the record: see `leave_job`.
    mine = Job.objects.open().filter(pk=job.pk, worker=worker)
    return bool(mine.update(finished_at=at, worker="", lease_until=None, because=""))


@command
def put_job_off(
    job: Job, because: str, *, worker: str, at: datetime, again: bool
) -> datetime | None:
    """The job failed: try it again later, or give it up and keep the reason."""
    # not for the record: see `leave_job`; the reason is kept with the job.
    failures = job.failures + 1
    due_at = next_try(failures, at) if again else None
    Job.objects.open().filter(pk=job.pk, worker=worker).update(
        failures=failures,
        because=because[:LONGEST_REASON],
        due_at=due_at,
        given_up_at=None if due_at else at,
        worker="",
        lease_until=None,
    )
    return due_at


@command
def take_turn(
    name: str, seen: datetime | None, next_at: datetime, *, at: datetime, is_long: bool
) -> Job | None:
    """Give a chore its turn, once, however many workers saw that it is due.

    `seen` is the turn this worker saw, None for a chore that never had one. A chore whose
    last job is still open gets no second one.
    """
    # not for the record: see `leave_job`.
    if seen is None:
        _, mine = Chore.objects.get_or_create(name=name, defaults={"next_at": next_at})
    else:
        mine = bool(Chore.objects.filter(name=name, next_at=seen).update(next_at=next_at))
    if not mine or Job.objects.open().filter(name=name).exists():
        return None
    return Job.objects.create(name=name, is_long=is_long, left_at=at)


@command
def forget_old_jobs(*, before: datetime) -> int:
    """Forget jobs that were done before this day; what was given up is kept to be read."""
    # not for the record: the deeds of these jobs are in the journal already.
    return Job.objects.filter(finished_at__lt=before).delete()[0]


@command
def mend_search(*, at: datetime) -> None:
    """Make what search reads anew from what there is."""
    index_search(Party.objects.values_list("pk", flat=True).iterator(chunk_size=2_000))
    keep_all_words()
    record("mend_search", "firm", None, at=at)
