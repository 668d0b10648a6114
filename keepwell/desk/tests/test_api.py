"""The desk to programs: the same as on the pages, each write once, nobody's work lost."""

import json
import threading
from datetime import timedelta

import pytest
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from keepwell.firm.commands.tokens import make_token
from keepwell.firm.gate import rates
from keepwell.firm.models import KeptAnswer
from keepwell.firm.rules import SCOPES, Role
from keepwell.kinds.models import Holding
from keepwell.parties.commands.add import add_party
from keepwell.parties.models import Party
from keepwell.relationships.commands.own import assign_owner
from keepwell.usage.models import Use
from keepwell.walls.models import Sight, Wall

API = "/api/v1"


@pytest.fixture(autouse=True)
def clock(request, time_machine, now):
    rates._left.clear()
    if "db" in request.fixturenames or "firm" in request.fixturenames:
        time_machine.move_to(now, tick=False)


def token_for(teammate, now):
    made = make_token(
        teammate, name="all", scopes=SCOPES, expires_at=now + timedelta(days=9), at=now
    )
    return {"authorization": f"Bearer {made.secret}"}


@pytest.fixture
def ask(client, amara, now):
    """Ask as Amara's program."""
    return asking(client, token_for(amara, now))


def asking(client, shown):
    def ask(method, path, body=None, **headers):
        sent = {} if body is None else {"data": json.dumps(body)}
        sent |= {"content_type": "application/json"} if method != "get" else {}
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        address = path if path.startswith("/") else f"{API}/{path}"
        return getattr(client, method)(address, **sent, headers={**shown, **named})

    return ask


GULL = {"nature": "organisation", "name": "Gull & Daughters", "emails": ["desk@gull.example"]}


def test_a_party_is_written_down_read_changed_and_found(ask):
    made = ask("post", "parties", {**GULL, "industry": "Shipping"})
    assert made.status_code == 201
    party = made.json()
    assert party["industry"] == "Shipping"
    assert made.headers["ETag"] == f'"{party["revision"]}"'
    changed = ask("patch", f"parties/{party['id']}", {"employees": 40}, if_match=made["ETag"])
    assert changed.json()["employees"] == 40
    assert changed.json()["industry"] == "Shipping"
    found = ask("get", "search?q=gull").json()["items"]
    assert [one["id"] for one in found] == [party["id"]]


def test_a_change_of_what_was_changed_meanwhile_is_refused(ask, harbour):
    read = ask("get", f"parties/{harbour.pk}")
    first = ask("patch", f"parties/{harbour.pk}", {"about": "A"}, if_match=read["ETag"])
    late = ask("patch", f"parties/{harbour.pk}", {"about": "B"}, if_match=read["ETag"])
    assert (first.status_code, late.status_code) == (200, 412)
    assert ask("patch", f"parties/{harbour.pk}", {"about": "B"}).status_code == 428
    assert ask("get", f"parties/{harbour.pk}").json()["about"] == "A"


def test_somebody_alike_is_named_before_a_second_is_written_down(ask):
    first = ask("post", "parties", GULL).json()
    again = ask("post", "parties", GULL)
    assert again.status_code == 409
    assert again.json()["candidates"][0]["id"] == first["id"]
    assert ask("post", "parties", {**GULL, "anyway": True}).status_code == 201


def test_the_same_write_sent_twice_is_done_once(ask):
    first = ask("post", "parties", GULL, idempotency_key="k1")
    again = ask("post", "parties", GULL, idempotency_key="k1")
    assert again.status_code == 201
    assert again.json() == first.json()
    assert again["ETag"] == first["ETag"]
    assert again["Idempotency-Replayed"] == "true"
    assert Party.objects.filter(name=GULL["name"]).count() == 1


def test_a_key_is_for_one_request_of_one_token(ask, client, amara, now):
    ask("post", "parties", GULL, idempotency_key="k1")
    other = {**GULL, "name": "Tern"}
    assert ask("post", "parties", other, idempotency_key="k1").status_code == 422
    another = asking(client, token_for(amara, now))
    assert another("post", "parties", other, idempotency_key="k1").status_code == 201


def test_what_was_refused_may_be_mended_and_sent_under_the_same_key(ask):
    assert ask("post", "parties", {**GULL, "name": " "}, idempotency_key="k").status_code == 422
    assert not KeptAnswer.objects.exists()
    assert ask("post", "parties", GULL, idempotency_key="k").status_code == 201


def test_a_write_that_fails_leaves_neither_the_deed_nor_its_answer(ask, monkeypatch):
    monkeypatch.setattr("keepwell.desk.api.parties.whole_told", lambda _whole: 1 / 0)
    assert ask("post", "parties", GULL, idempotency_key="k").status_code == 500
    assert not Party.objects.filter(name=GULL["name"]).exists()
    monkeypatch.undo()
    assert ask("post", "parties", GULL, idempotency_key="k").status_code == 201


def test_many_are_written_down_all_or_each(ask):
    some = [{"nature": "person", "name": f"Person {n}"} for n in range(3)]
    some[1]["emails"] = ["nonsense"]
    whole = ask("post", "parties/bulk", {"parties": some})
    assert whole.status_code == 422
    assert whole.json()["errors"][0]["field"] == "body.parties.1"
    assert not Party.objects.filter(name="Person 0").exists()
    each = ask("post", "parties/bulk", {"parties": some, "whole": False}).json()
    assert (each["done"], each["refused"]) == (2, 1)
    assert [one["done"] for one in each["results"]] == [True, False, True]
    too_many = [{"nature": "person", "name": "P"}] * 1_001
    assert ask("post", "parties/bulk", {"parties": too_many}).status_code == 422


def test_lists_page_by_page_show_each_party_once(ask, amara, now):
    for number in range(7):
        party = add_party("organisation", f"Firm {number}", at=now, by=amara)
        assign_owner(party, amara, on=now.date(), at=now, by=amara)
    names, cursor = [], ""
    while True:
        page = ask("get", f"parties?limit=3&filter=owner:is:me&cursor={cursor}").json()
        names += [one["name"] for one in page["items"]]
        if not (cursor := page["next"]):
            break
    assert names == [f"Firm {number}" for number in range(7)]
    assert ask("get", f"parties?limit=3&cursor={cursor or 'x'}").status_code == 422


def test_a_filter_that_means_nothing_is_refused_with_a_sentence(ask, harbour):
    answer = ask("get", "parties?filter=colour:is:red")
    assert answer.status_code == 422
    assert answer.json()["detail"]


def test_a_list_costs_as_many_queries_for_ten_as_for_fifty(ask, amara, now, settings):
    settings.FIRM_KEPT_SECONDS = 60

    def cost(limit):
        with CaptureQueriesContext(connection) as asked:
            page = ask("get", f"parties?limit={limit}")
        assert len(page.json()["items"]) == limit
        return len(asked)

    for number in range(50):
        party = add_party("organisation", f"Firm {number}", at=now, by=amara)
        Holding.objects.create(party=party, kind="client", decided_by="test")
        assign_owner(party, amara, on=now.date(), at=now, by=amara)
    cost(10)
    assert cost(10) == cost(50) <= 6


@pytest.mark.parametrize("role", list(Role))
def test_a_token_of_every_role_sees_what_its_pages_show(
    client, firm, amara, chidi, harbour, role, now
):
    tern = add_party("organisation", "Tern & Co", at=now, by=amara)
    Wall.objects.create(party=tern, teammate=chidi, reason="conflict", raised_at=now)
    Sight.objects.create(party=tern, teammate=amara, because="owner")
    chidi.role = role
    chidi.save()
    ask = asking(client, token_for(chidi, now))
    told = {one["name"] for one in ask("get", "parties").json()["items"]}
    client.force_login(chidi)
    page = client.get(reverse("desk:parties") + "?view=all").content.decode()
    client.logout()
    for party in (harbour, tern):
        shown = party.name.replace("&", "&amp;") in page
        assert (party.name in told) == shown
        status = ask("get", f"parties/{party.pk}").status_code
        assert status == (200 if shown else 404)
    assert "Tern & Co" not in told


def test_what_one_may_not_see_cannot_be_named_in_a_write(client, chidi, harbour, now):
    ask = asking(client, token_for(chidi, now))
    nowhere = "01a2074d-7970-7000-9c55-0fc360efeac2"
    for party_id in (str(harbour.pk), nowhere):
        told = {"party_ids": [party_id], "text": "A word"}
        answer = ask("post", "activities/notes", told)
        assert answer.status_code == 422
        assert answer.json()["errors"][0]["field"] == "body.party_ids"
        body = {"survivor_id": party_id, "absorbed_ids": [nowhere]}
        assert ask("post", "merges", body).status_code == 422
        assert (
            ask("put", f"parties/{party_id}/relationship/cadence", {"days": 3}).status_code
            == 404
        )


def test_a_call_is_written_down_and_stands_on_the_timeline(ask, harbour, now):
    told = {"party_ids": [str(harbour.pk)], "direction": "outbound", "outcome": "connected",
            "on": now.isoformat(), "text": "Wants the draft."}  # fmt: skip
    assert ask("post", "activities/calls", told).status_code == 201
    (moment,) = ask("get", f"parties/{harbour.pk}/timeline").json()["items"]
    assert moment["is_two_way"] and moment["text"] == "Wants the draft."
    assert moment["people"] == [{"id": str(harbour.pk), "name": harbour.name}]
    quiet = ask("get", f"parties/{harbour.pk}/relationship").json()
    assert quiet["last_two_way"] is not None


def test_a_promise_is_made_and_kept(ask, harbour, now):
    told = {"what": "A draft", "party_id": str(harbour.pk), "due_on": str(now.date())}
    promise = ask("post", "promises", told).json()
    assert [one["what"] for one in ask("get", "tasks?open=true").json()["items"]] == ["A draft"]
    kept = ask("post", f"tasks/{promise['id']}/complete").json()
    assert kept["outcome"] == "kept"
    assert ask("post", f"tasks/{promise['id']}/complete").status_code == 422


def test_relationships_are_tended(ask, amara, harbour, now):
    at = f"parties/{harbour.pk}/relationship"
    assert ask("put", f"{at}/owner", {"teammate_id": str(amara.pk)}).status_code == 200
    ask("put", f"{at}/cadence", {"days": 14})
    ask("put", f"{at}/stage", {"stage": "active", "on": str(now.date())})
    touch = {"on": str(now.date()), "what": "Call"}
    told = ask("put", f"{at}/next-touch", touch).json()
    assert told["owner"]["name"] == "Amara"
    assert (told["cadence_days"], told["stage"]) == (14, "active")
    today = ask("get", "today").json()
    assert [item["party"]["name"] for item in today["items"]] == [harbour.name]
    key = today["items"][0]["key"]
    tomorrow = str(now.date() + timedelta(days=1))
    later = {"item": key, "party_id": str(harbour.pk), "until": tomorrow, "reason": "Away"}
    snooze = ask("post", "today/snoozes", later).json()
    assert ask("get", "today").json()["items"] == []
    ask("post", f"today/snoozes/{snooze['id']}/wake")
    assert len(ask("get", "today").json()["items"]) == 1


def test_events_of_use_told_twice_count_once(client, petra, now):
    ask = asking(client, token_for(petra, now))
    party = ask("post", "parties", GULL).json()
    event = {"id": "e1", "at": now.isoformat(), "user_id": "u", "event": "signed in",
             "address": "desk@gull.example"}  # fmt: skip
    first = ask("post", "usage/bulk", {"events": [event]}).json()
    again = ask("post", "usage/bulk", {"events": [event]}).json()
    assert (first, again) == ({"added": 1, "known": 0}, {"added": 0, "known": 1})
    assert str(Use.objects.get().party_id) == party["id"]
    assert (
        ask("get", f"usage?party_id={party['id']}").json()["items"][0]["event"] == "signed in"
    )


def test_only_who_may_import_brings_in_orders(ask, now):
    line = {"number": "1", "line": "1", "ordered_at": now.isoformat(), "currency": "EUR",
            "product": "Rope", "quantity": "2", "unit_minor": 100}  # fmt: skip
    assert ask("post", "orders/bulk", {"lines": [line]}).status_code == 422


def test_refusals_come_in_the_language_that_is_asked_for(ask):
    answer = ask("post", "parties", {**GULL, "name": " "}, accept_language="de")
    assert "Namen" in answer.json()["detail"]


@pytest.mark.parametrize("body", ["{", "[" * 3_000, '{"name": "\\ud800"}', "null", "\x00"])
def test_what_cannot_be_read_is_refused(client, amara, now, body):
    shown = token_for(amara, now)
    answer = client.post(
        f"{API}/parties", data=body, content_type="application/json", headers=shown
    )
    assert answer.status_code in (400, 422)
    assert answer.json()["status"] == answer.status_code


@pytest.mark.django_db(transaction=True)
def test_many_at_once_lose_no_update(amara, harbour, now, settings):
    """Six programs count on the same record, each reading again when it was overtaken."""
    settings.API_PER_MINUTE = 10_000  # how often they overtake each other is no matter here
    shown, each = token_for(amara, now), 4
    Party.objects.filter(pk=harbour.pk).update(employees=0)
    address = f"{API}/parties/{harbour.pk}"

    def count():
        client = Client()
        done = 0
        try:
            while done < each:
                read = client.get(address, headers=shown)
                sent = json.dumps({"employees": read.json()["employees"] + 1})
                answer = client.patch(
                    address, data=sent, content_type="application/json",
                    headers={**shown, "if-match": read["ETag"]},
                )  # fmt: skip
                assert answer.status_code in (200, 412), answer.content
                done += answer.status_code == 200
        finally:
            connections.close_all()

    threads = [threading.Thread(target=count) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    harbour.refresh_from_db()
    assert harbour.employees == 6 * each


@pytest.mark.django_db(transaction=True)
def test_the_same_write_sent_at_once_by_several_is_done_once(amara, now):
    shown = {**token_for(amara, now), "idempotency-key": "same"}
    answers = []

    def send():
        try:
            sent = json.dumps(GULL)
            answer = Client().post(
                f"{API}/parties", data=sent, content_type="application/json", headers=shown
            )
            answers.append(answer.status_code)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=send) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(answers) <= {201, 409} and 201 in answers
    assert Party.objects.filter(name=GULL["name"]).count() == 1
