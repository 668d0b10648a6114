"""Keys, the search box, and what was typed but not sent."""

import re

import pytest

from tests.browser.conftest import sign_in

expect = pytest.importorskip("playwright.sync_api").expect


def test_keys_lead_from_a_row_to_a_note_and_to_pages_and_can_be_turned_off(look, sample):
    page = look(sample, "/parties/?view=all")
    page.keyboard.press("j")
    page.keyboard.press("n")
    page.wait_for_url(re.compile("log=note"))
    expect(page.locator("#composer textarea")).to_be_focused()
    page.keyboard.type("gp")  # typing is typing
    expect(page.locator("#composer textarea")).to_have_value("gp")
    page.goto(f"{sample.url}/")
    page.keyboard.press("g")
    page.keyboard.press("p")
    page.wait_for_url(re.compile("/parties/$"))
    page.keyboard.press("?")
    page.locator("#keys").get_by_role("button", name="Off").click()
    page.keyboard.press("Escape")
    page.reload()
    page.keyboard.press("?")
    expect(page.locator("#keys")).not_to_be_visible()
    page.keyboard.press("Control+k")
    page.get_by_role("button", name="All keys").click()
    page.locator("#keys").get_by_role("button", name="On").click()
    assert page.complaints == []


def test_a_mail_is_found_by_its_words_and_opened_by_keyboard(look, sample):
    page = look(sample)
    page.keyboard.press("/")
    page.keyboard.type("invoice")
    option = page.get_by_role("listbox").get_by_role("option").first
    expect(option.locator("mark").first).to_be_visible()
    expect(option).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("before="))
    assert page.complaints == []


def test_a_note_survives_a_crash_until_it_is_kept_or_one_signs_out(look, sample):
    page = look(sample, "/search/?q=Northgate")
    page.locator("main").get_by_role("link", name=re.compile("Northgate Foundry")).first.click()
    party = page.url
    page.locator("#composer textarea").fill("Half a thought about pallets")
    page.wait_for_timeout(500)
    page.goto("about:blank")
    page.goto(party)
    expect(page.locator("#composer textarea")).to_have_value("")
    page.get_by_role("button", name="Put it back").click()
    expect(page.locator("#composer textarea")).to_have_value("Half a thought about pallets")
    page.get_by_role("button", name="Keep", exact=True).click()
    expect(page.get_by_text("Kept with")).to_be_visible()
    page.goto(party)
    expect(page.get_by_role("button", name="Put it back")).to_have_count(0)
    page.locator("#composer textarea").fill("Another thought")
    page.wait_for_timeout(500)
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_load_state()
    if page.locator("form button[type=submit]").count() and "sign-out" in page.url:
        page.locator("main form button[type=submit]").first.click()
    sample.cookies.clear()  # others begin with a session of their own
    page.goto(f"{sample.url}/sign-in/")
    sign_in(page, sample)
    page.goto(party)
    expect(page.get_by_role("button", name="Put it back")).to_have_count(0)
