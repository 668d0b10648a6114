"""A firm taken into one file while people work, and brought back: whole, or not at all."""

import gzip
import io
import json
import signal
import stat
import tarfile

import pytest

from keepwell.backups.tests.houses import IS_POSTGRESQL

pytestmark = pytest.mark.slow
WORK = """
import sys
from django.utils import timezone
from keepwell.conversations.commands.log import log_call
from keepwell.firm.models import Teammate
from keepwell.parties.models import Party
from keepwell.journal.jobs import seal
ada, parties = Teammate.objects.get(), list(Party.objects.all())
for number in range(100_000):
    now = timezone.now()
    log_call([parties[number % len(parties)]], direction="outbound", outcome="connected",
        on=now, title=f"call {number}", at=now, by=ada)
    if number % 10 == 0:
        seal()
    print(number, flush=True)
"""
CALLS = """
from keepwell.conversations.models import Activity
print(*sorted(int(t.split()[1]) for t in Activity.objects.values_list("title", flat=True)))
"""


def backup(house):
    told = house.say("backup", house.home / "out.backup", "--no-verify")
    assert told.returncode == 0, told.stderr
    return house.home / "out.backup"


def manifest_of(path):
    with tarfile.open(path) as tar:
        return json.load(tar.extractfile("manifest.json"))


def test_one_private_file_that_says_what_is_in_it(finch):
    path = backup(finch)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    manifest = manifest_of(path)
    assert manifest["firm"] == "Finch Advisory"
    assert manifest["counted"]["rows"]["parties_party"] == 20
    assert manifest["counted"]["seals"] == 1
    assert len(manifest["counted"]["head"]) == 64
    assert {"files/letter.txt"} < {member["name"] for member in manifest["members"]}
    assert not list(finch.home.glob(".*"))


def test_it_is_proven_by_restoring_it(finch):
    told = finch.say("backup", "--json")
    assert told.returncode == 0, told.stderr
    answer = json.loads(told.stdout)
    assert (answer["verified"], answer["encrypted"], answer["because"]) == (True, False, "")
    answer = json.loads(finch.say("backup", finch.home / "b", "--no-verify", "--json").stdout)
    assert (answer["written"], answer["verified"]) == (True, False)


def test_nothing_acknowledged_before_is_missing_after(finch, street):
    child = finch.begin(WORK)
    for _ in range(25):
        acknowledged = int(child.stdout.readline())
    path = backup(finch)
    assert child.poll() is None, child.stderr.read()
    child.kill()
    back = street.empty()
    told = back.say("restore", path)
    assert told.returncode == 0, told.stderr
    calls = [int(word) for word in back.do(CALLS).split()]
    assert calls == list(range(len(calls))), "calls are missing in between"
    assert len(calls) > acknowledged
    assert back.say("journal", "verify").returncode == 0


def test_a_restored_firm_has_its_files_and_its_record_says_so(finch, street):
    path, back = backup(finch), street.empty()
    assert back.say("restore", path).returncode == 0
    assert (back.home / "files" / "letter.txt").read_text() == "Dear Ines"
    verbs = back.do(
        "from keepwell.journal.models import Entry\n"
        "print(*Entry.objects.order_by('pk').values_list('verb', flat=True))"
    )
    assert verbs.split()[-1] == "restore_backup"


def test_a_firm_is_not_overwritten_without_a_word(finch, street, model):
    path, other = backup(finch), street.like(model)
    other.do("from keepwell.parties.models import Party; Party.objects.first().delete()")
    told = other.say("restore", path)
    assert (told.returncode, other.count()) == (1, 19)
    assert "--overwrite" in told.stderr
    told = other.say("restore", path, "--overwrite")
    assert (told.returncode, other.count()) == (0, 20), told.stderr


def test_a_locked_backup_needs_its_key(finch, street):
    finch.key = "a riddle in the dark"
    path = backup(finch)
    assert b"Harbour" not in path.read_bytes()
    back = street.empty()
    told = back.say("restore", path)
    assert told.returncode == 1
    assert "encrypted" in told.stderr
    back.key = "another riddle"
    told = back.say("restore", path)
    assert told.returncode == 1
    assert "does not open" in told.stderr
    key = back.home / "key"
    key.write_text("a riddle in the dark\n")
    told = back.say("restore", path, "--key-file", key)
    assert (told.returncode, back.count()) == (0, 20), told.stderr
    assert (back.home / "secret_key").read_text() == (finch.home / "secret_key").read_text()


def rewritten(path, change):
    """The backup again with another manifest, as somebody without scruples would write it."""
    out = io.BytesIO()
    with tarfile.open(path) as tar, tarfile.open(fileobj=out, mode="w") as made:
        for entry in tar:
            text = tar.extractfile(entry).read()
            if entry.name == "manifest.json":
                told = json.loads(text)
                change(told)
                text = json.dumps(told).encode()
                entry.size = len(text)
            made.addfile(entry, io.BytesIO(text))
    path.write_bytes(gzip.compress(out.getvalue()))


def test_a_touched_one_or_one_of_a_newer_keepwell_is_refused(finch, street):
    path, back = backup(finch), street.empty()

    def of_tomorrow(told):
        told["version"] = "9.9"
        told["counted"]["migrations"]["parties"].append("0999_tomorrow")

    rewritten(path, of_tomorrow)
    told = back.say("restore", path)
    assert (told.returncode, "newer Keepwell (9.9)" in told.stderr) == (1, True)
    touched = bytearray(path.read_bytes())
    touched[len(touched) // 2] ^= 1
    path.write_bytes(touched)
    told = back.say("restore", path)
    assert (told.returncode, "damaged" in told.stderr) == (1, True)


def test_an_older_one_is_brought_forward(finch, street):
    finch.do(
        "from django.core.management import call_command\n"
        "call_command('migrate', 'backups', 'zero', verbosity=0)\n"
        "from keepwell.backups.taking import write_backup\n"
        "from django.utils import timezone; from pathlib import Path; import sys\n"
        "write_backup(Path(sys.argv[1]), secret=None, at=timezone.now(),\n"
        "    tell=lambda *_: None)",
        finch.home / "old.backup",
    )
    back = street.empty()
    told = back.say("restore", finch.home / "old.backup")
    assert (told.returncode, back.count()) == (0, 20), told.stderr
    assert back.say("migrate").stdout.startswith("The database is up to date")


def test_what_was_miscounted_is_not_put_in_place(finch, street):
    path = backup(finch)
    rewritten(path, lambda told: told["counted"]["rows"].update(parties_party=21))
    back = street.like(finch)
    back.do("from keepwell.parties.models import Party; Party.objects.first().delete()")
    told = back.say("restore", path, "--overwrite")
    assert told.returncode == 1
    assert "parties_party" in told.stderr
    assert back.count() == 19


KILLED = """
import os, signal, sys
from keepwell.config.command_line import main
from keepwell.backups.databases import {database} as database
def die(*_args, **_more):
    os.kill(os.getpid(), signal.SIGKILL)
database.{moment} = die
main(["restore", sys.argv[1], "--overwrite"])
"""
MOMENTS = ["_check", "bring_forward"] if IS_POSTGRESQL else ["bring_forward", "_step_aside"]


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_kill_in_the_middle_leaves_a_whole_firm(finch, street, moment):
    path, back = backup(finch), street.like(finch)
    back.do("from keepwell.parties.models import Party; Party.objects.first().delete()")
    database = "postgresql" if IS_POSTGRESQL else "sqlite"
    child = back.begin(KILLED.format(database=database, moment=moment), path)
    child.wait(600)
    assert child.returncode == -signal.SIGKILL
    # On PostgreSQL what was restored is there, whole, before it is brought to this version.
    assert back.count() == (20 if (moment, IS_POSTGRESQL) == ("bring_forward", True) else 19)
    assert back.say("journal", "verify").returncode == 0
    told = back.say("restore", path, "--overwrite")
    assert (told.returncode, back.count()) == (0, 20), told.stderr


@pytest.mark.skipif(IS_POSTGRESQL, reason="there the server keeps those who read apart")
def test_a_running_keepwell_is_not_pulled_from_under_its_people(finch, street):
    path, back = backup(finch), street.like(finch)
    child = back.begin(
        "from keepwell.firm.models import Firm; import time\n"
        "print(Firm.objects.count(), flush=True); time.sleep(60)"
    )
    child.stdout.readline()
    told = back.say("restore", path, "--overwrite")
    assert (told.returncode, "Stop it" in told.stderr) == (1, True)
    child.kill()
    child.wait()
    assert back.say("restore", path, "--overwrite").returncode == 0


@pytest.mark.skipif(IS_POSTGRESQL, reason="a server's files are the server's")
def test_a_broken_database_can_be_replaced(finch, street):
    path, back = backup(finch), street.like(finch)
    (back.home / "keepwell.sqlite3").write_bytes(b"this is not a database" * 1000)
    assert back.say("restore", path).returncode == 1
    told = back.say("restore", path, "--overwrite")
    assert (told.returncode, back.count()) == (0, 20), told.stderr


def test_a_full_or_forbidden_place_is_told_and_leaves_nothing(finch):
    told = finch.say("backup", "/proc/nowhere/out.backup")
    assert told.returncode == 1
    assert "could not be written" in told.stderr
    assert not list(finch.home.glob(".backup-*"))
