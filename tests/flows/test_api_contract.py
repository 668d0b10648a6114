"""The API keeps to its own description, whatever is sent: no fault, no answer outside it."""

import json
import logging
import random
from datetime import timedelta

import pytest
import requests
import schemathesis
from django.test import Client
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as hypothesis_settings
from ninja.responses import NinjaJSONEncoder
from schemathesis import GenerationMode, Response, checks
from schemathesis.core.failures import FailureGroup

from keepwell.config.api import api
from keepwell.firm.commands.tokens import make_token
from keepwell.firm.gate import rates
from keepwell.firm.models import Teammate
from keepwell.firm.rules import SCOPES, Role
from tests.flows.test_api_as_every_role import NAMES
from tests.flows.world import make_world

pytestmark = pytest.mark.django_db
KEPT = (
    checks.not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
)
EACH = 4
TAKEN = ("headers", "params", "cookies", "json", "data", "files")


@pytest.fixture
def world(firm, amara):
    return make_world(firm, amara)


@pytest.fixture
def secret(world, settings):
    """The token of an administrator, who may do everything."""
    settings.API_PER_MINUTE = 1_000_000
    rates._left.clear()
    boss = Teammate.objects.create(
        email="boss@finch.example", name="Bo", role=Role.ADMINISTRATOR, created_at=world.at
    )
    ends = world.at + timedelta(days=300)
    return make_token(boss, name="all", scopes=SCOPES, expires_at=ends, at=world.at).secret


@pytest.fixture
def quiet():
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


def test_every_answer_is_within_the_description(world, secret, quiet):
    told = json.loads(json.dumps(api.get_openapi_schema(), cls=NinjaJSONEncoder))
    things = {**world.shown, "party": world.hidden["party"]}
    wrong = []
    for found in schemathesis.openapi.from_dict(told).get_all_operations():
        operation = found.ok()
        for mode in GenerationMode:
            try:
                _hammered(operation, mode, things, secret)
            except AssertionError as why:
                wrong.append(f"{operation.label}: {why}")
            except FailureGroup as why:
                wrong += [f"{operation.label}: {each}" for each in why.exceptions]
    assert not wrong, "\n\n".join(wrong)


def _hammered(operation, mode, things, secret):
    """Ask one operation in many ways, those that fit its description or those that do not."""

    @hypothesis_settings(max_examples=EACH, deadline=None, database=None, derandomize=True,
              phases=[Phase.generate], suppress_health_check=list(HealthCheck))  # fmt: skip
    @given(case=operation.as_strategy(generation_mode=mode))
    def hammered(case):
        chance = random.Random(repr(case.body) + repr(case.path_parameters))
        if chance.random() < 0.8:
            _point_at_what_is_there(case, things, chance)
        case.validate_response(_asked(case, secret), checks=KEPT)

    hammered()


def _asked(case, secret):
    """Ask as a program does, in this very process; the answer as the checks read it."""
    sent = case.as_transport_kwargs(base_url="http://localhost", headers={})
    asked = requests.Request(
        sent["method"], sent["url"], **{n: sent.get(n) for n in TAKEN}
    ).prepare()
    headers = {n: v for n, v in asked.headers.items() if n.lower() != "content-type"}
    answer = Client(raise_request_exception=False).generic(
        asked.method, asked.path_url, asked.body or b"",
        content_type=asked.headers.get("Content-Type", "application/octet-stream"),
        headers={**headers, "authorization": f"Bearer {secret}"},
    )  # fmt: skip
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return Response(
        status_code=answer.status_code,
        headers={name: [value] for name, value in answer.headers.items()},
        content=body, request=asked, elapsed=0.0, verify=False,
    )  # fmt: skip


def _point_at_what_is_there(case, things, chance):
    for name in case.path_parameters or {}:
        thing = things.get(NAMES.get(name, ""))
        if thing is not None:
            case.path_parameters[name] = str(thing.pk)
    if isinstance(case.body, dict) and chance.random() < 0.7:
        _fill(case.body, things)


def _fill(body, things):
    for name, value in body.items():
        thing = things["teammate" if name == "teammate_id" else "party"]
        if name.endswith("_id") and value is not None:
            body[name] = str(thing.pk)
        elif name.endswith("_ids"):
            body[name] = [str(thing.pk)]
        elif isinstance(value, list):
            [_fill(one, things) for one in value if isinstance(one, dict)]
