"""Programs write the policy as people do: nobody's draft is written over or dropped unseen."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from keepwell.firm.commands.tokens import make_token
from keepwell.firm.rules import SCOPES
from keepwell.kinds.commands.policy import begin_draft
from keepwell.kinds.queries.policy import draft
from keepwell.kinds.rules.default import DEFAULT
from keepwell.kinds.rules.policy import AT_LEAST, Condition, with_rule

pytestmark = pytest.mark.django_db
WON = DEFAULT.rule("won")


def _asking(won):
    """The default policy, but for how many won offers make a client."""
    when = (Condition("won", AT_LEAST, won), *WON.when[1:])
    told = with_rule(DEFAULT, replace(WON, when=when)).as_json()
    return {"rules": told["rules"], "signs": told["signs"]}


WRITTEN, OTHERWISE = _asking(2), _asking(3)


@pytest.fixture
def ask(client, petra):
    """What a program of Petra's sends, with the tag it read."""
    at = timezone.now()
    expires = at + timedelta(days=9)
    token = make_token(petra, name="all", scopes=SCOPES, expires_at=expires, at=at)
    shown = {"Authorization": f"Bearer {token.secret}"}

    def asked(method, what, sent=None, tag=None):
        return client.generic(
            method, f"/api/v1/kinds/policy/{what}", json.dumps(sent) if sent else "",
            content_type="application/json",
            headers=shown | ({"If-Match": tag} if tag else {}),
        )  # fmt: skip

    return asked


def test_a_draft_is_written_over_only_by_who_read_it(ask):
    first = ask("PUT", "draft", WRITTEN)
    assert first.status_code == 200
    read = ask("GET", "draft")["ETag"]
    assert read == first["ETag"]
    assert ask("PUT", "draft", OTHERWISE).status_code == 428
    second = ask("PUT", "draft", OTHERWISE, tag=read)
    assert second.status_code == 200 and second["ETag"] != read
    assert ask("PUT", "draft", WRITTEN, tag=read).status_code == 412
    kept = {rule["key"]: rule for rule in ask("GET", "draft").json()["rules"]}
    assert kept["won"]["when"][0]["value"] == 3


def test_a_draft_begun_by_somebody_meanwhile_is_not_taken_for_none(ask, petra, now):
    begin_draft(at=now, by=petra)
    assert ask("PUT", "draft", WRITTEN).status_code == 428
    assert draft().content == DEFAULT.as_json()


def test_a_draft_that_is_gone_is_not_written_anew_in_its_old_place(ask):
    tag = ask("PUT", "draft", WRITTEN)["ETag"]
    assert ask("DELETE", "draft").status_code == 428
    assert ask("DELETE", "draft", tag='"another"').status_code == 412
    assert ask("DELETE", "draft", tag=tag).status_code == 204
    assert ask("PUT", "draft", OTHERWISE, tag=tag).status_code == 412
    assert ask("DELETE", "draft").status_code == 204, "there is nothing to throw away"
    assert draft() is None


def test_only_what_was_looked_at_comes_into_force(ask):
    ask("PUT", "draft", WRITTEN)
    looked = ask("GET", "preview")["ETag"]
    later = ask("PUT", "draft", OTHERWISE, tag=looked)["ETag"]
    assert ask("POST", "take-effect", {"note": "So"}).status_code == 428
    assert ask("POST", "take-effect", {"note": "So"}, tag=looked).status_code == 412
    made = ask("POST", "take-effect", {"note": "So"}, tag=later)
    assert made.status_code == 200 and made.json()["note"] == "So"
