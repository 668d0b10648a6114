"""`keepwell doctor` says what is not well, and what to do."""

import json
from datetime import timedelta

import pytest
from django.db import connection

from keepwell.backups.commands.plan import plan_backups
from keepwell.config.command_line import main
from keepwell.config.commands import leave_job, take_turn
from keepwell.config.doctor import State, examine
from keepwell.conversations.commands.log import write_note
from keepwell.desk.queries.said import said_for
from keepwell.firm.rules import Role
from keepwell.journal.jobs import seal
from keepwell.journal.models import Entry
from keepwell.kernel.record import record

pytestmark = pytest.mark.django_db


def found(now):
    return {one.name: one for one in examine(now)}


def test_a_healthy_firm_has_nothing_broken(petra, now, capsys):
    assert not [one for one in examine(now) if one.state == State.BROKEN]
    assert main(["doctor"]) == 0
    assert "ok       firm: Finch Advisory" in capsys.readouterr().out


def test_programs_read_the_same(petra, capsys):
    assert main(["doctor", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["ok"] is True
    assert {"name", "state", "says", "do"} == set(told["checks"][0])


def test_without_a_firm_it_says_how_to_found_one(db, now):
    assert "keepwell init" in found(now)["firm"].do


def test_nobody_in_charge_is_broken(amara, now):
    assert found(now)["firm"].state == State.BROKEN


def test_a_touched_record_is_broken(petra, now, capsys):
    record("plan_touch", "firm", None, at=now, by=petra, on="2026-11-24")
    seal()
    assert found(now)["journal"].state == State.OK
    Entry.objects.update(verb="never")
    assert found(now)["journal"].state == State.BROKEN
    assert main(["doctor"]) == 1


def test_lines_without_a_seal_mean_that_no_worker_runs(petra, now):
    record("plan_touch", "firm", None, at=now, by=petra)
    assert found(now)["journal"].state == State.OK
    assert found(now + timedelta(hours=1))["journal"].state == State.WARNING


def test_a_job_nobody_takes_is_told(petra, now):
    leave_job("kinds.judge_all", at=now)
    assert found(now)["jobs"].state == State.OK
    assert found(now + timedelta(hours=1))["jobs"].state == State.WARNING


def test_a_schedule_that_stands_still_is_told(petra, now):
    assert "never ran" in found(now)["schedule"].says
    take_turn("journal.seal", None, now, at=now, is_long=False)
    assert found(now)["schedule"].state == State.OK
    assert "stands still" in found(now + timedelta(hours=1))["schedule"].says


def test_days_without_a_planned_backup_are_broken(petra, now):
    assert found(now)["backups"].state == State.WARNING
    petra.role = Role.ADMINISTRATOR
    petra.save()
    plan_backups(is_on=True, hour=2, folder="", keep=7, at=now, by=petra)
    assert found(now)["backups"].state == State.OK
    assert found(now + timedelta(days=2))["backups"].state == State.BROKEN


def test_a_mail_server_that_is_away_is_told(petra, now, settings):
    settings.SMTP = type("Smtp", (), {"host": "mail.finch.example"})()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    assert found(now)["mail"].state == State.BROKEN


def test_a_search_that_lost_something_is_mended(petra, harbour, now, capsys):
    note = write_note([harbour], text="The pallets came", at=now, by=petra)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM conversations_text")
    assert found(now)["search"].state == State.WARNING
    assert main(["doctor", "--mend-search"]) == 0
    assert "ok       search" in capsys.readouterr().out
    [group] = said_for(petra, "pallet", most=6)
    assert [hit.noun for hit in group.hits] == [note]
