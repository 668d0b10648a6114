"""The page of the API: every operation is there, and the examples on it are true."""

import json
import re

import jsonschema_rs
import pytest
from django.test import Client
from django.urls import reverse
from ninja.responses import NinjaJSONEncoder

from keepwell.config.api import api
from keepwell.config.api_told import groups_told


@pytest.fixture(scope="module")
def schema():
    return json.loads(json.dumps(api.get_openapi_schema(), cls=NinjaJSONEncoder))


def test_every_operation_stands_on_the_page(client, amara):
    client.force_login(amara)
    page = client.get(reverse("api_page")).content.decode()
    for group in groups_told():
        for operation in group.operations:
            assert f'id="{operation.id}"' in page
            assert operation.says


def test_every_example_fits_its_own_description(schema):
    for path, operations in schema["paths"].items():
        for method, told in operations.items():
            bodies = told.get("requestBody", {}).get("content", {})
            if "application/json" not in bodies:
                continue
            shape = {**bodies["application/json"]["schema"], "components": schema["components"]}
            example = next(
                one.body
                for group in groups_told()
                for one in group.operations
                if one.id == told["operationId"]
            )
            assert jsonschema_rs.is_valid(shape, json.loads(example)), (method, path, example)


def test_every_write_says_what_is_sent_by_an_example_of_its_own():
    for group in groups_told():
        for one in group.operations:
            assert "…" not in one.body, one.id


def test_what_is_tried_on_the_page_is_done_as_oneself(amara):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(amara)
    page = browser.get(reverse("api_page")).content.decode()
    (token,) = re.findall(r'id="api-as".*?name="csrfmiddlewaretoken" value="(\w+)"', page)
    sent = json.dumps({"what": "Send the file"})

    def asked(**headers):
        address = "/api/v1/tasks"
        return browser.post(address, sent, content_type="application/json", headers=headers)

    assert asked().status_code == 403
    assert asked(x_csrftoken=token).json()["assignee"]["name"] == "Amara"
