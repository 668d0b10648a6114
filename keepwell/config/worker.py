"""The background worker: it takes jobs, keeps its leases alive and gives chores their turn.

One process with three threads: a hand for long jobs (which helps with short ones), a hand for
short jobs only, and the clock. A worker may be killed at any moment: its lease runs out and
another takes the job again.
"""

import logging
import os
import socket
import threading
import traceback
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import close_old_connections, connections
from django.utils import timezone
from django.utils.module_loading import import_string

from keepwell.config.commands import (
    finish_job,
    free_jobs_of,
    leave_job,
    put_job_off,
    renew_leases,
    take_job,
    take_turn,
)
from keepwell.config.models import Job
from keepwell.config.queries import job_is_waiting, turns_ahead, workers_holding_jobs
from keepwell.config.schedule import LONG_JOBS, SCHEDULE, Turn
from keepwell.firm.models import Firm
from keepwell.kernel.refusal import Refused

LEASE = timedelta(seconds=60)
POLL_SECONDS, BEAT_SECONDS = 0.5, 5.0
LONG_AND_SHORT, SHORT_ONLY = (True, False), (False,)
log = logging.getLogger("keepwell.worker")


def name_of_this_worker(pid: int | None = None) -> str:
    """Machine and process, so that a dead worker can be told from a living one."""
    return f"{socket.gethostname()}:{pid or os.getpid()}"


def workers_known_dead() -> list[str]:
    """Workers of this machine that hold jobs although their process is gone."""
    here = f"{socket.gethostname()}:"
    pids = (name.removeprefix(here) for name in workers_holding_jobs() if name.startswith(here))
    return [here + pid for pid in pids if not _is_alive(int(pid))]


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def work_off(worker: str = "here", lanes: tuple[bool, ...] = LONG_AND_SHORT) -> int:
    """Do all jobs that are due, in this thread; how many were done. For tests and scripts."""
    done = 0
    while _work_once(worker, lanes, LEASE):
        done += 1
    return done


def _work_once(worker: str, lanes: tuple[bool, ...], lease: timedelta) -> bool:
    now = timezone.now()
    if not job_is_waiting(lanes, now):
        return False
    job = take_job(lanes, worker=worker, at=now, lease=lease)
    if job is not None:
        _do(job, worker)
    return True


def _do(job: Job, worker: str) -> None:
    room, verb = job.name.split(".")
    try:
        import_string(f"keepwell.{room}.jobs.{verb}")(*job.facts)
    except Refused as refusal:
        put_job_off(job, refusal.because, worker=worker, at=timezone.now(), again=False)
    except Exception:
        log.exception("The job %s failed.", job.name)
        reason = traceback.format_exc()
        put_job_off(job, reason, worker=worker, at=timezone.now(), again=True)
    else:
        finish_job(job, worker=worker, at=timezone.now())


def give_turns() -> None:
    """Leave a job for every chore whose turn has come."""
    ahead, now = turns_ahead(), timezone.now()
    firm = Firm.objects.only("time_zone").first()
    zone = ZoneInfo(firm.time_zone if firm else "UTC")
    for turn in SCHEDULE:
        seen = ahead.get(turn.job)
        if (seen is None or seen <= now) and turn.wanted():
            _give_turn(turn, seen, zone)


def _give_turn(turn: Turn, seen: datetime | None, zone: ZoneInfo) -> None:
    now = timezone.now()
    following = turn.when.next_turn(now, zone)
    take_turn(turn.job, seen, following, at=now, is_long=turn.job in LONG_JOBS)


class Worker:
    """One background worker, until it is told to stop."""

    def __init__(self, lease: timedelta = LEASE) -> None:
        self.name = name_of_this_worker()
        self.lease = lease
        self.stopping = threading.Event()

    def work(self, patience: float = 5) -> None:
        """Work until told to stop; then wait `patience` seconds for the job in hand.

        What is not done by then is put back, to be taken up again by the next worker.
        """
        free_jobs_of(workers_known_dead(), were_lost=True)
        hands = [
            threading.Thread(target=self._hand, args=(LONG_AND_SHORT,), daemon=True),
            threading.Thread(target=self._hand, args=(SHORT_ONLY,), daemon=True),
        ]
        clock = threading.Thread(target=self._clock, daemon=True)
        for thread in (*hands, clock):
            thread.start()
        self.stopping.wait()
        for hand in hands:
            hand.join(patience / len(hands))
        free_jobs_of([self.name], were_lost=False)

    def _hand(self, lanes: tuple[bool, ...]) -> None:
        while not self.stopping.is_set():
            if not self._safely(lambda: _work_once(self.name, lanes, self.lease)):
                self.stopping.wait(POLL_SECONDS)
        connections.close_all()

    def _clock(self) -> None:
        while not self.stopping.wait(min(BEAT_SECONDS, self.lease.total_seconds() / 6)):
            self._safely(self._tick)
        connections.close_all()

    def _tick(self) -> None:
        if self.name in workers_holding_jobs():
            renew_leases(self.name, at=timezone.now(), lease=self.lease)
        give_turns()

    def _safely(self, act: Callable[[], object]) -> object:
        """A database that is away for a moment must not end the worker."""
        close_old_connections()
        try:
            return act()
        except Exception:
            log.exception("The worker could not reach the database; it tries again.")
            connections.close_all()
            self.stopping.wait(POLL_SECONDS * 4)
            return None


def leave_in_queue(name: str, facts: tuple[Any, ...], due_at: datetime | None) -> None:
    """The queue that `keepwell.kernel.later` is bound to."""
    leave_job(name, facts, at=timezone.now(), due_at=due_at, is_long=name in LONG_JOBS)
