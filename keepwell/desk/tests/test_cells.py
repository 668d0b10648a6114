"""A value is changed in its cell of the list by the form of the party's page."""

import re
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from keepwell.desk.rules.columns import parse_layout
from keepwell.desk.tests.test_in_place import HTMX, address_of, desk, quay, seen_in  # noqa: F401
from keepwell.desk.tests.test_own_fields import book, fields, own  # noqa: F401
from keepwell.fields.commands.write import set_own_values
from keepwell.parties.commands.add import add_party
from keepwell.parties.commands.change import change_party
from keepwell.walls.models import Wall

pytestmark = pytest.mark.django_db
LIST = "/parties/?view=all&cols=name,industry~4,source"


def own_cell(party, name):
    here = reverse("desk:own_value", args=[party.pk, name])
    return f"{here}?cell={name}"


def undo_in(page):
    return unescape(re.search(r'action="([^"]*/back/[^"]*)"', page)[1])


def test_only_what_has_a_form_in_place_is_told_to_be_writable():
    assert parse_layout("name,owner,stage,quiet,last,email").in_place == ""
    layout = parse_layout("name,industry~4,employees,created")
    assert layout.in_place == "industry:field employees:field"


def test_the_list_carries_no_form_and_says_once_which_columns(desk, quay):  # noqa: F811
    page = desk.get(LIST).content.decode()
    assert page.count("industry:field source:field") == 1
    assert "F2 on a row" in page and "<in-place" not in page
    assert "data-in-place" not in desk.get("/parties/?view=all").content.decode()


def test_a_cell_opens_and_alone_comes_back_with_its_width(desk, quay):  # noqa: F811
    here = address_of(quay, "industry") + "?cell=industry~4"
    form = desk.get(here, headers=HTMX)
    page = form.content.decode()
    assert page.startswith('<td role="cell" class="in-cell w4">')
    assert "Industry of Quay Ltd" in page and 'hx-target="closest td"' in page
    sent = {"value": "Harbours", "seen": seen_in(form)}
    page = desk.post(here, sent, headers=HTMX).content.decode()
    assert page.startswith('<td role="cell" class="skip-phone w4" tabindex="-1" autofocus>Har')
    assert "<tr" not in page and "Industry of Quay Ltd is kept." in page
    back = desk.post(undo_in(page), headers={"Referer": f"http://testserver{LIST}"})
    assert back["Location"] == f"{LIST}#p-{quay.pk}"
    quay.refresh_from_db()
    assert quay.industry == "Ships"


def test_escape_shows_the_cell_as_it_stands_by_now(desk, quay, amara, now):  # noqa: F811
    change_party(quay, facts={"industry": "Ports"}, at=now, by=amara)
    here = address_of(quay, "industry") + "?show=1&cell=industry"
    assert ">Ports</td>" in desk.get(here, headers=HTMX).content.decode()


def test_who_writes_the_same_cell_sees_both_and_chooses(desk, quay, amara, now):  # noqa: F811
    here = address_of(quay, "industry") + "?cell=industry"
    seen = seen_in(desk.get(here, headers=HTMX))
    change_party(quay, facts={"industry": "Ports"}, at=now, by=amara)
    answer = desk.post(here, {"value": "Harbours", "seen": seen}, headers=HTMX)
    page = answer.content.decode()
    assert answer.status_code == 422 and page.startswith("<td")
    assert "It now reads “Ports”" in page and 'value="Harbours"' in page
    quay.refresh_from_db()
    assert quay.industry == "Ports"
    desk.post(here, {"value": "Harbours", "seen": seen_in(answer)}, headers=HTMX)
    quay.refresh_from_db()
    assert quay.industry == "Harbours"


def test_a_field_of_ones_own_is_written_in_its_cell(book, desk, petra, now):  # noqa: F811
    ben = book["ben"]
    here = own_cell(ben, "own_motto")
    assert "Motto of Ben" in desk.get(here, headers=HTMX).content.decode()
    set_own_values(ben, {"own_motto": "Theirs"}, at=now, by=petra)
    sent = {"own_motto": "Mine", "initial-own_motto": "Ahoy"}
    answer = desk.post(here, sent, headers=HTMX)
    page = answer.content.decode()
    assert answer.status_code == 422 and "now reads “Theirs”" in page
    assert own(ben, petra)["own_motto"] == "Theirs"
    sent["initial-own_motto"] = re.search(
        r'name="initial-own_motto"[^>]*value="([^"]*)"', page
    )[1]
    page = desk.post(here, sent, headers=HTMX).content.decode()
    assert page.startswith("<td") and own(ben, petra)["own_motto"] == "Mine"
    desk.post(undo_in(page))
    assert own(ben, petra)["own_motto"] == "Theirs"


def test_several_tags_are_not_overwritten_either(book, desk, petra, now):  # noqa: F811
    ben, here = book["ben"], own_cell(book["ben"], "tags")
    set_own_values(ben, {"tags": ["vip", "partner"]}, at=now, by=petra)
    sent = {"tags": [], "initial-tags": ["vip"]}
    page = desk.post(here, sent, headers=HTMX).content.decode()
    assert own(ben, petra)["tags"] == ["vip", "partner"]
    assert re.findall(r'name="initial-tags"[^>]*value="([^"]*)"', page) == ["vip", "partner"]


def test_a_person_has_no_industry_and_is_told_so(desk, petra, now, book):  # noqa: F811
    hanne = add_party("person", "Hanne", at=now, by=petra)
    page = desk.get(address_of(hanne, "industry") + "?cell=industry", headers=HTMX)
    assert page.status_code == 200 and "<form class" not in page.content.decode()
    assert "Hanne has no “Industry”" in page.content.decode()
    page = desk.get(own_cell(hanne, "own_fee"), headers=HTMX).content.decode()
    assert "Hanne has no “Fee”" in page
    name = desk.get(address_of(hanne, "nonsense") + "?cell=nonsense", headers=HTMX)
    assert name.status_code == 404


def test_a_wall_stands_before_a_cell(quay, chidi, now):  # noqa: F811
    Wall.objects.create(party=quay, teammate=chidi, reason="x", raised_at=now)
    stranger = Client()
    stranger.force_login(chidi)
    for more in ("", "&show=1"):
        here = address_of(quay, "industry") + "?cell=industry" + more
        assert stranger.get(here, headers=HTMX).status_code == 404
    sent = {"value": "x", "seen": "Ships"}
    assert stranger.post(here, sent, headers=HTMX).status_code == 404
    quay.refresh_from_db()
    assert quay.industry == "Ships"


def test_a_cell_costs_few_queries_and_the_list_none_more(desk, quay):  # noqa: F811
    def asked(address, **more):
        with CaptureQueriesContext(connection) as told:
            desk.get(address, **more)
        return len(told)

    asked(LIST)
    plain = asked("/parties/?view=all&cols=name,nature")
    assert asked("/parties/?view=all&cols=name,language") == plain
    here = address_of(quay, "industry") + "?show=1&cell=industry"
    assert asked(here, headers=HTMX) <= 14
