"""The page of backups: for administrators only."""

import pytest

from keepwell.backups.commands.course import begin_backup, end_backup, fail_backup
from keepwell.backups.models import BackupPlan
from keepwell.firm.rules import Role
from keepwell.journal.models import Entry

pytestmark = pytest.mark.django_db
PAGE = "/settings/backups/"


@pytest.fixture
def ada(petra):
    """Ada runs the machine."""
    petra.role = Role.ADMINISTRATOR
    petra.save()
    return petra


@pytest.fixture
def desk(client, ada):
    client.force_login(ada)
    return client


@pytest.fixture
def taken(now, tmp_path):
    path = tmp_path / "keepwell-20261123-010000.tar.gz"
    path.write_bytes(b"a backup")
    return end_backup(
        begin_backup(at=now), path=path, size=8, rows=22_799, is_encrypted=False,
        verified_at=now, because="", at=now,
    )  # fmt: skip


def test_it_says_what_the_last_one_is_worth(desk, taken):
    page = desk.get(PAGE).content.decode()
    assert "22,799 rows" in page
    assert "everything came back" in page
    assert "no key is set" in page


def test_before_the_first_it_says_so(desk):
    assert "There is no backup of this firm yet." in desk.get(PAGE).content.decode()


def test_a_failure_is_said_first(desk, taken, now):
    fail_backup(begin_backup(at=now), "The disk is full.", at=now)
    assert "The disk is full." in desk.get(PAGE).content.decode()


def test_the_plan_is_kept(desk):
    sent = {"is_on": "on", "hour": "3", "keep": "7", "folder": ""}
    assert desk.post(PAGE, sent).status_code == 302
    plan = BackupPlan.objects.get()
    assert (plan.hour, plan.keep, plan.on_since is not None) == (3, 7, True)


def test_a_folder_elsewhere_is_refused_with_what_was_typed(desk):
    sent = {"is_on": "on", "hour": "3", "keep": "7", "folder": "../away"}
    answer = desk.post(PAGE, sent)
    assert answer.status_code == 422
    assert "inside the folder of backups" in answer.content.decode()
    assert "../away" in answer.content.decode()


def test_one_is_taken_now_and_says_how_far_it_is(desk):
    assert desk.post(f"{PAGE}now/").status_code == 302
    assert "Waiting for its turn" in desk.get(PAGE).content.decode()
    assert "hx-get" in desk.get(f"{PAGE}progress/").content.decode()


def test_a_download_is_the_file_and_on_record(desk, taken, ada):
    answer = desk.post(f"{PAGE}{taken.pk}/download/")
    assert b"".join(answer.streaming_content) == b"a backup"
    assert "attachment" in answer["Content-Disposition"]
    line = Entry.objects.get(verb="hand_out_backup")
    assert (line.by_id, line.facts) == (ada.pk, {"file": "keepwell-20261123-010000.tar.gz"})


def test_a_file_that_is_gone_is_not_offered(desk, taken, tmp_path):
    (tmp_path / "keepwell-20261123-010000.tar.gz").unlink()
    assert "the file is gone" in desk.get(PAGE).content.decode()
    assert desk.post(f"{PAGE}{taken.pk}/download/").status_code == 404


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMINISTRATOR])
def test_nobody_else_comes_near(desk, ada, taken, role):
    ada.role = role
    ada.save()
    assert desk.get(PAGE).status_code == 403
    assert desk.get(f"{PAGE}progress/").status_code == 403
    assert desk.post(f"{PAGE}now/").status_code == 403
    assert desk.post(f"{PAGE}{taken.pk}/download/").status_code == 403
    assert "Backups" not in desk.get("/settings/").content.decode()
