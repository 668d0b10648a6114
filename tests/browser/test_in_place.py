"""A value of a party changed where it stands, by keyboard alone, and by two at once."""

import re

import pytest

from tests.browser.test_every_page import RULES, faults_of

expect = pytest.importorskip("playwright.sync_api").expect


def northgate(page):
    page.goto(f"{page.house.url}/search/?q=Northgate")
    page.locator("main").get_by_role("link", name=re.compile("Northgate Foundry")).first.click()
    page.wait_for_url(re.compile("/parties/"))
    return page


def opened(page):
    """The form of the industry, opened by keyboard; its field has the focus."""
    page.get_by_role("link", name=re.compile("change Industry")).focus()
    page.keyboard.press("Enter")
    box = page.get_by_role("textbox", name=re.compile("Industry"))
    expect(box).to_be_focused()
    return box


def test_enter_keeps_escape_leaves_and_undo_takes_back(look, sample):
    page = northgate(look(sample))
    value = page.get_by_role("link", name=re.compile("change Industry"))
    before = value.inner_text()
    opened(page).fill("something else")
    assert faults_of(page, {"runOnly": RULES}) == []
    page.keyboard.press("Escape")
    expect(value).to_be_focused()
    assert value.inner_text() == before
    opened(page).fill("founding bells")
    page.keyboard.press("Enter")
    expect(value).to_have_text(re.compile("^founding bells"))
    expect(value).to_be_focused()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("It reads as before.")).to_be_visible()
    assert value.inner_text() == before
    page.get_by_role("link", name="Change Name").press("Enter")
    expect(page.get_by_role("textbox", name="Name")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("heading", level=1)).to_have_text("Northgate Foundry")
    assert page.complaints == []


def test_two_who_write_the_same_field_choose_with_both_before_them(look, sample):
    mine, theirs = northgate(look(sample)), northgate(look(sample))
    opened(mine).fill("bells")
    opened(theirs).fill("anvils")
    theirs.keyboard.press("Enter")
    expect(theirs.get_by_role("link", name=re.compile("^anvils.*change"))).to_be_visible()
    mine.keyboard.press("Enter")
    expect(mine.get_by_role("alert")).to_contain_text("It now reads “anvils”")
    expect(mine.get_by_role("textbox", name=re.compile("Industry"))).to_have_value("bells")
    expect(mine.get_by_role("link", name="Keep theirs")).to_be_visible()
    mine.get_by_role("button", name="Write mine").press("Enter")
    expect(mine.get_by_role("link", name=re.compile("^bells.*change"))).to_be_visible()
    mine.get_by_role("button", name="Undo").click()
    expect(mine.get_by_role("link", name=re.compile("^anvils.*change"))).to_be_visible()
