"""Columns of a file go into fields of the firm's own, and an undo takes them out again."""

import pytest

from keepwell.exchange.commands.choose_mapping import choose_mapping
from keepwell.exchange.commands.run_import import run_import
from keepwell.exchange.commands.start_import import start_import
from keepwell.exchange.forms import field_words
from keepwell.exchange.models import RowOutcome
from keepwell.exchange.readers.vendors.columns import claim_own, guess_columns
from keepwell.exchange.tests.test_undo_import import bring, undo
from keepwell.fields.commands.choices import add_tags
from keepwell.fields.commands.define import define_field
from keepwell.fields.commands.write import set_own_values
from keepwell.fields.queries.values import values_of_parties
from keepwell.parties.models import Party
from keepwell.walls.queries import visible_parties

FILE = """Record ID,Company Name,Website,Tier,own_score,Renewal,Found by,Tags,Fee
c1,Owl & Sons,owl.example,Gold,"1.250,5",01.03.2027,Tern,VIP;Unknown,"1.000,00"
c2,Tern,tern.example,silver,,2027-04-02,,,
c3,Wren,wren.example,Platinum,3,soon,Nobody,,
"""


@pytest.fixture
def defined(petra, now):
    told = {"at": now, "by": petra}
    define_field("Tier", "choice", choices="Gold\nSilver", **told)
    define_field("Score", "number", **told)
    define_field("Renewal", "date", **told)
    define_field("Found by", "party", **told)
    define_field("Fee", "money", nature="organisation", currency="EUR", **told)
    define_field("Shoe size", "number", nature="person", **told)
    add_tags("VIP", **told)


def held(name, petra):
    party = Party.objects.get(name=name)
    values = values_of_parties([party.pk], visible_parties(petra)).get(party.pk, {})
    return {field: shown.written for field, shown in values.items()}


def test_columns_are_known_by_the_name_of_the_field(defined):
    header = ["Company Name", "TIER", "own_score", "Shoe size"]
    guesses = {
        one.header: one.field
        for one in claim_own("organisations", guess_columns("organisations", header, []))
    }
    assert guesses["TIER"] == "own_tier" and guesses["own_score"] == "own_score"
    assert guesses["Shoe size"] is None
    assert ("own_shoe_size", "Own field: Shoe size") in field_words("people")
    assert "own_fee" not in dict(field_words("people"))


def test_values_come_in_and_go_with_the_undo(defined, tmp_path, petra):
    job = bring(tmp_path, petra, companies=FILE)
    assert held("Owl & Sons", petra) == {
        "own_tier": "Gold", "own_score": "1250.5", "own_renewal": "2027-03-01",
        "own_fee": "1000.00", "own_found_by": "Tern", "tags": "VIP",
    }  # fmt: skip
    assert held("Tern", petra) == {"own_tier": "Silver", "own_renewal": "2027-04-02"}
    assert held("Wren", petra) == {"own_score": "3"}
    said = RowOutcome.objects.filter(file__job=job, outcome="unclear")
    assert any("Platinum" in one.because for one in said)
    undo(job, petra)
    assert not Party.objects.filter(name="Owl & Sons").exists()


def test_of_a_known_party_the_undo_gives_back_what_stood_there(defined, tmp_path, petra, now):
    bring(tmp_path, petra, companies=FILE)
    later = FILE.replace("Gold", "Silver").replace(
        "c2,Tern,tern.example,silver", "c2,Tern,tern.example,Gold"
    )
    job = bring(tmp_path, petra, companies=later)
    assert held("Owl & Sons", petra)["own_tier"] == "Silver"
    tern = Party.objects.get(name="Tern")
    set_own_values(tern, {"own_tier": ""}, at=now, by=petra)
    undo(job, petra)
    assert held("Owl & Sons", petra)["own_tier"] == "Gold"
    assert "own_tier" not in held("Tern", petra)


def test_the_same_file_twice_changes_nothing(defined, tmp_path, petra):
    bring(tmp_path, petra, companies=FILE)
    before = Party.objects.get(name="Owl & Sons").revision
    bring(tmp_path, petra, companies=FILE)
    assert Party.objects.get(name="Owl & Sons").revision == before


def test_a_column_is_sent_to_a_field_by_hand(defined, tmp_path, petra, now):
    path = tmp_path / "people.csv"
    path.write_text("First Name,Last Name,Email,Foot\nKofi,Mensah,kofi@owl.example,43\n")
    job = start_import([path], at=now, by=petra)
    file = job.files.get()
    columns = {**file.mapping["columns"], "Foot": "own_shoe_size"}
    choose_mapping(file, {"columns": columns}, at=now, by=petra)
    run_import(job.pk)
    assert held("Kofi Mensah", petra) == {"own_shoe_size": "43"}
