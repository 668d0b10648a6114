"""The page of a task: said otherwise, reminded of, coming again, done with what comes next."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from keepwell.conversations.commands.repeat import repeat_task
from keepwell.conversations.commands.tasks import complete_task, plan_task
from keepwell.conversations.models import Series, Task
from keepwell.desk.rules.repeats import Again, way_of, words_for
from keepwell.relationships.models import Relationship

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(amara):
    return {"at": timezone.now(), "by": amara}


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def task(amara, harbour, told, today):
    return plan_task("Send the report", party=harbour, assignee=amara, due_on=today, **told)


@pytest.fixture
def page(amara):
    client = Client()
    client.force_login(amara)
    return client


def arranged(task, **more):
    return {"what": task.what, "assignee": task.assignee_id, "due_on": str(task.due_on), **more}


def test_a_task_is_given_a_reminder_a_rule_and_somebody_else(page, task, chidi):
    sent = arranged(
        task, assignee=chidi.pk, priority="high", remind="1", again="week", every="2",
        weekdays=["0", "3"], times="5",
    )  # fmt: skip
    there = reverse("desk:task", args=[task.pk])
    assert page.post(there, sent).status_code == 302
    task.refresh_from_db()
    assert (task.assignee, task.priority, task.remind_days) == (chidi, "high", 1)
    assert task.series.rule == "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH;COUNT=5"
    shown = page.get(there).content.decode()
    assert "Comes again every 2 weeks: Monday, Thursday; 5 times." in shown
    assert page.post(there, sent).status_code == 302
    assert Series.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "because"),
    [
        ({"again": "month", "due_on": ""}, "Say first by when it is due."),
        ({"remind": "moment"}, "Say when."),
        ({"again": "day", "until": "2030-01-01", "times": "3"}, "not both"),
        ({"remind": "moment", "remind_at": "2020-01-01T09:00"}, "That moment has passed."),
    ],
)
def test_what_makes_no_sense_is_said_on_the_same_form(page, task, wrong, because):
    answer = page.post(reverse("desk:task", args=[task.pk]), arranged(task, **wrong))
    assert answer.status_code == 422
    assert because in answer.content.decode()


def test_done_with_how_it_went_and_what_comes_next_in_one_step(page, task, harbour, today):
    following = str(today + timedelta(days=7))
    there = reverse("desk:finish", args=[task.pk])
    sent = {"feedback": "Content.", "next_what": "Ask again", "next_on": following}
    assert page.post(there, sent | {"next_as": "task"}).status_code == 302
    task.refresh_from_db()
    assert task.feedback == "Content." and task.done_at
    assert Task.objects.get(done_at=None).what == "Ask again"
    assert "Content." in page.get(reverse("desk:task", args=[task.pk])).content.decode()


def test_what_comes_next_may_be_the_next_touch_and_nothing_is_done_by_halves(
    page, task, harbour, today
):
    there = reverse("desk:finish", args=[task.pk])
    refused = page.post(there, {"next_what": "Call", "next_as": "touch"})
    assert refused.status_code == 422
    task.refresh_from_db()
    assert task.done_at is None
    following = str(today + timedelta(days=7))
    page.post(there, {"next_what": "Call", "next_on": following, "next_as": "touch"})
    assert str(Relationship.objects.get(party=harbour).next_touch_on) == following


def test_the_times_before_are_shown_with_how_they_went(page, task, told):
    repeat_task(task, rule="FREQ=WEEKLY", **told)
    complete_task(task, feedback="Hanne was away.", **told)
    following = Task.objects.get(done_at=None)
    shown = page.get(reverse("desk:task", args=[following.pk])).content.decode()
    assert "Hanne was away." in shown


def test_the_composer_plans_a_task_that_comes_again_and_a_note_with_its_next_touch(
    page, harbour, amara, today
):
    keep = reverse("desk:keep", args=[harbour.pk])
    page.post(keep, {"kind": "task", "text": "Check in", "due_on": str(today), "remind": "0",
                     "again": "month", "priority": "low"})  # fmt: skip
    task = Task.objects.get()
    assert task.series.rule.startswith("FREQ=MONTHLY") and task.remind_days == 0
    day = str(today + timedelta(days=3))
    page.post(keep, {"kind": "note", "text": "All well", "next_on": day})
    assert str(Relationship.objects.get(party=harbour).next_touch_on) == day


def test_whoever_may_not_see_the_party_finds_no_page_of_its_task(task, chidi):
    client = Client()
    client.force_login(chidi)
    for name in ("task", "finish"):
        assert client.get(reverse(f"desk:{name}", args=[task.pk])).status_code == 404


@pytest.mark.parametrize(
    "way", ["day", "workday", "week", "month", "nth", "last", "year", "after"]
)
@pytest.mark.parametrize("every", [1, 3])
def test_a_way_of_coming_again_is_shown_as_it_was_chosen(way, every, now):
    chosen = Again(way, 1 if way == "workday" else every, times=4)
    words = words_for(chosen, now.date())
    shown = way_of(words, counts_from_done=chosen.counts_from_done)
    assert (shown.way, shown.every, shown.times) == (way, chosen.every, 4)
