"""Many parties changed at once: each under its own rules, told of, resumed, and undone."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from keepwell.config.worker import work_off
from keepwell.desk import jobs
from keepwell.desk.commands import bulk as commands
from keepwell.desk.commands.bulk import begin_bulk_change, begin_bulk_undo, change_row
from keepwell.desk.models import BulkChange
from keepwell.desk.queries.bulk import progress_of
from keepwell.journal.models import Entry
from keepwell.kernel.refusal import Refused
from keepwell.parties.commands.add import add_party
from keepwell.parties.commands.change import change_party
from keepwell.parties.models import Party
from keepwell.relationships.commands.move import move_stage
from keepwell.relationships.commands.own import assign_owner
from keepwell.relationships.models import Ownership, Relationship, StageChange
from keepwell.walls.models import Wall
from keepwell.walls.queries import visible_parties

pytestmark = pytest.mark.django_db


@pytest.fixture
def at():
    return timezone.now()


@pytest.fixture
def desk(petra):
    client = Client()
    client.force_login(petra)
    return client


@pytest.fixture
def five(petra, at):
    return [
        add_party("organisation", f"Firm {n}", facts={"industry": "Mining"}, at=at, by=petra)
        for n in range(5)
    ]


def begun(verb, facts, parties, at, by):
    ids = [party.pk for party in parties]
    return begin_bulk_change(verb, facts, ids=ids, at=at, by=by)


def undone(change, at, by):
    begin_bulk_undo(change, at=at, by=by)
    work_off()
    change.refresh_from_db()
    return progress_of(change)


def test_all_of_a_list_get_an_owner_and_lose_it_again(desk, five, petra, amara, at):
    assign_owner(five[0], petra, on=at.date(), at=at, by=petra)
    asked = {"all": "1", "state": "view=all&f=industry:is:Mining", "do": "owner"}
    page = desk.get(reverse("desk:bulk_new"), asked)
    assert "5 parties" in page.content.decode() and "Firm 0" in page.content.decode()
    answer = desk.post(reverse("desk:bulk_new"), {**asked, "teammate": str(amara.pk)})
    work_off()
    change = BulkChange.objects.get()
    page = desk.get(answer["Location"]).content.decode()
    assert "Changed: 5 parties" in page and "Undo all of it" in page
    assert Relationship.objects.filter(owner=amara).count() == 5
    assert visible_parties(amara).filter(pk=five[3].pk).exists()
    desk.post(reverse("desk:bulk_undo", args=[change.pk]))
    work_off()
    owners = dict(Relationship.objects.values_list("party_id", "owner"))
    assert owners == {party.pk: petra.pk if party == five[0] else None for party in five}
    assert not visible_parties(amara).filter(pk=five[0].pk).exists()
    assert "5 are as they were before" in desk.get(answer["Location"]).content.decode()
    verbs = list(Entry.objects.filter(noun="bulk change").values_list("verb", flat=True))
    assert verbs == [
        "began_bulk_change", "finished_bulk_change", "began_bulk_undo", "undid_bulk_change",
    ]  # fmt: skip


def test_who_is_refused_is_listed_and_the_others_are_changed(desk, five, petra, at):
    move_stage(five[1], "active", on=at.date(), at=at, by=petra)
    Party.objects.filter(pk=five[2].pk).update(trashed_at=at)
    change = begun("stage", {"stage": "active"}, five, at, petra)
    work_off()
    found = progress_of(BulkChange.objects.get())
    assert (found.changed, found.refused, found.is_at_work) == (3, 2, False)
    assert [one.because for one in found.left_alone] == [
        "Firm 1 is in this stage already.",
        "It is not there for you any more: trashed, merged or hidden.",
    ]
    assert (
        "Firm 1 is in this stage already"
        in desk.get(reverse("desk:bulk", args=[change.pk])).content.decode()
    )


def test_reasons_and_guards_hold_for_each(five, petra, at):
    change = begun("stage", {"stage": "lost"}, five, at, petra)
    work_off()
    assert progress_of(change).refused == 5
    assert {row.refused for row in change.rows.all()} == {"Say why."}
    assert not Relationship.objects.filter(stage="lost").exists()


def test_a_wall_raised_meanwhile_holds_when_it_runs(five, petra, amara, at):
    change = begun("industry", {"value": "Energy"}, five, at, petra)
    Wall.objects.create(party=five[0], teammate=petra, reason="conflict", raised_at=at)
    work_off()
    found = progress_of(change)
    assert (found.changed, found.refused) == (4, 1)
    assert found.left_alone[0].pk is None
    assert Party.objects.get(pk=five[0].pk).industry == "Mining"


def test_what_changed_since_is_left_as_it_is_by_an_undo(five, petra, amara, at):
    change = begun("industry", {"value": "Energy"}, five, at, petra)
    work_off()
    change_party(five[2], facts={"industry": "Music"}, at=at, by=amara)
    change.refresh_from_db()
    found = undone(change, at, petra)
    assert (found.restored, found.kept) == (4, 1)
    assert [one.because for one in found.left_alone] == ["Somebody changed it since."]
    kept = dict(Party.objects.values_list("name", "industry"))
    assert kept == {f"Firm {n}": "Music" if n == 2 else "Mining" for n in range(5)}


def test_every_verb_can_be_undone_to_what_was(five, petra, amara, at):
    move_stage(five[0], "lead", on=date(2026, 1, 1), at=at, by=amara)
    Relationship.objects.filter(party=five[0]).update(next_touch_on=date(2026, 2, 1))
    before = list(Party.objects.order_by("pk").values("language", "source", "trashed_at"))
    standing = list(Relationship.objects.order_by("pk").values())
    soon = str(at.date() + timedelta(days=3))
    for verb, facts in (
        ("stage", {"stage": "ended", "reason": "over", "follow_up_on": soon}),
        ("next_touch", {"on": soon, "what": "Ask"}),
        ("language", {"value": "de"}),
        ("source", {"value": "Fair"}),
        ("hand_over", {"teammate": str(amara.pk), "briefing": "Speaks Danish."}),
        ("trash", {}),
    ):
        change = begun(verb, facts, five, at, petra)
        work_off()
        change.refresh_from_db()
        assert progress_of(change).changed == 5, verb
        if verb == "hand_over":
            assert Ownership.objects.filter(briefing="Speaks Danish.").count() == 5
        assert undone(change, at, petra).restored == 5, verb
    assert (
        list(Party.objects.order_by("pk").values("language", "source", "trashed_at")) == before
    )
    ours = [row for row in Relationship.objects.order_by("pk").values() if row["stage"]]
    assert ours == standing
    assert StageChange.objects.count() == 1


def test_a_kill_in_the_middle_loses_nothing_and_doubles_nothing(five, petra, at, monkeypatch):
    change = begun("industry", {"value": "Energy"}, five, at, petra)
    done = []

    def killed_after_two(row, *, at):
        if len(done) == 2:
            raise SystemExit
        done.append(change_row(row, at=at))

    monkeypatch.setattr(jobs, "change_row", killed_after_two)
    with pytest.raises(SystemExit):
        jobs.run_bulk_change(str(change.pk))
    assert progress_of(change).done == 2 and progress_of(change).is_at_work
    monkeypatch.setattr(jobs, "change_row", change_row)
    jobs.run_bulk_change(str(change.pk))
    jobs.run_bulk_change(str(change.pk))
    change.refresh_from_db()
    assert progress_of(change).changed == 5
    assert Entry.objects.filter(verb="finished_bulk_change").count() == 1
    assert {party.revision for party in Party.objects.all()} == {2}


def test_nonsense_is_refused_in_a_sentence(five, petra, at, monkeypatch):
    with pytest.raises(Refused, match="Tick some rows first"):
        begun("owner", {}, [], at, petra)
    with pytest.raises(Refused, match="Choose what to do"):
        begun("explode", {}, five, at, petra)
    monkeypatch.setattr(commands, "MOST_ROWS", 4)
    with pytest.raises(Refused, match="Narrow the list first"):
        begun("trash", {}, five, at, petra)


def test_only_who_changed_them_sees_and_undoes_it(desk, five, petra, amara, at):
    change = begun("trash", {}, five, at, amara)
    address = reverse("desk:bulk", args=[change.pk])
    assert desk.get(address).status_code == 404
    assert desk.post(f"{address}undo/").status_code == 404
    assert "trash" not in desk.get(reverse("desk:bulks")).context["rows"]


def test_ticked_parties_are_carried_and_hidden_ones_are_not(desk, five, petra, at):
    Wall.objects.create(party=five[0], teammate=petra, reason="conflict", raised_at=at)
    ids = [str(party.pk) for party in five]
    page = desk.get(reverse("desk:bulk_new"), {"party": [*ids, "odd"], "state": "view=all"})
    assert page.context["count"].number == 4
    assert "Firm 0" not in page.content.decode()
    answer = desk.post(
        reverse("desk:bulk_new"), {"party": ids, "do": "owner", "teammate": "odd"}
    )
    assert answer.status_code == 422
