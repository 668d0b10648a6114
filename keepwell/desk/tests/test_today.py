"""Today, behind the walls, at one price, and acted upon."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from keepwell.conversations.commands.log import log_call, log_mail
from keepwell.conversations.commands.tasks import make_promise, plan_task
from keepwell.conversations.models import Activity, Presence
from keepwell.desk.queries.party_page import party_page
from keepwell.desk.queries.story import story_of
from keepwell.desk.queries.today import today_as_json, today_of
from keepwell.firm.models import Absence
from keepwell.kinds.models import Holding
from keepwell.parties.commands.add import add_party
from keepwell.relationships.commands.own import assign_owner
from keepwell.relationships.commands.refresh import refresh_contact_facts
from keepwell.walls.queries import visible_parties

pytestmark = pytest.mark.django_db


@pytest.fixture
def at():
    return timezone.now()


@pytest.fixture
def client_of_amara(harbour, amara, at, on):
    """Harbour & Sons is Amara's client; they last spoke 60 days ago."""
    Holding.objects.create(party=harbour, kind="client", decided_by="test")
    assign_owner(harbour, amara, on=on, at=at, by=amara)
    log_call(
        [harbour], direction="outbound", outcome="connected", on=at - timedelta(days=60),
        at=at, by=amara,
    )  # fmt: skip
    refresh_contact_facts(at=at)
    return harbour


def browser_of(teammate):
    client = Client()
    client.force_login(teammate)
    return client


def test_a_quiet_client_is_listed_with_the_reason_and_goes_when_called(
    client_of_amara, amara, at, on
):
    (item,) = today_of(amara, on=on, at=at).items
    assert item.what == "Call Harbour & Sons" and "60 days ago" in item.because[0]
    log_call(
        [client_of_amara], direction="inbound", outcome="connected", on=at, at=at, by=amara
    )
    refresh_contact_facts(at=at)
    assert today_of(amara, on=on, at=at).items == ()


def test_chidi_sees_nothing_of_harbour(client_of_amara, amara, chidi, at, on):
    make_promise("Send the draft", party=client_of_amara, due_on=on, at=at, by=amara)
    for scope in ("mine", "team", "book"):
        assert today_of(chidi, on=on, at=at, scope=scope).count == 0
    desk = browser_of(chidi)
    pages = ["/", "/?whose=book", "/parties/?view=all", "/search/?q=Harbour",
             "/search/?q=Harbour&fragment=1", "/conversations/"]  # fmt: skip
    for page in pages:
        answer = desk.get(page)
        assert answer.status_code == 200, page
        assert "Harbour &amp; Sons" not in answer.content.decode(), page
    for name in ("party", "plan", "owner", "hand_over", "rhythm", "pause", "stage", "keep"):
        address = reverse(f"desk:{name}", args=[client_of_amara.pk])
        answer = desk.post(address) if name == "keep" else desk.get(address)
        assert answer.status_code == 404, name


def test_who_covers_sees_it_on_their_own_today(client_of_amara, amara, petra, at, on):
    Absence.objects.create(
        teammate=amara, starts_on=on, ends_on=on + timedelta(days=3), covered_by=petra
    )
    found = today_of(petra, on=on, at=at)
    assert [one.party_name for one in found.items] == ["Harbour & Sons"]
    assert found.covered == (amara,)


def test_a_manager_sees_who_has_no_owner_and_who_is_a_client_in_name_only(petra, at, on):
    party = add_party("organisation", "Tern & Co", at=at, by=petra)
    Holding.objects.create(party=party, kind="client", decided_by="test")
    book = today_of(petra, on=on, at=at, scope="book")
    assert [one.party.name for one in book.unowned] == ["Tern & Co"]
    assert "no owner, no agreement in force" in book.in_name_only[0].missing
    page = browser_of(petra).get("/?whose=book").content.decode()
    assert "Choose an owner" in page and "no two-way contact ever" in page


def test_today_costs_the_same_for_a_large_book(amara, at, on, django_assert_max_num_queries):
    for n in range(120):
        party = add_party("organisation", f"Client {n}", at=at, by=amara)
        Holding.objects.create(party=party, kind="client", decided_by="test")
        assign_owner(party, amara, on=on, at=at, by=amara)
        plan_task("Call", party=party, assignee=amara, due_on=on, at=at, by=amara)
    with django_assert_max_num_queries(30):
        found = today_of(amara, on=on, at=at)
    assert len(found.items) == 50 and found.more > 0


def test_an_item_put_off_goes_with_its_reason_and_undo_brings_it_back(
    client_of_amara, amara, at, on
):
    desk = browser_of(amara)
    item = today_of(amara, on=on, at=at).items[0]
    sent = {"item": item.key, "what": item.what, "party": str(item.party_id),
            "until": str(on + timedelta(days=3)), "reason": "She is away"}  # fmt: skip
    answer = desk.post("/today/put-off/", sent, follow=True)
    page = answer.content.decode()
    assert "It comes back on" in page and "Call Harbour" not in page.split("toasts")[0]
    undo = desk.post(page.split("/today/wake/")[1].join(["/today/wake/", ""]).split('"')[0])
    assert undo.status_code == 302
    assert today_of(amara, on=on, at=at).count == 1
    refused = desk.post("/today/put-off/", {**sent, "reason": ""})
    assert refused.status_code == 422


def test_a_task_is_done_once_and_can_be_taken_back(client_of_amara, amara, at, on):
    task = plan_task("Call", party=client_of_amara, assignee=amara, due_on=on, at=at, by=amara)
    desk = browser_of(amara)
    for _twice in range(2):
        assert desk.post(f"/tasks/{task.pk}/done/").status_code == 302
    task.refresh_from_db()
    assert task.done_at is not None
    desk.post(f"/tasks/{task.pk}/reopen/")
    task.refresh_from_db()
    assert task.done_at is None


def test_the_same_today_is_given_to_scripts(client_of_amara, amara, at, on):
    told = today_as_json(amara, on=on, at=at)
    assert told["items"][0]["party"]["name"] == "Harbour & Sons"
    assert {"as", "as_of", "scope", "lead", "order", "items", "more", "put_off"} <= set(told)


def test_the_party_page_costs_the_same_however_long_the_story(
    client_of_amara, amara, at, on, django_assert_max_num_queries
):
    seen = visible_parties(amara)
    desk = browser_of(amara)
    desk.get(f"/parties/{client_of_amara.pk}/")
    with django_assert_max_num_queries(75):
        desk.get(f"/parties/{client_of_amara.pk}/")
    for n in range(70):
        log_mail(
            [client_of_amara], direction="outbound", on=at - timedelta(hours=n),
            title=f"No {n}", at=at, by=amara,
        )  # fmt: skip
    with django_assert_max_num_queries(75):
        page = desk.get(f"/parties/{client_of_amara.pk}/")
    assert "No 29" in page.content.decode() and "No 30" not in page.content.decode()
    further = desk.get(page.context["older"].split("#")[0], follow=True)
    assert further.status_code == 200
    story = story_of(party_page(client_of_amara, seen, on), seen, now=at, before=None, only="")
    assert len(story.lines) == 30 and story.older is not None


def test_what_is_typed_is_kept_once_and_a_refusal_keeps_the_words(client_of_amara, amara, at):
    desk, address = browser_of(amara), f"/parties/{client_of_amara.pk}/"
    once = desk.get(address).context["once"]
    for _twice in range(2):
        desk.post(f"{address}keep/", {"kind": "note", "text": "Likes tea", "once": once})
    page = desk.get(address).content.decode()
    assert page.count('<p class="tl-said">Likes tea</p>') == 1
    refused = desk.post(f"{address}keep/", {"kind": "call", "text": "They were glad"})
    assert refused.status_code == 422 and "They were glad" in refused.content.decode()


def test_a_call_is_kept_and_the_next_touch_planned_in_one_step(client_of_amara, amara, at, on):
    desk, address = browser_of(amara), f"/parties/{client_of_amara.pk}/"
    sent = {"kind": "call", "text": "All well", "direction": "inbound", "outcome": "connected",
            "on": timezone.localtime(at).strftime("%Y-%m-%dT%H:%M"),
            "next_on": str(on + timedelta(days=9)), "next_what": "Renewal"}  # fmt: skip
    assert desk.post(f"{address}keep/", sent).status_code == 302
    page = desk.get(address).content.decode()
    assert "Renewal" in page and "All well" in page


def test_a_name_with_script_stays_a_name(petra, at):
    party = add_party("person", "<script>alert(1)</script>", at=at, by=petra)
    desk = browser_of(petra)
    for page in (f"/parties/{party.pk}/", "/parties/?view=all", "/search/?q=script"):
        assert "<script>alert" not in desk.get(page).content.decode()


def test_a_mail_that_asks_waits_in_conversations(client_of_amara, amara, at):
    log_mail(
        [client_of_amara], direction="inbound", on=at - timedelta(days=2), asks=True,
        title="Which figures?", at=at, by=amara,
    )  # fmt: skip
    refresh_contact_facts(at=at)
    desk = browser_of(amara)
    assert (
        "Answer “Which figures?”" in desk.get("/conversations/?side=waiting").content.decode()
    )
    assert "Which figures?" in desk.get("/conversations/").content.decode()
    assert (
        "Every address is known" in desk.get("/conversations/?side=unclaimed").content.decode()
    )


def test_an_unknown_address_is_said_to_be_somebody_new(amara, at):
    mail = Activity.objects.create(
        kind="mail", title="Hello", at=at, created_at=at, key="<1@x>"
    )
    Presence.objects.create(activity=mail, address="mei@tan.example", role="from", at=at)
    Presence.objects.create(activity=mail, teammate=amara, role="to", at=at)
    desk = browser_of(amara)
    assert "mei@tan.example" in desk.get("/conversations/?side=unclaimed").content.decode()
    claim = "/conversations/claim/"
    assert desk.get(f"{claim}?address=mei%40tan.example&q=mei").status_code == 200
    refused = desk.post(claim, {"address": "mei@tan.example", "name": ""})
    assert refused.status_code == 422
    for _twice in range(2):
        answer = desk.post(claim, {"address": "mei@tan.example", "name": "Mei Tan"})
        assert answer.status_code == 302
    mail.refresh_from_db()
    assert mail.presences.get(role="from").party.name == "Mei Tan"


def test_the_pages_of_tending_say_no_on_the_same_form(client_of_amara, amara, petra, at, on):
    desk, base = browser_of(petra), f"/parties/{client_of_amara.pk}"
    refused = (
        ("plan", {"on": "2020-01-01", "what": "Lunch with Hal"}),
        ("pause", {"until": "2020-01-01", "reason": "Summer"}),
        ("owner", {"teammate": str(amara.pk)}),
        ("hand-over", {"teammate": str(amara.pk), "briefing": ""}),
        ("stage", {"stage": "ended", "on": str(on)}),
        ("rhythm", {"days": "9999"}),
    )
    for page, sent in refused:
        assert desk.get(f"{base}/{page}/").status_code == 200, page
        answer = desk.post(f"{base}/{page}/", sent)
        assert answer.status_code == 422, page
        assert sent.get("what", "") in answer.content.decode()
    given = {"teammate": str(petra.pk), "briefing": "They like tea."}
    assert desk.post(f"{base}/hand-over/", given).status_code == 302
    everything = f"/hand-over/{petra.pk}/"
    assert "Harbour" in desk.get(everything).content.decode()
    assert desk.post(everything, {"teammate": str(amara.pk)}).status_code == 302
    assert browser_of(amara).get(f"/hand-over/{petra.pk}/").status_code == 404
