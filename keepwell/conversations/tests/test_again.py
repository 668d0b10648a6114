"""Tasks that come again, reminders, and how it went."""

from datetime import UTC, date, datetime, timedelta

import pytest

from keepwell.conversations.commands.remind import (
    forget_reminder,
    give_reminders,
    remind_before,
    remind_on,
)
from keepwell.conversations.commands.repeat import (
    make_what_comes_again,
    repeat_task,
    stop_repeating,
)
from keepwell.conversations.commands.tasks import (
    change_due,
    change_task,
    complete_task,
    make_promise,
    plan_task,
    reopen_task,
)
from keepwell.conversations.models import Series, Task
from keepwell.conversations.news import TaskAssigned, TaskReminded
from keepwell.kernel import news
from keepwell.kernel.refusal import Refused

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 11, 23)


@pytest.fixture
def told(amara, now):
    return {"at": now, "by": amara}


@pytest.fixture
def report(amara, harbour, told):
    """Every week on Monday Amara sends Harbour & Sons a report."""
    task = plan_task("Send the report", party=harbour, assignee=amara, due_on=MONDAY, **told)
    repeat_task(task, rule="FREQ=WEEKLY", **told)
    return task


@pytest.fixture
def heard(monkeypatch):
    """What is announced, by kind."""
    found = []
    kinds = (TaskAssigned, TaskReminded)
    monkeypatch.setattr(news, "_wiring", {kind: [found.append] for kind in kinds})
    return found


def dues():
    return [str(day) for day in Task.objects.order_by("turn").values_list("due_on", flat=True)]


def test_the_next_one_is_made_when_the_last_is_done(report, told, amara, harbour):
    complete_task(report, feedback="They were content.", **told)
    following = Task.objects.get(done_at=None)
    assert (following.what, following.assignee, following.party) == (
        "Send the report", amara, harbour,
    )  # fmt: skip
    assert dues() == ["2026-11-23", "2026-11-30"]
    report.refresh_from_db()
    assert report.feedback == "They were content."
    assert following.feedback == ""


def test_the_next_one_is_made_when_its_day_comes_and_the_last_stays(report, now):
    assert make_what_comes_again(at=now) == 0
    assert make_what_comes_again(at=now + timedelta(days=7)) == 1
    assert make_what_comes_again(at=now + timedelta(days=7)) == 0
    assert dues() == ["2026-11-23", "2026-11-30"]
    assert Task.objects.filter(done_at=None).count() == 2


def test_none_is_lost_after_a_standstill_and_none_made_twice_by_being_done(report, told, now):
    later = now + timedelta(days=22)
    complete_task(report, at=later, by=told["by"])
    assert dues() == ["2026-11-23", "2026-11-30"]
    assert make_what_comes_again(at=later) == 2
    complete_task(Task.objects.get(turn=2), at=later, by=told["by"])
    assert dues() == ["2026-11-23", "2026-11-30", "2026-12-07", "2026-12-14"]


def test_it_is_there_as_soon_as_its_day_begins_anywhere(report):
    sunday_noon = datetime(2026, 11, 29, 10, 30, tzinfo=UTC)  # Monday on Kiritimati
    assert make_what_comes_again(at=sunday_noon) == 1


def test_counted_from_when_it_was_done_nothing_comes_before(amara, told, now):
    call = plan_task("Water the plants", assignee=amara, due_on=MONDAY, **told)
    repeat_task(call, rule="FREQ=DAILY;INTERVAL=10", counts_from_done=True, **told)
    assert make_what_comes_again(at=now + timedelta(days=100)) == 0
    complete_task(call, at=now + timedelta(days=5), by=amara)
    assert dues() == ["2026-11-23", "2026-12-08"]


def test_the_day_it_was_done_is_the_day_where_its_teammate_lives(amara, told):
    amara.time_zone = "Pacific/Auckland"
    amara.save()
    task = plan_task("Water the plants", assignee=amara, due_on=MONDAY, **told)
    repeat_task(task, rule="FREQ=DAILY", counts_from_done=True, **told)
    complete_task(task, at=datetime(2026, 11, 23, 12, tzinfo=UTC), by=amara)  # Tuesday there
    assert dues()[-1] == "2026-11-25"


def test_it_ends_after_so_many_times_and_when_somebody_says_so(report, told, now):
    repeat_task(report, rule="FREQ=WEEKLY;COUNT=2", **told)
    complete_task(report, **told)
    second = Task.objects.get(done_at=None)
    complete_task(second, at=now + timedelta(days=7), by=told["by"])
    assert Task.objects.count() == 2
    assert not Series.objects.filter(next_on__isnull=False).exists()
    with pytest.raises(Refused, match="does not come again"):
        stop_repeating(plan_task("Once", assignee=told["by"], **told), **told)


def test_stopped_it_comes_no_more(report, told, now):
    stop_repeating(report, **told)
    complete_task(report, **told)
    assert make_what_comes_again(at=now + timedelta(days=50)) == 0
    assert Task.objects.count() == 1


def test_opening_it_again_takes_back_the_next_one(report, told, now):
    complete_task(report, **told)
    reopen_task(report, at=now, by=told["by"])
    assert dues() == ["2026-11-23"]
    complete_task(report, at=now + timedelta(minutes=1), by=told["by"])
    assert dues() == ["2026-11-23", "2026-11-30"]
    assert str(Series.objects.get().next_on) == "2026-12-07"


def test_opening_it_again_leaves_a_next_one_that_is_done(report, told, now):
    complete_task(report, **told)
    complete_task(Task.objects.get(turn=2), at=now, by=told["by"])
    reopen_task(report, at=now, by=told["by"])
    assert len(dues()) == 3


def test_moving_one_of_them_moves_no_other(report, told):
    change_due(report, due_on=date(2026, 11, 26), **told)
    complete_task(report, **told)
    assert dues()[-1] == "2026-11-30"


def test_who_has_left_is_given_nothing_more(report, told, amara, now):
    amara.is_active = False
    amara.save()
    make_what_comes_again(at=now + timedelta(days=7))
    assert Task.objects.get(turn=2).assignee is None


def test_a_promise_comes_again_as_a_promise(amara, harbour, told):
    promise = make_promise("The figures", party=harbour, due_on=date(2026, 11, 30), **told)
    repeat_task(promise, rule="FREQ=MONTHLY;BYMONTHDAY=-1", **told)
    complete_task(promise, **told)
    following = Task.objects.get(done_at=None)
    assert (following.kind, str(following.due_on)) == ("promise", "2026-12-31")


@pytest.mark.parametrize(
    ("rule", "counted", "because"),
    [
        ("every day", False, "no rule Keepwell knows"),
        ("FREQ=WEEKLY;BYDAY=MO", True, "only how long after"),
        ("FREQ=WEEKLY;UNTIL=20261101", False, "never comes again"),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", False, "never comes again"),
    ],
)
def test_a_rule_that_makes_no_sense_is_refused(report, told, rule, counted, because):
    with pytest.raises(Refused, match=because):
        repeat_task(report, rule=rule, counts_from_done=counted, **told)


def test_a_reminder_is_given_once_at_its_moment(amara, told, now, heard):
    task = plan_task("Call", assignee=amara, due_on=MONDAY, **told)
    remind_on(task, moment=now + timedelta(hours=1), **told)
    assert give_reminders(at=now) == 0
    assert give_reminders(at=now + timedelta(hours=1)) == 1
    assert give_reminders(at=now + timedelta(hours=2)) == 0
    assert [each for each in heard if isinstance(each, TaskReminded)] == [
        TaskReminded(task.pk, now + timedelta(hours=1))
    ]


def test_a_reminder_before_the_day_due_moves_with_it_and_with_whoever_does_it(
    amara, chidi, told
):
    task = plan_task("Call", assignee=amara, due_on=date(2026, 12, 1), **told)
    remind_before(task, days=1, **told)
    task.refresh_from_db()
    assert task.remind_at == datetime(2026, 11, 30, 8, tzinfo=UTC)  # nine in Berlin
    change_due(task, due_on=date(2026, 12, 8), **told)
    task.refresh_from_db()
    assert task.remind_at == datetime(2026, 12, 7, 8, tzinfo=UTC)
    chidi.time_zone = "America/New_York"
    chidi.save()
    change_task(task, assignee=chidi, **told)
    task.refresh_from_db()
    assert task.remind_at == datetime(2026, 12, 7, 14, tzinfo=UTC)


def test_each_next_one_has_its_own_reminder_by_the_clock_on_the_wall(amara, told):
    task = plan_task("Call", assignee=amara, due_on=date(2027, 3, 22), **told)
    remind_before(task, days=0, **told)
    repeat_task(task, rule="FREQ=WEEKLY", **told)
    complete_task(task, **told)
    following = Task.objects.get(done_at=None)
    assert following.remind_at == datetime(2027, 3, 29, 7, tzinfo=UTC)  # summer by then


def test_what_is_done_or_has_no_reminder_reminds_nobody(amara, told, now, heard):
    done = plan_task("Done", assignee=amara, due_on=MONDAY, **told)
    remind_on(done, moment=now + timedelta(hours=1), **told)
    complete_task(done, **told)
    quiet = plan_task("Quiet", assignee=amara, due_on=MONDAY, **told)
    remind_on(quiet, moment=now + timedelta(hours=1), **told)
    forget_reminder(quiet, **told)
    assert give_reminders(at=now + timedelta(days=2)) == 0


def test_a_task_is_said_otherwise_and_whoever_gets_it_is_named(amara, chidi, told, heard):
    task = plan_task("Call", assignee=amara, due_on=MONDAY, **told)
    heard.clear()
    changed = change_task(task, what="Call Hanne", priority="high", assignee=chidi, **told)
    assert (changed.what, changed.priority, changed.assignee) == ("Call Hanne", "high", chidi)
    assert heard == [TaskAssigned(task.pk, chidi.pk, told["at"], amara.pk)]
    with pytest.raises(Refused, match="Choose how urgent"):
        change_task(task, priority="very", **told)
