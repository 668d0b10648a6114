"""Pages no link leads to until something happened: the way in, walls, merging, refusals."""

import base64
import hashlib
import hmac
import re
import struct
import time

import pytest

from tests.browser.test_every_page import look_closely

pytest.importorskip("playwright.sync_api")
pytest.importorskip("axe_playwright_python.base")
NAME, EMAIL, PASSWORD = "Ada Quick", "ada@harbourfinch.example", "many quick ferries"


def six_digits(secret):
    """What an authenticator app shows now for this key (RFC 6238)."""
    key = base64.b32decode(secret.strip() + "=" * (-len(secret.strip()) % 8))
    drawn = hmac.new(key, struct.pack(">Q", int(time.time()) // 30), hashlib.sha1).digest()
    start = drawn[-1] & 15
    number = struct.unpack(">I", drawn[start : start + 4])[0] & 0x7FFFFFFF
    return f"{number % 10**6:06d}"


def sent(page, button):
    """Press what sends the form, and wait for the answer."""
    with page.expect_navigation():
        page.locator("main, body").get_by_role("button", name=button).first.click()


def path_of(page):
    return page.url.removeprefix(page.house.url)


def invited(page):
    """Invite a teammate; the link they set their password with."""
    page.goto(f"{page.house.url}/settings/teammates/invite/")
    page.fill("[name=name]", NAME)
    page.fill("[name=email]", EMAIL)
    sent(page, "Invite")
    return re.search(r"/join/[\w-]+/", page.content())[0]


def sign_in(page):
    page.goto(f"{page.house.url}/sign-in/")
    page.fill("[name=login]", EMAIL)
    page.fill("[name=password]", PASSWORD)
    sent(page, "Sign in")


def test_the_way_in_is_usable_from_the_invitation_to_the_recovery_code(look, sample):
    link = invited(look(sample))
    page = look(sample, link, signed_in=False)
    wrong = look_closely(page, link)
    page.fill("[name=password]", PASSWORD)
    page.fill("[name=again]", PASSWORD)
    sent(page, "Set the password")
    sign_in(page)
    page.goto(f"{sample.url}/settings/security/lock/app/")
    if "/again/" in page.url:
        wrong += look_closely(page, path_of(page))
        page.fill("[name=password]", PASSWORD)
        sent(page, "Go on")
    wrong += look_closely(page, "/settings/security/lock/app/")
    page.fill("[name=code]", six_digits(page.locator("main code").first.inner_text()))
    sent(page, "Turn it on")
    codes = "/settings/security/lock/codes/"
    for path in (codes, f"{codes}new/", "/settings/security/lock/app/remove/"):
        wrong += look_closely(page, path)
    page.goto(sample.url + codes)
    code = re.search(r"\b\d{8}\b", page.locator("main").inner_text())[0]
    page.context.clear_cookies()
    sign_in(page)
    wrong += look_closely(page, "/sign-in/code/")
    page.fill("[name=code]", code)
    sent(page, "Sign in")
    assert path_of(page) == "/"
    refused = look_closely(page, "/imports/new/")
    wrong += [fault for fault in refused if "403" not in str(fault)]
    assert not wrong, "\n".join(map(str, wrong))


def test_a_wall_is_raised_and_lowered_and_a_merge_undone_on_usable_pages(look, sample):
    page = look(sample, "/parties/duplicates/")
    with page.expect_navigation():
        page.get_by_role("link", name="Compare").first.click()
    sent(page, "Merge them")
    party = path_of(page)
    undo = page.locator("[href*='/undo/'], [action*='/undo/']").first
    wrong = look_closely(page, undo.get_attribute("href") or undo.get_attribute("action"))
    wrong += look_closely(page, f"{party}history/")
    page.goto(f"{sample.url}{party}walls/")
    page.select_option("[name=teammate]", label="Adaeze Obi")
    page.fill("[name=reason]", "A conflict")
    sent(page, "Raise the wall")
    lower = page.locator("main a[href$='/lower/']").first.get_attribute("href")
    wrong += look_closely(page, "/settings/walls/") + look_closely(page, lower)
    page.fill("[name=reason]", "It is over")
    sent(page, "Lower it")
    assert path_of(page) == "/settings/walls/"
    assert not wrong, "\n".join(map(str, wrong))


def test_a_phone_has_a_way_back_and_shows_no_words_letter_by_letter(look, sample):
    page = look(sample, "/settings/security/", width=390)
    back = page.locator(".crumbs a").last
    assert back.is_visible() and back.inner_text() == "Settings"
    assert back.bounding_box()["height"] >= 40
    page.goto(f"{sample.url}/conversations/?side=waiting")
    assert "A mail waits when it is the last word" in page.locator("main").inner_text()
