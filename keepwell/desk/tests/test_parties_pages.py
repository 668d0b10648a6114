"""The pages of parties say what happened, keep what was typed, and hide what is walled."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from keepwell.journal.commands import note_look
from keepwell.journal.stories import history_of
from keepwell.parties.commands.add import add_party
from keepwell.parties.commands.change import change_party
from keepwell.parties.commands.derived import rederive_parties
from keepwell.parties.commands.merge import merge_parties
from keepwell.parties.commands.suggest import suggest_duplicates
from keepwell.parties.commands.ties import tie_parties
from keepwell.parties.commands.trash import trash_party
from keepwell.parties.models import DuplicateSuggestion, Merge, Party, Tie
from keepwell.relationships.models import Relationship
from keepwell.walls.models import Sight, Wall

pytestmark = pytest.mark.django_db


def browser_of(teammate):
    client = Client()
    client.force_login(teammate)
    return client


@pytest.fixture
def desk(petra):
    """Petra's browser; she sees the whole book."""
    return browser_of(petra)


@pytest.fixture
def hanne(petra, now):
    return add_party(
        "person", "Hanne Sørby", emails=["hanne@northlight.example"], at=now, by=petra
    )


def test_the_list_shows_narrows_and_sorts(desk, petra, hanne, harbour, amara):
    Relationship.objects.create(party=harbour, owner=amara, stage="active")
    page = desk.get("/parties/").content.decode()
    assert "Hanne Sørby" in page and "Harbour &amp; Sons" in page and "Amara" in page
    page = desk.get("/parties/?nature=person").content.decode()
    assert "Harbour &amp; Sons" not in page and "Hanne" in page
    assert "Harbour" in desk.get(f"/parties/?owner={amara.pk}").content.decode()
    page = desk.get("/parties/?q=hanne%40northlight.example").content.decode()
    assert "Hanne Sørby" in page and "Harbour &amp; Sons" not in page
    assert "No results" in desk.get("/parties/?q=zzzz").content.decode()
    for odd in ("sort=x", "after=x", "q=%00", "before=%F0", "cols=x,y~z!", "look=x"):
        assert desk.get(f"/parties/?{odd}").status_code == 200, odd
    for odd in ("owner=x", "kind=x", "stage=x", "f=stage:is:x", "f=(", "owner=a@b.example"):
        answer = desk.get(f"/parties/?{odd}")
        assert answer.status_code == 422 and "without the filter" in answer.content.decode()


def test_the_list_costs_the_same_however_long_it_is(
    desk, petra, now, django_assert_max_num_queries
):
    for n in range(60):
        add_party("person", f"Person {n:02}", at=now, by=petra)
    with django_assert_max_num_queries(28):
        page = desk.get("/parties/")
    assert "Person 49" in page.content.decode() and "Person 50" not in page.content.decode()
    further = page.context["next"]
    assert "Person 50" in desk.get(further).content.decode()


def test_somebody_new_is_written_down_in_one_step(desk):
    answer = desk.post("/parties/new/", {"nature": "person", "name": "Mei Tan"})
    party = Party.objects.get(name="Mei Tan")
    assert answer["Location"] == reverse("desk:party", args=[party.pk])
    assert "Mei Tan" in desk.get(answer["Location"]).content.decode()


def test_who_may_be_here_already_is_shown_before_a_second_is_made(desk, hanne):
    typed = {"nature": "person", "name": "Hanne Sorby", "email": "hanne@northlight.example"}
    answer = desk.post("/parties/new/", typed)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert reverse("desk:party", args=[hanne.pk]) in page and "Create anyway" in page
    assert 'value="Hanne Sorby"' in page
    assert Party.objects.count() == 1
    desk.post("/parties/new/", {**typed, "anyway": "1"})
    assert Party.objects.count() == 2


def test_candidates_appear_while_typing_and_never_past_a_wall(desk, petra, hanne, now):
    typed = "nature=person&name=Hanne+Sorby&email=hanne%40northlight.example"
    asked = f"/parties/candidates/?{typed}"
    assert "Hanne Sørby" in desk.get(asked).content.decode()
    Wall.objects.create(party=hanne, teammate=petra, reason="conflict", raised_at=now)
    assert "Hanne" not in desk.get(asked).content.decode()
    assert desk.get("/parties/candidates/?nature=x&name=y").status_code == 200


def test_a_refusal_keeps_what_was_typed(desk):
    answer = desk.post(
        "/parties/new/", {"nature": "person", "name": "Mei Tan", "email": "mei at tan"}
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "is no e-mail address" in page and 'value="mei at tan"' in page


def _edit_fields(page):
    form = page.context["form"]
    typed = {}
    for name, field in form.fields.items():
        value = form[name].value()
        typed[name] = "" if value is None else value
        if field.show_hidden_initial:
            typed[form.add_initial_prefix(name)] = typed[name]
    return typed


def test_two_writers_do_not_overwrite_each_other(desk, hanne, amara, now):
    address = reverse("desk:party_edit", args=[hanne.pk])
    typed = _edit_fields(desk.get(address))
    change_party(hanne, facts={"about": "Sails"}, at=now, by=amara)
    answer = desk.post(address, {**typed, "about": "Climbs"})
    page = answer.content.decode()
    assert answer.status_code == 422 and "Sails" in page and "Climbs" in page
    answer = desk.post(address, {**typed, "language": "nb"})
    assert answer.status_code == 302
    hanne.refresh_from_db()
    assert (hanne.about, hanne.language) == ("Sails", "nb")


def test_names_contacts_addresses_and_ties_are_kept_changed_and_removed(desk, hanne, harbour):
    rederive_parties([harbour.pk])
    edit = reverse("desk:party_edit", args=[hanne.pk])
    for part, typed in {
        "name": {"name-text": "H. Lund", "name-kind": "birth"},
        "contact": {"contact-kind": "phone", "contact-value": "+47 22334455"},
        "address": {"address-city": "Oslo"},
        "tie": {"tie-role": "works_for", "tie-other": "harbour & sons", "tie-title": "CFO"},
    }.items():
        answer = desk.post(reverse("desk:part_add", args=[hanne.pk, part]), typed)
        assert answer.status_code == 302, answer.content.decode()
    page = desk.get(edit).content.decode()
    for words in ("H. Lund", "+47 22334455", "Oslo", "CFO"):
        assert words in page
    tie = Tie.objects.get()
    change = reverse("desk:part_change", args=[hanne.pk, "tie", tie.pk])
    assert "CFO" in desk.get(change).content.decode()
    assert desk.post(change, {"tie-title": "CEO"}).status_code == 302
    point = hanne.contact_points.get(kind="phone")
    change = reverse("desk:part_change", args=[hanne.pk, "contact", point.pk])
    assert desk.post(change, {"contact-value": "call me"}).status_code == 422
    assert desk.post(change, {"contact-value": "+47 99887766"}).status_code == 302
    desk.post(reverse("desk:part_remove", args=[hanne.pk, "contact", point.pk]))
    desk.post(reverse("desk:part_remove", args=[hanne.pk, "tie", tie.pk]))
    tie.refresh_from_db()
    assert tie.title == "CEO" and tie.ends_on
    assert not hanne.contact_points.filter(kind="phone").exists()


def test_a_refused_part_says_why_on_the_same_page(desk, hanne):
    for part, typed, why in (
        ("contact", {"contact-kind": "email", "contact-value": "x"}, "is no e-mail address"),
        ("tie", {"tie-role": "works_for", "tie-other": "Nobody Inc"}, "Nobody here is called"),
        ("name", {"name-text": "Hanne Sørby", "name-kind": "alias"}, "already"),
        ("address", {}, "Write at least"),
    ):
        answer = desk.post(reverse("desk:part_add", args=[hanne.pk, part]), typed)
        assert answer.status_code == 422 and why in answer.content.decode(), part


def test_a_hidden_party_cannot_be_tied_to_nor_seen_in_a_tie(desk, petra, hanne, harbour, now):
    tie_parties(hanne, "referred_by", harbour, at=now)
    rederive_parties([harbour.pk])
    Wall.objects.create(party=harbour, teammate=petra, reason="conflict", raised_at=now)
    edit = reverse("desk:party_edit", args=[hanne.pk])
    assert "Harbour" not in desk.get(edit).content.decode()
    typed = {"tie-role": "works_for", "tie-other": "Harbour & Sons"}
    answer = desk.post(reverse("desk:part_add", args=[hanne.pk, "tie"]), typed)
    assert answer.status_code == 422
    story = history_of(hanne, petra)
    assert all("Harbour" not in str(chapter.facts) for chapter in story.chapters)


def test_duplicates_are_compared_told_apart_or_merged_and_undone(desk, petra, hanne, now):
    twin = add_party("person", "Hanne Sorby", emails=["hanne@northlight.example"], at=now)
    suggest_duplicates(None, at=now)
    assert "Hanne Sorby" in desk.get("/parties/duplicates/").content.decode()
    address = f"/parties/merge/?ids={hanne.pk}&ids={twin.pk}"
    page = desk.get(address).content.decode()
    assert "Hanne Sorby" in page and "What moves" in page
    typed = {"ids": [hanne.pk, twin.pk], "survivor": hanne.pk, "field-name": twin.pk}
    answer = desk.post("/parties/merge/", typed)
    assert answer["Location"] == reverse("desk:party", args=[hanne.pk])
    hanne.refresh_from_db()
    assert hanne.name == "Hanne Sorby"
    moved = desk.get(reverse("desk:party", args=[twin.pk]))
    assert moved["Location"] == reverse("desk:party", args=[hanne.pk])
    undo = reverse("desk:merge_undo", args=[Merge.objects.get().pk])
    assert "goes back" in desk.get(undo).content.decode()
    assert desk.post(undo).status_code == 302
    assert desk.post(undo).status_code == 422
    suggestion = DuplicateSuggestion.objects.get()
    desk.post(reverse("desk:they_are_two", args=[suggestion.pk]))
    page = desk.get("/parties/duplicates/").content.decode()
    assert "Nobody seems to be here twice" in page


def test_one_alone_or_somebody_unseen_cannot_be_merged(desk, petra, hanne, harbour, now):
    assert "at least two" in desk.get(f"/parties/merge/?ids={hanne.pk}").content.decode()
    both = {"ids": [hanne.pk, harbour.pk]}
    assert desk.post("/parties/merge/", {**both, "survivor": hanne.pk}).status_code == 422
    assert desk.post("/parties/merge/", both).status_code == 422
    Wall.objects.create(party=harbour, teammate=petra, reason="conflict", raised_at=now)
    assert desk.post("/parties/merge/", {**both, "survivor": hanne.pk}).status_code == 404
    assert desk.get("/parties/merge/?ids=x").status_code == 404
    assert desk.get(f"/parties/merge/?ids={uuid4()}").status_code == 404


def test_the_trash_gives_back(desk, hanne):
    desk.post(reverse("desk:party_trash", args=[hanne.pk]))
    assert desk.get(reverse("desk:party", args=[hanne.pk])).status_code == 404
    assert "Hanne Sørby" in desk.get("/parties/trash/").content.decode()
    desk.post(reverse("desk:party_restore", args=[hanne.pk]))
    assert desk.get(reverse("desk:party", args=[hanne.pk])).status_code == 200


def test_the_history_folds_changes_and_names_who(desk, petra, amara, hanne, now):
    for n, about in enumerate(("Sails", "Climbs", "Rows")):
        at = now + timedelta(minutes=n)
        change_party(hanne, facts={"about": about}, at=at, by=amara)
    note_look(hanne, by=amara, at=now)
    page = desk.get(reverse("desk:party_history", args=[hanne.pk])).content.decode()
    assert "Amara" in page and "<ins>Rows</ins>" in page and "Climbs" not in page
    assert "<del>nothing</del>" in page and "added this party" in page
    story = history_of(hanne, petra)
    assert [chapter.verb for chapter in story.chapters] == ["changed", "added"]
    assert story.chapters[0].lines == 3


def test_the_history_of_a_survivor_holds_that_of_the_absorbed(desk, petra, hanne, now):
    twin = add_party("person", "H. Sorby", at=now, by=petra)
    merge_parties(hanne, [twin], at=now, by=petra)
    address = reverse("desk:party_history", args=[hanne.pk])
    assert "merged H. Sorby into this party" in desk.get(address).content.decode()
    assert len(history_of(hanne, petra).chapters) == 4
    assert desk.get(f"{address}?before=x").status_code == 200


def test_the_history_is_paged(petra, hanne, now):
    for n in range(7):
        change_party(hanne, facts={"about": str(n)}, at=now + timedelta(hours=n), by=petra)
    story = history_of(hanne, petra, size=3)
    assert len(story.chapters) == 3 and story.before
    rest = history_of(hanne, petra, before=story.before, size=50)
    assert len(rest.chapters) == 5 and rest.before is None


def test_who_may_not_see_a_party_finds_no_page_of_it(chidi, hanne, petra, now):
    desk = browser_of(chidi)
    point = hanne.contact_points.get()
    for name, args, post in (
        ("party", [hanne.pk], False),
        ("party_edit", [hanne.pk], False),
        ("party_edit", [hanne.pk], True),
        ("party_history", [hanne.pk], False),
        ("party_trash", [hanne.pk], True),
        ("part_add", [hanne.pk, "name"], True),
        ("part_change", [hanne.pk, "contact", point.pk], False),
        ("part_remove", [hanne.pk, "contact", point.pk], True),
        ("part_prefer", [hanne.pk, point.pk], True),
    ):
        address = reverse(f"desk:{name}", args=args)
        answer = desk.post(address) if post else desk.get(address)
        assert answer.status_code == 404, name
    trash_party(hanne, at=now, by=petra)
    assert desk.post(reverse("desk:party_restore", args=[hanne.pk])).status_code == 404
    assert "Hanne" not in desk.get("/parties/").content.decode()
    assert "Hanne" not in desk.get("/parties/trash/").content.decode()
    Sight.objects.create(party=hanne, teammate=chidi, because="owner")
    assert "Hanne" in desk.get("/parties/trash/").content.decode()


def test_script_in_a_name_is_only_a_name(desk, petra, now):
    party = add_party("person", "<script>alert(1)</script>", at=now, by=petra)
    for address in (
        "/parties/", reverse("desk:party_edit", args=[party.pk]),
        reverse("desk:party_history", args=[party.pk]), reverse("desk:party", args=[party.pk]),
    ):  # fmt: skip
        assert "<script>alert" not in desk.get(address).content.decode()
