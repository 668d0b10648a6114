"""While a try goes on nobody has to wait for it, and nothing of it stays."""

import threading
from collections import namedtuple
from pathlib import Path

import pytest
from django.db import connection, connections
from django.utils import timezone

from keepwell.conversations.commands.log import log_call
from keepwell.conversations.models import Activity
from keepwell.exchange.commands import run_import as running
from keepwell.exchange.commands.start_import import start_import
from keepwell.exchange.models import Import, ImportState, RowOutcome
from keepwell.exchange.tests.test_undo_import import (
    AGREEMENTS,
    COMPANIES,
    COMPANIES_LATER,
    MAILS,
    ORDERS,
    PEOPLE,
    PEOPLE_LATER,
    bring,
    everything,
)
from keepwell.kernel.sqlite import copies
from keepwell.kernel.words import told
from keepwell.parties.commands.change import change_party
from keepwell.parties.models import Party
from keepwell.relationships.models import ContactFacts

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE = 20


def ready(tmp_path, by, **files):
    """Files looked at, to be tried."""
    place = tmp_path / "tried"
    place.mkdir()
    for name, text in files.items():
        (place / f"{name}.{'mbox' if name == 'mbox' else 'csv'}").write_text(text)
    return start_import([place], at=timezone.now(), by=by, is_dry_run=True)


class Held:
    """A try in a thread of its own, held where all it does is done and nothing is let go."""

    def __init__(self, job, monkeypatch):
        self.there, self.go_on = threading.Event(), threading.Event()
        self.job, self.broke = job, []
        finish = running.finish_import

        def finish_and_wait(job, *, at):
            finish(job, at=at)
            self.there.set()
            assert self.go_on.wait(PATIENCE)

        monkeypatch.setattr(running, "finish_import", finish_and_wait)
        self.thread = threading.Thread(target=self._run)

    def _run(self):
        try:
            running.run_import(self.job.pk)
        except BaseException as fault:
            self.broke.append(fault)
        finally:
            connections.close_all()

    def __enter__(self):
        self.thread.start()
        assert self.there.wait(PATIENCE), self.broke
        return self

    def __exit__(self, *_fault):
        self.go_on.set()
        self.thread.join(PATIENCE)
        assert not self.broke


@pytest.fixture
def impatient(db):
    """Whoever has to wait for a lock gives up at once."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET lock_timeout = '500ms'")
        else:
            cursor.execute("PRAGMA busy_timeout = 0")
    yield
    connection.close()


def log_a_call(party, *, at, by):
    log_call([party], direction="inbound", outcome="connected", on=at, at=at, by=by)


def test_a_call_is_logged_at_once_while_a_try_goes_on(tmp_path, petra, impatient, monkeypatch):
    bring(tmp_path, petra, companies=COMPANIES, contacts=PEOPLE, mbox=MAILS, orders=ORDERS)
    kofi, harbour = (
        Party.objects.get(name="Kofi Mensah"),
        Party.objects.get(name="Harbour Works"),
    )
    files = {"companies": COMPANIES_LATER, "contacts": PEOPLE_LATER, "agreements": AGREEMENTS}
    job = ready(tmp_path, petra, **files)
    now = timezone.now()
    with Held(job, monkeypatch):
        assert Party.objects.get(pk=harbour.pk).industry == "Shipping"
        log_a_call(kofi, at=now, by=petra)
        change_party(harbour, facts={"industry": "Docks"}, at=now, by=petra)
    assert Activity.objects.filter(kind="call").count() == 1
    assert ContactFacts.objects.get(party=kofi).last_inbound == now
    assert Party.objects.get(pk=harbour.pk).industry == "Docks"
    job.refresh_from_db()
    assert job.state == ImportState.DONE
    assert sum(file.added + file.updated for file in job.files.all()) == 7


def test_a_try_leaves_nothing_but_what_became_of_each_row(tmp_path, petra):
    bring(tmp_path, petra, companies=COMPANIES, contacts=PEOPLE, mbox=MAILS)
    job = ready(
        tmp_path, petra, companies=COMPANIES_LATER, contacts=PEOPLE_LATER, orders=ORDERS
    )
    before = everything()
    running.run_import(job.pk)
    assert everything() == before
    assert RowOutcome.objects.filter(file__job=job, outcome="added").count() == 2


on_sqlite = pytest.mark.skipif(
    "connection.vendor != 'sqlite'", reason="PostgreSQL copies tables"
)


@pytest.fixture
def database(db):
    """Where the real database lies."""
    return Path(str(connection.settings_dict["NAME"]))


def copies_of(database):
    return list(database.parent.glob(f"{database.name}{copies.MARK}*"))


@on_sqlite
def test_the_copy_a_try_worked_on_is_gone_afterwards_whatever_happened(
    tmp_path, petra, database, monkeypatch
):
    job = ready(tmp_path, petra, companies=COMPANIES)

    def fall(job, *, at):
        assert len(copies_of(database)) == 1
        raise RuntimeError("It fell.")

    monkeypatch.setattr(running, "finish_import", fall)
    with pytest.raises(RuntimeError):
        running.run_import(job.pk)
    assert copies_of(database) == []
    assert Party.objects.count() == 0


@on_sqlite
def test_a_copy_left_by_a_kill_is_removed_and_one_in_use_is_not(database):
    left = database.with_name(f"{database.name}{copies.MARK}left")
    left.mkdir()
    (left / "copy.sqlite3").write_bytes(b"half")
    with copies.on_a_copy(more=0):
        assert not left.exists()
        assert copies.forget_left_copies(database) == 0
        assert len(copies_of(database)) == 1
    assert copies_of(database) == []


@on_sqlite
def test_without_room_on_the_disk_a_try_says_so(tmp_path, petra, monkeypatch):
    job = ready(tmp_path, petra, companies=COMPANIES)
    usage = namedtuple("Usage", "total used free")
    monkeypatch.setattr(copies.shutil, "disk_usage", lambda place: usage(9, 8, 1 << 20))
    running.run_import(job.pk)
    job = Import.objects.get(pk=job.pk)
    assert job.state == ImportState.READY
    assert "1 MB are free" in told(job.because)
