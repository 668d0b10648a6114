"""`keepwell party`: the list of the page at a terminal, behind the same walls."""

import csv
import io
import json

import pytest

from keepwell.config.command_line import main
from keepwell.firm.rules import Role
from keepwell.parties.commands.add import add_party
from keepwell.parties.models import Party

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(petra, harbour, now):
    petra.role = Role.ADMINISTRATOR
    petra.save()
    add_party("person", "Zoë Quay", emails=["zoe@quay.example"], at=now, by=petra)
    add_party("organisation", "=Bad & Sons", facts={"industry": "Shipping"}, at=now, by=petra)


def said(capsys, *words):
    code = main(["party", *words])
    out, err = capsys.readouterr()
    return code, out, err


def rows(capsys, *words):
    code, out, err = said(capsys, "list", "--format", "jsonl", *words)
    assert code == 0, err
    return [json.loads(line) for line in out.splitlines()]


def test_the_list_is_that_of_the_first_administrator(people, capsys):
    names = [row["name"] for row in rows(capsys)]
    assert sorted(names) == ["=Bad & Sons", "Harbour & Sons", "Zoë Quay"]


def test_a_teammate_sees_what_the_walls_leave(people, chidi, capsys):
    assert rows(capsys, "--as", "Chidi") == []
    assert [row["name"] for row in rows(capsys, "--as", "Amara")]


@pytest.mark.parametrize(
    "asked",
    [
        "nature:is:person",
        "f=nature:is:person",
        "https://keepwell.example/parties/?view=all&f=nature:is:person",
        '{"field": "nature", "is": "is", "value": "person"}',
    ],
)
def test_a_filter_is_read_as_text_as_address_and_as_json(people, capsys, asked):
    assert [row["name"] for row in rows(capsys, "--filter", asked)] == ["Zoë Quay"]


def test_order_columns_and_limit(people, capsys):
    found = rows(capsys, "--sort=-name", "--columns", "name,industry,email", "--limit", "2")
    assert list(found[0]) == ["id", "name", "industry", "email"]
    assert found[0]["name"] == "Zoë Quay"
    assert found[0]["email"] == "zoe@quay.example"
    assert len(found) == 2


def test_a_spreadsheet_runs_nothing(people, capsys):
    _code, out, err = said(capsys, "list", "--format", "csv", "--columns", "name")
    assert {"'=Bad & Sons"} < {row["name"] for row in csv.DictReader(io.StringIO(out))}
    assert err == "3 parties.\n"


def test_a_table_stands_in_columns(people, capsys):
    _code, out, _err = said(capsys, "list", "--columns", "name,nature")
    head, *lines = out.splitlines()
    assert head.split() == ["ID", "NAME", "NATURE"]
    place = head.index("NATURE")
    assert {line[place:].strip() for line in lines} == {"person", "organisation"}


@pytest.mark.parametrize(
    ("words", "because"),
    [
        (["--sort", "size"], "There is no way to sort “size”"),
        (["--columns", "name,shoe"], "There is no column “shoe”"),
        (["--view", "north"], "There is no view “north”"),
        (["--filter", "shoe:is:9"], "shoe"),
        (["--filter", "{nonsense"], "not JSON"),
        (["--as", "Nobody"], "There is no teammate"),
    ],
)
def test_what_nobody_knows_is_refused_in_a_sentence(people, capsys, words, because):
    code, out, err = said(capsys, "list", *words)
    assert (code, out) == (1, "")
    assert because in err


def test_one_party_is_shown_whole(people, capsys):
    party = Party.objects.get(name="Zoë Quay")
    code, out, _err = said(capsys, "show", str(party.pk))
    assert code == 0
    assert "zoe@quay.example" in out
    told = json.loads(said(capsys, "show", str(party.pk), "--format", "json")[1])
    assert told["contact_points"][0]["value"] == "zoe@quay.example"


def test_behind_a_wall_there_is_no_such_party(people, chidi, harbour, capsys):
    code, out, err = said(capsys, "show", str(harbour.pk), "--as", "Chidi")
    assert (code, out) == (1, "")
    assert said(capsys, "show", "01a2074d-0000-7000-8000-000000000000")[2] == err.replace(
        str(harbour.pk), "01a2074d-0000-7000-8000-000000000000"
    )
