"""Webhooks: told with what happened, signed, behind the walls, never to the inside."""

import base64
import hashlib
import hmac
import json
import socket
import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from types import SimpleNamespace

import pytest
from django.core import mail
from django.db import transaction
from django.urls import reverse

from keepwell.config.models import Job
from keepwell.exchange import sending
from keepwell.exchange.commands.hooks import ask_to_hear, note_delivery, send_test, tell_hooks
from keepwell.exchange.jobs import deliver
from keepwell.exchange.models import Delivery, Hook
from keepwell.exchange.rules.hooks import EVENTS, fits_as_address, is_public, signature
from keepwell.exchange.sending import Sent, send
from keepwell.exchange.words import event_words
from keepwell.kernel.refusal import Refused
from keepwell.parties.commands.add import add_party
from keepwell.parties.commands.names import rename_party
from keepwell.walls.models import Wall

URL = "https://tool.example/hook"


@pytest.fixture
def hook(amara, now):
    return ask_to_hear(amara, url=URL, events=EVENTS, at=now)


@pytest.fixture
def heard(monkeypatch):
    """What would have gone out, and what is answered: 200 unless a test says otherwise."""
    told = []

    def instead(url, *, headers, body, private_too):
        told.append((url, headers, body))
        return answers.pop(0) if answers else Sent(200)

    answers = []
    monkeypatch.setattr("keepwell.exchange.delivering.send", instead)
    return SimpleNamespace(told=told, answers=answers)


def test_what_happens_is_told_by_id_and_signed(hook, heard, amara, petra, harbour, now):
    rename_party(harbour, "Harbour & Daughters", at=now, by=amara)
    (delivery,) = Delivery.objects.filter(event="party.changed")
    deliver(str(delivery.pk))
    ((url, headers, body),) = heard.told
    assert url == URL
    sent = json.loads(body)
    assert sent["type"] == "party.changed"
    assert [one["id"] for one in sent["data"]["parties"]] == [str(harbour.pk)]
    assert b"Daughters" not in body
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    key = base64.b64decode(hook.secret.removeprefix("whsec_"))
    mac = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    assert headers["webhook-signature"] == f"v1,{mac}"
    delivery.refresh_from_db()
    assert delivery.delivered_at is not None


def test_the_signature_is_that_of_the_standard():
    """The example of the Standard Webhooks specification."""
    secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    body = b'{"test": 2432232314}'
    given = signature(secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, body)
    assert given == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_what_did_not_happen_is_not_told(hook, heard, amara, now):
    with pytest.raises(RuntimeError), transaction.atomic():
        add_party("person", "Nobody", at=now, by=amara)
        raise RuntimeError
    assert not Delivery.objects.exists()
    assert not Job.objects.filter(name="exchange.deliver").exists()


def test_a_hook_hears_only_of_what_its_teammate_may_see(hook, heard, chidi, harbour, now):
    deaf = ask_to_hear(chidi, url=URL, events=EVENTS, at=now)
    tell_hooks("party.changed", [harbour.pk], at=now)
    assert hook.deliveries.count() == 1
    assert deaf.deliveries.count() == 0


def test_a_wall_raised_meanwhile_keeps_what_waits_from_going_out(
    hook, heard, amara, harbour, now
):
    tell_hooks("party.changed", [harbour.pk], at=now)
    Wall.objects.create(party=harbour, teammate=amara, reason="conflict", raised_at=now)
    delivery = Delivery.objects.get()
    deliver(str(delivery.pk))
    delivery.refresh_from_db()
    assert heard.told == []
    assert delivery.given_up_at is not None


def test_what_does_not_arrive_is_tried_again_later_and_later(hook, heard, amara, now):
    delivery = send_test(hook, at=now, by=amara)
    Job.objects.all().delete()
    for tries in range(1, 10):
        assert note_delivery(delivery, Sent(503, "busy"), at=now) is False
        delivery.refresh_from_db()
        assert delivery.tries == tries
        assert delivery.next_at > now
    assert Job.objects.count() == 9
    note_delivery(delivery, Sent(None, "no route"), at=now)
    delivery.refresh_from_db()
    assert delivery.given_up_at is not None


def test_an_address_that_fails_for_days_is_switched_off_with_a_notice(
    hook, heard, amara, now, time_machine
):
    time_machine.move_to(now, tick=False)
    delivery = send_test(hook, at=now, by=amara)
    heard.answers += [Sent(500, "broken"), Sent(500, "broken")]
    deliver(str(delivery.pk))
    time_machine.move_to(now + timedelta(days=3, hours=1), tick=False)
    deliver(str(delivery.pk))
    hook.refresh_from_db()
    assert hook.disabled_at is not None
    assert "switched off" in mail.outbox[0].subject
    assert tell_hooks("party.added", [delivery.pk], at=now) == 0


def test_an_address_that_says_gone_is_switched_off_at_once(hook, heard, amara, now):
    assert note_delivery(send_test(hook, at=now, by=amara), Sent(410), at=now) is True


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.0.0.8", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",
     "::1", "fe80::1", "fc00::1", "::ffff:127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::",
     "224.0.0.1", "255.255.255.255", "nonsense"],
)  # fmt: skip
def test_addresses_of_this_network_are_not_public(address):
    assert not is_public(address)


def test_addresses_of_the_internet_are_public():
    assert is_public("93.184.216.34")
    assert is_public("2606:2800:220:1::1")


@pytest.mark.parametrize(
    "url",
    ["http://tool.example/x", "https://127.0.0.1/", "https://[::1]/", "https://localhost/",
     "ftp://tool.example/", "https://a:b@tool.example/", "https://", "tool.example", "",
     "https://tool.example:99999/", "https://tool.example/ x", "https://printer.local/"],
)  # fmt: skip
def test_an_address_that_cannot_be_told_to_is_refused(amara, now, url):
    assert not fits_as_address(url, private_too=False)
    with pytest.raises(Refused):
        ask_to_hear(amara, url=url, events=["party.added"], at=now)


def test_a_name_that_leads_inside_is_not_connected_to(monkeypatch):
    inside = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("10.0.0.8", 443))]
    monkeypatch.setattr(sending.socket, "getaddrinfo", lambda *_a, **_k: inside)
    monkeypatch.setattr(sending.socket, "create_connection", lambda *_a, **_k: 1 / 0)
    sent = send("https://tool.example/", headers={}, body=b"", private_too=False)
    assert sent.status is None
    assert "private address" in sent.because


class _Ear(BaseHTTPRequestHandler):
    def do_POST(self):
        self.server.heard = self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(302)
        self.send_header("Location", "http://127.0.0.1:1/")
        self.end_headers()

    def log_message(self, *_args):
        pass


def test_a_tool_in_the_same_network_is_told_where_that_is_allowed():
    ear = HTTPServer(("127.0.0.1", 0), _Ear)
    thread = threading.Thread(target=ear.handle_request)
    thread.start()
    url = f"http://127.0.0.1:{ear.server_port}/x"
    sent = send(url, headers={"A": "b"}, body=b"hello", private_too=True)
    thread.join()
    ear.server_close()
    assert ear.heard == b"hello"
    assert sent.status == 302 and not sent.arrived


def test_every_event_has_its_words():
    assert [event for event, _words in event_words()] == list(EVENTS)


def test_the_pages_make_test_and_end_a_webhook(client, amara, chidi, heard):
    client.force_login(amara)
    page = reverse("exchange:hooks")
    assert client.post(page, {"url": "http://x", "events": []}).status_code == 422
    answer = client.post(page, {"url": URL, "events": ["party.added"]}, follow=True)
    hook = Hook.objects.get()
    assert hook.secret in answer.content.decode()
    client.post(reverse("exchange:hook_test", args=[hook.pk]))
    deliver(str(Delivery.objects.get().pk))
    assert "Arrived" in client.get(reverse("exchange:hook", args=[hook.pk])).content.decode()
    client.force_login(chidi)
    assert client.get(reverse("exchange:hook", args=[hook.pk])).status_code == 404
    client.force_login(amara)
    client.post(reverse("exchange:hook_remove", args=[hook.pk]))
    assert not Hook.objects.exists()


def test_who_runs_the_firm_sees_a_webhook_without_its_secret(client, hook, petra):
    client.force_login(petra)
    page = client.get(reverse("exchange:hook", args=[hook.pk])).content.decode()
    assert URL in page and hook.secret not in page
    assert client.post(reverse("exchange:hook_secret", args=[hook.pk])).status_code == 404
