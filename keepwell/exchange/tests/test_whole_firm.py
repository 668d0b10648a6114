"""A whole firm in open files: nothing left out in silence, no secret let out, in as it was."""

import csv
import json
import zipfile

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile

from keepwell.conversations.commands.log import log_call
from keepwell.exchange.commands.take_in_firm import take_in_firm
from keepwell.exchange.whole.reading import is_a_firm, opened_firm
from keepwell.exchange.whole.tables import NAMES, STAYS, tables
from keepwell.exchange.whole.writing import write_firm
from keepwell.files.commands.attach import attach_files
from keepwell.files.models import Attachment
from keepwell.files.queries.store import differences
from keepwell.files.receiving import receive
from keepwell.files.store import opened
from keepwell.firm.models import Firm, Teammate
from keepwell.journal.models import Entry
from keepwell.kernel.refusal import Refused
from keepwell.parties.commands.add import add_party
from keepwell.parties.models import Party

pytestmark = pytest.mark.django_db


@pytest.fixture
def filled(amara, petra, harbour, now):
    zoe = add_party("person", "=Zoë Quay", emails=["zoe@quay.example"], at=now, by=petra)
    log_call([zoe], direction="inbound", outcome="connected", on=now, at=now, by=amara)
    return zoe


@pytest.fixture
def written(filled, now, tmp_path):
    write_firm(tmp_path / "out", form="jsonl", at=now, tell=silent)
    return tmp_path / "out"


def silent(_what, _done, _whole):
    """Nobody looks how far it is."""


def take_in(path, now):
    with opened_firm(path) as firm:
        return take_in_firm(firm, at=now, tell=silent)


def lines_of(path, name):
    return [json.loads(line) for line in (path / f"{name}.jsonl").read_text().splitlines()]


def test_every_table_of_the_house_is_told_or_stays_with_a_reason():
    ours = {
        one._meta.label
        for one in apps.get_models(include_auto_created=True)
        if one.__module__.startswith("keepwell.")
    }
    undecided = ours - NAMES.keys() - STAYS.keys()
    assert not undecided, "say in keepwell/exchange/whole/tables.py what becomes of these"


def test_each_file_has_a_name_of_its_own():
    assert len(set(NAMES.values())) == len(NAMES)


def test_the_rows_are_there_with_their_ids(written, filled, harbour):
    names = {row["id"]: row["name"] for row in lines_of(written, "parties")}
    assert names == {str(filled.pk): "=Zoë Quay", str(harbour.pk): "Harbour & Sons"}
    assert len(lines_of(written, "activities")) == 1
    assert {row["party_id"] for row in lines_of(written, "participants")} >= {str(filled.pk)}


def test_no_secret_is_let_out(written, amara):
    told = "".join(path.read_text() for path in written.rglob("*.jsonl"))
    assert amara.password not in told
    assert "password" not in lines_of(written, "teammates")[0]


def test_every_column_is_explained(written):
    page = (written / "README.md").read_text()
    for table in tables():
        section = page.split(f"\n## {table.name}\n")[1].split("\n## ")[0]
        for field in table.fields:
            assert f"| {field.attname} | " in section, (table.name, field.attname)


def test_as_csv_no_spreadsheet_runs_anything(filled, now, tmp_path):
    write_firm(tmp_path / "out", form="csv", at=now, tell=silent)
    with (tmp_path / "out" / "parties.csv").open(encoding="utf-8-sig", newline="") as file:
        assert {"'=Zoë Quay"} < {row["name"] for row in csv.DictReader(file)}
    with pytest.raises(Refused, match="Only an export as jsonl"):
        take_in(tmp_path / "out", now)


def test_a_zip_file_is_the_same(filled, now, tmp_path):
    write_firm(tmp_path / "firm.zip", form="jsonl", at=now, tell=silent)
    assert is_a_firm(tmp_path / "firm.zip")
    with zipfile.ZipFile(tmp_path / "firm.zip") as file:
        assert {"README.md", "keepwell.json", "parties.jsonl"} < set(file.namelist())


def test_what_is_there_already_is_not_written_over(written, now):
    with pytest.raises(Refused, match="already"):
        write_firm(written, form="jsonl", at=now, tell=silent)


def test_a_folder_of_something_else_is_no_firm(tmp_path):
    (tmp_path / "letter.txt").write_text("Dear Ines")
    assert not is_a_firm(tmp_path)
    assert not is_a_firm(tmp_path / "letter.txt")


def test_a_firm_goes_into_an_empty_one_only(written, now):
    with pytest.raises(Refused, match="goes into an empty one"):
        take_in(written, now)


@pytest.fixture
def emptied(written):
    """The same house, with only its founding and Petra left."""
    for label in reversed(NAMES):
        if label not in ("firm.Firm", "firm.Teammate"):
            apps.get_model(label)._default_manager.all().delete()
    Teammate.objects.exclude(name="Petra").delete()
    Firm.objects.update(name="Empty", domains=[])
    return written


def test_it_comes_in_as_it_was(emptied, filled, petra, amara, now):
    before = Teammate.objects.get().password
    take_in(emptied, now)
    assert Firm.objects.get().name == "Finch Advisory"
    assert Party.objects.get(pk=filled.pk).contact_points.get().value == "zoe@quay.example"
    assert Teammate.objects.get(name="Petra").password == before
    assert not Teammate.objects.get(name="Amara").has_usable_password()
    assert Entry.objects.order_by("pk").last().verb == "import_firm"
    add_party("person", "One more", at=now, by=petra)


@pytest.fixture
def with_a_file(harbour, amara, now, settings, tmp_path):
    settings.FILES = tmp_path / "files"
    body = b"%PDF-1.7 the offer"
    received = receive([SimpleUploadedFile("Offer.pdf", body)])
    attach_files(harbour, received, at=now, by=amara)
    return body


def test_files_go_out_and_come_in_with_the_firm(with_a_file, emptied, now, settings, tmp_path):
    settings.FILES = tmp_path / "elsewhere"
    take_in(emptied, now)
    kept = Attachment.objects.get()
    assert kept.party.name == "Harbour & Sons" and opened(kept.sha256).read() == with_a_file
    assert differences().missing == ()


def test_a_file_that_was_changed_keeps_everything_out(
    with_a_file, emptied, now, settings, tmp_path
):
    settings.FILES = tmp_path / "elsewhere"
    (file,) = [path for path in (emptied / "files").rglob("*") if path.is_file()]
    file.write_bytes(b"something else")
    with pytest.raises(Refused, match="not as it was written"):
        take_in(emptied, now)
    assert not Party.objects.exists()
    assert not [path for path in settings.FILES.rglob("*") if path.is_file()]


def test_who_is_here_already_keeps_their_place_and_gets_what_was_theirs(emptied, petra, now):
    Teammate.objects.all().delete()
    here = Teammate.objects.create(email="AMARA@finch.example", name="Amara F", created_at=now)
    take_in(emptied, now)
    assert Teammate.objects.filter(email__iexact="amara@finch.example").get() == here
    assert Party.objects.get(name="Harbour & Sons").sights.get().teammate == here


def test_a_line_that_was_changed_keeps_everything_out(emptied, now):
    path = emptied / "parties.jsonl"
    path.write_text(path.read_text().replace("Harbour", "Harbor"))
    with pytest.raises(Refused, match="not as it was written"):
        take_in(emptied, now)
    assert not Party.objects.exists()
    assert Firm.objects.get().name == "Empty"


@pytest.mark.parametrize("broken", ["not json", '{"id": 1}', "[]"])
def test_what_does_not_fit_is_refused_in_a_sentence(emptied, now, broken):
    (emptied / "parties.jsonl").write_text(broken + "\n")
    with pytest.raises(Refused):
        take_in(emptied, now)
    assert not Party.objects.exists()


def test_a_file_that_is_missing_is_told(emptied, now):
    (emptied / "names.jsonl").unlink()
    with pytest.raises(Refused, match="names"):
        take_in(emptied, now)


def test_a_newer_keepwells_export_is_refused(emptied, now):
    label = json.loads((emptied / "keepwell.json").read_text())
    (emptied / "keepwell.json").write_text(json.dumps({**label, "keepwell_firm": 2}))
    with pytest.raises(Refused, match="newer Keepwell"):
        take_in(emptied, now)
