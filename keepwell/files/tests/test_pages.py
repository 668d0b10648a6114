"""Files are kept, seen and taken by those who may, and by nobody else."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from keepwell.conversations.commands.log import log_meeting, trash_activity, write_note
from keepwell.conversations.commands.tasks import plan_task
from keepwell.files.models import Attachment
from keepwell.files.store import path_of
from keepwell.files.tests.conftest import PNG, upload
from keepwell.journal.models import Entry
from keepwell.journal.stories import history_of
from keepwell.parties.commands.add import add_party
from keepwell.parties.commands.merge import merge_parties
from keepwell.parties.commands.trash import trash_party
from keepwell.parties.commands.unmerge import undo_merge
from keepwell.walls.models import Sight, Wall

pytestmark = pytest.mark.django_db


def browser_of(teammate):
    client = Client()
    client.force_login(teammate)
    return client


@pytest.fixture
def desk(amara):
    return browser_of(amara)


def body_of(answer):
    return b"".join(answer.streaming_content)


def test_several_files_are_kept_on_the_page_of_a_party_without_javascript(desk, harbour):
    address = reverse("files:party", args=[harbour.pk])
    answer = desk.post(address, {"files": [upload(), upload("Plan.png", PNG)]})
    assert answer["Location"] == reverse("desk:party", args=[harbour.pk])
    page = desk.get(answer["Location"]).content.decode()
    assert "Offer.pdf" in page and "Plan.png" in page and "Kept 2 files." in page
    assert "Offer.pdf" in desk.get(address).content.decode()


def test_several_kept_at_once_are_undone_at_once_and_had_back(desk, harbour, chidi):
    address = reverse("files:party", args=[harbour.pk])
    desk.post(address, {"files": [upload(), upload("Plan.png", PNG)]})
    page = desk.get(reverse("desk:party", args=[harbour.pk])).content.decode()
    undo = re.search(r'action="(/files/remove/\?ids=[^"]+)"', page)[1]
    assert browser_of(chidi).post(undo).status_code == 404
    desk.post(undo)
    assert Attachment.objects.filter(trashed_at=None).count() == 0
    page = desk.get(reverse("desk:party", args=[harbour.pk])).content.decode()
    assert "Removed 2 files." in page
    desk.post(re.search(r'action="(/files/bring-back/\?ids=[^"]+)"', page)[1])
    assert Attachment.objects.filter(trashed_at=None).count() == 2


def test_a_refusal_is_the_same_form_with_its_reason(desk, harbour):
    address = reverse("files:party", args=[harbour.pk])
    answer = desk.post(address, {"files": [upload("run.sh", b"#!/bin/sh\n")]})
    assert answer.status_code == 422 and "is a program or a script" in answer.content.decode()
    answer = desk.post(address, {})
    assert answer.status_code == 422 and "at least one file" in answer.content.decode()
    assert not Attachment.objects.exists()


def test_a_file_comes_back_as_it_went_and_is_never_run(desk, keep, harbour):
    kept = keep(harbour, "Größe “1”.html", b"<html><script>alert(1)</script>")
    answer = desk.get(reverse("files:download", args=[kept.pk]))
    assert body_of(answer) == b"<html><script>alert(1)</script>"
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''Gr%C3%B6")
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert desk.get(reverse("files:shown", args=[kept.pk])).status_code == 404
    assert "alert(1)" not in desk.get(reverse("files:look", args=[kept.pk])).content.decode()


def test_pictures_are_shown_shut_in_and_texts_as_text(desk, keep, harbour):
    picture, text = keep(harbour, "Plan.png", PNG), keep(harbour, "a.txt", b"<b>5 < 6</b>")
    page = desk.get(reverse("files:look", args=[picture.pk])).content.decode()
    assert reverse("files:shown", args=[picture.pk]) in page
    answer = desk.get(reverse("files:shown", args=[picture.pk]))
    assert body_of(answer) == PNG and answer["Content-Type"] == "image/png"
    assert answer["Content-Disposition"].startswith("inline")
    assert answer["Content-Security-Policy"].startswith("default-src 'none'")
    page = desk.get(reverse("files:look", args=[text.pk])).content.decode()
    assert "&lt;b&gt;5 &lt; 6&lt;/b&gt;" in page


def test_who_may_not_see_the_party_finds_no_file(keep, harbour, amara, chidi, now):
    kept = keep(harbour, "Plan.png", PNG)
    note = keep(
        harbour, "N.pdf", activity=write_note([harbour], text="A word", at=now, by=amara)
    )
    Sight.objects.create(party=harbour, teammate=chidi, because="team")
    stranger = browser_of(chidi)
    looks = [reverse(f"files:{name}", args=[each.pk])
             for name in ("download", "look", "shown") for each in (kept, note)]  # fmt: skip
    assert {stranger.get(address).status_code for address in looks} == {200, 404}
    Wall.objects.create(party=harbour, teammate=chidi, reason="conflict", raised_at=now)
    lists = [reverse("files:party", args=[harbour.pk]),
             reverse("files:activity", args=[note.activity_id])]  # fmt: skip
    assert {stranger.get(address).status_code for address in looks + lists} == {404}
    for name in ("rename", "remove", "bring_back"):
        assert stranger.post(reverse(f"files:{name}", args=[kept.pk])).status_code == 404
    assert stranger.post(lists[0], {"files": [upload()]}).status_code == 404


def test_a_meeting_of_two_tells_nobody_of_the_one_they_may_not_see(
    keep, harbour, amara, chidi, now
):
    tern = add_party("organisation", "Tern & Co", at=now, by=amara)
    Sight.objects.create(party=tern, teammate=chidi, because="team")
    both = log_meeting([harbour, tern], on=now, title="Yearly talk", at=now, by=amara)
    kept = keep(harbour, "Plan.txt", b"words", activity=both)
    stranger = browser_of(chidi)
    page = stranger.get(reverse("files:look", args=[kept.pk])).content.decode()
    assert "Tern &amp; Co" in page and "Harbour" not in page.replace("Harbour &amp; Finch", "")
    told = stranger.get(f"/api/v1/files/{kept.pk}").json()
    assert told["party_id"] is None and told["activity_id"] == str(both.pk)
    answer = stranger.post(reverse("files:remove", args=[kept.pk]))
    assert answer["Location"] == reverse("desk:party", args=[tern.pk])


def test_a_file_goes_and_comes_with_what_it_hangs_on(desk, keep, harbour, amara, now):
    note = write_note([harbour], text="A word", at=now, by=amara)
    kept = keep(harbour, activity=note)
    address = reverse("files:download", args=[kept.pk])
    assert desk.get(address).status_code == 200
    trash_activity(note, at=now, by=amara)
    assert desk.get(address).status_code == 404
    assert (
        "Offer.pdf" not in desk.get(reverse("desk:party", args=[harbour.pk])).content.decode()
    )
    own = keep(harbour, "Own.pdf")
    trash_party(harbour, at=now, by=amara)
    assert desk.get(reverse("files:download", args=[own.pk])).status_code == 404


def test_what_is_written_down_keeps_its_files_with_it(desk, harbour):
    sent = {"kind": "note", "text": "They sent the plan", "files": [upload("Plan.png", PNG)]}
    desk.post(reverse("desk:keep", args=[harbour.pk]), sent)
    kept = Attachment.objects.get()
    assert kept.activity.text == "They sent the plan" and kept.party == harbour
    page = desk.get(reverse("desk:party", args=[harbour.pk])).content.decode()
    assert page.count("Plan.png") >= 2  # in its row and on the card
    answer = desk.post(reverse("desk:keep", args=[harbour.pk]), {**sent, "text": "",
                       "files": [upload()]})  # fmt: skip
    assert answer.status_code == 422 and "Choose the files again" in answer.content.decode()
    sent = {"kind": "note", "text": "x", "files": [upload("a.exe", b"MZ\0")]}
    answer = desk.post(reverse("desk:keep", args=[harbour.pk]), sent)
    assert answer.status_code == 422 and "is a program" in answer.content.decode()
    assert Attachment.objects.count() == 1


def test_a_task_has_files_of_its_own(desk, harbour, amara, now):
    task = plan_task("Send it", party=harbour, assignee=amara, at=now, by=amara)
    desk.post(reverse("files:task", args=[task.pk]), {"files": [upload()]})
    assert "Offer.pdf" in desk.get(reverse("desk:task", args=[task.pk])).content.decode()
    alone = plan_task("For nobody", party=None, assignee=amara, at=now, by=amara)
    desk.post(reverse("files:task", args=[alone.pk]), {"files": [upload("Mine.pdf")]})
    mine = Attachment.objects.get(name="Mine.pdf")
    assert mine.party is None
    assert desk.get(reverse("files:download", args=[mine.pk])).status_code == 200


def test_a_file_is_called_otherwise_removed_and_brought_back(desk, keep, harbour, amara):
    kept = keep(harbour)
    desk.post(reverse("files:rename", args=[kept.pk]), {"name": "../Offer, signed.exe"})
    kept.refresh_from_db()
    assert kept.name == "Offer, signed.exe.pdf"
    answer = desk.post(reverse("files:rename", args=[kept.pk]), {"name": " "})
    assert answer.status_code == 422
    answer = desk.post(reverse("files:remove", args=[kept.pk]), follow=True)
    assert reverse("files:bring_back", args=[kept.pk]) in answer.content.decode()
    assert desk.get(reverse("files:download", args=[kept.pk])).status_code == 404
    desk.post(reverse("files:bring_back", args=[kept.pk]))
    assert desk.get(reverse("files:download", args=[kept.pk])).status_code == 200
    verbs = [chapter.verb for chapter in history_of(harbour, amara).chapters]
    assert {"attached", "renamed", "removed", "brought_back", "downloaded"} <= set(verbs)


def test_who_took_a_copy_is_on_record_once_an_hour(desk, keep, harbour, amara):
    kept = keep(harbour, at=timezone.now())
    for _time in range(3):
        desk.get(reverse("files:download", args=[kept.pk]))
    lines = Entry.objects.filter(verb="downloaded", noun_id=kept.pk, by_id=amara.pk)
    assert lines.count() == 1
    lines.update(at=timezone.now() - timedelta(hours=2))
    desk.get(reverse("files:download", args=[kept.pk]))
    assert lines.count() == 2


def test_files_move_with_a_merge_and_come_back_with_its_undo(keep, harbour, amara, now):
    twin = add_party("organisation", "Harbor and Sons", at=now, by=amara)
    kept = keep(twin)
    merge = merge_parties(harbour, [twin], at=now, by=amara)[0]
    kept.refresh_from_db()
    assert kept.party_id == harbour.pk
    undo_merge(merge, at=now, by=amara)
    kept.refresh_from_db()
    assert kept.party_id == twin.pk


def test_a_file_whose_bytes_are_gone_is_missing_and_not_a_fault(desk, keep, harbour):
    kept = keep(harbour, "a.txt", b"words")
    path_of(kept.sha256).unlink()
    assert desk.get(reverse("files:download", args=[kept.pk])).status_code == 404
    page = desk.get(reverse("files:look", args=[kept.pk])).content.decode()
    assert "are not on the server" in page


def test_a_page_of_many_files_asks_no_more(desk, keep, harbour, django_assert_max_num_queries):
    for number in range(60):
        keep(harbour, f"{number}.pdf")
    address = reverse("files:party", args=[harbour.pk])
    with django_assert_max_num_queries(20):
        page = desk.get(address).content.decode()
    assert ">59.pdf<" in page and ">9.pdf<" not in page


def test_only_who_runs_the_firm_sees_how_much_is_kept(desk, petra, keep, harbour):
    keep(harbour)
    assert desk.get(reverse("files:stock")).status_code == 403
    petra.role = "administrator"
    petra.save()
    assert "1 file" in browser_of(petra).get(reverse("files:stock")).content.decode()
