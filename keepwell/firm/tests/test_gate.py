"""What every request of a program passes: how often, done once, and how a no is written."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from keepwell.config.api import api
from keepwell.firm.commands.tokens import make_token
from keepwell.firm.gate import rates
from keepwell.firm.models import Allowance
from keepwell.firm.queries import forget_firm

ME = "/api/v1/me"


@pytest.fixture(autouse=True)
def clock(time_machine, now):
    time_machine.move_to(now, tick=False)
    rates._left.clear()
    cache.clear()


@pytest.fixture
def shown(amara, now):
    made = make_token(
        amara, name="A", scopes=["settings:read"], expires_at=now + timedelta(days=9), at=now
    )
    return {"authorization": f"Bearer {made.secret}"}


def test_after_the_minute_is_used_up_a_program_hears_when_to_come_again(
    client, shown, settings, time_machine, now
):
    settings.API_PER_MINUTE = 10
    answers = [client.get(ME, headers=shown).status_code for _ in range(11)]
    assert answers == [200] * 10 + [429]
    refused = client.get(ME, headers=shown)
    assert refused.json()["status"] == 429
    assert refused.headers["Retry-After"] == "60"
    time_machine.move_to(now + timedelta(minutes=1), tick=False)
    assert client.get(ME, headers=shown).status_code == 200


def test_workers_share_one_count(client, shown, settings):
    settings.API_PER_MINUTE = 100
    answers = []
    for number in range(120):
        if number % 15 == 0:
            rates._left.clear()  # another worker, which knows nothing of the others
        answers.append(client.get(ME, headers=shown).status_code)
    assert answers.count(200) <= 100
    assert Allowance.objects.count() == 1


def test_most_requests_cost_one_query_and_no_write(client, shown, settings):
    settings.FIRM_KEPT_SECONDS = 60
    client.get(ME, headers=shown)
    with CaptureQueriesContext(connection) as asked:
        client.get(ME, headers=shown)
    forget_firm()
    assert len(asked) == 1


@pytest.mark.parametrize(
    "path",
    ["nothing", "parties/none/of/that", "", "teammates/x", "a%0Ab", "a%0D", "%00", "%FF"],
)
def test_what_is_not_there_is_a_problem_as_well(client, shown, path):
    answer = client.get(f"/api/v1/{path}", headers=shown)
    assert answer.status_code == 404
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_a_method_nobody_takes_is_a_problem_that_says_which_are(client, shown):
    answer = client.delete(ME, headers=shown)
    assert answer.status_code == 405
    assert answer.headers["Allow"] == "GET"
    assert answer.json()["status"] == 405


def test_a_fault_says_so_and_tells_nothing_else(client, shown, monkeypatch, caplog):
    def broken(*_args, **_kwargs):
        raise RuntimeError("the cellar")

    monkeypatch.setattr("keepwell.firm.api.the_firm", broken)
    answer = client.get("/api/v1/firm", headers=shown)
    assert answer.status_code == 500
    assert "cellar" not in answer.content.decode()
    assert "cellar" in caplog.text


def test_numbers_are_bounded(client, shown):
    for limit in ("-1", "0", "201", "9" * 40, "x"):
        answer = client.get(f"/api/v1/teammates?limit={limit}", headers=shown)
        assert answer.status_code == 422, limit
        assert answer.json()["errors"][0]["field"] == "query.limit"


def test_a_cursor_leads_on_and_cannot_be_made_up(client, shown, petra, chidi):
    first = client.get("/api/v1/teammates?limit=2", headers=shown).json()
    cursor = first["next"]
    rest = client.get(f"/api/v1/teammates?limit=2&cursor={cursor}", headers=shown).json()
    names = [one["name"] for one in first["items"] + rest["items"]]
    assert names == ["Amara", "Chidi", "Petra"]
    assert rest["next"] is None
    for wrong in (cursor[:-2], "x", "a:b", f"{cursor}&here=true"):
        answer = client.get(f"/api/v1/teammates?cursor={wrong}", headers=shown)
        assert answer.status_code == 422


def test_a_browser_needs_its_csrf_token_to_write(amara):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(amara)
    assert browser.get(ME).status_code == 200
    assert browser.post(ME, {}, content_type="application/json").status_code == 403


def test_every_operation_is_described_with_its_scope_and_problems(rf):
    schema = api.get_openapi_schema()
    assert schema["openapi"] == "3.1.0"
    names = []
    for path, operations in schema["paths"].items():
        for method, told in operations.items():
            names.append(told["operationId"])
            assert told["description"], path
            assert {401, 403, 404, 429, 500} <= set(told["responses"])
            assert told["security"], path
            if method != "get":
                assert "Idempotency-Key" in [one["name"] for one in told["parameters"]]
    assert len(names) == len(set(names))
