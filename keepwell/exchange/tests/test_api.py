"""Imports, exports and webhooks by programs."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from keepwell.exchange.jobs import run_import
from keepwell.exchange.models import Import
from keepwell.firm.commands.tokens import make_token
from keepwell.firm.gate import rates
from keepwell.firm.rules import SCOPES
from keepwell.journal.models import Entry
from keepwell.parties.models import Party
from keepwell.walls.models import Wall

API = "/api/v1"
CONTACTS = b"First Name,Last Name,Email\nKofi,Mensah,kofi@harbour.example\nNo,Mail,nonsense\n"


@pytest.fixture(autouse=True)
def clock(time_machine, now):
    time_machine.move_to(now, tick=False)
    rates._left.clear()


def shown(teammate, now):
    made = make_token(
        teammate, name="all", scopes=SCOPES, expires_at=now + timedelta(days=9), at=now
    )
    return {"authorization": f"Bearer {made.secret}"}


def sent_in(client, headers, **more):
    file = SimpleUploadedFile("contacts.csv", CONTACTS)
    return client.post(f"{API}/imports", {"files": [file]}, headers={**headers, **more})


def test_a_file_is_sent_in_begun_and_its_rows_are_told(client, petra, now):
    headers = shown(petra, now)
    job = sent_in(client, headers).json()
    assert (job["state"], job["files"][0]["table"]) == ("ready", "people")
    at = f"{API}/imports/{job['id']}"
    assert client.post(f"{at}/begin", headers=headers).json()["state"] == "running"
    run_import(job["id"])
    done = client.get(at, headers=headers).json()
    assert done["state"] == "done"
    assert done["files"][0]["rows"] == 2
    assert Party.objects.filter(name="Kofi Mensah").exists()
    for outcome in ("refused", "unclear", "skipped"):
        answer = client.get(f"{at}/rows?outcome={outcome}", headers=headers)
        assert answer.status_code == 200
    assert client.post(f"{at}/begin", headers=headers).status_code == 422
    assert client.post(f"{at}/forget", headers=headers).status_code == 422


def test_the_same_upload_sent_twice_comes_in_once(client, petra, now):
    headers = shown(petra, now)
    first = sent_in(client, headers, **{"idempotency-key": "u1"})
    again = sent_in(client, headers, **{"idempotency-key": "u1"})
    assert (first.status_code, again.json()) == (201, first.json())
    assert Import.objects.count() == 1


def test_only_who_may_import_and_export_does(client, amara, harbour, now):
    headers = shown(amara, now)
    assert sent_in(client, headers).status_code == 403
    assert client.get(f"{API}/exports/parties", headers=headers).status_code == 403
    assert client.get(f"{API}/journal", headers=headers).status_code == 403


def test_parties_go_out_as_a_file_and_that_is_on_record(client, petra, harbour, now):
    answer = client.get(f"{API}/exports/parties?form=csv", headers=shown(petra, now))
    assert answer.headers["Content-Type"].startswith("text/csv")
    assert "Harbour & Sons" in b"".join(answer.streaming_content).decode()
    assert Entry.objects.filter(verb="export_parties").count() == 1


def test_the_journal_tells_who_did_what(client, petra, now):
    headers = shown(petra, now)
    lines = client.get(f"{API}/journal?noun=token", headers=headers).json()["items"]
    assert [line["verb"] for line in lines] == ["make_token"]
    assert lines[0]["by_id"] == str(petra.pk)


def test_behind_a_wall_the_journal_tells_nothing_of_what_is_hidden(
    client, petra, amara, harbour, now
):
    from keepwell.parties.commands.names import rename_party

    rename_party(harbour, "Harbour & Daughters", at=now, by=amara)
    Wall.objects.create(party=harbour, teammate=petra, reason="conflict", raised_at=now)
    told = client.get(f"{API}/journal", headers=shown(petra, now)).content.decode()
    assert "Daughters" not in told and str(harbour.pk) not in told


def test_a_webhook_is_asked_for_tried_and_removed(client, petra, now):
    headers = shown(petra, now)

    def ask(method, path, body=None):
        return getattr(client, method)(
            f"{API}/{path}", data=body, content_type="application/json", headers=headers
        )

    told = {"url": "https://tool.example/hook", "events": ["party.added"]}
    made = ask("post", "webhooks", told)
    assert made.status_code == 201 and made.json()["secret"].startswith("whsec_")
    at = f"webhooks/{made.json()['id']}"
    listed = client.get(f"{API}/webhooks", headers=headers).json()["items"]
    assert "secret" not in listed[0]
    assert ask("post", f"{at}/test").status_code == 201
    (delivery,) = client.get(f"{API}/{at}/deliveries", headers=headers).json()["items"]
    assert delivery["event"] == "test"
    assert ask("post", f"{at}/deliveries/{delivery['id']}/again").status_code == 200
    private = {**told, "url": "https://10.0.0.8/hook"}
    assert ask("put", at, private).status_code == 422
    assert ask("delete", at).status_code == 200
    assert ask("get", at).status_code == 404
