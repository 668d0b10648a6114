"""What a script may rely on: answers, complaints and exit codes."""

import json
import os
import subprocess
import sys

import pytest
from django.utils import timezone

from keepwell.config.command_line import WORDS, main
from keepwell.config.terminal.said import day, end_of
from keepwell.firm.models import Firm, Teammate
from keepwell.journal.models import Entry
from keepwell.kernel.record import record

pytestmark = pytest.mark.django_db


def said(capsys, *words):
    code = main(words)
    out, err = capsys.readouterr()
    return code, out, err


@pytest.mark.parametrize("word", sorted(WORDS))
def test_every_word_explains_itself(capsys, word):
    with pytest.raises(SystemExit) as end:
        main([word, "--help"])
    assert end.value.code == 0
    assert WORDS[word][1] in " ".join(capsys.readouterr().out.split())


def test_an_unknown_word_is_wrong_usage(capsys):
    with pytest.raises(SystemExit) as end:
        main(["tend"])
    assert end.value.code == 2
    assert "tend" in capsys.readouterr().err


def test_an_empty_firm_is_founded_as_told(capsys):
    code, _, err = said(
        capsys,
        *(
            "init",
            "--empty",
            "--name",
            "Finch Advisory",
            "--domain",
            "finch.example,finch.test",
        ),
        *("--time-zone", "Europe/Berlin", "--free-mail-domains", "Post.example"),
    )
    assert (code, err) == (0, "")
    firm = Firm.objects.get()
    assert firm.name == "Finch Advisory"
    assert firm.domains == ["finch.example", "finch.test"]
    assert firm.free_mail_domains == ["post.example"]
    assert firm.time_zone == "Europe/Berlin"


def test_the_first_administrator_can_sign_in(capsys):
    code, _, err = said(
        capsys,
        *("init", "--empty", "--admin-email", "amara@finch.example"),
        *("--admin-password", "a long enough riddle"),
    )
    assert (code, err) == (0, "")
    assert Teammate.objects.get().check_password("a long enough riddle")


def test_a_weak_password_founds_nothing(capsys):
    code, _, err = said(
        capsys, "init", "--empty", "--admin-email", "a@b.example", "--admin-password", "abc"
    )
    assert code == 1
    assert "too short" in err
    assert not Firm.objects.exists()


def test_a_second_firm_is_refused_in_a_sentence(capsys, firm):
    code, out, err = said(capsys, "init", "--empty")
    assert (code, out) == (1, "")
    assert err.strip().endswith(".")


def test_if_new_leaves_a_firm_alone(capsys, firm):
    assert said(capsys, "init", "--empty", "--if-new", "--name", "Other")[0] == 0
    assert Firm.objects.get().name == "Finch Advisory"


def test_an_unknown_time_zone_is_refused(capsys):
    code, _, err = said(capsys, "init", "--empty", "--time-zone", "Europe/Atlantis")
    assert code == 1
    assert "Europe/Atlantis" in err


def test_a_whole_record_is_said_to_be_whole(capsys, harbour, now):
    record("renamed", "party", harbour.pk, at=now, party_id=harbour.pk)
    assert said(capsys, "journal", "seal")[0] == 0
    code, out, err = said(capsys, "journal", "verify")
    assert (code, err) == (0, "")
    assert "whole" in out


def test_a_changed_line_is_found_and_ends_with_1(capsys, harbour, now):
    record("renamed", "party", harbour.pk, at=now, party_id=harbour.pk)
    said(capsys, "journal", "seal")
    Entry.objects.update(verb="praised")
    code, out, err = said(capsys, "journal", "verify")
    assert (code, out) == (1, "")
    assert "tampered" in err


def test_without_a_firm_the_next_step_is_named(capsys):
    code, _, err = said(capsys, "import", "anything.csv")
    assert code == 1
    assert "keepwell init" in err


def test_a_missing_file_is_a_sentence(capsys, firm):
    code, _, err = said(capsys, "import", "/nowhere/at/all.csv")
    assert code == 1
    assert "/nowhere/at/all.csv" in err


def test_an_unknown_teammate_is_a_sentence(capsys, firm):
    code, out, err = said(capsys, "today", "--as", "Nobody", "--json")
    assert (code, out) == (1, "")
    assert "Nobody" in err


def test_a_date_that_is_none_is_a_sentence(capsys, firm, amara):
    code, _, err = said(capsys, "today", "--as", "Amara", "--as-of", "23.11.2026")
    assert code == 1
    assert "2026-11-23" in err


def test_what_is_to_do_is_one_json_document(capsys, firm, amara):
    code, out, _ = said(capsys, "today", "--as", "amara@finch.example", "--json")
    assert code == 0
    assert json.loads(out)["items"] == []


def test_an_invited_teammate_gets_a_link(capsys, firm):
    code, out, err = said(capsys, "teammate", "add", "efe@finch.example", "--name", "Efe")
    assert code == 0, err
    assert "/" in out.splitlines()[-1]
    assert Teammate.objects.filter(email="efe@finch.example").exists()


def test_what_breaks_is_one_sentence_and_a_trace_only_when_asked(capsys, monkeypatch, firm):
    def break_down(given):
        raise ZeroDivisionError("by zero")

    monkeypatch.setattr("keepwell.config.terminal.version.answer", break_down)
    code, _, err = said(capsys, "version")
    assert code == 1
    assert "by zero" in err
    assert "Traceback" not in err
    assert "Traceback" in said(capsys, "--debug", "version")[2]


def test_ctrl_c_is_answered(capsys, monkeypatch):
    def interrupt(given):
        raise KeyboardInterrupt

    monkeypatch.setattr("keepwell.config.terminal.version.answer", interrupt)
    code, _, err = said(capsys, "version")
    assert code == 130
    assert "Stopped" in err


def test_the_end_of_a_day_is_the_firms_own(firm):
    end = end_of(day("2026-11-23"), firm)
    assert end.utcoffset().total_seconds() == 3600
    assert end.isoformat().startswith("2026-11-23T23:59:59")
    assert end_of(None, firm) <= timezone.now()


OWNED = (
    "Record ID,Company name,Company owner\n1,Harbour Works,Jane Hill\n2,Tern Works,Jane Hill\n"
)


def test_owners_nobody_knows_are_named_or_taken_in(capsys, firm, tmp_path):
    path = tmp_path / "companies.csv"
    path.write_text(OWNED)
    code, out, _ = said(capsys, "import", str(path), "--dry-run", "--json")
    named = [{"name": "Jane Hill", "rows": 2, "teammate": None}]
    assert (code, json.loads(out)["owners_named"]) == (0, named)
    _, out, _ = said(capsys, "import", str(path))
    assert "Jane Hill (2 rows) is in no list of teammates" in out
    assert not Teammate.objects.exists()
    _, out, _ = said(capsys, "import", str(path), "--owners", "take-in", "--json")
    jane = Teammate.objects.get(name="Jane Hill")
    assert json.loads(out)["owners_named"][0]["teammate"] == jane.email
    assert jane.relationships.count() == 2


@pytest.mark.parametrize("keys", ["", "id,shoe", ","])
def test_what_parties_cannot_be_known_by_is_a_sentence(capsys, firm, tmp_path, keys):
    path = tmp_path / "companies.csv"
    path.write_text(OWNED)
    code, _, err = said(capsys, "import", str(path), "--match-by", keys)
    assert code == 1
    assert "known" in err


def test_parties_are_known_by_what_was_said(capsys, firm, tmp_path):
    path = tmp_path / "people.csv"
    people = "Record ID,First Name,Last Name,Email\n{},Kofi,Mensah,kofi@harbour.example\n"
    path.write_text(people.format(1))
    said(capsys, "import", str(path))
    path.write_text(people.format(2))
    _, out, _ = said(capsys, "import", str(path), "--match-by", "id", "--json")
    assert json.loads(out)["files"][0]["added"] == 1
    _, out, _ = said(capsys, "import", str(path), "--match-by", "id, email", "--json")
    assert json.loads(out)["files"][0]["skipped"] == 1


def test_whoever_stops_listening_is_not_complained_to(tmp_path):
    """`keepwell version | head -0`: no signal kills it, and it says nothing."""
    words = [sys.executable, "-m", "keepwell.config.command_line", "version"]
    way = {**os.environ, "KEEPWELL_HOME": str(tmp_path), "PYTHONUNBUFFERED": "1"}
    pipe = subprocess.PIPE
    with subprocess.Popen(words, stdout=pipe, stderr=pipe, env=way) as asked:
        asked.stdout.close()
        assert asked.stderr.read() == b""
        assert asked.wait() == 141
