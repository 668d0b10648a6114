"""Work left for later is done once, and taken again when its worker died."""

import os
import signal
import subprocess
import sys
import time
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils.module_loading import import_string

from keepwell.config import commands, worker
from keepwell.config.models import Chore, Job
from keepwell.config.queries import turns_ahead
from keepwell.config.schedule import LONG_JOBS, SCHEDULE
from keepwell.journal.models import Entry, Seal
from keepwell.kernel.later import enqueue
from keepwell.kernel.record import record
from keepwell.kernel.refusal import Refused

LEASE = timedelta(seconds=60)
BOTH = (True, False)
pytestmark = pytest.mark.django_db


@pytest.fixture
def job_of(monkeypatch):
    """Let a job of the house be this function."""

    def stand_in(act):
        monkeypatch.setattr("keepwell.config.jobs.forget_old_jobs", act)
        return "config.forget_old_jobs"

    return stand_in


def test_a_job_is_done_with_the_facts_it_was_left_with(job_of):
    seen = []
    enqueue(job_of(lambda *facts: seen.append(facts)), "an id", 3)
    assert worker.work_off() == 1
    assert seen == [("an id", 3)]
    assert worker.work_off() == 0


def test_no_job_is_left_by_a_command_that_did_not_happen(job_of):
    with pytest.raises(Refused), transaction.atomic():
        enqueue(job_of(print))
        raise Refused("No.")
    assert not Job.objects.exists()


def test_what_one_worker_holds_no_other_takes(now):
    commands.leave_job("journal.seal", at=now)
    assert commands.take_job(BOTH, worker="one", at=now, lease=LEASE)
    assert commands.take_job(BOTH, worker="two", at=now, lease=LEASE) is None


def test_a_job_is_taken_again_when_the_lease_of_its_worker_has_run_out(now):
    commands.leave_job("journal.seal", at=now)
    mine = commands.take_job(BOTH, worker="one", at=now, lease=LEASE)
    later = now + LEASE
    theirs = commands.take_job(BOTH, worker="two", at=later, lease=LEASE)
    assert theirs.pk == mine.pk
    assert theirs.losses == 1
    assert not commands.finish_job(mine, worker="one", at=later)
    assert commands.finish_job(theirs, worker="two", at=later)


def test_a_worker_that_says_it_lives_keeps_its_job(now):
    commands.leave_job("journal.seal", at=now)
    commands.take_job(BOTH, worker="one", at=now, lease=LEASE)
    commands.renew_leases("one", at=now + LEASE / 2, lease=LEASE)
    assert commands.take_job(BOTH, worker="two", at=now + LEASE, lease=LEASE) is None


def test_a_job_that_kills_every_worker_is_given_up_with_a_reason(now):
    commands.leave_job("journal.seal", at=now)
    Job.objects.update(losses=20, worker="dead", lease_until=now)
    assert commands.take_job(BOTH, worker="next", at=now, lease=LEASE) is None
    given_up = Job.objects.get()
    assert given_up.given_up_at == now
    assert "21 workers" in given_up.because


def test_a_failed_job_comes_back_later_and_keeps_its_reason(job_of):
    def fail():
        raise ValueError("the disk is full")

    enqueue(job_of(fail))
    worker.work_off()
    job = Job.objects.get()
    assert job.failures == 1
    assert job.due_at is not None
    assert "the disk is full" in job.because
    assert worker.work_off() == 0


def test_a_refused_job_is_not_tried_again(job_of):
    def refuse():
        raise Refused("This import was undone.")

    enqueue(job_of(refuse))
    worker.work_off()
    job = Job.objects.get()
    assert job.given_up_at is not None
    assert job.because == "This import was undone."


def test_a_short_job_does_not_wait_behind_a_long_one(now):
    commands.leave_job("exchange.run_import", at=now, is_long=True)
    commands.leave_job("journal.seal", at=now)
    taken = commands.take_job((False,), worker="one", at=now, lease=LEASE)
    assert taken.name == "journal.seal"


def test_a_chore_has_its_turn_once_although_two_workers_saw_it(now):
    first = commands.take_turn("journal.seal", None, now, at=now, is_long=False)
    seen, following = turns_ahead()["journal.seal"], now + LEASE
    assert first is not None
    assert commands.take_turn("journal.seal", None, now, at=now, is_long=False) is None
    commands.finish_job(first, worker="", at=now)
    again = [
        commands.take_turn("journal.seal", seen, following, at=now, is_long=False) for _ in "ab"
    ]
    assert [job is not None for job in again] == [True, False]


def test_lines_of_the_journal_are_sealed_by_themselves(harbour, now):
    record("renamed", "party", harbour.pk, at=now, party_id=harbour.pk)
    worker.give_turns()
    worker.work_off()
    assert not Entry.objects.filter(seal=None).exists()
    assert Seal.objects.exists()


def test_no_line_no_chore():
    worker.give_turns()
    assert not Chore.objects.filter(name="journal.seal").exists()


def test_every_chore_on_the_schedule_is_a_job_of_a_room():
    for turn in SCHEDULE:
        room, verb = turn.job.split(".")
        assert callable(import_string(f"keepwell.{room}.jobs.{verb}"))


@pytest.mark.parametrize("name", sorted(LONG_JOBS))
def test_every_long_job_names_a_room_and_a_verb(name):
    assert len(name.split(".")) == 2


def test_a_dead_worker_of_this_machine_is_known_at_once(now):
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    dead, alive = worker.name_of_this_worker(gone.pid), worker.name_of_this_worker()
    for name in (dead, alive):
        commands.leave_job("journal.seal", at=now)
        commands.take_job(BOTH, worker=name, at=now, lease=LEASE)
    assert worker.workers_known_dead() == [dead]


KILLED_WORKER = """
import os, sys, django
django.setup()
from django.db import connections
from datetime import timedelta
from django.utils import timezone
from keepwell.config import jobs, worker
connections["default"].settings_dict["NAME"] = sys.argv[1]
def hang():
    print("taken", flush=True)
    import time; time.sleep(60)
jobs.forget_old_jobs = hang
worker.Worker(timedelta(seconds=float(sys.argv[2]))).work()
"""


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_the_job_of_a_worker_killed_in_the_middle_is_done_by_the_next(job_of):
    done = []
    enqueue(job_of(lambda: done.append(True)))
    name = str(connection.settings_dict["NAME"])
    child = subprocess.Popen(
        [sys.executable, "-c", KILLED_WORKER, name, "2"],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "keepwell.config.testing"},
    )
    try:
        assert child.stdout.readline() == "taken\n"
        assert worker.work_off() == 0, "it is in the other worker's hands"
        child.send_signal(signal.SIGKILL)
    finally:
        child.kill()
        child.wait()
    until = time.monotonic() + 10
    while not done and time.monotonic() < until:
        worker.work_off()
        time.sleep(0.1)
    assert done == [True]
    assert Job.objects.get().losses == 1
