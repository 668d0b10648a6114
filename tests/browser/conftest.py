"""Keepwell as it is run, in a home of its own, and one Chromium to look at it.

The servers live as long as the tests; a browser only as long as a module, because Playwright
keeps an event loop in this thread, which Django would take for an asynchronous view elsewhere.
"""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from keepwell.config.sample import DEMO_EMAIL, DEMO_PASSWORD

playwright = pytest.importorskip("playwright.sync_api")
CHROMIUM = os.environ.get("KEEPWELL_CHROMIUM", "/usr/bin/chromium")
OWN_EMAIL, OWN_PASSWORD = "petra@finch.example", "correct horse battery"
KEPT = ("PATH", "HOME", "LANG", "TMPDIR", "PYTHONPATH")


def pytest_collection_modifyitems(items):
    """All of these drive a browser; where there is none they say so."""
    missing = not Path(CHROMIUM).exists()
    for item in items:
        if Path(__file__).parent in Path(item.path).parents:
            item.add_marker(pytest.mark.browser)
            if missing:
                item.add_marker(pytest.mark.skip(reason=f"no Chromium at {CHROMIUM}"))


@dataclass
class House:
    """A running Keepwell: where it is, who signs in, and the cookies of who did."""

    url: str
    email: str
    password: str
    cookies: dict[str, Any] = field(default_factory=dict)


@contextmanager
def running(home: Path, *founding: str) -> Iterator[str]:
    """Found a firm and serve it with the product's own settings on a free port."""
    env = {name: os.environ[name] for name in KEPT if name in os.environ}
    env |= {"KEEPWELL_HOME": str(home), "DJANGO_SETTINGS_MODULE": "keepwell.config.settings"}
    keepwell = [sys.executable, "-m", "keepwell.config.command_line"]
    subprocess.run([*keepwell, "init", *founding], env=env, check=True, capture_output=True)
    with socket.socket() as knock:
        knock.bind(("127.0.0.1", 0))
        port = knock.getsockname()[1]
    log = (home / "server.log").open("wb")
    server = subprocess.Popen(
        [*keepwell, "run", "--port", str(port)], env=env, stdout=log, stderr=log
    )
    url = f"http://127.0.0.1:{port}"
    try:
        _wait_for(url, server)
        yield url
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(20)
        log.close()


def _wait_for(url: str, server: "subprocess.Popen[bytes]") -> None:
    for _try in range(900):
        assert server.poll() is None, "the server ended before its first page"
        try:
            with urllib.request.urlopen(f"{url}/sign-in/", timeout=5):
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("no page within a minute and a half")


@pytest.fixture(scope="session")
def sample(tmp_path_factory) -> Iterator[House]:
    """The sample firm."""
    with running(tmp_path_factory.mktemp("sample"), "--sample") as url:
        yield House(url, DEMO_EMAIL, DEMO_PASSWORD)


@pytest.fixture(scope="session")
def own_firm(tmp_path_factory) -> Iterator[House]:
    """The firm of the tiny world, founded and empty."""
    told = ["--empty", "--name", "Brückner Valloton Beratung", "--time-zone", "Europe/Vienna",
            "--domain", "bruckner-valloton.example.com", "--free-mail-domains",
            "freemail.example.net,post.example.org,inbox.example.com",
            "--admin-email", OWN_EMAIL, "--admin-name", "Petra",
            "--admin-password", OWN_PASSWORD]  # fmt: skip
    with running(tmp_path_factory.mktemp("own"), *told) as url:
        yield House(url, OWN_EMAIL, OWN_PASSWORD)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """One Chromium for a module."""
    with playwright.sync_playwright() as chosen:
        started = chosen.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture
def look(browser, request) -> Iterator[Any]:
    """Open a page of a house: `look(house, "/", width=390, light="dark", script=False)`.

    What the console complains of is kept in `page.complaints`.
    """
    opened = []

    def visit(house, path="/", *, width=1440, light="light", script=True, signed_in=True):
        context = browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme=light, locale="en-US",
            java_script_enabled=script, reduced_motion="reduce", has_touch=width < 500,
            storage_state=_signed_in(browser, house) if signed_in else None,
        )  # fmt: skip
        context.set_default_timeout(15_000)
        opened.append(context)
        page = context.new_page()
        page.house = house
        page.complaints = listen(page)
        page.goto(house.url + path)
        return page

    yield visit
    for context in opened:
        context.close()


def listen(page) -> list[str]:
    """What goes wrong in the page from now on: scripts, the policy, requests."""
    heard: list[str] = []
    page.on("console", lambda m: heard.append(m.text) if m.type == "error" else None)
    page.on("pageerror", lambda error: heard.append(str(error)))
    return heard


def _signed_in(browser, house: House) -> dict[str, Any]:
    if not house.cookies:
        context = browser.new_context()
        sign_in(context.new_page(), house)
        house.cookies = context.storage_state()
        context.close()
    return house.cookies


def sign_in(page, house: House) -> None:
    """Come in by the door, with the keyboard alone."""
    page.goto(f"{house.url}/sign-in/")
    page.get_by_label("mail").focus()
    page.keyboard.type(house.email)
    page.keyboard.press("Tab")
    page.keyboard.type(house.password)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{house.url}/")
