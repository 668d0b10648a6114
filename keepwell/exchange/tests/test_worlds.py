"""Whole firms brought in: all rows accounted for, and what is concluded is what happened."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone

from keepwell.conversations.models import Activity, MailNature, Presence
from keepwell.exchange.commands.run_import import run_import
from keepwell.exchange.commands.start_import import start_import
from keepwell.exchange.models import ImportState
from keepwell.exchange.queries.facts import facts_as_of
from keepwell.exchange.tests.shared_folders import WORLDS, each_world, needs_shared, truth_of
from keepwell.exchange.tests.world_score import Score, score_world, table_of_scores, told
from keepwell.firm.commands.found import found_firm

pytestmark = [pytest.mark.worlds, pytest.mark.slow, pytest.mark.django_db, needs_shared]
SHOWN = 10
NO_CONTACT = {
    "bulk": [MailNature.NEWSLETTER],
    # To the truth, order confirmations are automatic too.
    "auto": [MailNature.AUTOMATIC, MailNature.MACHINE],
    "bounce": [MailNature.BOUNCE],
    "internal": [MailNature.INTERNAL],
}


@dataclass
class Brought:
    """What came of importing a world twice; plain values, for the database is rolled back."""

    files: list[dict[str, Any]]
    again: list[dict[str, Any]]
    changed: set[str]
    score: Score
    machine_contacts: int
    natures: dict[str, int]
    truth: dict[str, Any] = field(repr=False)


@pytest.fixture
def brought(world, db):
    """The world imported, each world once however many tests ask."""
    return _bring(world)


@cache
def _bring(world: Path) -> Brought:
    truth = truth_of(world)
    with transaction.atomic():
        try:
            return _bring_into_empty(world, truth)
        finally:
            transaction.set_rollback(True)


def found(world: Path) -> dict[str, Any]:
    """Found the firm a world is of; what is told of it."""
    told_of: dict[str, Any] = truth_of(world)["world"]
    found_firm(
        name=told_of["firm"], domains=[told_of["domain"]], time_zone=told_of["time_zone"],
        free_mail_domains=told_of["free_mail_domains"], at=timezone.now(),
    )  # fmt: skip
    return told_of


def _bring_into_empty(world: Path, truth: dict[str, Any]) -> Brought:
    told_of = found(world)
    end = datetime.combine(date.fromisoformat(told_of["as_of"]), time.max, UTC)
    files = _import(world)
    facts = list(facts_as_of(end))
    counted = Presence.objects.exclude(activity__nature__in=("", MailNature.HUMAN))
    contacts = counted.filter(inbound=True) | counted.filter(outbound=True)
    machine = (contacts | counted.filter(two_way=True)).count()
    natures = {
        kind: Activity.objects.filter(kind="mail", nature__in=natures).count()
        for kind, natures in NO_CONTACT.items()
    }
    with rows_in_another_order():
        again = _import(world)
        changed = set(_plain(facts)) ^ set(_plain(list(facts_as_of(end))))
    return Brought(files, again, changed, score_world(truth, facts), machine, natures, truth)


@contextmanager
def rows_in_another_order() -> Iterator[None]:
    """Rows nobody asked an order for come turned round; PostgreSQL mixes them by itself."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA reverse_unordered_selects = ON")
        yield
        cursor.execute("PRAGMA reverse_unordered_selects = OFF")


def _import(world: Path) -> list[dict[str, Any]]:
    job = start_import([world], at=timezone.now(), by=None)
    run_import(job.pk)
    job.refresh_from_db()
    assert job.state == ImportState.DONE, job.because
    names = ("name", "table", "rows", "added", "updated", "skipped", "refused", "because")
    return list(job.files.order_by("order").values(*names))


def _plain(facts: list[dict[str, Any]]) -> list[str]:
    return sorted(repr(sorted(each.items())) for each in facts)


@each_world
def test_every_row_of_every_file_is_accounted_for(world, brought):
    for file in brought.files:
        assert file["because"] == "", file
        whole = file["added"] + file["updated"] + file["skipped"] + file["refused"]
        assert whole == file["rows"], file
        truly = brought.truth["files"].get(file["name"].rpartition("/")[2], {})
        if "rows" in truly:
            assert file["rows"] == truly["rows"], file
        if "messages" in truly or "cards" in truly:
            assert file["rows"] == truly.get("messages", truly.get("cards")), file


@each_world
def test_the_same_folder_twice_changes_nothing(world, brought):
    for file in brought.again:
        assert (file["added"], file["updated"]) == (0, 0), file
    assert not brought.changed


@each_world
def test_records_of_one_party_are_one_and_of_two_stay_two(world, brought):
    score = brought.score
    faults = told(score.faults, "merged wrongly", "not merged", "only suggested")
    lost = told(score.faults, "record without party")
    assert score.precision >= 0.99, faults
    assert score.recall >= 0.95, faults
    assert score.recall_with_suggestions >= 0.98, faults
    assert not lost, lost


@each_world
def test_last_contact_is_exact(world, brought):
    score = brought.score
    faults = told(score.faults, "not found", "contact")
    assert score.exact_contact >= 0.99, faults
    assert score.exact_contact_of_all >= 0.985, faults


@each_world
def test_who_has_gone_quiet_is_who_has_gone_quiet(world, brought):
    assert brought.score.quiet_wrong == 0, told(brought.score.faults, "quietness")


@each_world
def test_kinds_are_what_a_policy_should_conclude(world, brought):
    assert brought.score.kinds_precision >= 0.97, told(brought.score.faults, "kinds")
    assert brought.score.kinds_recall >= 0.97, told(brought.score.faults, "kinds", "not found")


@each_world
def test_clients_nobody_owns_have_no_owner(world, brought):
    assert brought.score.owned_wrongly == 0, told(brought.score.faults, "owner")


@each_world
def test_no_newsletter_bounce_or_automatic_reply_is_contact(world, brought):
    assert brought.machine_contacts == 0
    truly = brought.truth["files"]["mailbox.mbox"].get("kinds", {})
    assert brought.natures == {kind: truly.get(kind, 0) for kind in NO_CONTACT}


def test_the_scores_of_all_worlds_are_told(capsys):
    """Not a bound: the table that a person reads."""
    scores = [(world.name, _bring(world).score) for world in WORLDS]
    with capsys.disabled():
        print(f"\nOn {connection.vendor}\n{table_of_scores(iter(scores))}")
        for name, score in scores:
            for kind, faults in score.faults.items():
                for fault in faults[:SHOWN]:
                    print(f"{name}: {kind}: {fault[:400]}")
