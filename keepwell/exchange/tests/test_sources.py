"""What is gathered from files, folders and archives, and what is refused and why."""

import zipfile
from io import BytesIO

import pytest

from keepwell.exchange.readers.sources import (
    Limits,
    RefusedSource,
    Source,
    SourceKind,
    gather_sources,
    kind_of,
    source_from_bytes,
)


def _zip(path, members):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def _refused(found):
    return {each.name: each.complaint.code for each in found if isinstance(each, RefusedSource)}


def _read(found):
    return [each.name for each in found if isinstance(each, Source)]


def test_a_folder_is_read_in_order_and_says_what_it_left_out(tmp_path):
    (tmp_path / "b.csv").write_text("a,b\n1,2\n")
    (tmp_path / "a.csv").write_text("a,b\n1,2\n")
    (tmp_path / "truth.json").write_text("{}")
    (tmp_path / ".secret").write_text("x")
    (tmp_path / "mails").mkdir()
    (tmp_path / "mails" / "1.eml").write_text("From: a@example.org\nTo: b@example.org\n\nHi\n")
    found = list(gather_sources([tmp_path]))
    top = tmp_path.name
    assert _read(found) == [f"{top}/a.csv", f"{top}/b.csv", f"{top}/mails/1.eml"]
    assert set(_refused(found).values()) == {"hidden", "not_ours"}
    assert found[-1].group == f"{top}/mails"


def test_an_archive_is_read_member_by_member(tmp_path):
    path = _zip(tmp_path / "export.zip", {"x/a.csv": "a,b\n1,2\n", "x/b.vcf": "BEGIN:VCARD\n"})
    found = list(gather_sources([path]))
    assert _read(found) == ["export.zip/x/a.csv", "export.zip/x/b.vcf"]
    with found[0].open() as stream:
        assert stream.read() == b"a,b\n1,2\n"
    assert found[0].group == "export.zip/x"


def test_an_archive_that_swells_a_thousandfold_is_refused_unread(tmp_path):
    path = _zip(tmp_path / "bomb.zip", {"a.csv": b"0" * 3_000_000})
    found = list(gather_sources([path], limits=Limits(harmless_bytes=1_000_000)))
    assert _refused(found) == {"bomb.zip": "zip_bomb"}
    small = Limits(unpacked_bytes=1_000_000)
    assert set(_refused(gather_sources([path], limits=small)).values()) == {
        "too_large_unpacked"
    }


def test_an_archive_of_too_many_files_is_refused(tmp_path):
    path = _zip(tmp_path / "many.zip", {f"{n}.csv": "a" for n in range(12)})
    found = list(gather_sources([path], limits=Limits(members=10)))
    assert _refused(found) == {"many.zip": "too_many_members"}


def test_archives_in_archives_and_names_that_climb_out_are_refused(tmp_path):
    inner = BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("a.csv", "a,b")
    path = _zip(
        tmp_path / "odd.zip",
        {
            "in.zip": inner.getvalue(),
            "../up.csv": "a",
            "/root.csv": "a",
            "C:\\x.csv": "a",
            "ok.csv": "a",
        },
    )
    found = list(gather_sources([path]))
    assert _read(found) == ["odd.zip/ok.csv"]
    assert sorted(_refused(found).values()) == ["nested_zip", *["outside_name"] * 3]


def test_a_damaged_archive_and_a_missing_file_say_so(tmp_path):
    (tmp_path / "broken.zip").write_bytes(b"PK\x03\x04 and nothing more")
    found = list(gather_sources([tmp_path / "broken.zip", tmp_path / "absent.csv"]))
    assert sorted(_refused(found).values()) == ["broken_zip", "not_there"]


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("a.txt", b"BEGIN:VCARD\r\nVERSION:3.0\r\n", SourceKind.VCARD),
        ("a.txt", b"\xef\xbb\xbfBEGIN:VCALENDAR\r\n", SourceKind.ICS),
        ("mail", b"From a@example.org Mon Jan  1 00:00:00 2024\nFrom: a\n", SourceKind.MBOX),
        ("1.txt", b"From: a\nTo: b\nSubject: c\nDate: d\n\nx", SourceKind.EML),
        ("x.txt", b"a;b;c\n1;2;3\n", SourceKind.CSV),
        ("x.csv", "a,b\n1,2\n".encode("utf-16"), SourceKind.CSV),
        ("x.json", b'[{"a": 1}]', SourceKind.JSON),
        ("x.csv", bytes(range(256)) * 20, SourceKind.UNKNOWN),
        ("x.pdf", b"%PDF-1.7\n", SourceKind.UNKNOWN),
    ],
)
def test_the_kind_is_told_from_the_content(name, content, kind):
    assert kind_of(source_from_bytes(name, content)) is kind
