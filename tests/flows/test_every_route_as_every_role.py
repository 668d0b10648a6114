"""Every route, asked by everyone: nobody is let in who should not be, and nothing breaks.

Whoever may not see Harbour & Sons gets the same answer as if it had never been.
"""

import io
import logging
import zipfile
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from django.db import transaction
from django.http import HttpResponseBase
from django.test import Client
from django.urls import NoReverseMatch, reverse

from keepwell.firm.rules import Role
from keepwell.parties.models import Party
from tests.flows.routes import OPEN, ROUTES, every_route, things, ways_to_ask
from tests.flows.world import NEVER_SAID, make_world, walker

pytestmark = pytest.mark.django_db

WALKERS = [(role, True) for role in Role]
WALKERS += [(role, False) for role in (Role.ADVISER, Role.DELIVERY)]


@pytest.fixture(autouse=True)
def quiet():
    """A thousand refusals are wanted here; nobody reads them in a log."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture
def world(firm, amara):
    return make_world(firm, amara)


def test_every_route_is_walked():
    # Programs have doors of their own, walked in test_api_as_every_role.py.
    pages = [name for name in every_route() if not name.startswith("api:")]
    missing = [name for name in pages if name not in ROUTES]
    assert missing == [], f"say in tests/flows/routes.py how these are asked: {missing}"
    gone = [name for name in ROUTES if name not in every_route() and name != "ui:patterns"]
    assert gone == [], f"these routes are no more: {gone}"


def address_of(name, arguments):
    """The address, or nothing where such a route is only there while Keepwell is built."""
    try:
        return reverse(name, kwargs=arguments)
    except NoReverseMatch:
        assert name == "ui:patterns"
        return ""


def ask(client, method, address, sent=None):
    """Ask, and put everything back as it was before."""
    fresh = Client(raise_request_exception=False)
    fresh.cookies = client.cookies.copy()
    with transaction.atomic():
        answer = fresh.get(address) if method == "get" else fresh.post(address, sent or {})
        said = said_by(answer)
        transaction.set_rollback(True)
    return answer, said


def said_by(answer: HttpResponseBase) -> str:
    """All an answer tells: its words, its headers, and what it will say on the next page."""
    if getattr(answer, "streaming", False):
        body = b"".join(answer.streaming_content)
    else:
        body = answer.content
    if body[:2] == b"PK":
        body = _sheet(body)
    return body.decode(errors="replace") + str(answer.headers)


def _sheet(body: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(body)) as book:
        return b"".join(book.read(name) for name in book.namelist())


def questions(world, *, hidden):
    """Each route in each way: method, address, what is sent, and the same about nobody."""
    for name in ROUTES:
        for way in ways_to_ask(name):
            its = things(world, hidden=hidden)
            if hidden and not set(way.about.values()) & set(world.hidden):
                continue
            address = address_of(name, way.arguments(its))
            nowhere = address_of(name, way.nowhere())
            if not address:
                continue
            for query in way.queries:
                yield name, "get", address + query, {}, nowhere + query
            for sent in way.sent:
                yield name, "post", address, sent(its), nowhere


def test_signed_out_every_page_leads_to_the_door(world):
    wrong = []
    for name, method, address, sent, _nowhere in questions(world, hidden=False):
        answer, _said = ask(Client(), method, address, sent)
        if answer.status_code >= 500:
            wrong.append((name, method, address, answer.status_code))
        elif name not in OPEN:
            leads = urlsplit(getattr(answer, "url", "")).path
            if answer.status_code != 302 or leads != reverse("account_login"):
                wrong.append((name, method, address, answer.status_code, leads))
    assert not wrong, "\n".join(map(str, wrong))


@pytest.mark.parametrize(("role", "walled"), WALKERS)
def test_nobody_breaks_anything_or_hears_of_what_is_hidden(world, role, walled):
    client = client_of(walker(world, role, walled=walled))
    wrong = []
    for name, method, address, sent, _nowhere in questions(world, hidden=False):
        answer, said = ask(client, method, address, sent)
        if answer.status_code >= 500:
            wrong.append((name, method, address, sent, answer.status_code))
        if words := heard(said, address, str(sent)):
            wrong.append((name, method, address, sent, words))
    assert not wrong, "\n".join(map(str, wrong))


@pytest.mark.parametrize(("role", "walled"), WALKERS)
def test_a_hidden_party_answers_as_if_it_had_never_been(world, role, walled):
    client = client_of(walker(world, role, walled=walled))
    wrong = []
    for name, method, address, sent, nowhere in questions(world, hidden=True):
        answer, said = ask(client, method, address, sent)
        if answer.status_code not in (404, 405):
            never, _said = ask(client, method, nowhere, sent)
            if answer.status_code != 403 or never.status_code != 403:
                wrong.append((name, method, address, answer.status_code, never.status_code))
        if heard(said, str(sent)):
            wrong.append((name, method, address, "named"))
    wrong += named_in_a_form(client, world)
    assert not wrong, "\n".join(map(str, wrong))


def named_in_a_form(client, world):
    """What is wrong when a hidden party is named in a form that is about none."""
    its = things(world, hidden=True)
    nobody = {**its, "party": Party(pk=uuid4(), name="Nobody")}
    for name in ("desk:put_off", "desk:claim", "desk:merge"):
        (way,) = ways_to_ask(name)
        answer, said = ask(client, "post", reverse(name), way.sent[1](its))
        never, _said = ask(client, "post", reverse(name), way.sent[1](nobody))
        same = answer.headers.get("Location") == never.headers.get("Location")
        if not same or not answer.status_code == never.status_code in (302, 404):
            yield name, answer.status_code, never.status_code
        if heard(said, ""):
            yield name, "named"


def heard(said, *typed):
    """The words that must not be said, but for those typed into the question itself."""
    return [word for word in NEVER_SAID if word in said and not any(word in t for t in typed)]


def client_of(teammate) -> Client:
    client = Client()
    client.force_login(teammate, backend="keepwell.firm.sessions.Doorbook")
    return client


def test_the_walk_would_notice(world, amara):
    """Amara sees what the others must not: the words are really there to be heard."""
    client = client_of(amara)
    party = world.hidden["party"]
    for address in (
        reverse("desk:party", args=[party.pk]),
        reverse("desk:parties") + "?view=all",
        reverse("desk:search") + "?q=sons",
        reverse("desk:search") + "?q=7654321&fragment=1",
        reverse("desk:party_history", args=[party.pk]),
        reverse("desk:duplicates"),
        reverse("desk:trash"),
        reverse("desk:task_trash_list"),
        reverse("desk:activity_trash_list"),
        reverse("desk:today"),
        reverse("desk:conversations"),
        reverse("desk:party", args=[world.shown["party"].pk]),
    ):
        answer, said = ask(client, "get", address)
        assert answer.status_code == 200 and "Harbourside" in said, address
