"""Many tasks and conversations changed at once, by the same engine as parties."""

import json
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from keepwell.config.worker import work_off
from keepwell.conversations.commands.log import write_note
from keepwell.conversations.commands.repeat import repeat_task
from keepwell.conversations.commands.set_aside import trash_task
from keepwell.conversations.commands.tasks import make_promise, plan_task
from keepwell.conversations.models import Activity, Task
from keepwell.desk.commands.bulk import begin_bulk_change, begin_bulk_undo
from keepwell.desk.models import BulkChange
from keepwell.desk.queries.bulk import progress_of
from keepwell.kernel.refusal import Refused
from keepwell.orders.models import Order
from keepwell.parties.commands.add import add_party
from keepwell.walls.models import Wall

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 11, 23)


@pytest.fixture
def at():
    return timezone.now()


@pytest.fixture
def harbour(petra, at):
    return add_party("organisation", "Harbour & Sons", at=at, by=petra)


@pytest.fixture
def desk(petra):
    client = Client()
    client.force_login(petra)
    return client


@pytest.fixture
def work(petra, harbour, at):
    """Two tasks of Petra, one of nobody's party, and a promise."""
    told = {"at": at, "by": petra}
    return [
        plan_task("Call Hanne", party=harbour, assignee=petra, due_on=MONDAY, **told),
        plan_task("Send the file", party=harbour, assignee=petra, **told),
        plan_task("Tidy the desk", assignee=petra, due_on=MONDAY, **told),
        make_promise("The draft", party=harbour, due_on=MONDAY, **told),
    ]


def done_to(noun, verb, facts, rows, at, by):
    change = begin_bulk_change(
        verb, facts, noun=noun, ids=[row.pk for row in rows], at=at, by=by
    )
    work_off()
    change.refresh_from_db()
    return change


def undone(change, at, by):
    begin_bulk_undo(change, at=at, by=by)
    work_off()
    change.refresh_from_db()
    return progress_of(change)


def test_all_late_tasks_of_the_list_are_given_to_somebody_and_had_back(
    desk, work, petra, amara, at
):
    page = desk.get(reverse("desk:tasks") + "?view=all&f=due:before:2026-12-01")
    bar = page.content.decode()
    assert 'name="row"' in bar and "All 3 of the list" in bar
    asked = {"all": "1", "state": "noun=tasks&view=all&f=due:before:2026-12-01",
             "do": "assignee"}  # fmt: skip
    page = desk.get(reverse("desk:bulk_new"), asked).content.decode()
    assert "3 entries" in page and "Call Hanne" in page and "Send the file" not in page
    answer = desk.post(reverse("desk:bulk_new"), {**asked, "teammate": str(amara.pk)})
    work_off()
    assert Task.objects.filter(assignee=amara).count() == 3
    page = desk.get(answer["Location"]).content.decode()
    assert "Changed: 3 entries" in page and "Give to somebody: Amara" in page
    change = BulkChange.objects.get()
    found = undone(change, at, petra)
    assert (found.restored, found.kept) == (3, 0)
    assert Task.objects.filter(assignee=petra).count() == 4


def test_every_verb_of_tasks_is_undone_to_what_was(work, petra, amara, at):
    Task.objects.filter(pk=work[1].pk).update(assignee=None)
    plain = ("what", "due_on", "due_at", "assignee_id", "priority", "done_at", "outcome",
             "trashed_at")  # fmt: skip
    before = list(Task.objects.order_by("pk").values(*plain))
    for verb, facts, changed in (
        ("done", {"feedback": ""}, 4),
        ("assignee", {"teammate": str(amara.pk)}, 4),
        ("due", {"on": "2027-01-04"}, 4),
        ("due", {"days": 7}, 3),
        ("priority", {"priority": "high"}, 4),
        ("broken", {"reason": "No time"}, 1),
        ("trash", {}, 4),
    ):
        change = done_to("tasks", verb, facts, work, at, petra)
        assert progress_of(change).changed == changed, verb
        assert undone(change, at, petra).restored == changed, verb
        assert list(Task.objects.order_by("pk").values(*plain)) == before, verb


def test_days_are_moved_from_where_each_stands_and_who_has_none_is_listed(work, petra, at):
    change = done_to("tasks", "due", {"days": 7}, work, at, petra)
    assert Task.objects.filter(due_on=MONDAY + timedelta(days=7)).count() == 3
    left = progress_of(change).left_alone
    assert [(one.name, one.because) for one in left] == [
        ("Send the file", "It has no day to be moved from.")
    ]


def test_what_a_wall_hides_is_left_alone_and_not_named(work, harbour, petra, at):
    ids = [row.pk for row in work]
    change = begin_bulk_change("done", {}, noun="tasks", ids=ids, at=at, by=petra)
    Wall.objects.create(party=harbour, teammate=petra, reason="conflict", raised_at=at)
    work_off()
    found = progress_of(change)
    assert (found.changed, found.refused) == (1, 3)
    assert {one.name for one in found.left_alone} == {""}
    assert Task.objects.filter(done_at=None).count() == 3


def test_conversations_are_put_in_the_trash_and_brought_back(desk, harbour, petra, at):
    notes = [write_note([harbour], text=f"Note {n}", at=at, by=petra) for n in range(3)]
    ids = [str(one.pk) for one in notes[:2]]
    sent = {"state": "noun=conversations&view=all", "row": ids, "do": "trash"}
    assert "2 conversations" in desk.get(reverse("desk:bulk_new"), sent).content.decode()
    desk.post(reverse("desk:bulk_new"), sent)
    work_off()
    assert Activity.objects.filter(trashed_at=None).count() == 1
    found = undone(BulkChange.objects.get(), at, petra)
    assert found.restored == 2
    assert not Activity.objects.exclude(trashed_at=None).exists()


def test_ticked_rows_alone_go_into_a_file(desk, work, harbour, petra, at):
    sent = {"state": "noun=tasks&view=all", "row": [str(work[1].pk)]}
    page = desk.get(reverse("desk:bulk_new"), sent).content.decode()
    assert reverse("desk:list_as_file", args=["tasks"]) in page
    address = reverse("desk:list_as_file", args=["tasks"]) + "?view=all"
    answer = desk.post(address, {"form": "csv", "row": [str(work[1].pk)]})
    told = b"".join(answer.streaming_content).decode()
    assert "Send the file" in told and "Call Hanne" not in told
    Order.objects.create(number="A-1", ordered_at=at, total_minor=100, currency="EUR",
                         party=harbour)  # fmt: skip
    assert "As a file…" in desk.get(reverse("desk:orders")).content.decode()


def test_a_task_goes_to_the_trash_and_comes_out_of_the_toast(desk, work):
    answer = desk.post(reverse("desk:task_trash", args=[work[0].pk]), follow=True)
    assert "In the trash: Call Hanne" in answer.content.decode()
    assert desk.get(reverse("desk:task", args=[work[0].pk])).status_code == 404
    desk.post(reverse("desk:task_restore", args=[work[0].pk]))
    assert desk.get(reverse("desk:task", args=[work[0].pk])).status_code == 200


def test_what_comes_again_once_it_is_done_is_not_lost_in_the_trash(work, petra, at):
    repeat_task(work[0], rule="FREQ=WEEKLY", counts_from_done=True, at=at, by=petra)
    with pytest.raises(Refused, match="Let it come no more first"):
        trash_task(work[0], at=at, by=petra)


def test_programs_change_many_and_undo_it(desk, work, petra, amara):
    asked = {"do": "assignee", "facts": {"teammate": str(amara.pk)}, "filter": "kind:is:task"}

    def post(address, body):
        return desk.post(address, json.dumps(body), content_type="application/json")

    answer = post("/api/v1/tasks/many", asked)
    assert answer.status_code == 202 and answer.json()["total"] == 3
    work_off()
    address = f"/api/v1/tasks/many/{answer.json()['id']}"
    told = desk.get(address).json()
    assert (told["changed"], told["words"]) == (3, "Give to somebody: Amara")
    assert desk.get(address.replace("tasks", "parties")).status_code == 404
    assert post(f"{address}/undo", {}).status_code == 202
    work_off()
    assert desk.get(address).json()["restored"] == 3
    assert len(desk.get("/api/v1/tasks/many").json()["items"]) == 1
    for odd, field in (
        ({"do": "fly", "filter": ""}, "do"),
        ({"do": "stage", "filter": ""}, "do"),
        ({"do": "due", "facts": {"days": "x"}, "filter": ""}, "facts"),
        ({"do": "trash", "filter": "odd"}, "filter"),
        ({"do": "trash", "filter": "", "view": "odd"}, "view"),
        ({"do": "trash"}, None),
    ):
        answer = post("/api/v1/tasks/many", odd)
        assert answer.status_code == 422, odd
        if field:
            assert answer.json()["errors"][0]["field"].endswith(field), odd
