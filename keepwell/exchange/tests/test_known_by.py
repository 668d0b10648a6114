"""People say by what the parties of a file are known again, and it is so."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from keepwell.exchange.commands.run_import import run_import
from keepwell.exchange.commands.start_import import start_import
from keepwell.exchange.models import Import, Preset
from keepwell.exchange.readers.vendors import KNOWN_BY
from keepwell.kernel.refusal import Refused
from keepwell.parties.models import DuplicateSuggestion, Party
from keepwell.parties.rules.draft import MATCH_BY

HERE = "Record ID,First Name,Last Name,Email,Phone Number,City\n"
KOFI = "1,Kofi,Mensah,kofi@harbour.example,+49 30 1234567,Berlin\n"
# Each is Kofi by one thing only.
SAME = {
    "id": "1,Kwame,Asante,,,\n",
    "email": "77,Kofi,Mensah,kofi@harbour.example,,\n",
}
CARD = """BEGIN:VCARD
VERSION:3.0
UID:kofi
FN:Kofi Mensah
EMAIL:kofi@harbour.example
END:VCARD
"""
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def desk(client, petra):
    client.force_login(petra, backend="keepwell.firm.sessions.Doorbook")
    return client


def bring(tmp_path, by, text, known_by=None, name="hubspot-contacts.csv"):
    """Import one file, its parties known again by these words."""
    path = tmp_path / name
    path.write_text(text)
    job = start_import([path], known_by=known_by, at=timezone.now(), by=by)
    run_import(job.pk)
    return job.files.get()


def people():
    return Party.objects.present().filter(nature="person").count()


def test_the_words_of_files_are_those_the_parties_know():
    assert set(KNOWN_BY) == MATCH_BY


@pytest.mark.parametrize("word", sorted(SAME))
def test_who_is_the_same_by_a_thing_is_known_by_it_and_not_without_it(tmp_path, petra, word):
    bring(tmp_path, petra, HERE + KOFI)
    others = ["email", "phone", "name"] if word == "id" else ["id"]
    file = bring(tmp_path, petra, HERE + SAME[word], others)
    assert (file.added, people()) == (1, 2)
    assert file.added + file.updated + file.skipped + file.refused == file.rows


def test_by_default_everything_speaks(tmp_path, petra):
    bring(tmp_path, petra, HERE + KOFI)
    file = bring(tmp_path, petra, HERE + SAME["email"])
    assert (file.added, people()) == (0, 1)


@pytest.mark.parametrize("words", [["id"], ["email"], ["phone"], ["name"]])
def test_the_same_file_twice_changes_nothing_whatever_was_chosen(tmp_path, petra, words):
    text = HERE + KOFI + "2,Hanne,Sørby,,,\n" + ",Ines,Okafor,ines@tern.example,,\n"
    bring(tmp_path, petra, text, words)
    before = people()
    file = bring(tmp_path, petra, text, words)
    assert (file.added, file.updated, file.skipped, people()) == (0, 0, 3, before)
    bring(tmp_path, petra, CARD, words, "book.vcf")
    before = people()
    card = bring(tmp_path, petra, CARD, words, "book.vcf")
    assert (card.added, people()) == (0, before)


def test_what_only_speaks_by_what_was_left_out_is_asked_about_not_decided(tmp_path, petra):
    bring(tmp_path, petra, HERE + KOFI)
    bring(tmp_path, petra, HERE + SAME["email"], ["id"])
    assert people() == 2
    assert DuplicateSuggestion.objects.filter(decided_at=None).count() == 1


@pytest.mark.parametrize("words", [[], ["id", "shoe size"]])
def test_unknown_words_and_none_at_all_are_refused_in_a_sentence(tmp_path, petra, words):
    path = tmp_path / "contacts.csv"
    path.write_text(HERE + KOFI)
    with pytest.raises(Refused) as no:
        start_import([path], known_by=words, at=timezone.now(), by=petra)
    assert not Import.objects.exists()
    assert no.value.because.endswith(".")


def test_it_is_chosen_on_the_page_kept_under_a_name_and_shown(desk):
    def drop():
        text = (HERE + KOFI).encode()
        desk.post(reverse("exchange:new"), {"files": SimpleUploadedFile("contacts.csv", text)})
        return Import.objects.latest("created_at").files.get()

    file = drop()
    address = reverse("exchange:columns", args=[file.job_id, file.pk])
    said = desk.get(address).content.decode()
    assert "Known again by" in said
    assert said.count('type="checkbox"') == 4 == said.count(" checked")
    chosen = {
        **{f"c{n}": goes for n, goes in enumerate(file.mapping["columns"].values())},
        "date_order": "ymd", "decimal": ".", "zone": "UTC", "mode": "add", "known_by": "asked",
    }  # fmt: skip
    none_left = desk.post(address, chosen)
    assert none_left.status_code == 422
    assert "Leave one thing at least" in none_left.content.decode()
    assert desk.post(address, {**chosen, "by_id": "on", "by_email": "on"}).status_code == 302
    file.refresh_from_db()
    assert file.mapping["known_by"] == ["id", "email"]
    page = desk.get(reverse("exchange:import", args=[file.job_id])).content.decode()
    assert "Known again by: id, e-mail." in page
    desk.post(reverse("exchange:keep_preset", args=[file.job_id, file.pk]), {"name": "By id"})
    assert Preset.objects.get().mapping["known_by"] == ["id", "email"]
    assert drop().mapping["known_by"] == ["id", "email"]


def test_a_book_of_addresses_is_asked_about_as_well_and_remembered(desk):
    files = {"files": SimpleUploadedFile("book.vcf", CARD.encode())}
    desk.post(reverse("exchange:new"), files)
    file = Import.objects.get().files.get()
    page = desk.get(reverse("exchange:import", args=[file.job_id])).content.decode()
    assert "BEGIN:VCARD" in page
    address = reverse("exchange:columns", args=[file.job_id, file.pk])
    assert "Known again by" in desk.get(address).content.decode()
    sent = {"mode": "add", "known_by": "asked"}
    assert desk.post(address, sent).status_code == 422
    assert desk.post(address, {**sent, "by_email": "on"}).status_code == 302
    files = {"files": SimpleUploadedFile("book.vcf", CARD.encode()), "like": file.job_id}
    desk.post(reverse("exchange:new"), files)
    again = Import.objects.latest("created_at").files.get()
    assert again.mapping == {"mode": "add", "known_by": ["email"]}
