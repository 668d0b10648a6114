"""What an import says of files and rows is shown in the language of who reads it."""

import csv

import pytest
from django.urls import reverse
from django.utils.translation import override

from keepwell.exchange.commands.run_import import run_import
from keepwell.exchange.commands.start_import import start_import
from keepwell.exchange.models import RowOutcome
from keepwell.exchange.words import told

ORDERS = (
    "Order No,Ordered At,Quantity,Product,Unit Price,Email\n"
    "A1,2026-01-02,zwei,Desk,9,a@b.example\n"
)
PEOPLE = "First Name,Last Name,Email,Contact Owner\nAnn,Oak,ann@oak.example,Nobody Known\n"


@pytest.fixture
def petra_reads_german(petra):
    petra.language = "de"
    petra.save()
    return petra


def bring(tmp_path, by, now, name, text):
    path = tmp_path / name
    path.write_text(text)
    job = start_import([path], at=now, by=by)
    run_import(job.pk)
    return job


def test_why_a_row_was_refused_is_german_for_a_german_reader(tmp_path, petra, now):
    job = bring(tmp_path, petra, now, "orders.csv", ORDERS)
    kept = RowOutcome.objects.get(file__job=job, outcome="refused").because
    with override("de"):
        assert told(kept) == (
            "Die Menge ist „zwei“; das ist keine Zahl. "
            "Berichtigen Sie das und legen Sie die Datei noch einmal ab."
        )
    with override("en"):
        assert told(kept) == (
            "The quantity is “zwei”, which is no number. Correct it and drop it again."
        )


def test_what_is_unclear_in_a_row_is_german_on_the_page_and_in_the_file_to_correct(
    client, tmp_path, petra_reads_german, now
):
    client.force_login(petra_reads_german)
    job = bring(tmp_path, petra_reads_german, now, "contacts.csv", PEOPLE)
    page = client.get(
        reverse("exchange:import", args=[job.pk]) + "?show=unclear"
    ).content.decode()
    assert "Nobody Known" in page and "is in no list" not in page
    file = job.files.get()
    answer = client.get(reverse("exchange:outcome_rows", args=[job.pk, file.pk, "unclear"]))
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    [_heads, row] = csv.reader(lines)
    assert row[0].startswith("Zeile 1: ") and "Nobody Known" in row[0]
    assert "is in no list" not in row[0]


def test_what_a_file_was_taken_for_is_german_for_a_german_reader(
    client, tmp_path, petra_reads_german, now
):
    client.force_login(petra_reads_german)
    path = tmp_path / "contacts.csv"
    path.write_text(PEOPLE)
    job = start_import([path], at=now, by=petra_reads_german)
    page = client.get(reverse("exchange:import", args=[job.pk])).content.decode()
    assert "Its file is called" not in page and "contacts.csv" in page


def test_why_a_record_was_known_is_german_for_a_german_reader():
    with override("de"):
        assert told("same name, same address ann@oak.example") == (
            "gleicher Name, gleiche Adresse ann@oak.example"
        )
        assert told("Nothing in it is new.") == "Nichts darin ist neu."


def test_what_was_kept_as_plain_text_before_is_shown_as_it_is():
    with override("de"):
        assert told("Its moon is in the wrong house.") == "Its moon is in the wrong house."
        assert told("") == ""
