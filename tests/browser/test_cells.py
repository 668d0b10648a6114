"""The list of parties is written in by keyboard alone, cell after cell."""

import re

import pytest

from tests.browser.test_every_page import RULES, faults_of

expect = pytest.importorskip("playwright.sync_api").expect
LIST = "/parties/?view=all&q=Northgate+Foundry&cols=name,industry~3,source~3,tags"


def cell_of(page, number):
    return page.locator("tbody tr").first.locator("td, th").nth(number)


def test_f2_opens_enter_keeps_escape_leaves_and_tab_goes_on(look, sample):
    page = look(sample, LIST)
    expect(page.get_by_role("region", name="Parties")).to_have_accessible_description(
        re.compile("F2 on a row")
    )
    industry, source = cell_of(page, 2), cell_of(page, 3)
    before, came = industry.inner_text(), source.inner_text()
    page.keyboard.press("j")
    page.keyboard.press("F2")
    box = page.get_by_role("textbox", name="Industry of Northgate Foundry")
    expect(box).to_be_focused()
    assert faults_of(page, {"runOnly": RULES}) == []
    box.fill("something else")
    page.keyboard.press("Escape")
    expect(industry).to_be_focused()
    assert industry.inner_text() == before
    page.keyboard.press("e")
    box.fill("foundries of the list")
    page.keyboard.press("Tab")
    came_by = page.get_by_role("textbox", name="How they came of Northgate Foundry")
    expect(came_by).to_be_focused()
    expect(industry).to_have_text("foundries of the list")
    page.keyboard.press("Escape")
    expect(source).to_be_focused()
    assert source.inner_text() == came
    page.keyboard.press("ArrowLeft")
    expect(industry).to_be_focused()
    page.keyboard.press("Enter")
    box.fill("kept by Enter")
    page.keyboard.press("Enter")
    expect(industry).to_have_text("kept by Enter")
    expect(industry).to_be_focused()
    page.get_by_role("button", name="Undo").press("Enter")
    expect(page.get_by_text("It reads as before.")).to_be_visible()
    assert "/parties/?" in page.url
    expect(industry).to_have_text("foundries of the list")
    page.keyboard.press("j")
    page.keyboard.press("F2")
    box.fill("" if before == "–" else before)
    page.keyboard.press("Enter")
    expect(industry).to_have_text(before)
    assert page.complaints == []


def test_enter_pressed_the_moment_the_form_stands_there_keeps_in_place(look, sample):
    page = look(sample, LIST)
    before = cell_of(page, 2).inner_text()
    page.evaluate(
        """() => new MutationObserver((seen, watch) => {
             const box = document.querySelector("list-cells in-place input:not([type=hidden])");
             if (!box) return;
             watch.disconnect();
             box.value = "kept in a hurry";
             box.form.requestSubmit();
           }).observe(document.querySelector("list-cells"), {childList: true, subtree: true})"""
    )
    cell_of(page, 2).dblclick()
    expect(cell_of(page, 2)).to_have_text("kept in a hurry")
    assert "/parties/?" in page.url
    page.get_by_role("button", name="Undo").click()
    expect(cell_of(page, 2)).to_have_text(before)


def test_a_double_click_opens_and_two_at_once_choose(look, sample):
    mine, theirs = look(sample, LIST), look(sample, LIST)
    before = cell_of(mine, 3).inner_text()
    for page, words in ((mine, "bells"), (theirs, "anvils")):
        cell_of(page, 3).dblclick()
        page.get_by_role("textbox", name="How they came").fill(words)
    theirs.keyboard.press("Enter")
    expect(cell_of(theirs, 3)).to_have_text("anvils")
    mine.keyboard.press("Tab")
    expect(mine.get_by_role("alert")).to_contain_text("It now reads “anvils”")
    mine.get_by_role("link", name="Keep theirs").press("Enter")
    expect(cell_of(mine, 3)).to_have_text("anvils")
    theirs.get_by_role("button", name="Undo").click()
    expect(cell_of(theirs, 3)).to_have_text(before)


def test_a_party_that_is_gone_meanwhile_is_told_not_passed_over(look, sample):
    page = look(sample, LIST)
    page.route("**/field/**", lambda route: route.fulfill(status=404, body=""))
    cell_of(page, 2).dblclick()
    expect(page.get_by_role("status")).to_contain_text("no longer here, or not for you")
    page.unroute("**/field/**")
    page.route("**/field/**", lambda route: route.abort())
    cell_of(page, 2).dblclick()
    expect(page.get_by_role("status")).to_contain_text("No answer came")


def test_on_a_phone_the_cards_stay_as_they_are(look, sample):
    page = look(sample, LIST, width=390)
    page.keyboard.press("j")
    page.keyboard.press("F2")
    expect(page.locator("in-place")).to_have_count(0)
    assert page.complaints == []
