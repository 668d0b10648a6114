"""The sheet of patterns in a real browser, in both lights, on a desk and on a phone."""

import os
from collections.abc import Iterator
from typing import Any

import pytest

playwright = pytest.importorskip("playwright.sync_api")
axe = pytest.importorskip("axe_playwright_python.sync_playwright")

CHROMIUM = os.environ.get("KEEPWELL_CHROMIUM", "/usr/bin/chromium")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

pytestmark = [
    pytest.mark.browser,
    pytest.mark.urls("keepwell.ui.tests.urls"),
    pytest.mark.skipif(not os.path.exists(CHROMIUM), reason=f"no Chromium at {CHROMIUM}"),  # noqa: PTH110
]


@pytest.fixture(autouse=True)
def plain_static(settings):
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


@pytest.fixture
def open_sheet(live_server, monkeypatch) -> Iterator[Any]:
    # Playwright keeps an event loop in this thread, which Django would take for an async view.
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    with playwright.sync_playwright() as chosen:
        browser = chosen.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])

        def visit(width: int = 1440, light: str = "light") -> Any:
            page = browser.new_page(
                viewport={"width": width, "height": 900}, color_scheme=light
            )
            page.complaints = []
            page.on(
                "console", lambda m: page.complaints.append(m.text) if m.type == "error" else 0
            )
            page.on("pageerror", lambda error: page.complaints.append(str(error)))
            page.goto(f"{live_server.url}/ui/patterns/")
            page.wait_for_load_state("networkidle")
            return page

        yield visit
        browser.close()


@pytest.mark.parametrize("light", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390, 320])
def test_everyone_can_use_every_part_and_nothing_scrolls_sideways(open_sheet, width, light):
    page = open_sheet(width, light)
    found = axe.Axe().run(page, options={"runOnly": RULES}).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"]) for one in found] == []
    assert page.evaluate("() => document.documentElement.scrollWidth") <= width
    assert page.complaints == []


def test_a_reason_opens_by_key_and_escape_shuts_it(open_sheet):
    page = open_sheet()
    badge = page.get_by_role("button", name="Slipping")
    note = page.get_by_text("Contact fell to 38")
    badge.focus()
    page.keyboard.press("Enter")
    playwright.expect(note).to_be_visible()
    playwright.expect(badge).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("Escape")
    playwright.expect(note).to_be_hidden()


def test_the_safe_choice_of_a_question_has_the_focus(open_sheet):
    page = open_sheet()
    page.get_by_role("link", name="Ask").click()
    playwright.expect(page.get_by_role("button", name="Keep the client")).to_be_focused()
    page.keyboard.press("Enter")
    playwright.expect(page.locator("#sample-dialog")).to_be_hidden()


def test_keys_walk_through_rows_and_tick_them(open_sheet):
    page = open_sheet()
    page.evaluate("() => document.activeElement.blur()")
    for _ in range(3):
        page.keyboard.press("j")
    playwright.expect(page.get_by_role("link", name="Calder Valley Water")).to_be_focused()
    page.keyboard.press("x")
    playwright.expect(page.locator("[data-count]")).to_have_text("1")


def test_sending_twice_sends_once_and_says_so(open_sheet):
    page = open_sheet()
    sent = []

    def take(route):
        sent.append(route.request.method)
        route.fulfill(status=204)

    page.route("**/sent/", take)
    page.evaluate("() => { document.querySelector('form.form').action = '/sent/' }")
    save = page.get_by_role("button", name="Save")
    save.click()
    playwright.expect(page.get_by_role("button", name="Saving…")).to_be_visible()
    page.locator("form.form .btn-main").dispatch_event("click")
    page.wait_for_timeout(200)
    assert sent == ["POST"]


def test_on_a_phone_more_opens_the_rail(open_sheet):
    page = open_sheet(390)
    rail = page.get_by_role("navigation", name="Main", exact=True)
    playwright.expect(rail).to_be_hidden()
    page.locator(".tabbar button").click()
    playwright.expect(rail).to_be_visible()
    page.keyboard.press("Escape")
    playwright.expect(rail).to_be_hidden()
