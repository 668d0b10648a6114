"""Programs keep, list, take and remove files, as far as their token and its teammate may."""

from datetime import timedelta

import pytest
from django.test import Client

from keepwell.conversations.commands.log import write_note
from keepwell.files.models import Attachment
from keepwell.files.tests.conftest import PDF, upload
from keepwell.firm.commands.tokens import make_token

pytestmark = pytest.mark.django_db


@pytest.fixture
def program(amara, now):
    def made(*scopes):
        ends = now + timedelta(days=90)
        secret = make_token(amara, name="p", scopes=scopes, expires_at=ends, at=now).secret
        return Client(headers={"authorization": f"Bearer {secret}"})

    return made


def test_a_program_keeps_lists_takes_and_removes_a_file(program, harbour):
    asks = program("files:read", "files:write")
    there = f"/api/v1/parties/{harbour.pk}/files"
    sent = {"files": [upload()]}
    told = asks.post(there, sent, headers={"idempotency-key": "1"})
    assert told.status_code == 201, told.content
    assert (
        asks.post(there, {"files": [upload()]}, headers={"idempotency-key": "1"}).json()
        == told.json()
    )
    (kept,) = asks.get(there).json()["items"]
    assert kept["name"] == "Offer.pdf" and kept["size"] == len(PDF)
    one = f"/api/v1/files/{kept['id']}"
    answer = asks.get(f"{one}/content")
    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Disposition"] == 'attachment; filename="Offer.pdf"'
    body = {"name": "Signed.pdf"}
    assert asks.patch(one, body, content_type="application/json").json()["name"] == "Signed.pdf"
    assert asks.delete(one).status_code == 200 and asks.get(one).status_code == 404
    assert asks.post(f"{one}/bring-back").status_code == 200
    assert asks.get(one).status_code == 200


def test_a_file_hangs_on_a_conversation_and_keeps_its_party(program, harbour, amara, now):
    note = write_note([harbour], text="A word", at=now, by=amara)
    there = f"/api/v1/activities/{note.pk}/files"
    answer = program("files:write").post(there, {"files": [upload()]})
    (told,) = answer.json()["items"]
    assert told["activity_id"] == str(note.pk) and told["party_id"] == str(harbour.pk)


def test_a_token_that_reads_keeps_nothing_and_a_program_is_refused_in_words(program, harbour):
    there = f"/api/v1/parties/{harbour.pk}/files"
    assert program("files:read").post(there, {"files": [upload()]}).status_code == 403
    assert program("parties:read").get(there).status_code == 403
    answer = program("files:write").post(there, {"files": [upload("a.bat", b"echo")]})
    assert answer.status_code == 422 and "is a program or a script" in answer.json()["detail"]
    answer = program("files:write").post(there)
    assert answer.status_code == 422 and "at least one file" in answer.json()["detail"]
    assert not Attachment.objects.exists()
