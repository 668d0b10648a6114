"""Searching everything: what is found and how it is told; what one may not see is not there."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from keepwell.conversations.commands.log import log_call, log_mail, trash_activity, write_note
from keepwell.conversations.commands.tasks import make_promise, plan_task
from keepwell.desk.offers import offers_for
from keepwell.desk.queries import said as told
from keepwell.desk.queries.found import found_for
from keepwell.desk.queries.said import said_for
from keepwell.parties.commands.add import add_party
from keepwell.parties.commands.merge import merge_parties
from keepwell.parties.commands.names import add_name

pytestmark = pytest.mark.django_db
BACKEND = "keepwell.firm.sessions.Doorbook"


def browser_of(teammate):
    client = Client()
    client.force_login(teammate, backend=BACKEND)
    return client


@pytest.fixture
def said(harbour, amara, now):
    """A mail, a note, a call, a task and a promise that tell of pallets; one that does not."""
    by = {"at": now, "by": amara}
    last_week = now - timedelta(days=7)
    return {
        "mail": log_mail([harbour], direction="inbound", on=last_week, title="Late pallets",
                         text="Where are the pallets?", **by),
        "note": write_note([harbour], text="They <b>stack</b> pallets high", **by),
        "call": log_call([harbour], direction="outbound", outcome="connected", on=last_week,
                         text="About the pallets", **by),
        "task": plan_task("Count the pallets", party=harbour, assignee=amara, **by),
        "promise": make_promise("New pallets", party=harbour, due_on=now.date(), **by),
        "other": write_note([harbour], text="About the crates", **by),
    }  # fmt: skip


def groups(teammate, text, **more):
    return {g.sort: [h.noun for h in g.hits] for g in said_for(teammate, text, most=6, **more)}


def test_everything_that_holds_the_word_is_found_by_its_kind(said, amara):
    assert groups(amara, "pallet") == {
        "mail": [said["mail"]], "note": [said["note"]], "talk": [said["call"]],
        "task": sorted([said["task"], said["promise"]], key=lambda t: t.pk.int & 0xFFFF,
                       reverse=True),
    }  # fmt: skip


def test_chidi_finds_nothing_of_harbour_and_no_count_of_it(said, chidi):
    assert groups(chidi, "pallet") == {}
    for address in ("?q=pallet", "?q=pallet&fragment=1", "?q=pallet&kind=note"):
        page = browser_of(chidi).get(reverse("desk:search") + address).content.decode()
        assert "Harbour" not in page and "<mark>" not in page and "pallets high" not in page


def test_what_is_in_the_trash_is_not_found(said, amara, now):
    trash_activity(said["note"], at=now, by=amara)
    assert "note" not in groups(amara, "pallet")


def test_after_a_merge_what_was_said_is_found_with_who_took_them_in(said, harbour, amara, now):
    other = add_party("organisation", "Tern & Co", at=now, by=amara)
    merge_parties(other, [harbour], at=now, by=amara)
    [group] = said_for(amara, "stack", most=6)
    assert group.hits[0].party == other


def test_the_words_are_marked_and_what_was_written_stays_text(said, amara):
    page = browser_of(amara).get(reverse("desk:search") + "?q=PALLET").content.decode()
    assert "They &lt;b&gt;stack&lt;/b&gt; <mark>pallets</mark> high" in page
    assert "<b>stack" not in page
    fragment = browser_of(amara).get(reverse("desk:search") + "?q=pallets&fragment=1")
    assert "<mark>pallets</mark>" in fragment.content.decode()
    assert 'role="option"' in fragment.content.decode()


def test_of_many_the_newest_six_are_shown_and_all_are_on_a_page(harbour, amara, now):
    for days in range(40):
        write_note([harbour], text=f"pallet {days}", at=now - timedelta(days=days), by=amara)
    fragment = browser_of(amara).get(reverse("desk:search") + "?q=pallet&fragment=1")
    page = fragment.content.decode()
    assert "All 40" in page and page.count("<mark>pallet</mark>") == 6
    assert "kind=note&amp;q=pallet" in page
    first = said_for(amara, "pallet", ["note"], most=30)[0]
    rest = said_for(amara, "pallet", ["note"], most=30, before=first.before)[0]
    texts = [hit.noun.text for hit in (*first.hits, *rest.hits)]
    assert texts == [f"pallet {days}" for days in range(40)] and rest.before is None


def test_who_may_see_little_finds_it_behind_much_of_others(
    said, harbour, petra, amara, chidi, now, monkeypatch
):
    monkeypatch.setattr(told, "READ", 3)
    tern = add_party("organisation", "Tern & Co", at=now, by=petra)
    for _n in range(7):
        write_note([tern], text="pallets", at=now + timedelta(hours=1), by=petra)
    [group] = said_for(amara, "stack pallet", ["note"], most=6)
    assert [hit.noun for hit in group.hits] == [said["note"]]


def test_the_number_of_questions_does_not_grow(
    said, harbour, amara, now, django_assert_max_num_queries
):
    for days in range(8):
        write_note([harbour], text="pallet", at=now - timedelta(days=days), by=amara)
    with django_assert_max_num_queries(45):
        browser_of(amara).get(reverse("desk:search") + "?q=pallet&fragment=1")


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("nothgate", "Northgate Foundry"),
        ("Northgaet", "Northgate Foundry"),
        ("northgate fuondry", "Northgate Foundry"),
        ("Seldkova", "Jana Sedláková"),
        ("Седлакова", "Jana Sedláková"),
        ("Dimitriu", "Δημητρίου Ελένη"),
    ],
)
def test_a_slip_of_the_finger_still_finds_them(petra, now, typed, name):
    for nature, known in (
        ("organisation", "Northgate Foundry"),
        ("organisation", "Southgate Farm"),
        ("person", "Jana Sedláková"),
        ("person", "Δημητρίου Ελένη"),
    ):
        add_party(nature, known, at=now, by=petra)
    found = found_for(petra, typed, most=6)
    assert [hit.party.name for hit in found.hits] == [name]
    assert not found_for(petra, "completely different", most=6).hits


def test_it_says_by_what_a_party_was_found(petra, now):
    party = add_party(
        "organisation", "Tern & Co", emails=["desk@tern.example"], phones=["+49 30 7654321"],
        at=now, by=petra,
    )  # fmt: skip
    add_name(party, "Quayside Partners", kind="trade", at=now, by=petra)
    for typed, by in (
        ("quayside", "Quayside Partners"),
        ("desk@tern.example", "desk@tern.example"),
        ("030 7654 321", "+49 30 7654321"),
        ("tern", ""),
    ):
        [hit] = found_for(petra, typed, most=6).hits
        assert "".join(piece.text for piece in hit.by) == by, typed


def labels(offers):
    return [one.label for one in offers]


def test_on_a_party_the_box_acts_on_it_and_on_no_other(harbour, amara, chidi):
    path = reverse("desk:plan", args=[harbour.pk])
    here = offers_for(amara, "", path)
    assert here.party == harbour and labels(here.here)[0] == "Log a call"
    assert labels(offers_for(amara, "hand", path).here) == ["Hand over"]
    assert offers_for(chidi, "", path).party is None
    assert offers_for(amara, "", "/no/such/page/").here == ()


def test_the_box_offers_only_what_one_may_do(amara, petra):
    assert "Export" not in labels(offers_for(amara, "export", "/").others)
    assert "Export" in labels(offers_for(petra, "export", "/").others)
    assert "Teams" not in labels(offers_for(amara, "go to teams", "/").others)
    assert labels(offers_for(amara, "new pers", "/").others) == ["Add a person"]


def test_every_offer_leads_to_a_page(harbour, petra):
    client = browser_of(petra)
    offered = offers_for(petra, "", reverse("desk:party", args=[harbour.pk]))
    words = ("go to", "new", "log", "write", "plan", "edit", "merge", "wall", "promise", "task")
    every = {*offered.here, *offered.others}
    for word in words:
        more = offers_for(petra, word, reverse("desk:party", args=[harbour.pk]))
        every |= {*more.here, *more.others}
    for one in every:
        answer = client.get(one.href)
        assert answer.status_code in (200, 302), (one.label, one.href)


def test_a_hit_leads_to_its_place_in_the_timeline(said, harbour, amara):
    client = browser_of(amara)
    page = client.get(reverse("desk:search") + "?q=late+pallets").content.decode()
    address = re.search(r'href="(/parties/[^"]*\?before=[^"#]*)#a-', page)[1]
    there = client.get(address.replace("&amp;", "&"))
    assert f'id="a-{said["mail"].pk}"' in there.content.decode()


def test_keys_of_one_letter_can_be_turned_off(amara):
    client = browser_of(amara)
    assert 'data-keys="off"' not in client.get("/").content.decode()
    client.post(reverse("ui:keys"), {"keys": "off"})
    assert 'data-keys="off"' in client.get("/").content.decode()
    client.post(reverse("ui:keys"), {"keys": "nonsense"})
    assert 'data-keys="off"' in client.get("/").content.decode()


def test_a_program_finds_what_was_said_page_by_page(said, harbour, amara, chidi, now):
    write_note([harbour], text="older pallets", at=now - timedelta(days=9), by=amara)
    client = browser_of(amara)
    first = client.get("/api/v1/search/said?q=pallet&kind=note&limit=1").json()
    assert [one["id"] for one in first["items"]] == [str(said["note"].pk)]
    assert first["items"][0]["party"]["name"] == "Harbour & Sons"
    address = f"/api/v1/search/said?q=pallet&kind=note&limit=1&cursor={first['next']}"
    second = client.get(address).json()
    assert second["items"][0]["snippet"] == "older pallets" and second["next"] is None
    assert browser_of(chidi).get("/api/v1/search/said?q=pallet").json()["items"] == []
