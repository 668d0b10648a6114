"""The bell, the page of notices, the star, and what one wants to hear."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from keepwell.conversations.commands.tasks import plan_task
from keepwell.notices.models import Digest, Follow, Notice, Preference
from keepwell.notices.queries.seen import unread_of
from keepwell.walls.models import Wall

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(amara):
    client = Client()
    client.force_login(amara)
    return client


@pytest.fixture
def notice(amara, petra, harbour):
    plan_task("Call Hanne", party=harbour, assignee=amara, at=timezone.now(), by=petra)
    return Notice.objects.get()


def test_the_bell_tells_how_many_are_new_and_shows_the_newest(page, notice):
    assert "Notices, 1 new" in page.get(reverse("desk:parties")).content.decode()
    few = page.get(reverse("notices:notices"), {"fragment": "1"}).content.decode()
    assert "Petra gave you a task: Call Hanne" in few


def test_opening_a_notice_reads_it_and_leads_to_what_it_is_about(page, notice, amara):
    answer = page.get(reverse("notices:open", args=[notice.pk]))
    assert answer.url == reverse("desk:task", args=[notice.task_id])
    assert unread_of(amara) == 0


def test_one_or_all_are_marked_as_read(page, notice, amara, petra):
    plan_task("Another", assignee=amara, at=timezone.now(), by=petra)
    page.post(reverse("notices:read", args=[notice.pk]))
    assert unread_of(amara) == 1
    page.post(reverse("notices:read_all"))
    assert unread_of(amara) == 0
    assert "Nothing is new." in page.get(reverse("notices:notices")).content.decode()


def test_another_ones_notice_and_one_behind_a_wall_do_not_exist(page, notice, amara, petra):
    theirs = Client()
    theirs.force_login(petra)
    assert theirs.get(reverse("notices:open", args=[notice.pk])).status_code == 404
    Wall.objects.create(
        party=notice.party, teammate=amara, reason="conflict", raised_at=timezone.now()
    )
    assert page.get(reverse("notices:open", args=[notice.pk])).status_code == 404
    assert "Hanne" not in page.get(reverse("notices:notices")).content.decode()


def test_the_star_follows_and_the_list_is_narrowed_to_what_one_follows(page, harbour, petra):
    follow = reverse("notices:follow", args=[harbour.pk])
    parties = f"{reverse('desk:parties')}?view=all&f=followed:yes"
    assert "Harbour" not in page.get(parties).content.decode()
    page.post(follow, {"back": parties})
    assert Follow.objects.count() == 1
    shown = page.get(parties).content.decode()
    assert "Harbour &amp; Sons" in shown and "Followed by me" in shown
    other = Client()
    other.force_login(petra)
    assert "Harbour" not in other.get(parties).content.decode()
    page.post(follow, {"do": "stop", "back": "//evil.example/"})
    assert not Follow.objects.exists()


def test_nobody_follows_what_they_may_not_see(harbour, chidi):
    client = Client()
    client.force_login(chidi)
    assert client.post(reverse("notices:follow", args=[harbour.pk])).status_code == 404


def test_what_one_wants_to_hear_is_kept_where_it_is_not_as_usual(page, amara):
    there = reverse("notices:preferences")
    assert "A backup failed" not in page.get(there).content.decode()
    page.post(there, {"hour": "7", "assigned_here": "on", "mentioned_here": "on",
                      "mentioned_by_mail": "on"})  # fmt: skip
    assert Digest.objects.get().hour == 7 and Digest.objects.get().stopped_at
    kept = {row.sort: (row.here, row.by_mail) for row in Preference.objects.all()}
    assert kept["assigned"] == (True, False) and "mentioned" not in kept
    assert page.post(there, {"hour": "25"}).status_code == 422


def test_by_the_api_a_program_follows_reads_and_chooses(page, harbour, notice):
    def ask(method, path, body=None):
        sent = {} if method == "get" else {"data": body, "content_type": "application/json"}
        return getattr(page, method)(f"/api/v1{path}", **sent)

    assert ask("put", f"/parties/{harbour.pk}/follow").status_code == 200
    assert [one["party"]["name"] for one in ask("get", "/follows").json()["items"]] == [
        "Harbour & Sons"
    ]
    assert ask("delete", f"/parties/{harbour.pk}/follow").status_code == 204
    (told,) = ask("get", "/notices?unread=true").json()["items"]
    assert told["sentence"] == "Petra gave you a task: Call Hanne"
    assert ask("post", f"/notices/{told['id']}/read").json()["read_at"]
    assert ask("post", "/notices/read").json() == {"read": 0}
    chosen = {
        "hour": 6,
        "digest": True,
        "sorts": {"followed": {"here": True, "by_mail": False}},
    }
    assert ask("put", "/notices/preferences", chosen).json()["hour"] == 6
