"""Somebody's own files: dropped in, looked at, tried, brought in, and taken back."""

import os
import re
from pathlib import Path

import pytest

sync_api = pytest.importorskip("playwright.sync_api")
expect = sync_api.expect
ROOT = Path(__file__).parents[2]
SHARED = Path(os.environ.get("KEEPWELL_SHARED_DATA", ROOT.parent / "shared" / "data"))
WORLD = SHARED / "worlds" / "hubspot_clean_tiny"
LONG = 90_000  # milliseconds
FEW = "First Name,Last Name,Email\nKofi,Mensah,kofi@harbour.example\nMei,Tan,mei@tan.example\n"


@pytest.mark.worlds
def test_a_hubspot_export_goes_in_and_today_is_of_that_firm(look, own_firm):
    if not WORLD.is_dir():
        pytest.skip(f"no simulated firm at {WORLD}")
    page = look(own_firm)
    expect(page.locator("main")).to_contain_text("Import")
    page.goto(f"{own_firm.url}/imports/new/")
    files = [str(one) for one in sorted(WORLD.iterdir()) if one.name != "truth.json"]
    page.locator("input[name=files]").set_input_files(files)
    page.get_by_role("button", name="Look at them").click()
    page.wait_for_url(re.compile("/imports/[0-9a-f-]{36}/"))
    main = page.locator("main")
    expect(main).to_contain_text("Contacts: people the firm knows")
    expect(main).to_contain_text("A mailbox")
    page.get_by_role("button", name="Try it, write nothing").click()
    go = page.get_by_role("button", name=re.compile("^Import [0-9,]+ rows"))
    go.wait_for(timeout=LONG)
    expect(main).to_contain_text("would be added")
    assert_nobody_is_here(page, own_firm)
    go.click()
    undo = page.get_by_role("button", name="Undo this import")
    undo.wait_for(timeout=LONG)
    result = page.url
    page.goto(f"{own_firm.url}/?whose=book")
    assert page.locator("#today-list li.todo").count() > 0
    expect(page.locator("h1")).to_be_visible()
    page.goto(f"{own_firm.url}/parties/?view=all")
    expect(page.locator("main tbody tr").first).to_be_visible()
    page.goto(result)
    undo.click()
    page.get_by_text("undone").first.wait_for(timeout=LONG)
    assert_nobody_is_here(page, own_firm)
    assert page.complaints == []


def assert_nobody_is_here(page, house):
    here = page.url
    page.goto(f"{house.url}/parties/?view=all")
    expect(page.locator("main tbody tr")).to_have_count(0)
    page.goto(here)


def test_without_javascript_files_go_in_too(look, sample, tmp_path):
    few = tmp_path / "few.csv"
    few.write_text(FEW)
    page = look(sample, "/imports/new/", script=False)
    page.locator("input[name=files]").set_input_files(str(few))
    page.get_by_role("button", name="Look at them").click()
    expect(page.locator("main")).to_contain_text("few.csv")
    page.get_by_role("button", name="Import without a try").click()
    undo = page.get_by_role("button", name="Undo this import")
    for _again in range(60):
        if undo.count():
            break
        page.wait_for_timeout(500)
        page.reload()
    expect(page.locator("main")).to_contain_text("added")
    page.goto(f"{sample.url}/search/?q=kofi%40harbour.example")
    expect(page.locator("main")).to_contain_text("Kofi Mensah")
