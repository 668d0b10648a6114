"""What was put aside is found again, noun by noun, by who may see it, and given back."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from keepwell.conversations.commands.log import log_call, trash_activity, write_note
from keepwell.conversations.commands.set_aside import trash_task
from keepwell.conversations.commands.tasks import plan_task
from keepwell.conversations.models import Activity, Task
from keepwell.desk.tests.test_api import asking, clock, token_for  # noqa: F401
from keepwell.walls.models import Wall

pytestmark = pytest.mark.django_db


@pytest.fixture
def thrown(harbour, petra, now):
    """A task and a call with Harbour & Sons, both put aside."""
    told = {"at": now, "by": petra}
    task = plan_task("Send the old offer", party=harbour, assignee=petra, **told)
    call = log_call([harbour], direction="outbound", outcome="connected", title="Wrong number",
                    on=now, **told)  # fmt: skip
    trash_task(task, **told)
    trash_activity(call, **told)
    return task, call


@pytest.fixture
def desk(petra):
    client = Client()
    client.force_login(petra)
    return client


def _page(desk, name):
    return desk.get(reverse(f"desk:{name}")).content.decode()


def test_a_task_stands_in_the_trash_and_comes_back(desk, thrown, harbour):
    said = _page(desk, "task_trash_list")
    assert "Send the old offer" in said and harbour.name.replace("&", "&amp;") in said
    desk.post(reverse("desk:task_restore", args=[thrown[0].pk]))
    assert "The trash is empty" in _page(desk, "task_trash_list")
    assert Task.objects.get().trashed_at is None


def test_a_call_stands_in_the_trash_and_comes_back_to_it(desk, thrown):
    page = reverse("desk:activity_trash_list")
    said = desk.get(page).content.decode()
    assert "Wrong number" in said
    back = re.search(r'name="back" value="([^"]+)"', said)[1]
    answer = desk.post(
        reverse("desk:activity_restore", args=[thrown[1].pk]), {"back": back}, follow=True
    )
    assert answer.redirect_chain == [(page, 302)]
    assert "Wrong number is back." in answer.content.decode()
    assert Activity.objects.get().trashed_at is None


def test_a_note_without_a_title_is_known_by_how_it_begins(desk, harbour, petra, now):
    told = {"at": now, "by": petra}
    trash_activity(write_note([harbour], text="They asked for the old rate", **told), **told)
    assert "They asked for the old rate" in _page(desk, "activity_trash_list")


def test_what_is_behind_a_wall_is_in_no_trash(desk, thrown, harbour, petra, client, now):
    Wall.objects.create(party=harbour, teammate=petra, reason="conflict", raised_at=now)
    for name in ("task_trash_list", "activity_trash_list"):
        assert "The trash is empty" in _page(desk, name)
    ask = asking(client, token_for(petra, now))
    assert ask("get", "tasks/trash").json()["items"] == []
    assert ask("get", "activities/trash").json()["items"] == []


def test_programs_find_and_restore_it(thrown, client, petra, now):
    ask = asking(client, token_for(petra, now))
    for noun, row in (("tasks", thrown[0]), ("activities", thrown[1])):
        (one,) = ask("get", f"{noun}/trash").json()["items"]
        assert one["id"] == str(row.pk) and one["trashed_at"]
        assert ask("post", f"{noun}/{row.pk}/restore").status_code == 200
        assert ask("get", f"{noun}/trash").json()["items"] == []


@pytest.mark.parametrize("most", [1, 40])
def test_a_long_trash_comes_page_by_page_in_as_many_queries(
    desk, harbour, petra, now, most, django_assert_max_num_queries
):
    told = {"at": now, "by": petra}
    for number in range(most + 51):
        trash_task(plan_task(f"Old {number:03}", party=harbour, assignee=petra, **told), **told)
    with django_assert_max_num_queries(19):
        first = _page(desk, "task_trash_list")
    following = re.search(r'href="(\?after=[^"]+)"', first)[1]
    second = desk.get(reverse("desk:task_trash_list") + following).content.decode()
    seen = re.findall(r"Old \d{3}(?= <span)", first) + re.findall(
        r"Old \d{3}(?= <span)", second
    )
    assert len(seen) == len(set(seen)) == most + 51
