"""Through the list one came from: the party before, the party after, and back to the row."""

from urllib.parse import quote

import pytest
from django.test import Client
from django.urls import reverse

from keepwell.parties.commands.add import add_party
from keepwell.relationships.models import ContactFacts
from keepwell.walls.models import Wall

pytestmark = pytest.mark.django_db
STATE = "view=all&f=name:contains:person&sort=-last"


@pytest.fixture
def desk(petra):
    client = Client()
    client.force_login(petra)
    return client


@pytest.fixture
def people(petra, now):
    found = [add_party("person", f"Person {n:03}", at=now, by=petra) for n in range(130)]
    for n in (5, 6):
        ContactFacts.objects.create(party=found[n], last_two_way=now.replace(day=n))
    add_party("organisation", "Elsewhere", at=now, by=petra)
    return found


def page_of(desk, party, state=STATE):
    return desk.get(f"{reverse('desk:party', args=[party.pk])}?list={quote(state, safe='')}")


def test_one_goes_through_the_list_in_its_order(desk, people):
    first = page_of(desk, people[6]).context["in_list"]
    assert (str(first.number), str(first.count), first.before) == ("1", "130", "")
    second = desk.get(first.after)
    assert second.context["party"] == people[5]
    third = desk.get(second.context["in_list"].after).context
    assert third["party"] == people[0] and str(third["in_list"].number) == "3"
    assert desk.get(third["in_list"].before).context["party"] == people[5]
    assert "2 of 130" in second.content.decode()
    assert page_of(desk, people[129]).context["in_list"].after == ""


def test_back_leads_to_the_same_row_on_whatever_page(desk, people):
    for n in (0, 6, 70, 129):
        back = page_of(desk, people[n]).context["in_list"].back
        assert back.endswith(f"#p-{people[n].pk}")
        page = desk.get(back.partition("#")[0])
        names = [row.party.name for row in page.context["rows"]]
        assert f"Person {n:03}" in names and len(names) <= 50
        assert f'id="p-{people[n].pk}"' in page.content.decode()
    page = desk.get(page_of(desk, people[70]).context["in_list"].back)
    seen = [row.party.pk for row in page.context["rows"]]
    onward = desk.get(page.context["next"]).context["rows"][0].party.pk
    backward = desk.get(page.context["previous"]).context["rows"][-1].party.pk
    assert onward not in seen and backward not in seen
    assert sorted([backward, *seen[:1]]) == [backward, seen[0]]


def test_who_is_not_in_the_list_has_no_place_and_a_wall_hides_the_neighbour(
    desk, people, petra, now
):
    Wall.objects.create(party=people[5], teammate=petra, reason="x", raised_at=now)
    first = page_of(desk, people[6]).context["in_list"]
    assert desk.get(first.after).context["party"] == people[0]
    assert page_of(desk, people[6], "view=customers").context["in_list"].number is None
    for odd in ("f=((", "view=x&sort=y", "%00", "a&" * 90):
        assert page_of(desk, people[6], odd).status_code == 200, odd


def test_rows_carry_the_list_they_stand_in(desk, people):
    page = desk.get(f"/parties/?{STATE}").content.decode()
    address = reverse("desk:party", args=[people[6].pk])
    assert f'{address}?list={quote(STATE, safe="")}"' in page
