"""The shell round every page, and the pages that say something went wrong."""

import re

import pytest
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import Client, RequestFactory

from keepwell.ui.shell import NavItem, Shell
from keepwell.ui.toasts import undo_address

SHELL = Shell(
    firm_name="Harbour & Sons",
    teammate_name="Amara Obi",
    items=(
        NavItem("Today", "/", "today", 11, current=True),
        NavItem("Parties", "/p/", "parties"),
    ),
    views=(NavItem("Everyone", "/v/", count=40_000),),
    add_href="/add/",
)
PAGE = """{% extends "ui/page.html" %}{% block title %}Parties & <b>x</b>{% endblock %}
{% block main %}<p>Rows</p>{% endblock %}"""

pytestmark = pytest.mark.urls("keepwell.ui.tests.urls")


@pytest.fixture(autouse=True)
def plain_static(settings):  # type: ignore[no-untyped-def]
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


def page(**context: object) -> str:
    request = RequestFactory().get("/")
    return Template(PAGE).render(Context({"request": request, **context}))


def test_a_page_has_one_heading_a_way_past_the_rail_and_its_name_in_the_bar() -> None:
    shown = page(shell=SHELL)
    assert shown.count("<h1>") == 1
    assert 'href="#main"' in shown and 'id="main"' in shown
    assert '<span class="here" aria-current="page">Parties' in shown


def test_the_rail_says_where_one_is_and_what_waits() -> None:
    shown = page(shell=SHELL)
    assert re.search(r'href="/" aria-current="page"', shown)
    assert '<span class="count">11</span>' in shown
    assert "1,000+" in shown
    assert "Harbour &amp; Sons" in shown


def test_a_page_stands_without_a_shell() -> None:
    shown = page()
    assert "<p>Rows</p>" in shown and 'class="rail"' not in shown


def test_nothing_on_the_sheet_needs_what_the_content_policy_forbids() -> None:
    answer = Client().get("/ui/patterns/")
    shown = answer.content.decode()
    assert answer.status_code == 200
    assert not re.search(r"\sstyle=|\son[a-z]+=|javascript:", shown)
    assert not re.search(r"<script(?![^>]*\ssrc=)", shown)
    assert "<style" not in shown


def test_no_two_things_on_the_sheet_have_the_same_id() -> None:
    ids = re.findall(r'\sid="([^"]+)"', Client().get("/ui/patterns/").content.decode())
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "500"])
def test_what_went_wrong_is_said_with_a_way_out(name: str) -> None:
    shown = render_to_string(f"{name}.html")
    assert shown.count("<h1>") == 1
    assert 'href="/"' in shown


def test_light_or_dark_is_kept_without_javascript() -> None:
    answer = Client().post("/ui/theme/", {"theme": "dark"})
    assert answer.cookies["theme"].value == "dark"
    request = RequestFactory().get("/")
    request.COOKIES["theme"] = "dark"
    assert 'data-theme="dark"' in page(request=request)


def test_a_theme_nobody_made_is_not_believed() -> None:
    assert "theme" not in Client().post("/ui/theme/", {"theme": '"><b>'}).cookies
    request = RequestFactory().get("/")
    request.COOKIES["theme"] = '"><b>'
    assert "data-theme=" not in page(request=request).split(">")[1]


def test_choosing_a_theme_never_leads_to_another_server() -> None:
    answer = Client().post(
        "/ui/theme/", {"theme": "dark"}, headers={"referer": "https://x.example/"}
    )
    assert answer["Location"] == "/"


def test_a_toast_says_what_happened_and_can_be_undone() -> None:
    said = Message(
        constants.SUCCESS, "Kept the call with <Hanne>.", extra_tags="undo:/calls/7/undo/"
    )
    shown = page(messages=[said])
    assert 'role="status"' in shown
    assert "Kept the call with &lt;Hanne&gt;." in shown
    assert 'action="/calls/7/undo/"' in shown and "csrfmiddlewaretoken" in shown


def test_undo_never_leads_to_another_server() -> None:
    assert undo_address("undo://x.example/") == ""
    assert undo_address("undo:https://x.example/") == ""
    assert undo_address("safe") == ""
