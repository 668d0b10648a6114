import re
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from keepwell.firm.commands.invite import invite_teammate
from keepwell.firm.models import Absence, Firm, Holiday, Invitation, Team, Teammate
from keepwell.firm.rules import Role
from keepwell.journal.models import Entry

PASSWORD = "correct horse battery"
SETUP = {
    "name": "Finch Advisory",
    "domains": "finch.example, finch.test",
    "time_zone": "Europe/Berlin",
    "country": "DE",
    "free_mail_domains": "",
    "your_name": "Ines Okafor",
    "email": "ines@finch.example",
    "password": "plenty of finches",
    "again": "plenty of finches",
}


@pytest.fixture
def as_petra(client, petra):
    """A browser in which Petra, a partner, has signed in."""
    client.force_login(petra)
    return client


@pytest.fixture
def as_amara(client, amara):
    """A browser in which Amara, an adviser, has signed in."""
    client.force_login(amara)
    return client


@pytest.fixture
def now(request):
    """The pages go by the clock, so the link must still be good today."""
    from django.utils import timezone

    return timezone.now()


def sign_in(client, email="amara@finch.example", password=PASSWORD, **more):
    return client.post("/sign-in/", {"login": email, "password": password, **more})


def test_before_there_is_a_firm_everything_leads_to_the_first_page(client, db):
    assert client.get("/sign-in/").url == "/setup/"
    assert client.get("/settings/").url == "/setup/"
    assert client.get("/setup/").status_code == 200


def test_the_first_page_founds_the_firm_and_lets_one_sign_in(client, db):
    assert client.post("/setup/", SETUP).url == "/sign-in/"
    assert Firm.objects.get().domains == ["finch.example", "finch.test"]
    assert sign_in(client, "Ines@Finch.example", "plenty of finches").url == "/"
    assert client.get("/settings/teammates/").status_code == 200


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"password": "short", "again": "short"}, "too short"),
        ({"again": "something else"}, "The two passwords differ"),
        ({"domains": "not a domain"}, "is not a mail domain"),
        ({"password": "ines okafor1", "again": "ines okafor1"}, "too similar"),
    ],
)
def test_what_is_missing_on_the_first_page_is_said_and_nothing_is_lost(
    client, db, wrong, sentence
):
    answer = client.post("/setup/", {**SETUP, **wrong})
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert "Ines Okafor" in answer.content.decode()
    assert not Firm.objects.exists()


def test_the_first_page_never_opens_again(client, petra):
    assert client.get("/setup/").url == "/"
    assert client.post("/setup/", {**SETUP, "email": "eve@x.example"}).url == "/"
    assert not Teammate.objects.filter(email="eve@x.example").exists()


def test_without_signing_in_nothing_is_shown(client, petra, amara):
    for url in (
        "/settings/",
        "/settings/walls/",
        "/settings/teammates/",
        f"/parties/{petra.pk}/walls/",
    ):
        answer = client.get(url)
        assert answer.status_code == 302
        assert answer.url.startswith("/sign-in/?next=/")


def test_the_wrong_password_is_refused_in_the_same_words_as_the_wrong_address(
    client, petra, amara
):
    known, unknown = sign_in(client, password="wrong"), sign_in(client, "no@x.example", "wrong")
    said = "That mail address and password do not belong together."
    assert said in known.content.decode()
    assert said in unknown.content.decode()


def test_signing_in_and_being_refused_are_kept_without_any_password(client, petra, amara):
    sign_in(client, password="my secret slip")
    sign_in(client, "my secret slip@x.example", "wrong")
    sign_in(client)
    kept = list(Entry.objects.order_by("pk").values("verb", "noun_id", "facts"))
    assert [line["verb"] for line in kept] == ["refuse_sign_in"] * (len(kept) - 1) + ["sign_in"]
    assert kept[0]["noun_id"] == amara.pk
    assert "secret slip" not in str(kept)
    assert kept[-1]["facts"] == {"address": "127.0.0.1"}


def test_who_left_does_not_come_in_and_open_sessions_end(client, petra, amara, dele):
    sign_in(client)
    assert client.get("/settings/").status_code == 200
    Teammate.objects.filter(pk=amara.pk).update(is_active=False)
    assert client.get("/settings/").status_code == 302
    assert sign_in(client, dele.email).url == "/sign-in/closed/"
    assert client.get("/settings/").status_code == 302


def test_after_five_wrong_tries_there_is_a_pause(client, petra, amara, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "5/10m/key"}
    for _try in range(5):
        sign_in(client, password="wrong")
    answer = sign_in(client)
    assert "Too many tries" in answer.content.decode()


@pytest.mark.parametrize("where", ["https://evil.example/", "//evil.example", "javascript:x"])
def test_one_is_only_sent_on_within_keepwell(client, petra, amara, where):
    assert sign_in(client, next=where).url == "/"


def test_one_is_sent_on_to_the_page_asked_for(client, petra, amara):
    assert sign_in(client, next="/settings/me/").url == "/settings/me/"


def test_nobody_signs_up(client, petra):
    assert client.get("/accounts/signup/").status_code in {302, 404}
    assert client.get("/signup/").status_code in {302, 404}


PAGES = [
    "/settings/",
    "/settings/me/",
    "/settings/firm/",
    "/settings/hours/",
    "/settings/security/",
    "/settings/teammates/",
    "/settings/teammates/invite/",
    "/settings/teams/",
    "/settings/reach/",
    "/settings/walls/",
    "/settings/security/lock/password/",
]
FOR_ALL = {PAGES[0], PAGES[1], PAGES[4], PAGES[5], PAGES[10]}


@pytest.mark.parametrize("url", PAGES)
def test_a_partner_goes_everywhere_in_settings(as_petra, amara, url):
    answer = as_petra.get(url)
    assert answer.status_code == 200
    assert "<style" not in answer.content.decode()
    assert " style=" not in answer.content.decode()


@pytest.mark.parametrize("url", PAGES)
def test_an_adviser_goes_only_to_their_own(as_amara, petra, url):
    assert as_amara.get(url).status_code == (200 if url in FOR_ALL else 403)


def test_an_invitation_goes_by_mail_and_is_taken_once(as_petra, client, petra):
    told = {"name": "Mei", "email": "mei@finch.example", "role": "adviser"}
    assert as_petra.post("/settings/teammates/invite/", told).url == "/settings/teammates/"
    link = re.search(r"http://testserver(/join/\S+/)", mail.outbox[0].body).group(1)
    client.logout()
    assert "Welcome, Mei" in client.get(link).content.decode()
    chosen = {"password": "quiet harbour lights", "again": "quiet harbour lights"}
    assert client.post(link, chosen).url == "/sign-in/"
    assert client.get(link).status_code == 410
    assert client.post(link, chosen).status_code == 410
    assert sign_in(client, "mei@finch.example", "quiet harbour lights").url == "/"


def test_without_a_mail_server_the_link_is_shown_once(as_petra, settings):
    settings.CAN_MAIL = False
    told = {"name": "Mei", "email": "mei@finch.example", "role": "adviser"}
    answer = as_petra.post("/settings/teammates/invite/", told)
    assert re.search(r"http://testserver/join/[\w-]{40,}/", answer.content.decode())
    assert "no-store" in answer.headers["Cache-Control"]
    assert not mail.outbox


def test_an_invitation_refused_keeps_what_was_typed(as_petra, amara):
    told = {"name": "Amara II", "email": "amara@finch.example", "role": "adviser"}
    answer = as_petra.post("/settings/teammates/invite/", told)
    assert answer.status_code == 422
    assert "Amara II" in answer.content.decode()
    assert "has this mail address already" in answer.content.decode()


def test_a_weak_password_does_not_take_an_invitation(client, petra, now):
    made = invite_teammate(email="mei@finch.example", name="Mei", at=now, by=petra)
    answer = client.post(f"/join/{made.secret}/", {"password": "short", "again": "short"})
    assert answer.status_code == 422
    assert Invitation.objects.get().accepted_at is None


def test_an_administrator_makes_a_link_for_who_forgot_the_password(
    as_petra, amara, client, settings
):
    settings.CAN_MAIL = False
    answer = as_petra.post(f"/settings/teammates/{amara.pk}/link/")
    link = re.search(r"/join/[\w-]+/", answer.content.decode()).group()
    amara.refresh_from_db()
    assert amara.check_password(PASSWORD)
    client.logout()
    client.post(link, {"password": "a brand new phrase", "again": "a brand new phrase"})
    assert sign_in(client, password="a brand new phrase").url == "/"


def test_a_forgotten_password_is_reset_by_mail_and_says_nothing_about_who_exists(
    client, petra, amara
):
    known = client.post("/sign-in/forgotten/", {"email": "amara@finch.example"})
    unknown = client.post("/sign-in/forgotten/", {"email": "nobody@x.example"})
    assert (known.url, len(mail.outbox)) == (unknown.url, 1)
    link = re.search(r"http://testserver(/\S+)", mail.outbox[0].body).group(1)
    form = client.get(link, follow=True)
    assert form.status_code == 200
    chosen = {"password1": "a brand new phrase", "password2": "a brand new phrase"}
    client.post(form.wsgi_request.path, chosen)
    assert sign_in(client, password="a brand new phrase").url == "/"


def test_without_a_mail_server_one_is_sent_to_an_administrator(client, petra, settings):
    settings.CAN_MAIL = False
    assert "Ask an administrator" in client.get("/sign-in/forgotten/").content.decode()


def test_a_partner_changes_a_role_records_an_absence_and_lets_somebody_go(
    as_petra, amara, chidi
):
    base = f"/settings/teammates/{amara.pk}/"
    assert as_petra.get(base).status_code == 200
    as_petra.post(base + "role/", {"role": "finance"})
    away = {
        "away-starts_on": "2026-12-01",
        "away-ends_on": "2026-12-08",
        "away-covered_by": str(chidi.pk),
    }
    as_petra.post(base + "absence/", away)
    assert Absence.objects.get().covered_by == chidi
    again = as_petra.post(base + "absence/", away)
    assert again.status_code == 422
    as_petra.post(base + "left/", {"on": "2026-11-30"})
    amara.refresh_from_db()
    assert (amara.role, amara.is_active) == (Role.FINANCE, False)
    as_petra.post(base + "rejoin/")
    amara.refresh_from_db()
    assert amara.is_active


def test_the_last_partner_is_told_why_not(as_petra, petra):
    answer = as_petra.post(f"/settings/teammates/{petra.pk}/role/", {"role": "adviser"})
    assert answer.status_code == 422
    assert "last administrator or partner" in answer.content.decode()


def test_an_adviser_records_only_their_own_absence(as_amara, chidi, petra, amara):
    away = {"away-starts_on": "2026-12-01", "away-ends_on": "2026-12-08", "from": "me"}
    url = "/settings/teammates/{}/absence/"
    assert as_amara.post(url.format(chidi.pk), away).status_code == 403
    assert as_amara.post(url.format(amara.pk), away).url == "/settings/me/"
    back = as_amara.post(f"/settings/absences/{Absence.objects.get().pk}/end/", {"from": "me"})
    assert back.url == "/settings/me/"
    assert as_amara.post(url.format(amara.pk), {**away, "away-ends_on": ""}).status_code == 422


def test_an_adviser_changes_nothing_of_others(as_amara, chidi, petra):
    for verb in ("link", "role", "left", "withdraw", "rejoin", "second-factor"):
        answer = as_amara.post(f"/settings/teammates/{chidi.pk}/{verb}/", {"role": "partner"})
        assert answer.status_code == 403


def test_the_firm_its_hours_and_its_holidays_are_changed(as_petra):
    firm = {**SETUP, "name": "Finch & Wren", "currency": "gbp", "cadence_days": "21"}
    assert (
        as_petra.post("/settings/firm/", {**firm, "machine_addresses": ""}).status_code == 302
    )
    assert Firm.objects.get().currency == "GBP"
    assert as_petra.post("/settings/hours/", {"from_0_0": "08:00"}).status_code == 422
    week = {"from_0_0": "08:00", "until_0_0": "12:00"}
    assert as_petra.post("/settings/hours/", week).status_code == 302
    days = {"country": "DE", "region": "BY", "own": "2026-12-24 Rest\n+2026-12-25 Fair"}
    assert as_petra.post("/settings/hours/holidays/", days).status_code == 302
    assert Holiday.objects.count() == 2
    wrong = as_petra.post("/settings/hours/holidays/", {**days, "own": "Christmas"})
    assert "does not begin with a day" in wrong.content.decode()
    assert "2026-12-24 Rest" in as_petra.get("/settings/hours/").content.decode()


def test_teams_are_formed_changed_and_dissolved(as_petra, amara):
    as_petra.post("/settings/teams/", {"name": "North", "members": [str(amara.pk)]})
    team = Team.objects.get()
    page = as_petra.get(f"/settings/teams/{team.pk}/")
    assert "checked" in page.content.decode()
    as_petra.post(f"/settings/teams/{team.pk}/", {"name": "South", "members": []})
    assert not team.members.exists()
    as_petra.post(f"/settings/teams/{team.pk}/dissolve/")
    assert not Team.objects.exists()


def test_one_is_spoken_to_in_ones_own_language(as_amara, amara):
    told = {"name": "Amara", "language": "de", "time_zone": "Africa/Lagos", "theme": "dark"}
    answer = as_amara.post("/settings/me/", told)
    assert answer.cookies["theme"].value == "dark"
    page = as_amara.get("/settings/")
    assert page.headers["Content-Language"] == "de"
    assert '<html lang="de"' in page.content.decode()


def test_a_second_factor_is_set_up_asked_for_and_replaced_by_a_recovery_code(
    client, petra, amara, django_capture_on_commit_callbacks
):
    from allauth.mfa.models import Authenticator
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
    from allauth.mfa.totp.internal.auth import (
        format_hotp_value,
        hotp_value,
        yield_hotp_counters_from_time,
    )

    client.post(reverse("account_reset_password"), {"email": "petra@finch.example"})
    sign_in(client)
    again = client.get(reverse("mfa_activate_totp")).url
    assert client.post(again, {"password": "wrong"}).status_code == 200
    assert client.post(again, {"password": PASSWORD}).url == reverse("mfa_activate_totp")
    page = client.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    counter = next(iter(yield_hotp_counters_from_time()))
    code = format_hotp_value(hotp_value(secret, counter))
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(reverse("mfa_activate_totp"), {"code": code})
    assert answer.url == reverse("mfa_view_recovery_codes")
    assert "codes left" in client.get(answer.url).content.decode()
    assert client.get(reverse("mfa_generate_recovery_codes")).status_code == 200
    assert client.get(reverse("mfa_deactivate_totp")).status_code == 200
    client.post("/sign-out/")
    assert sign_in(client).url == "/sign-in/code/"
    assert client.get("/settings/").status_code == 302
    wrong = client.post("/sign-in/code/", {"code": "000000x"})
    assert "That code is wrong" in wrong.content.decode()
    codes = RecoveryCodes(Authenticator.objects.get(type="recovery_codes")).get_unused_codes()
    assert client.post("/sign-in/code/", {"code": codes[0]}).url == "/"
    assert client.get("/settings/security/").status_code == 200
    assert Entry.objects.filter(verb="change_lock").exists()


def test_a_partner_takes_away_a_lost_second_factor(as_petra, amara):
    from allauth.mfa.models import Authenticator

    Authenticator.objects.create(user=amara, type="totp", data={"secret": "x"})
    as_petra.post(f"/settings/teammates/{amara.pk}/second-factor/")
    assert not Authenticator.objects.exists()


def test_sessions_are_listed_and_ended(client, petra, amara):
    from django.test import Client

    other = Client(headers={"user-agent": "Old laptop"})
    sign_in(other)
    sign_in(client)
    page = client.get("/settings/security/").content.decode()
    assert "Old laptop" in page
    number = re.search(r'name="session" value="(\d+)"', page).group(1)
    client.post("/settings/security/lock/sessions/end/", {"session": number})
    assert other.get("/settings/").status_code == 302
    sign_in(other)
    client.post("/settings/security/lock/sessions/")
    assert other.get("/settings/").status_code == 302
    assert client.get("/settings/").status_code == 200


def test_nobody_ends_the_session_of_another(client, petra, amara):
    from allauth.usersessions.models import UserSession
    from django.test import Client

    other = Client()
    sign_in(other, petra.email)
    sign_in(client)
    theirs = UserSession.objects.get(user=petra)
    answer = client.post("/settings/security/lock/sessions/end/", {"session": theirs.pk})
    assert answer.status_code == 404
    assert other.get("/settings/").status_code == 200


def test_changing_the_password_signs_out_other_places(client, petra, amara):
    from django.test import Client

    other = Client()
    sign_in(other)
    sign_in(client)
    new = "a brand new phrase"
    told = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    assert client.post("/settings/security/lock/password/", told).status_code == 302
    assert other.get("/settings/").status_code == 302
    assert client.get("/settings/").status_code == 200


def test_a_link_that_has_run_out_says_so(client, petra, now):
    then = now - timedelta(days=8)
    made = invite_teammate(email="mei@finch.example", name="Mei", at=then, by=petra)
    answer = client.get(f"/join/{made.secret}/")
    assert answer.status_code == 410
    assert "Mei" not in answer.content.decode()


@pytest.mark.parametrize("url", ["/settings/teammates/", "/settings/teams/"])
def test_lists_ask_the_same_few_questions_however_many_work_here(as_petra, now, url):
    with CaptureQueriesContext(connection) as few:
        as_petra.get(url)
    for n in range(30):
        Teammate.objects.create(email=f"t{n}@finch.example", name=f"T{n}", created_at=now)
    with CaptureQueriesContext(connection) as many:
        as_petra.get(url)
    assert len(many) <= len(few) < 40
