"""Who is told what, behind the walls, and how it is read."""

from datetime import timedelta

import pytest

from keepwell.backups.commands.course import begin_backup, fail_backup
from keepwell.conversations.commands.log import log_call, write_note
from keepwell.conversations.commands.remind import give_reminders, remind_on
from keepwell.conversations.commands.tasks import make_promise, plan_task
from keepwell.notices.commands.follow import follow_party, unfollow_party
from keepwell.notices.commands.prefer import prefer_notices
from keepwell.notices.commands.read import read_all_notices, read_notice, tidy_notices
from keepwell.notices.commands.tell import tell_of_quiet, tell_of_work_done
from keepwell.notices.models import Notice
from keepwell.notices.queries.seen import newest_notices, said, unread_of
from keepwell.notices.rules import USUAL, Sort, Ways
from keepwell.parties.commands.add import add_party
from keepwell.parties.commands.change import change_party
from keepwell.parties.commands.merge import merge_parties
from keepwell.parties.commands.ties import tie_parties
from keepwell.relationships.commands.move import move_stage
from keepwell.relationships.commands.own import assign_owner, hand_over_relationships
from keepwell.relationships.models import ContactFacts
from keepwell.walls.models import Sight, Wall

pytestmark = pytest.mark.django_db


@pytest.fixture
def by_amara(amara, now):
    return {"at": now, "by": amara}


@pytest.fixture
def by_petra(petra, now):
    return {"at": now, "by": petra}


def told(teammate):
    return [one.sentence for one in said(newest_notices(teammate))]


def test_whoever_is_given_a_task_or_a_promise_is_told_but_not_by_themselves(
    amara, petra, harbour, by_petra, by_amara
):
    plan_task("Call Hanne", party=harbour, assignee=amara, **by_petra)
    make_promise(
        "A draft", party=harbour, due_on=by_petra["at"].date(), assignee=amara, **by_petra
    )
    plan_task("My own", assignee=amara, **by_amara)
    assert told(amara) == [
        "Petra gave you a promise to keep: A draft", "Petra gave you a task: Call Hanne",
    ]  # fmt: skip


def test_a_new_owner_is_told_of_one_party_by_name_and_of_many_as_a_number(
    amara, petra, chidi, harbour, by_petra, now
):
    assign_owner(harbour, amara, on=now.date(), **by_petra)
    assert told(amara) == ["Petra made you the owner of Harbour & Sons"]
    other = add_party("organisation", "Tern & Co", **by_petra)
    assign_owner(other, amara, on=now.date(), **by_petra)
    hand_over_relationships(amara, chidi, on=now.date(), **by_petra)
    assert told(chidi) == ["2 parties are yours now"]


def test_whoever_is_mentioned_is_told_if_they_may_see_the_party(
    amara, petra, chidi, harbour, by_amara
):
    write_note([harbour], text="@Petra and @Chidi, look at this. @Amara too.", **by_amara)
    assert told(petra) == ["Amara mentioned you with Harbour & Sons"]
    assert not Notice.objects.filter(teammate__in=[chidi, amara]).exists()


def test_a_reminder_that_is_due_is_a_notice(amara, by_amara, now):
    task = plan_task("Call", assignee=amara, **by_amara)
    remind_on(task, moment=now + timedelta(hours=1), **by_amara)
    give_reminders(at=now + timedelta(hours=1))
    assert told(amara) == ["Reminder: Call"]


def test_who_follows_hears_of_others_doings_as_one_notice_that_counts(
    amara, petra, harbour, by_amara, by_petra, now
):
    follow_party(harbour, **by_petra)
    follow_party(harbour, **by_petra)
    change_party(harbour, facts={"industry": "Boats"}, **by_petra)
    assert told(petra) == []
    change_party(harbour, facts={"industry": "Ferries"}, **by_amara)
    move_stage(harbour, "lead", on=now.date(), **by_amara)
    assert told(petra) == ["Amara moved the stage of Harbour & Sons, and 1 thing more"]
    read_all_notices(petra, at=now)
    log_call([harbour], direction="outbound", outcome="connected", on=now, **by_amara)
    assert unread_of(petra) == 1
    unfollow_party(harbour, **by_petra)
    change_party(harbour, facts={"industry": "Ships"}, **by_amara)
    assert Notice.objects.filter(teammate=petra).count() == 2


def test_contact_with_somebody_who_works_there_is_told_to_who_follows_the_firm(
    petra, harbour, by_amara, by_petra, now
):
    hanne = add_party("person", "Hanne Lund", **by_amara)
    tie_parties(hanne, "works_for", harbour, **by_amara)
    follow_party(harbour, **by_petra)
    log_call([hanne], direction="outbound", outcome="connected", on=now, **by_amara)
    assert told(petra) == ["Amara wrote down something that happened with Harbour & Sons"]


def test_a_wall_raised_later_hides_what_was_told_and_lowered_shows_it(
    petra, harbour, by_amara, by_petra, now
):
    follow_party(harbour, **by_petra)
    change_party(harbour, facts={"industry": "Boats"}, **by_amara)
    wall = Wall.objects.create(party=harbour, teammate=petra, reason="conflict", raised_at=now)
    assert told(petra) == [] and unread_of(petra) == 0
    change_party(harbour, facts={"industry": "Ferries"}, **by_amara)
    assert unread_of(petra) == 0
    wall.delete()
    assert unread_of(petra) == 1


def test_a_merge_takes_follows_and_notices_along(
    petra, harbour, by_amara, by_petra, amara, now
):
    twin = add_party("organisation", "Harbour and Sons", **by_petra)
    follow_party(twin, **by_petra)
    merge_parties(harbour, [twin], **by_petra)
    change_party(harbour, facts={"industry": "Boats"}, **by_amara)
    assert told(petra) == ["Amara changed Harbour & Sons"]


def test_what_somebody_does_not_want_to_hear_is_not_told(amara, petra, by_petra, now):
    ways = dict(USUAL) | {Sort.ASSIGNED: Ways(here=False, by_mail=False)}
    prefer_notices(amara, ways=ways, hour=8, wants_digest=True, at=now)
    plan_task("Call", assignee=amara, **by_petra)
    assert not Notice.objects.exists()
    ways[Sort.ASSIGNED] = Ways(here=False, by_mail=True)
    prefer_notices(amara, ways=ways, hour=8, wants_digest=True, at=now)
    plan_task("Call", assignee=amara, **by_petra)
    assert told(amara) == [] and Notice.objects.get().by_mail


def test_who_runs_the_firm_hears_of_a_backup_that_failed(amara, petra, now):
    petra.role = "administrator"
    petra.save()
    fail_backup(begin_backup(at=now), "The disk is full.", at=now)
    assert told(petra) == ["A backup failed"]
    assert told(amara) == []


def test_a_finished_change_of_many_is_told_to_who_began_it(amara, now):
    tell_of_work_done(amara.pk, "bulk", amara.pk, at=now)
    assert told(amara) == ["A change of many is finished"]


def test_a_client_going_quiet_is_told_once_to_its_owner(amara, petra, harbour, by_petra, now):
    from keepwell.kinds.models import Holding

    assign_owner(harbour, amara, on=now.date(), **by_petra)
    Holding.objects.create(party=harbour, kind="client", decided_by="test")
    ContactFacts.objects.update_or_create(party=harbour, defaults={"quiet_on": now.date()})
    Notice.objects.all().delete()
    assert tell_of_quiet(on=now.date(), at=now) == 1
    assert tell_of_quiet(on=now.date() + timedelta(days=1), at=now) == 0
    assert Notice.objects.get().by_mail


def test_read_notices_go_after_a_month_and_others_after_three(amara, petra, by_petra, now):
    plan_task("One", assignee=amara, **by_petra)
    plan_task("Two", assignee=amara, **by_petra)
    read_notice(newest_notices(amara)[0], at=now)
    assert unread_of(amara) == 1
    tidy_notices(at=now + timedelta(days=29))
    assert Notice.objects.count() == 2
    tidy_notices(at=now + timedelta(days=31))
    assert told(amara) == ["Petra gave you a task: One"]
    tidy_notices(at=now + timedelta(days=91))
    assert not Notice.objects.exists()


def test_the_number_at_the_bell_costs_few_queries(
    amara, petra, harbour, by_petra, django_assert_max_num_queries
):
    for number in range(30):
        plan_task(f"Task {number}", party=harbour, assignee=amara, **by_petra)
    Sight.objects.get_or_create(party=harbour, teammate=amara, because="owner")
    with django_assert_max_num_queries(2):
        assert unread_of(amara) == 30
