from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount
from allauth.socialaccount.providers.oauth2.client import OAuth2Client
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter

from keepwell.firm.models import Teammate
from keepwell.journal.models import Entry

ISSUER = "https://accounts.finch.example"
APP = {
    "provider_id": "firm",
    "name": "Finch",
    "client_id": "keepwell",
    "secret": "only for tests",
    "settings": {"server_url": ISSUER, "oauth_pkce_enabled": True},
}


@pytest.fixture
def says(settings, monkeypatch):
    """The firm's accounts, saying whom they know."""
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [APP]}}
    known = {"sub": "77", "email": "amara@finch.example", "email_verified": True}
    places = {
        "authorization_endpoint": f"{ISSUER}/authorize",
        "token_endpoint": f"{ISSUER}/token",
        "userinfo_endpoint": f"{ISSUER}/me",
        "issuer": ISSUER,
    }
    door = OpenIDConnectOAuth2Adapter
    monkeypatch.setattr(door, "openid_config", property(lambda self: places))
    monkeypatch.setattr(door, "_fetch_user_info", lambda self, token: dict(known))
    monkeypatch.setattr(
        OAuth2Client, "get_access_token", lambda self, code, **more: {"access_token": "t"}
    )
    return known


def come_in(client):
    sent = client.post("/sign-in/with/firm/?next=/settings/me/")
    asked = parse_qs(urlsplit(sent.url).query)
    assert sent.url.startswith(f"{ISSUER}/authorize")
    assert asked["code_challenge_method"] == ["S256"]
    return client.get("/sign-in/with/firm/back/", {"code": "1", "state": asked["state"][0]})


def test_a_teammate_comes_in_by_the_firms_own_account(client, petra, amara, says):
    assert come_in(client).url == "/settings/me/"
    assert client.get("/settings/me/").status_code == 200
    assert SocialAccount.objects.get().user == amara
    assert Entry.objects.filter(verb="sign_in", by_id=amara.pk).exists()
    client.post("/sign-out/")
    assert come_in(client).url == "/settings/me/"


@pytest.mark.parametrize(
    "who",
    [
        {"email": "stranger@x.example"},
        {"email": "amara@finch.example", "email_verified": False},
        {"email": "dele@finch.example"},
    ],
)
def test_nobody_else_does_and_nobody_is_made_a_teammate(client, petra, amara, dele, says, who):
    says.update(who)
    answer = come_in(client)
    assert "No place is kept for you" in answer.content.decode()
    assert client.get("/settings/me/").status_code == 302
    assert Teammate.objects.count() == 3
    assert not SocialAccount.objects.exists()
    assert Entry.objects.filter(verb="refuse_sign_in").exists()


def test_who_left_does_not_come_in_by_an_account_known_before(client, petra, amara, says):
    come_in(client)
    client.post("/sign-out/")
    Teammate.objects.filter(pk=amara.pk).update(is_active=False)
    assert come_in(client).url == "/sign-in/closed/"
    assert client.get("/settings/me/").status_code == 302
