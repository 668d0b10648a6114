"""Keepwell's copy of imported files has an end; what came of them has not."""

import os
import shutil
from datetime import timedelta

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from keepwell.exchange import progress
from keepwell.exchange.commands.remove_files import remove_files, remove_old_files
from keepwell.exchange.commands.run_import import run_import
from keepwell.exchange.commands.start_import import start_import
from keepwell.exchange.commands.stop_import import begin_import
from keepwell.exchange.models import Import, ImportState
from keepwell.exchange.rules.keeping import kept_until
from keepwell.exchange.tests.test_undo_import import COMPANIES, bring, everything, undo
from keepwell.journal.models import Entry
from keepwell.kernel.refusal import Refused
from keepwell.parties.models import Party

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def files_of_our_own(settings, tmp_path):
    settings.FILES = tmp_path / "files"


@pytest.fixture
def done(tmp_path, petra):
    """An import that is done."""
    place = tmp_path / "brought"
    place.mkdir()
    return bring(place, petra, companies=COMPANIES)


def is_there(job):
    return progress.place_of(job.pk).exists()


@pytest.mark.parametrize(
    ("state", "is_dry_run", "days", "expected"),
    [
        ("running", False, 0, None),
        ("stopped", False, 90, None),
        ("done", False, 90, 90),
        ("done", False, 0, 0),
        ("undone", False, 30, 30),
        ("ready", False, 0, 7),
        ("done", True, 0, 7),
        ("done", True, 90, 90),
    ],
)
def test_how_long_a_copy_is_kept(now, state, is_dry_run, days, expected):
    until = kept_until(state, is_dry_run=is_dry_run, last=now, days=days)
    assert until == (None if expected is None else now + timedelta(days=expected))


def test_the_copy_goes_after_its_time_and_not_before(done):
    later = done.finished_at + timedelta(days=settings.KEEP_FILES_DAYS)
    assert remove_old_files(at=later - timedelta(seconds=1)) == 0
    assert is_there(done)
    assert remove_old_files(at=later) == 1
    assert not is_there(done)
    assert Entry.objects.filter(verb="remove_files", noun_id=done.pk, by_id=None).exists()
    assert Party.objects.filter(name="Harbour Works").exists()


def test_a_stopped_import_keeps_its_files_to_go_on(done):
    Import.objects.filter(pk=done.pk).update(state=ImportState.STOPPED)
    assert remove_old_files(at=timezone.now() + timedelta(days=5_000)) == 0
    assert is_there(done)


def test_a_copy_that_never_became_an_import_goes_after_a_day(tmp_path):
    left = settings.FILES / "imports" / "01a20000-0000-7000-8000-000000000000"
    (left / "0").mkdir(parents=True)
    assert remove_old_files(at=timezone.now()) == 0
    assert remove_old_files(at=timezone.now() + timedelta(days=2)) == 1
    assert not left.exists()


def test_with_no_days_the_copy_goes_as_soon_as_it_is_done(tmp_path, petra, settings):
    settings.KEEP_FILES_DAYS = 0
    file = tmp_path / "companies.csv"
    file.write_text(COMPANIES)
    job = start_import([file], at=timezone.now(), by=petra)
    assert is_there(job)
    assert run_import(job.pk).state == ImportState.DONE
    assert not is_there(job)


def test_undo_needs_no_file(tmp_path, petra):
    before = everything()
    (tmp_path / "brought").mkdir()
    job = bring(tmp_path / "brought", petra, companies=COMPANIES)
    remove_files(job, at=timezone.now(), by=petra)
    undo(job, petra)
    assert everything() == before


def test_files_once_removed_cannot_be_begun(tmp_path, petra):
    file = tmp_path / "companies.csv"
    file.write_text(COMPANIES)
    job = start_import([file], at=timezone.now(), by=petra)
    remove_files(job, at=timezone.now(), by=petra)
    with pytest.raises(Refused, match="Drop them in again"):
        begin_import(job, at=timezone.now(), by=petra)


def test_a_running_import_keeps_its_files(done, petra):
    Import.objects.filter(pk=done.pk).update(state=ImportState.RUNNING)
    with pytest.raises(Refused, match="still running"):
        remove_files(done, at=timezone.now(), by=petra)
    assert is_there(done)


def test_the_page_says_until_when_and_removes_it_at_once(client, done, petra):
    client.force_login(petra)
    page = reverse("exchange:import", args=[done.pk])
    assert "These files are kept until" in client.get(page).content.decode()
    client.post(reverse("exchange:remove-files", args=[done.pk]))
    assert not is_there(done)
    assert "was removed" in client.get(page).content.decode()


def test_a_copy_that_cannot_be_removed_hinders_no_other(tmp_path, petra, done, monkeypatch):
    (tmp_path / "again").mkdir()
    other = bring(tmp_path / "again", petra, companies=COMPANIES)
    remove = shutil.rmtree

    def stubborn(place, **how):
        if place == progress.place_of(done.pk):
            raise PermissionError(os.strerror(13))
        remove(place, **how)

    monkeypatch.setattr(shutil, "rmtree", stubborn)
    assert remove_old_files(at=timezone.now() + timedelta(days=100)) == 1
    assert is_there(done)
    assert not is_there(other)
