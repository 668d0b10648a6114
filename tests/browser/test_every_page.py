"""Every page, in both lights, on a desk and on a phone: usable by everyone, and quiet.

The pages are found as a teammate finds them, by following links from Today. A page that no
link leads to fails here, as does one this list forgot.
"""

import re

import pytest
from django.urls import Resolver404, resolve

from tests.flows.routes import every_route

sync_api = pytest.importorskip("playwright.sync_api")
axe = pytest.importorskip("axe_playwright_python.base")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
HREF = re.compile(r'(?:href|hx-get)="(/[^"#]*)')
MOST_PAGES = 260
FEW = "First Name,Last Name,Email\nKofi,Mensah,kofi@harbour.example\nMei,Tan,no address\n"

# What answers to a press only, is a file, a part of a page, or leads elsewhere.
NO_PAGE = {
    "firm:renew", "firm:role", "firm:left", "firm:absence", "firm:withdraw", "firm:rejoin",
    "firm:second-factor", "firm:back", "firm:dissolve", "end_session", "mfa_index", "ui:theme",
    "ui:keys",
    "ui:patterns", "exchange:progress", "exchange:try", "exchange:begin", "exchange:stop",
    "exchange:go-on", "exchange:undo", "exchange:rows", "exchange:table", "exchange:writing",
    "exchange:leave_out", "exchange:keep_preset", "exchange:outcome_rows", "desk:put_off",
    "exchange:settle-owners",
    "desk:wake", "desk:task_done", "desk:task_reopen", "desk:task_trash", "desk:task_restore",
    "desk:due_back", "desk:touch_back",
    "desk:activity_trash", "desk:activity_restore", "desk:candidates", "desk:they_are_two",
    "desk:keep",
    "desk:party_trash", "desk:party_restore", "desk:part_prefer", "desk:part_add",
    "desk:part_remove", "desk:nobody", "desk:somebody", "firm:holidays", "account_logout",
    "mfa_download_recovery_codes", "account_inactive", "usersessions_list",
    "desk:report_export", "desk:list_report_file",
    "desk:parties_export", "desk:list_as_file", "desk:view_first", "desk:view_rewrite",
    "desk:view_drop",
    "desk:view_back", "desk:view_pin", "desk:bulk_undo", "exchange:export",
    "exchange:remove-files", "exchange:hook_enable", "exchange:hook_disable",
    "exchange:hook_secret", "exchange:hook_test", "exchange:hook_remove",
    "exchange:hook_again", "backups:now", "backups:progress", "backups:download",
    "firm:token_revoke", "fields:act", "fields:choices", "fields:choice",
    "desk:own_value_back", "desk:field_back",
    "desk:move_back",
    "kinds:begin", "kinds:add_rule", "kinds:drop", "kinds:go_back", "kinds:mark",
    "kinds:unmark", "desk:overruling_back",
    "notices:read_all", "notices:names", "notices:open", "notices:read",
    "notices:follow", "files:download", "files:shown", "files:rename", "files:remove",
    "files:bring_back", "files:remove_several", "files:bring_several_back",
}  # fmt: skip
# Pages that only exist after something happened which no link leads to.
ASIDE = {
    "firm:setup", "firm:join", "account_login", "mfa_authenticate", "account_reset_password",
    "account_reset_password_done", "account_reset_password_from_key",
    "account_reset_password_from_key_done", "socialaccount_login_cancelled",
    "socialaccount_login_error", "openid_connect_login", "openid_connect_callback",
    "account_reauthenticate", "mfa_reauthenticate", "account_set_password", "desk:merge_undo",
    "mfa_deactivate_totp", "mfa_view_recovery_codes", "mfa_generate_recovery_codes",
    "mfa_activate_totp", "walls:lower", "desk:view", "desk:bulk", "desk:move_to",
    "desk:due_to", "desk:touch_to",
    "exchange:hook", "notices:stop", "kinds:draft", "kinds:preview",
}  # fmt: skip
SIGNED_OUT = ("/sign-in/", "/sign-in/forgotten/", "/sign-in/forgotten/sent/", "/join/no-such/")
# One route serves the lists of all nouns; each of them is looked at.
NOUNS = ("conversations", "tasks", "orders", "imports", "journal")
PARTS = ("filter", "columns", "views/new")
MORE = ("/?whose=book", "/search/?q=a", "/no/such/page/", "/settings/security/lock/app/",
        "/sign-out/", "/parties/?view=quiet", "/conversations/?side=unclaimed",
        "/parties/merge/", "/parties/?look=board", "/parties/views/new/",
        "/parties/?view=all&look=report&by=stage,owner",
        "/parties/?view=all&look=report&by=created.month",
        "/parties/?view=all&look=calendar", "/tasks/?view=all&look=calendar",
        "/parties/filter/?f=owner:is:me|stage:is:lead", "/tasks/?view=all&sort=-done",
        "/journal/?q=added",
        "/tasks/?view=all&look=report&by=kind,assignee",
        "/conversations/?view=all&look=report&by=day.month,kind",
        "/orders/?view=all&look=report&of=sum.amount",
        *(f"/lists/{noun}/{part}/" for noun in NOUNS for part in PARTS))  # fmt: skip


def name_of(path: str) -> str:
    """The route behind an address, with the part of a party it is about."""
    try:
        return resolve(path.partition("?")[0]).view_name
    except Resolver404:
        return ""


def pages_of(context, house, starts) -> dict[str, str]:
    """One address of every route that links lead to, breadth first."""
    found: dict[str, str] = {}
    seen, queue = set(starts), list(starts)
    asked = 0
    while queue and asked < MOST_PAGES:
        path = queue.pop(0)
        name = name_of(path)
        if not name or name in NO_PAGE or (name in found and path not in starts):
            continue
        asked += 1
        answer = context.request.get(house.url + path, max_redirects=0)
        if answer.status != 200 or "text/html" not in answer.headers["content-type"]:
            continue
        found[name] = path
        links = (link.replace("&amp;", "&") for link in HREF.findall(answer.text()))
        for link in links:
            if link not in seen and not link.startswith("/static/"):
                seen.add(link)
                queue.append(link)
    return found


def faults_of(page, rules):
    """What axe has against the page as it stands."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(axe.AXE_SCRIPT)
    options = {**rules, "resultTypes": ["violations"]}
    found = page.evaluate("options => axe.run(document, options)", options)["violations"]
    return [(one["id"], one["nodes"][0]["html"][:200], len(one["nodes"])) for one in found]


def look_closely(page, path) -> list[object]:
    """All faults of one page: as shown on a desk, then on a phone, each in both lights."""
    wrong: list[object] = []
    page.complaints.clear()
    page.goto(page.house.url + path)
    for width, first, second in ((1440, "light", "dark"), (390, "dark", "light")):
        page.set_viewport_size({"width": width, "height": 900})
        for light, rules in (
            (first, {"runOnly": RULES}),
            (second, {"runOnly": {"type": "rule", "values": ["color-contrast"]}}),
        ):
            page.emulate_media(color_scheme=light, reduced_motion="reduce")
            wrong += [(path, width, light, *fault) for fault in faults_of(page, rules)]
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > width:
            wrong.append((path, f"is {wide} wide at {width}"))
    wanted = "404" if path == "/no/such/page/" else None
    wrong += [(path, said) for said in page.complaints if not (wanted and wanted in said)]
    return wrong


def an_import(page, house, tmp_path) -> str:
    """Files that were looked at but not brought in, so that their pages can be seen."""
    few = tmp_path / "contacts.csv"
    few.write_text(FEW)
    page.goto(f"{house.url}/imports/new/")
    page.locator("input[name=files]").set_input_files(str(few))
    page.get_by_role("button", name="Look at them").click()
    page.wait_for_url(re.compile("/imports/[0-9a-f-]{36}/"))
    return page.url.removeprefix(house.url)


def a_file(page, house) -> str:
    """The files of a party, a text among them."""
    page.goto(f"{house.url}/search/?q=Northgate")
    page.locator("main").get_by_role("link", name=re.compile("Northgate")).first.click()
    page.wait_for_url(re.compile("/parties/[0-9a-f-]{36}/"))
    path = page.url.partition("?")[0].removeprefix(house.url) + "files/"
    page.goto(house.url + path)
    words = {"name": "Words.txt", "mimeType": "text/plain", "buffer": b"Some words"}
    page.get_by_label("Files to keep").set_input_files(words)
    page.get_by_role("button", name="Keep", exact=True).click()
    page.get_by_text("Kept: Words.txt").wait_for()
    return path


def test_everyone_can_use_every_page_in_every_light_and_width(look, sample, tmp_path):
    page = look(sample)
    starts = [
        "/",
        "/conversations/?side=unclaimed",
        an_import(page, sample, tmp_path),
        a_file(page, sample),
    ]
    found = pages_of(page.context, sample, starts)
    pages = {name for name in every_route() if not name.startswith("api:")}
    forgotten = pages - set(found) - NO_PAGE - ASIDE - {name_of(path) for path in MORE}
    assert not forgotten, f"no link leads to these, or this test forgot them: {forgotten}"
    wrong = [
        fault for path in dict.fromkeys([*found.values(), *MORE])
        for fault in look_closely(page, path)
    ]  # fmt: skip
    assert not wrong, "\n".join(map(str, wrong))


def test_everyone_can_use_the_door(look, sample):
    page = look(sample, "/sign-in/", signed_in=False)
    wrong = [fault for path in SIGNED_OUT for fault in look_closely(page, path)]
    wrong = [fault for fault in wrong if "410" not in str(fault)]
    assert not wrong, "\n".join(map(str, wrong))
