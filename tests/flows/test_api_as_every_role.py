"""The API, asked by everyone: nobody is let in who should not be, nothing breaks or is told.

Whoever may not see Harbour & Sons gets the same answer as if it had never been. Every operation
is walked as its description says; a new one is walked by itself.
"""

import logging
import re
from uuid import uuid4

import pytest
from django.db import transaction
from django.test import Client

from keepwell.config.api import api
from keepwell.firm.gate import rates
from tests.flows.test_every_route_as_every_role import WALKERS, client_of, heard, said_by
from tests.flows.world import make_world, walker

pytestmark = pytest.mark.django_db

# Which thing of the world an argument in an address names.
NAMES = {
    "party_id": "party", "teammate_id": "teammate", "activity_id": "activity",
    "task_id": "task", "snooze_id": "snooze", "suggestion_id": "suggestion",
    "merge_id": "merge", "import_id": "import", "point_id": "point", "name_id": "other_name",
    "notice_id": "notice", "attachment_id": "attachment",
}  # fmt: skip


@pytest.fixture(autouse=True)
def quiet(settings):
    logging.disable(logging.CRITICAL)
    settings.API_PER_MINUTE = 1_000_000
    rates._left.clear()
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture
def world(firm, amara):
    return make_world(firm, amara)


def ask(client, method, address, body=None):
    """Ask, and put everything back as it was before."""
    fresh = Client(raise_request_exception=False)
    fresh.cookies = client.cookies.copy()
    with transaction.atomic():
        sent = {} if method == "get" else {"data": body, "content_type": "application/json"}
        answer = getattr(fresh, method)(address, **sent)
        said = said_by(answer)
        transaction.set_rollback(True)
    return answer, said


def operations():
    """Every operation: its method and path, and a body that fits its description."""
    schema = api.get_openapi_schema()
    for path, told in schema["paths"].items():
        for method, operation in told.items():
            body = operation.get("requestBody", {}).get("content", {}).get("application/json")
            yield method, path, _example(body["schema"], schema) if body else {}


def _example(shape, schema):
    while "$ref" in shape:
        shape = schema["components"]["schemas"][shape["$ref"].rsplit("/", 1)[1]]
    return shape.get("examples", [{}])[0]


def filled(path, things):
    """The path with the ids of these things in it; None where nothing of the sort is here."""
    names = re.findall(r"{(\w+)}", path)
    for name in names:
        thing = things.get(NAMES.get(name, ""))
        path = path.replace(f"{{{name}}}", str(thing.pk if thing else uuid4()))
    return path


def points_at(path, things):
    return any(NAMES.get(name) in things for name in re.findall(r"{(\w+)}", path))


def test_without_a_token_every_door_is_shut(world):
    for method, path, body in operations():
        answer, _said = ask(Client(), method, filled(path, world.shown), body)
        assert answer.status_code == 401, (method, path)


@pytest.mark.parametrize(("role", "walled"), WALKERS)
def test_nothing_breaks_or_tells_of_what_is_hidden(world, role, walled):
    client = client_of(walker(world, role, walled=walled))
    wrong = []
    for method, path, body in operations():
        address = filled(path, world.shown)
        answer, said = ask(client, method, address, body)
        if answer.status_code >= 500 or heard(said, address):
            wrong.append((method, path, answer.status_code, said[:300]))
    assert not wrong, "\n".join(map(str, wrong))


@pytest.mark.parametrize(("role", "walled"), WALKERS)
def test_what_is_hidden_answers_as_if_it_had_never_been(world, role, walled):
    client = client_of(walker(world, role, walled=walled))
    wrong = []
    for method, path, body in operations():
        if not points_at(path, world.hidden):
            continue
        things = {**world.shown, **world.hidden}
        answer, said = ask(client, method, filled(path, things), body)
        never, _said = ask(client, method, filled(path, {}), body)
        if answer.status_code != never.status_code or answer.status_code not in (403, 404):
            wrong.append((method, path, answer.status_code, never.status_code))
        if heard(said, ""):
            wrong.append((method, path, "named"))
    assert not wrong, "\n".join(map(str, wrong))


def test_the_walk_would_notice(world, amara):
    """Amara sees what the others must not: the words are really there to be heard."""
    client = client_of(amara)
    _answer, said = ask(client, "get", f"/api/v1/parties/{world.hidden['party'].pk}")
    assert "Harbourside" in said
