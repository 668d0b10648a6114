"""What a newcomer does, by keyboard, without JavaScript, on a phone, and in a hurry."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from tests.browser.conftest import sign_in
from tests.browser.keyboard import press, tab_to

sync_api = pytest.importorskip("playwright.sync_api")
expect = sync_api.expect
NEXT_WEEK = datetime.now(UTC).date() + timedelta(days=7)
A_PARTY = re.compile(r"/parties/[0-9a-f-]{36}/")


def quiet_rows(page):
    """The rows of Today under “Going quiet”."""
    going_quiet = page.get_by_role("heading", name="Going quiet")
    return page.locator("section").filter(has=going_quiet).locator("li.todo")


def log_a_call(page, text):
    page.get_by_label("What was said").fill(text)
    page.get_by_role("button", name="Keep", exact=True).click()


def test_by_keyboard_from_the_door_to_a_call_and_the_item_is_gone(look, sample):
    page = look(sample, "/sign-in/", signed_in=False)
    sign_in(page, sample)
    row = quiet_rows(page).first
    name = row.locator("a.name, a").first.inner_text()
    press(page, row.get_by_role("link", name=re.compile("^(Call|Write)$")))
    page.wait_for_url(A_PARTY)
    if "log=call" not in page.url:
        press(page, page.locator(".composer").get_by_role("link", name="Call"))
        page.wait_for_url(re.compile("log=call"))
    tab_to(page, page.locator(".composer textarea"))
    page.keyboard.type("Spoke about the spring programme.")
    tab_to(page, page.get_by_label("Next touch"))
    page.keyboard.type(NEXT_WEEK.strftime("%m%d%Y"))
    tab_to(page, page.get_by_label("What for"))
    page.keyboard.type("Send the programme")
    press(page, page.get_by_role("button", name="Keep", exact=True))
    expect(page.get_by_text("Kept with")).to_be_visible()
    expect(page.locator(".timeline")).to_contain_text("Spoke about the spring programme.")
    expect(page.locator("main")).to_contain_text("Send the programme")
    press(page, page.get_by_role("link", name="Today").first)
    page.wait_for_url(f"{sample.url}/")
    assert name not in quiet_rows(page).all_inner_texts()
    expect(page.get_by_role("link", name=name, exact=True)).to_have_count(0)
    assert page.complaints == []


def test_by_keyboard_an_item_is_put_off_with_a_reason(look, sample):
    page = look(sample)
    row = page.locator("#today-list li.todo").last
    before = page.locator("#today-list li.todo").count()
    press(page, row.locator("summary").first)
    tab_to(page, row.get_by_label("Because"))
    page.keyboard.type("They are at a fair")
    page.keyboard.press("Enter")
    expect(page.get_by_text("It comes back on")).to_be_visible()
    expect(page.locator("#today-list li.todo")).to_have_count(before - 1)
    press(page, page.get_by_role("button", name="Undo"))
    expect(page.locator("#today-list li.todo")).to_have_count(before)
    assert page.complaints == []


def test_by_keyboard_the_palette_opens_a_party(look, sample):
    page = look(sample)
    name = page.locator("#today-list li.todo a[href^='/parties/']").first.inner_text()
    page.keyboard.press("Control+k")
    page.keyboard.type("northgate")
    option = page.get_by_role("option", name=re.compile("Northgate Foundry")).first
    expect(option).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    page.wait_for_url(A_PARTY)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Northgate")
    assert name and page.complaints == []


def test_by_keyboard_two_that_are_one_are_merged_and_parted(look, sample):
    page = look(sample, "/parties/duplicates/")
    before = page.get_by_role("link", name=re.compile("^Compare")).count()
    press(page, page.get_by_role("link", name=re.compile("^Compare")).first)
    press(page, page.get_by_role("button", name="Merge them"))
    page.wait_for_url(A_PARTY)
    expect(page.get_by_text("2 are now one")).to_be_visible()
    press(page, page.get_by_role("button", name="Undo"))
    expect(page.get_by_text("stand by themselves again")).to_be_visible()
    page.goto(f"{sample.url}/parties/duplicates/")
    assert page.get_by_role("link", name=re.compile("^Compare")).count() in (before, before - 1)
    assert page.complaints == []


def test_sending_twice_and_going_back_keep_a_call_once(look, sample):
    page = look(sample, "/search/?q=Dunmore+Dairy")
    page.locator("main").get_by_role("link", name=re.compile("Dunmore Dairy")).first.click()
    page.goto(page.url + "?log=call")
    page.locator(".composer textarea").fill("Said exactly once.")
    page.get_by_role("button", name="Keep", exact=True).dblclick()
    expect(page.get_by_text("Kept with")).to_be_visible()
    said = page.locator(".timeline").get_by_text("Said exactly once.")
    expect(said).to_have_count(1)
    page.go_back()
    page.locator(".composer textarea").fill("Said exactly once.")
    page.get_by_role("button", name="Keep", exact=True).click()
    page.wait_for_load_state()
    expect(said).to_have_count(1)


def test_on_a_phone_today_and_a_party_are_within_reach_of_a_thumb(look, sample):
    page = look(sample, width=390)
    bar = page.locator(".tabbar")
    for name in ("Today", "Parties", "Add", "Search", "More"):
        expect(bar.get_by_text(name, exact=True)).to_be_visible()
    for button in page.locator("#today-list li.todo").first.locator(".btn:visible").all():
        assert button.bounding_box()["height"] >= 40
    page.locator("#today-list li.todo a[href^='/parties/']").first.tap()
    page.wait_for_url(A_PARTY)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert float(page.locator(".composer textarea").evaluate(
        "one => parseFloat(getComputedStyle(one).fontSize)")) >= 16  # fmt: skip
    bar.get_by_text("Parties", exact=True).tap()
    page.wait_for_url(re.compile("/parties/$"))
    assert page.complaints == []


def test_without_javascript_one_signs_in_and_keeps_a_call(look, sample):
    page = look(sample, "/sign-in/", signed_in=False, script=False)
    sign_in(page, sample)
    page.goto(f"{sample.url}/search/?q=Ostrava+Glass")
    page.locator("main").get_by_role("link", name=re.compile("Ostrava Glass")).first.click()
    page.locator(".composer").get_by_role("link", name="Call").click()
    page.locator(".composer textarea").fill("Called without any script.")
    page.get_by_role("button", name="Keep", exact=True).click()
    expect(page.locator(".timeline")).to_contain_text("Called without any script.")
    page.goto(sample.url)
    row = page.locator("#today-list li.todo").last
    what = row.locator(".todo-what, strong, a").first.inner_text()
    row.locator("summary").first.click()
    row.get_by_label("Because").fill("No script today")
    row.get_by_role("button", name="Put off").click()
    expect(page.get_by_text("It comes back on")).to_be_visible()
    assert what
    page.get_by_role("button", name="Undo").click()
