"""The board of stages: what stands in each, what a card warns of, and moving one."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from keepwell.desk.rules.board import USUAL_DAYS, judge_stay, mark_of
from keepwell.journal.models import Entry
from keepwell.parties.commands.add import add_party
from keepwell.relationships.commands.move import move_stage
from keepwell.relationships.commands.take_back import STAGE
from keepwell.relationships.models import Opportunity, Relationship, StageChange
from keepwell.walls.models import Wall

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(petra):
    client = Client()
    client.force_login(petra)
    return client


@pytest.fixture
def leads(petra, amara, on, now):
    """Three leads; the first has been one for long, is late, and may bring work."""
    found = []
    for n in range(3):
        party = add_party("organisation", f"Lead {n}", at=now, by=petra)
        Relationship.objects.create(
            party=party, stage="lead", stage_since=on - timedelta(days=60 - 25 * n),
            next_touch_on=[on - timedelta(days=1), None, on][n], owner=amara,
        )  # fmt: skip
        found.append(party)
    for minor, currency in ((120_000, "EUR"), (80_000, "EUR"), (5_000, "GBP")):
        Opportunity.objects.create(
            party=found[0], name="Work", amount_minor=minor, currency=currency
        )
    return found


def lanes_of(page):
    return {lane.stage: lane for lane in page.context["lanes"]}


def test_lanes_count_sum_and_warn(desk, leads):
    page = desk.get("/parties/?view=all&look=board")
    lane = lanes_of(page)["lead"]
    assert [card.row.party.name for card in lane.cards] == ["Lead 0", "Lead 1", "Lead 2"]
    assert (lane.count, lane.value) == (3, "€2,000.00 + £50.00")
    assert [card.stay.value for card in lane.cards] == [True, True, False]
    assert lane.cards[0].stay.because == ("In this stage for 60 days; 30 are usual.",)
    assert [card.touch.state for card in lane.cards] == ["late", "none", "planned"]
    assert "touch overdue since" in page.content.decode()


def test_the_board_is_narrowed_and_walled_as_the_list(desk, leads, petra, now):
    Wall.objects.create(party=leads[0], teammate=petra, reason="x", raised_at=now)
    lane = lanes_of(desk.get("/parties/?view=all&look=board&f=next_touch:future"))["lead"]
    assert (lane.count, lane.value) == (1, "")
    page = desk.get("/parties/?view=all&look=board")
    assert "Lead 0" not in page.content.decode() and lanes_of(page)["lead"].count == 2


def test_a_card_is_moved_and_one_comes_back_to_it(desk, leads):
    address = reverse("desk:move_to", args=[leads[1].pk])
    answer = desk.post(f"{address}?back=/parties/%3Flook%3Dboard", {"stage": "proposal"})
    assert answer["Location"] == f"/parties/?look=board#p-{leads[1].pk}"
    assert lanes_of(desk.get("/parties/?view=all&look=board"))["proposal"].count == 1


def test_a_guard_asks_for_what_is_missing(desk, leads):
    address = reverse("desk:move_to", args=[leads[1].pk])
    answer = desk.post(address, {"stage": "lost"})
    assert answer.status_code == 422 and "Say why." in answer.content.decode()
    answer = desk.post(f"{address}?back=//evil.example/", {"stage": "lost", "reason": "price"})
    assert answer["Location"].startswith("/parties/?look=board")
    assert Relationship.objects.get(party=leads[1]).ended_because == "price"


@pytest.fixture
def moved(desk, leads):
    """The second lead, lost by Petra because of the price, and the toast's way back."""
    address = reverse("desk:move_to", args=[leads[1].pk])
    desk.post(f"{address}?back=/parties/%3Flook%3Dboard", {"stage": "lost", "reason": "price"})
    toast = unescape(desk.get("/parties/?view=all&look=board").content.decode())
    return leads[1], re.search(r'"(/parties/[^"]*/move-back/[^"]*)"', toast)[1]


def stands(party):
    return Relationship.objects.values_list(*STAGE).get(party=party)


def test_a_move_is_undone_once_by_its_toast(desk, moved, on):
    lead, back = moved
    assert stands(lead)[:3] == ("lost", on, "price")
    for _press in range(2):
        answer = desk.post(back)
        assert answer["Location"] == f"/parties/?look=board#p-{lead.pk}"
        assert stands(lead) == ("lead", on - timedelta(days=35), "", None)
    assert not StageChange.objects.exists()
    assert Entry.objects.filter(verb="took_back_stage", party_id=lead.pk).count() == 1


def test_a_move_is_not_undone_over_somebody_elses(desk, moved, amara, on, now):
    lead, back = moved
    move_stage(lead, "proposal", on=on, reason="They called", at=now, by=amara)
    desk.post(back)
    assert stands(lead)[0] == "proposal"
    said = desk.get("/parties/?view=all&look=board").content.decode()
    assert "It was not undone: Somebody moved it since." in said
    move_stage(lead, "lost", on=on, reason="price", at=now, by=amara)
    desk.post(back)
    assert stands(lead)[0] == "lost"


def test_nobody_undoes_with_what_is_not_theirs(desk, moved, leads, amara):
    lead, back = moved
    desk.post(back.replace(str(lead.pk), str(leads[2].pk)))
    theirs = Client()
    theirs.force_login(amara)
    theirs.post(back)
    assert stands(lead)[0] == "lost" and stands(leads[2])[0] == "lead"


def test_the_board_costs_the_same_however_full_it_is(
    desk, leads, petra, now, on, django_assert_max_num_queries
):
    for n in range(40):
        party = add_party("person", f"Person {n}", at=now, by=petra)
        stage = ["lead", "proposal", "active", "lost"][n % 4]
        Relationship.objects.create(party=party, stage=stage, stage_since=on)
    desk.get("/parties/?view=all")
    with django_assert_max_num_queries(32):
        desk.get("/parties/?view=all&look=board")


def test_how_long_is_too_long_is_an_argument(on):
    assert not judge_stay("lead", 30, USUAL_DAYS).value
    assert judge_stay("lead", 31, USUAL_DAYS).value
    assert not judge_stay("active", 3_000, USUAL_DAYS).value
    assert not judge_stay("lead", None, USUAL_DAYS).value
    assert mark_of(on, on).state == "planned"
