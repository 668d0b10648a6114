"""Whose export a table is, what its columns hold, and what its words mean."""

# ruff: noqa: E501 - headers of other makers stay on one line

import json
import random

import pytest

from keepwell.exchange.readers.sources import Source, gather_sources, source_from_bytes
from keepwell.exchange.readers.tables import first_rows, read_rows, sniff_table
from keepwell.exchange.readers.vendors import (
    canonical_external_id,
    facts_reader,
    mapping_from_json,
    propose_mapping,
    recognise_table,
    same_salesforce_id,
    table_of_id,
)
from keepwell.exchange.readers.vendors import vocabulary as words
from keepwell.exchange.readers.vendors.columns import known_headers
from keepwell.exchange.readers.vendors.fields import FIELDS
from keepwell.exchange.tests.shared_folders import SHARED

WORLDS = sorted((SHARED / "worlds").rglob("truth.json"))
HERE = {"companies": "organisations", "contacts": "people", "users": "teammates"}
NEEDED = {
    "organisations": {"external_id", "name"},
    "people": {"external_id", "first_name", "last_name", "email", "phone"},
    "leads": {"external_id", "last_name", "company", "email", "converted"},
    "deals": {"external_id", "name", "stage", "amount", "closes_on"},
    "tasks": {"external_id", "title", "due", "status", "person_ids"},
    "notes": {"external_id", "body", "at"},
    "calls": {"external_id", "title", "at", "outcome", "direction", "duration", "person_ids"},
    "meetings": {"external_id", "title", "at"},
    "teammates": {"external_id", "email"},
    "orders": {"order_no", "ordered_at", "customer_no", "email", "sku", "quantity", "unit_price"},
    "usage": {"at", "user_id", "email", "event", "product"},
    "agreements": {"agreement_no", "party_name", "signatory", "kind", "signed_on", "ends_on",
                   "auto_renew", "terminated_on", "value", "currency"},
}  # fmt: skip


def _recognised(name, text):
    source = source_from_bytes(name, text.encode())
    shape = sniff_table(source)
    cells = [row.cells for row in first_rows(source, shape)]
    return recognise_table(name, shape.header, cells), shape, cells


def _fields(recognition):
    return {each.header: each.field for each in recognition.columns}


@pytest.mark.worlds
@pytest.mark.skipif(not WORLDS, reason="the test worlds are not there (KEEPWELL_SHARED_DATA)")
@pytest.mark.parametrize("truth", WORLDS, ids=lambda path: path.parent.name)
def test_every_table_of_every_world_is_recognised_in_any_order_of_columns(truth):
    told = json.loads(truth.read_text())
    for source in gather_sources([truth.parent]):
        name = source.name.rsplit("/", 1)[-1]
        if not isinstance(source, Source) or not name.endswith(".csv"):
            continue
        said = told["files"][name].get("table", name.removesuffix(".csv"))
        table, ours = HERE.get(said, said), "table" in told["files"][name]
        shape = sniff_table(source)
        rows = [row.cells for row in first_rows(source, shape)]
        order = random.Random(7).sample(range(len(shape.header)), len(shape.header))
        mixed = [shape.header[i] for i in order]
        for header, cells in (
            (shape.header, rows),
            (mixed, [[r[i] for i in order] for r in rows]),
        ):
            found = recognise_table(name, header, cells)
            assert found.table == table, name
            assert found.vendor == (told["world"]["vendor"] if ours else "plain"), name
            assert found.confidence >= 0.85, name
            assert NEEDED[table] <= {each.field for each in found.columns}, name
        assert recognise_table("table.csv", shape.header, rows).table == table, name


def test_a_plain_list_of_contacts_gets_a_sensible_proposal():
    found, _, _ = _recognised(
        "list.csv", "Who,Contact it,Reach\nAna,ana@example.org,+44 20 7946 0001\n"
    )
    assert found.table == "people"
    assert _fields(found)["Contact it"] == "email"
    assert _fields(found)["Reach"] == "phone"


def test_a_table_of_nothing_known_is_unknown_rather_than_guessed():
    found, _, _ = _recognised("x.csv", "Foo,Bar\nblue,7\nred,9\n")
    assert (found.table, found.confidence) == ("unknown", 0.0)


@pytest.mark.parametrize(
    ("name", "header", "vendor", "expected"),
    [
        ("google.csv",
         "Name,Given Name,Family Name,Group Membership,E-mail 1 - Type,E-mail 1 - Value,"
         "E-mail 2 - Value,Phone 1 - Value,Phone 2 - Value,Organization 1 - Name",
         "google", {"Given Name": "first_name", "E-mail 2 - Value": "extra_emails",
                    "Phone 2 - Value": "other_phone",
                    "Organization 1 - Name": "organisation_name"}),
        ("contacts.csv",
         "First Name,Last Name,Organization Name,Labels,E-mail 1 - Label,E-mail 1 - Value,"
         "Phone 1 - Value", "google", {"E-mail 1 - Value": "email", "Phone 1 - Value": "phone"}),
        ("outlook.csv",
         "First Name,Last Name,Company,Job Title,Business Street,Business Country/Region,"
         "Business Phone,Mobile Phone,E-mail Address,E-mail 2 Address", "outlook",
         {"E-mail Address": "email", "E-mail 2 Address": "extra_emails", "Mobile Phone": "mobile",
          "Business Street": "street"}),
        ("kontakte.csv",
         "Vorname,Nachname,Firma,Position,Straße geschäftlich,Telefon geschäftlich,Mobiltelefon,"
         "E-Mail-Adresse,E-Mail 2: Adresse,Weitere Vornamen", "outlook",
         {"Firma": "organisation_name", "Telefon geschäftlich": "phone",
          "E-Mail 2: Adresse": "extra_emails"}),
    ],
)  # fmt: skip
def test_address_books_are_people_with_all_their_addresses(name, header, vendor, expected):
    found, _, _ = _recognised(name, header + "\n" + "," * header.count(",") + "\n")
    assert (found.vendor, found.table) == (vendor, "people")
    assert expected.items() <= _fields(found).items()


def test_a_mapping_survives_being_kept_and_finds_columns_wherever_they_stand():
    found, shape, _ = _recognised(
        "contacts.csv",
        "Vorname;Nachname;E-Mail;E-Mail 2\nAna;Weiß;a@example.org;b@example.org\n",
    )
    mapping = propose_mapping(found, shape, zone="Europe/Berlin")
    assert mapping_from_json(json.loads(json.dumps(mapping.as_json()))) == mapping
    facts_of = facts_reader(mapping, ("E-Mail", "Nachname", "Fremd", "Vorname"))
    assert facts_of(("a@example.org", "Weiß", "x", " n/a ")) == {
        "email": "a@example.org",
        "last_name": "Weiß",
    }
    assert mapping.fits(("E-Mail 2", "E-Mail", "Nachname", "Vorname", "Neu"))
    assert not mapping.fits(("Vorname",))
    with pytest.raises(ValueError, match="no table"):
        mapping_from_json({"table": "wizards"})


def test_a_row_cut_short_gives_the_facts_it_still_has():
    source = source_from_bytes("c.csv", b"First Name,Last Name,Email\nA,B,a@example.org\nC,D\n")
    shape = sniff_table(source)
    rows = list(read_rows(source, shape))
    found = recognise_table("c.csv", shape.header, [rows[0].cells])
    facts_of = facts_reader(propose_mapping(found, shape, zone="UTC"), shape.header)
    assert facts_of(rows[1].cells) == {"first_name": "C", "last_name": "D"}


def test_short_and_long_salesforce_ids_are_one_and_case_matters():
    assert same_salesforce_id("0015gQAAAAbuTtz", "0015gQAAAAbuTtzA5E")
    assert not same_salesforce_id("0015gQAAAAbuTtz", "0015gQAAAAbuTtZ")
    assert canonical_external_id("salesforce", " 0035gQAAAAbuTtzA5E ") == "0035gQAAAAbuTtz"
    assert canonical_external_id("hubspot", "401580001120000007") == "401580001120000007"
    assert table_of_id("salesforce", "00Q5gQAAAAbuTtzE5E") == "leads"


def test_words_in_two_languages_mean_the_same():
    assert words.lifecycle("Kunde") == words.lifecycle("Customer - Direct") == "customer"
    assert words.lifecycle("Sales Qualified Lead") == "prospect"
    assert words.lifecycle("Purple") is None
    assert words.call_outcome("Voicemail hinterlassen") == "voicemail"
    assert words.call_outcome("Keine Antwort") == "no_answer"
    assert words.direction("Ausgehend") == words.direction("Outbound") == "outbound"
    assert words.task_done("Abgeschlossen") and not words.task_done("Nicht begonnen")
    assert words.task_done("whatever", closed=True)
    assert words.deal_outcome("Abgeschlossen und gewonnen") == "won"
    assert words.deal_outcome("Closed Lost") == "lost"
    assert words.deal_outcome("Finished", False, True) == "lost"
    assert words.deal_outcome("Closed Won", False, False) == "open"
    assert words.deal_outcome("Contract Sent") == "open"
    assert words.agreement_kind("Auftragsverarbeitungsvertrag") == "dpa"
    assert words.agreement_kind("engagement letter") == "engagement_letter"
    assert words.agreement_kind("treaty") == "other"
    assert words.meeting_outcome("Abgeschlossen") == "held"


def test_every_header_we_know_means_a_fact_that_exists():
    for table in FIELDS:
        if table != "unknown":
            assert {field for field, _ in known_headers(table).values()} <= set(FIELDS[table])
