"""Views somebody keeps: saved, changed, shared behind the walls, pinned, dropped and back."""

import pytest
from django.test import Client
from django.urls import reverse

from keepwell.desk.models import SavedView
from keepwell.journal.models import Entry
from keepwell.parties.commands.add import add_party
from keepwell.relationships.commands.own import assign_owner
from keepwell.walls.models import Wall

pytestmark = pytest.mark.django_db
STATE = "view=all&f=owner:is:me&sort=-last&cols=name,email"


def browser_of(teammate):
    client = Client()
    client.force_login(teammate)
    return client


@pytest.fixture
def book(petra, amara, now):
    """Petra looks after Northlight, Amara after Tern."""
    for name, owner in (("Northlight", petra), ("Tern", amara)):
        party = add_party("organisation", name, at=now, by=petra)
        assign_owner(party, owner, on=now.date(), at=now, by=petra)


def saved(desk, **given):
    typed = {"name": "My book", "icon": "star", **given}
    answer = desk.post(f"{reverse('desk:view_new')}?{STATE}", typed)
    assert answer.status_code == 302, answer.context["form"].errors
    return SavedView.objects.latest("pk")


def names_on(page):
    return [row.party.name for row in page.context["rows"]]


def test_a_view_is_saved_changed_saved_again_and_reset(book, petra):
    desk = browser_of(petra)
    view = saved(desk, is_pinned="on")
    page = desk.get(f"/parties/?view={view.pk}")
    assert names_on(page) == ["Northlight"] and page.context["sort"] == "-last"
    html = page.content.decode()
    assert "My book" in html and "Save as" not in html and "Usual gap" not in html
    page = desk.get(f"/parties/?view={view.pk}&f=owner:is:somebody")
    assert len(names_on(page)) == 2 and "Save as…" in page.content.decode()
    assert page.context["reset_href"] == f"/parties/?view={view.pk}"
    desk.post(f"/parties/views/{view.pk}/rewrite/?view={view.pk}&f=owner:is:somebody")
    assert len(names_on(desk.get(f"/parties/?view={view.pk}"))) == 2
    assert set(Entry.objects.filter(noun="view").values_list("verb", flat=True)) == {
        "saved_view", "rewrote_view",
    }  # fmt: skip


def test_a_shared_view_shows_each_what_they_may_see(book, petra, amara, chidi, now):
    view = saved(browser_of(petra), is_shared="on")
    assert names_on(browser_of(amara).get(f"/parties/?view={view.pk}")) == ["Tern"]
    assert names_on(browser_of(chidi).get(f"/parties/?view={view.pk}")) == []
    Wall.objects.create(
        party=amara.relationships.first().party, teammate=amara, reason="x", raised_at=now
    )
    assert names_on(browser_of(amara).get(f"/parties/?view={view.pk}")) == []


def test_a_view_of_ones_own_is_nobody_elses(book, petra, amara):
    view = saved(browser_of(petra))
    desk = browser_of(amara)
    assert desk.get(f"/parties/?view={view.pk}").context["listed"].saved is None
    assert view.name not in desk.get("/parties/views/").content.decode()
    for verb in ("view", "view_rewrite", "view_drop", "view_back", "view_pin"):
        assert desk.post(reverse(f"desk:{verb}", args=[view.pk])).status_code == 404, verb


def test_a_shared_view_is_changed_by_its_owner_alone(book, petra, amara):
    view = saved(browser_of(petra), is_shared="on")
    desk = browser_of(amara)
    for verb in ("view", "view_rewrite", "view_drop"):
        assert desk.post(reverse(f"desk:{verb}", args=[view.pk])).status_code == 404, verb
    desk.post(reverse("desk:view_pin", args=[view.pk]))
    assert desk.get("/parties/?view=all").context["tabs"][0].label == view.name
    desk.post(reverse("desk:view_pin", args=[view.pk]), {"on": "0"})
    assert desk.get("/parties/?view=all").context["tabs"][0].label != view.name


def test_a_dropped_view_comes_back(book, petra):
    desk = browser_of(petra)
    view = saved(desk, is_pinned="on")
    desk.post(reverse("desk:view_drop", args=[view.pk]))
    assert desk.get(f"/parties/?view={view.pk}").context["listed"].saved is None
    desk.post(reverse("desk:view_back", args=[view.pk]))
    assert desk.get(f"/parties/?view={view.pk}").context["listed"].saved == view


def test_two_views_of_one_name_are_refused(book, petra):
    desk = browser_of(petra)
    saved(desk)
    answer = desk.post(f"{reverse('desk:view_new')}?{STATE}", {"name": " My  book "})
    assert answer.status_code == 422
    assert "called “My book” already" in answer.content.decode()


def test_the_list_opens_with_what_one_chose(book, petra):
    desk = browser_of(petra)
    view = saved(desk, is_first="on")
    assert desk.get("/parties/").context["listed"].saved == view
    desk.post(reverse("desk:view_first"), {"name": "people"})
    assert desk.get("/parties/").context["view"] == "people"
    desk.post(reverse("desk:view_first"), {"name": ""})
    assert desk.get("/parties/").context["view"] == "all"


def test_a_view_keeps_the_view_of_the_house_it_narrows(book, petra):
    desk = browser_of(petra)
    desk.post(f"{reverse('desk:view_new')}?view=people&f=stage:empty", {"name": "People"})
    view = SavedView.objects.latest("pk")
    assert (view.base, view.tree) == (
        "people", {"all": [{"field": "stage", "is": "empty"}]},
    )  # fmt: skip
    assert names_on(desk.get(f"/parties/?view={view.pk}")) == []
