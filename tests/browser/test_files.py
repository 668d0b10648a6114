"""Files dropped on the page of a party, by hand and by keyboard."""

import re

import pytest

expect = pytest.importorskip("playwright.sync_api").expect
DROP = """([where, name, text]) => {
  const given = new DataTransfer();
  given.items.add(new File([text], name));
  const place = document.querySelector(where);
  for (const what of ["dragover", "drop"])
    place.dispatchEvent(new DragEvent(what,
      {bubbles: true, cancelable: true, dataTransfer: given}));
}"""


def test_files_are_dropped_seen_and_removed_and_the_composer_takes_its_own(look, sample):
    page = look(sample, "/search/?q=Northgate")
    page.locator("main").get_by_role("link", name=re.compile("Northgate Foundry")).first.click()
    page.wait_for_url(re.compile("/parties/"))
    party = page.url
    page.evaluate(DROP, ["h1", "Terms of 2027.txt", "Thirty days net."])
    expect(page.get_by_text("Kept: Terms of 2027.txt")).to_be_visible()
    page.locator("#files").get_by_role("link", name="Terms of 2027.txt").click()
    expect(page.get_by_role("region", name="The text of the file")).to_have_text(
        "Thirty days net."
    )
    page.get_by_role("button", name="Remove").click()
    expect(page.get_by_role("link", name="Terms of 2027.txt")).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("#files").get_by_role("link", name="Terms of 2027.txt")).to_be_visible()
    page.evaluate(DROP, [".composer textarea", "Minutes.txt", "Point one"])
    page.locator("#composer textarea").fill("They sent their minutes")
    page.get_by_role("button", name="Keep", exact=True).first.click()
    expect(page.get_by_text("Kept with")).to_be_visible()
    row = page.locator(".tl", has_text="They sent their minutes")
    expect(row.get_by_role("link", name="Minutes.txt")).to_be_visible()
    page.goto(party)
    page.locator("#files summary", has_text="Keep a file").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Files to keep")).to_be_visible()
    assert page.complaints == []
