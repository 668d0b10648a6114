"""A large table is read by a process beside; what comes in is the same."""

import csv

import pytest
from django.utils import timezone

from keepwell.exchange.commands import ahead
from keepwell.exchange.commands.run_import import run_import
from keepwell.exchange.commands.start_import import start_import
from keepwell.exchange.models import RowOutcome
from keepwell.parties.models import ContactPoint, Party

pytestmark = [pytest.mark.django_db(transaction=True)]
ROWS = 4_500


@pytest.fixture
def table(tmp_path, firm):
    """Contacts; the last one has neither name nor address nor number."""
    path = tmp_path / "contacts.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(("Record ID", "First Name", "Last Name", "Email"))
        for number in range(ROWS):
            rows.writerow((number, "Amara", f"Finch{number}", f"a{number}@finch.example"))
        rows.writerow((ROWS, "", "", ""))
    return path


def _take_in(path):
    job = start_import([path], at=timezone.now(), by=None)
    return run_import(job.pk), job.files.get()


def _all_are_in(job, file):
    assert job.state == "done"
    assert (file.rows, file.added, file.refused) == (ROWS + 1, ROWS, 1)
    assert Party.objects.count() == ROWS
    assert ContactPoint.objects.filter(kind="email").count() == ROWS
    assert RowOutcome.objects.get(outcome="refused").number == ROWS + 1


def test_a_table_read_by_a_process_beside_is_in_whole(table, monkeypatch):
    monkeypatch.setattr(ahead, "_pays", lambda file: True)
    _all_are_in(*_take_in(table))


def test_if_the_process_beside_dies_reading_goes_on_here(table, monkeypatch):
    monkeypatch.setattr(ahead, "_pays", lambda file: True)
    monkeypatch.setattr(ahead, "BEGIN", "raise SystemExit(3)")
    _all_are_in(*_take_in(table))


def test_a_table_that_ends_before_the_process_beside_is_asked_is_in_whole(table, monkeypatch):
    monkeypatch.setattr(ahead, "_pays", lambda file: True)
    lines = table.read_text().splitlines(keepends=True)
    table.write_text("".join(lines[:3]))
    job, file = _take_in(table)
    assert (job.state, file.rows, file.added) == ("done", 2, 2)
