import pytest

from keepwell.firm.rules import Role
from keepwell.journal.models import Entry
from keepwell.kernel.refusal import Refused
from keepwell.walls.commands import lower_wall, raise_wall, set_reach
from keepwell.walls.models import Wall
from keepwell.walls.queries import reach_of, visible_parties, walls_seen_by


@pytest.fixture
def as_petra(client, petra):
    """A browser in which Petra, a partner, has signed in."""
    client.force_login(petra)
    return client


def test_a_wall_hides_a_party_and_the_record_says_why(
    as_petra, harbour, petra, dele, chidi, now
):
    set_reach(Role.DELIVERY, "all", at=now, by=petra)
    assert harbour in visible_parties(chidi)
    url = f"/parties/{harbour.pk}/walls/"
    assert as_petra.get(url).status_code == 200
    told = {"teammate": str(chidi.pk), "reason": "Chidi's sister runs it"}
    assert as_petra.post(url, told).url == "/settings/walls/"
    assert harbour not in visible_parties(chidi)
    assert "Chidi" in as_petra.get("/settings/walls/").content.decode()
    assert Entry.objects.get(verb="raise_wall").party_id == harbour.pk


def test_a_wall_comes_down_only_with_a_reason(as_petra, harbour, petra, chidi, now):
    wall = raise_wall(harbour, teammate=chidi, reason="A conflict", at=now, by=petra)
    url = f"/settings/walls/{wall.pk}/lower/"
    assert as_petra.get(url).status_code == 200
    assert as_petra.post(url, {"reason": ""}).status_code == 422
    assert as_petra.post(url, {"reason": "It is over"}).url == "/settings/walls/"
    assert not Wall.objects.exists()


def test_a_wall_may_not_stand_before_the_owner(as_petra, harbour, amara):
    told = {"teammate": str(amara.pk), "reason": "A conflict"}
    answer = as_petra.post(f"/parties/{harbour.pk}/walls/", told)
    assert answer.status_code == 422
    assert "Hand it over" in answer.content.decode()


def test_who_stands_behind_a_wall_neither_sees_nor_lowers_it(
    as_petra, harbour, petra, chidi, now
):
    wall = raise_wall(harbour, teammate=petra, reason="Her own shares", at=now, by=None)
    assert not walls_seen_by(petra).exists()
    assert "Harbour" not in as_petra.get("/settings/walls/").content.decode()
    assert as_petra.get(f"/settings/walls/{wall.pk}/lower/").status_code == 404
    assert as_petra.get(f"/parties/{harbour.pk}/walls/").status_code == 404
    with pytest.raises(Refused, match="before themselves"):
        lower_wall(wall, reason="I want to look", at=now, by=petra)


def test_an_adviser_builds_no_walls(client, harbour, amara, chidi, petra, now):
    client.force_login(amara)
    assert client.get(f"/parties/{harbour.pk}/walls/").status_code == 403
    with pytest.raises(Refused, match="build walls"):
        raise_wall(harbour, teammate=chidi, reason="Mine", at=now, by=amara)


def test_how_far_a_role_sees_is_chosen(as_petra, petra, amara):
    assert as_petra.get("/settings/reach/").status_code == 200
    assert (
        as_petra.post("/settings/reach/", {"role": "adviser", "reach": "own"}).status_code
        == 302
    )
    assert reach_of(amara) == "own"
    refused = as_petra.post("/settings/reach/", {"role": "partner", "reach": "own"})
    assert refused.status_code == 422
    assert "run the firm" in refused.content.decode()
    assert reach_of(petra) == "all"
