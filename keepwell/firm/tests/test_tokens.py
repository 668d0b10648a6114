"""Tokens of teammates: shown once, within their scopes, ended at any time."""

from datetime import timedelta

import pytest
from django.urls import reverse

from keepwell.firm.commands.people import rejoin, teammate_left
from keepwell.firm.commands.tokens import make_token, revoke_token
from keepwell.firm.models import AccessToken
from keepwell.firm.queries import token_of
from keepwell.journal.models import Entry
from keepwell.kernel.refusal import Refused

ME = "/api/v1/me"
TEAMMATES = "/api/v1/teammates"


@pytest.fixture(autouse=True)
def clock(time_machine, now):
    time_machine.move_to(now, tick=False)


def made_for(teammate, now, *scopes, days=30):
    wanted = scopes or ("settings:read",)
    return make_token(
        teammate, name="Accounts", scopes=wanted, expires_at=now + timedelta(days=days), at=now
    )


def shown(made):
    return {"authorization": f"Bearer {made.secret}"}


@pytest.fixture
def made(amara, now):
    return made_for(amara, now)


def test_the_secret_is_not_kept(made):
    kept = AccessToken.objects.values().get()
    assert made.secret not in str(kept)
    assert made.secret.startswith(kept["prefix"])


def test_making_and_ending_are_on_record_without_the_secret(made, amara, now):
    revoke_token(made.token, at=now, by=amara)
    lines = Entry.objects.filter(noun="token").order_by("pk")
    assert [line.verb for line in lines] == ["make_token", "revoke_token"]
    assert made.secret not in str([line.facts for line in lines])


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"name": " "}, "Say what the token is for."),
        ({"scopes": []}, "Choose at least one thing"),
        ({"scopes": ["everything:write"]}, "Choose at least one thing"),
        ({"scopes": ["journal:write"]}, "Choose at least one thing"),
        ({"days": 400}, "within a year"),
        ({"days": -1}, "within a year"),
    ],
)
def test_a_token_says_what_for_what_it_may_and_until_when(amara, now, given, says):
    told = {"name": "A", "scopes": ["parties:read"], "days": 30, **given}
    ends = now + timedelta(days=told.pop("days"))
    with pytest.raises(Refused, match=says):
        make_token(amara, **told, expires_at=ends, at=now)


def test_a_program_is_whom_its_token_says(client, made, amara):
    answer = client.get(ME, headers=shown(made))
    assert answer.status_code == 200
    assert answer.json()["teammate"]["name"] == "Amara"
    assert answer.json()["token"]["scopes"] == ["settings:read"]
    assert answer.headers["Cache-Control"] == "no-store, private"


@pytest.mark.parametrize(
    "header", ["", "Bearer", "Bearer ", "Bearer kw_wrong", "Basic x", "Bearer " + "x" * 500]
)
def test_nobody_is_let_in_without_a_token_that_works(client, firm, header):
    answer = client.get(ME, headers={"authorization": header} if header else {})
    assert answer.status_code == 401
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_a_token_works_until_it_ends(client, amara, petra, now, made, time_machine):
    other = made_for(amara, now, days=60)
    time_machine.move_to(now + timedelta(days=31), tick=False)
    assert client.get(ME, headers=shown(made)).status_code == 401
    assert client.get(ME, headers=shown(other)).status_code == 200
    revoke_token(other.token, at=now, by=petra)
    assert client.get(ME, headers=shown(other)).status_code == 401


def test_a_token_leaves_with_its_teammate_and_does_not_come_back(made, amara, petra, now):
    teammate_left(amara, on=now.date(), at=now, by=petra)
    assert token_of(made.secret, now) is None
    rejoin(amara, at=now, by=petra)
    assert token_of(made.secret, now) is None


def test_only_its_teammate_or_who_runs_the_firm_ends_a_token(made, chidi, petra, now):
    with pytest.raises(Refused):
        revoke_token(made.token, at=now, by=chidi)
    revoke_token(made.token, at=now, by=petra)


def test_a_token_opens_what_its_scopes_say(client, amara, now, made):
    other = made_for(amara, now, "parties:write")
    assert client.get(TEAMMATES, headers=shown(made)).status_code == 200
    answer = client.get(TEAMMATES, headers=shown(other))
    assert answer.status_code == 403
    assert "settings:read" in answer.json()["detail"]


def test_the_page_shows_a_new_token_once(client, amara, now):
    client.force_login(amara)
    answer = client.post(
        reverse("firm:tokens"), {"name": "Accounts", "days": "30", "reads": ["parties:read"]}
    )
    secret = answer.context["made"].secret
    assert secret in answer.content.decode()
    again = client.get(reverse("firm:tokens")).content.decode()
    assert secret not in again
    assert secret[:9] in again


def test_the_page_lists_ones_own_and_for_who_runs_the_firm_all(client, made, chidi, petra):
    page = reverse("firm:tokens")
    client.force_login(chidi)
    assert "Accounts" not in client.get(page).content.decode()
    end = reverse("firm:token_revoke", args=[made.token.pk])
    assert client.post(end).status_code == 404
    client.force_login(petra)
    assert "Accounts" in client.get(page).content.decode()
    client.post(end)
    assert AccessToken.objects.get().revoked_at is not None
