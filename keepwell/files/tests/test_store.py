"""Bytes lie there whole, once, and until nobody names them any more."""

import os
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from keepwell.files.commands.attach import bring_attachment_back, remove_attachment
from keepwell.files.commands.sweep import sweep_files
from keepwell.files.models import Attachment
from keepwell.files.queries.store import differences, stock
from keepwell.files.receiving import receive
from keepwell.files.store import contents, drafted, opened, path_of, store_place
from keepwell.files.tests.conftest import PDF, upload
from keepwell.journal.models import Entry
from keepwell.kernel.refusal import Refused

pytestmark = pytest.mark.django_db


def age(days):
    """Let everything in the store have lain there so long."""
    for path in store_place().rglob("*"):
        told = path.stat().st_mtime - days * 86_400
        os.utime(path, (told, told))


def test_the_same_file_twice_lies_there_once(keep, harbour):
    one, two = keep(harbour), keep(harbour, "Copy.pdf")
    assert one.sha256 == two.sha256 and len(list(contents())) == 1
    assert stock().names == 2 and stock().size == len(PDF)


def test_a_process_that_dies_leaves_nothing_half_done(keep, harbour, now):
    with pytest.raises(RuntimeError), drafted([b"half"]) as draft:
        raise RuntimeError("killed")
    assert not draft.path.exists() and list(contents()) == []
    (store_place() / ".drafts" / "killed").write_bytes(b"half a file")
    sweep_files(at=now)
    assert (store_place() / ".drafts" / "killed").exists()
    age(days=400)
    sweep_files(at=now)
    assert not (store_place() / ".drafts" / "killed").exists()


def test_bytes_that_nobody_names_go_after_a_week_and_not_before(keep, harbour, now):
    receive([upload("Never sent on.pdf", PDF + b"other")])
    kept = keep(harbour)
    assert sweep_files(at=now) == 0 and len(list(contents())) == 2
    age(days=400)
    assert sweep_files(at=now) == 1
    assert [one.sha256 for one in contents()] == [kept.sha256]


def test_what_was_removed_comes_back_for_a_month(keep, harbour, amara, now):
    kept = keep(harbour)
    age(days=400)
    remove_attachment(kept, at=now, by=amara)
    sweep_files(at=now + timedelta(days=29))
    bring_attachment_back(kept, at=now, by=amara)
    assert opened(kept.sha256).read() == PDF
    remove_attachment(kept, at=now, by=amara)
    sweep_files(at=now + timedelta(days=31))
    assert not Attachment.objects.exists() and not path_of(kept.sha256).exists()
    assert Entry.objects.filter(verb="forgot", noun_id=kept.pk).exists()


def test_sending_the_bytes_anew_saves_them_from_the_sweep(keep, harbour, now):
    received = receive([upload()])
    age(days=400)
    receive([upload()])
    assert sweep_files(at=now) == 0 and path_of(received[0].sha256).exists()


def test_what_is_missing_cut_short_or_nobodys_is_told(keep, harbour):
    lost, cut, well = (keep(harbour, body=PDF + end) for end in (b"1", b"22", b"333"))
    path_of(lost.sha256).unlink()
    path_of(cut.sha256).write_bytes(b"%PDF")
    receive([upload("Nobody.txt", b"words")])
    found = differences()
    assert set(found.missing) == {lost.sha256, cut.sha256}
    assert found.orphaned_size == len(b"words") and well.sha256 not in found.missing
    receive([upload(body=PDF + b"22")])
    assert set(differences().missing) == {lost.sha256}


def test_all_files_are_taken_or_none(settings):
    with pytest.raises(Refused, match=r"“virus\.exe” is a program"):
        receive([upload(), upload("virus.exe", b"MZ\x00")])
    assert list(contents()) == []
    settings.FILE_MOST_MB = 1
    with pytest.raises(Refused, match=r"“Film\.mp4” is larger than 1\.0"):
        receive([SimpleUploadedFile("Film.mp4", b"\0" * (2**20 + 1))])
    with pytest.raises(Refused, match="at most 50"):
        receive([upload()] * 51)


def test_a_full_disk_is_said_before_anything_is_written(monkeypatch):
    monkeypatch.setattr("keepwell.files.receiving.SPARE", 2**60)
    with pytest.raises(Refused, match="not enough room"):
        receive([upload()])
