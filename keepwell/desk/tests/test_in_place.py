"""A value is changed where it stands, and nobody's work is written over in silence."""

import re
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from keepwell.parties.commands.add import add_party
from keepwell.parties.commands.change import change_party
from keepwell.parties.commands.postal import add_postal_address
from keepwell.parties.models import Party

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def desk(petra):
    client = Client()
    client.force_login(petra)
    return client


@pytest.fixture
def quay(petra, now):
    party = add_party("organisation", "Quay Ltd", emails=["desk@quay.example"],
                      phones=["+49 30 7654321"], at=now, by=petra)  # fmt: skip
    return change_party(party, facts={"industry": "Ships"}, at=now, by=petra)


def address_of(party, name, route="field"):
    return reverse(f"desk:{route}", args=[party.pk, name])


def seen_in(answer):
    """What the form carries as what its writer saw."""
    html = answer.content.decode()
    found = re.search(r'name="seen"(?: value="([^"]*)")?', html)
    return unescape(found[1] or "")


def write(desk, party, name, value, **more):
    """Open the form and send it, as a browser does."""
    address = address_of(party, name)
    seen = seen_in(desk.get(address))
    return desk.post(address, {"value": value, "seen": seen}, **more)


def test_a_field_is_written_without_javascript_and_undone(desk, quay):
    answer = write(desk, quay, "industry", "Harbours", follow=True)
    quay.refresh_from_db()
    assert quay.industry == "Harbours"
    page = answer.content.decode()
    assert "Industry of Quay Ltd is kept." in page
    undo = unescape(re.search(r'action="([^"]*field/industry/back/[^"]*)"', page)[1])
    desk.post(undo)
    quay.refresh_from_db()
    assert quay.industry == "Ships"
    desk.post(undo)  # a second time there is nothing that reads so
    assert desk.post(undo.replace("was=", "was=x"), follow=True).status_code == 200
    quay.refresh_from_db()
    assert quay.industry == "Ships"


@pytest.mark.parametrize(
    ("name", "value", "kept"),
    [("employees", "140", 140), ("language", "de", "de"), ("source", "fair", "fair"),
     ("about", "Two\nlines", "Two\nlines"), ("name", "Quay & Co", "Quay & Co")],
)  # fmt: skip
def test_every_field_has_its_own_form(desk, quay, name, value, kept):
    assert write(desk, quay, name, value).status_code == 302
    assert getattr(Party.objects.get(pk=quay.pk), name) == kept


def test_a_persons_birthday_is_a_day(desk, petra, now):
    hanne = add_party("person", "Hanne", at=now, by=petra)
    write(desk, hanne, "birth_date", "1980-05-04")
    answer = write(desk, hanne, "birth_date", "1980-05-05")
    assert answer.status_code == 302
    assert Party.objects.get(pk=hanne.pk).birth_date.day == 5
    assert desk.get(address_of(hanne, "employees")).status_code == 404


def test_an_address_a_number_and_a_city_are_corrected_in_place(desk, quay, petra, now):
    mail = quay.contact_points.get(kind="email")
    write(desk, quay, f"contact-{mail.pk}", "hello@quay.example")
    mail.refresh_from_db()
    assert mail.normal == "hello@quay.example"
    answer = write(desk, quay, f"contact-{mail.pk}", "no address")
    assert answer.status_code == 422 and "no address" in answer.content.decode()
    answer = write(desk, quay, f"contact-{mail.pk}", "")
    assert answer.status_code == 422 and "remove it under" in answer.content.decode()
    home = add_postal_address(
        quay, lines={"street": "Pier 1", "city": "Kiel"}, at=now, by=petra
    )
    write(desk, quay, f"city-{home.pk}", "Lübeck")
    home.refresh_from_db()
    assert (home.street, home.city) == ("Pier 1", "Lübeck")


def test_two_who_write_the_same_field_see_both_values_and_choose(desk, quay, amara, now):
    address = address_of(quay, "industry")
    seen = seen_in(desk.get(address))
    change_party(quay, facts={"industry": "Ports"}, at=now, by=amara)
    answer = desk.post(address, {"value": "Harbours", "seen": seen}, headers=HTMX)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "It now reads “Ports”" in page and 'value="Harbours"' in page
    assert "Keep theirs" in page and "Write mine" in page
    quay.refresh_from_db()
    assert quay.industry == "Ports"
    desk.post(address, {"value": "Harbours", "seen": seen_in(answer)}, headers=HTMX)
    quay.refresh_from_db()
    assert quay.industry == "Harbours"


def test_other_fields_of_the_same_party_are_nobodys_business(desk, quay, amara, now):
    seen = seen_in(desk.get(address_of(quay, "industry")))
    change_party(quay, facts={"employees": 9}, at=now, by=amara)
    desk.post(address_of(quay, "industry"), {"value": "Harbours", "seen": seen})
    quay.refresh_from_db()
    assert (quay.industry, quay.employees) == ("Harbours", 9)


def test_who_changed_nothing_takes_nothing_back(desk, quay, amara, now):
    seen = seen_in(desk.get(address_of(quay, "industry")))
    change_party(quay, facts={"industry": "Ports"}, at=now, by=amara)
    answer = desk.post(
        address_of(quay, "industry"), {"value": "Ships", "seen": seen}, headers=HTMX
    )
    quay.refresh_from_db()
    assert quay.industry == "Ports" and "Ports" in answer.content.decode()


def test_an_undo_never_takes_back_what_somebody_wrote_since(desk, quay, amara, now):
    page = write(desk, quay, "industry", "Harbours", follow=True).content.decode()
    undo = unescape(re.search(r'action="([^"]*field/industry/back/[^"]*)"', page)[1])
    change_party(quay, facts={"industry": "Ports"}, at=now, by=amara)
    answer = desk.post(undo, follow=True)
    quay.refresh_from_db()
    assert quay.industry == "Ports" and "It was not undone" in answer.content.decode()


def test_a_number_of_people_is_a_number(desk, quay):
    answer = write(desk, quay, "employees", "many", headers=HTMX)
    assert answer.status_code == 422 and "whole number" in answer.content.decode()
    assert (
        desk.post(address_of(quay, "employees"), {"value": "3", "seen": "x"}).status_code == 404
    )


def test_nobody_without_business_there_can_open_or_write_a_field(quay, chidi):
    stranger = Client()
    stranger.force_login(chidi)
    address = address_of(quay, "industry")
    assert stranger.get(address).status_code == 404
    assert stranger.post(address, {"value": "x", "seen": "Ships"}).status_code == 404
    assert stranger.post(address_of(quay, "industry", "field_back")).status_code == 404
