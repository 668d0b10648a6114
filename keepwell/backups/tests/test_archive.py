"""The file of a backup gives back what went in, or says in a sentence why not."""

import gzip
import io
import json
import tarfile
from datetime import UTC, datetime

import pytest

from keepwell.backups import sealed
from keepwell.backups.archive import unpack_archive, write_archive
from keepwell.backups.databases.counting import unknown_migrations
from keepwell.backups.manifest import Counted, Manifest, differences
from keepwell.kernel.refusal import Refused

SECRET = b"a riddle in the dark"
COUNTED = Counted({"parties_party": 20}, {"parties": ["0001_initial"]}, 1, "f" * 64)


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    """The cost of guessing a key is not what is tried here."""
    monkeypatch.setattr(sealed, "COST", {"n": 2, "r": 1, "p": 1, "dklen": 48})


def label(members):
    at = datetime(2026, 11, 23, 2, tzinfo=UTC)
    return Manifest("0.1.0", at, "sqlite", "Finch Advisory", COUNTED, members)


def deaf(_bytes):
    """Nobody looks how far it is."""


@pytest.fixture
def written(tmp_path):
    """Writes a backup of a letter and a book, sealed or not."""
    (tmp_path / "letter.txt").write_text("Dear Ines")
    (tmp_path / "book").write_bytes(bytes(index * index % 251 for index in range(300_000)))

    def write(secret):
        members = [("files/letter.txt", tmp_path / "letter.txt"), ("book", tmp_path / "book")]
        path = tmp_path / "out.backup"
        with path.open("wb") as file:
            write_archive(file, members, label, secret=secret, far=deaf)
        return path

    return write


def unpacked(path, into, secret):
    return unpack_archive(path, into, secret=secret, far=deaf)


@pytest.mark.parametrize("secret", [None, SECRET])
def test_what_goes_in_comes_out(written, tmp_path, secret):
    manifest = unpacked(written(secret), tmp_path / "back", secret)
    assert manifest.counted == COUNTED
    assert [member.name for member in manifest.members] == ["files/letter.txt", "book"]
    assert (tmp_path / "back/files/letter.txt").read_text() == "Dear Ines"
    assert (tmp_path / "back/book").read_bytes() == (tmp_path / "book").read_bytes()


def test_any_tool_opens_one_without_a_key(written):
    with tarfile.open(written(None)) as tar:
        assert tar.getnames() == ["files/letter.txt", "book", "manifest.json"]


@pytest.mark.parametrize("secret", [None, SECRET])
def test_a_touched_one_is_refused(written, tmp_path, secret):
    path = written(secret)
    whole = path.read_bytes()
    # The first ten bytes of an unsealed one hold its date and maker, which mean nothing.
    for place in range(10, len(whole), len(whole) // 40):
        touched = bytearray(whole)
        touched[place] ^= 1
        path.write_bytes(touched)
        with pytest.raises(Refused):
            unpacked(path, tmp_path / f"back{place}", secret)


@pytest.mark.parametrize("secret", [None, SECRET])
def test_a_shortened_one_is_refused(written, tmp_path, secret):
    path = written(secret)
    whole = path.read_bytes()
    for end in (*range(0, len(whole), len(whole) // 20), len(whole) - 1):
        path.write_bytes(whole[:end])
        with pytest.raises(Refused):
            unpacked(path, tmp_path / f"back{end}", secret)


def test_a_sealed_one_asks_for_its_key(written, tmp_path):
    path = written(SECRET)
    with pytest.raises(Refused, match="encrypted"):
        unpacked(path, tmp_path / "a", None)
    with pytest.raises(Refused, match="does not open"):
        unpacked(path, tmp_path / "b", b"another riddle")


def test_what_is_no_backup_is_refused(tmp_path):
    (tmp_path / "letter.txt").write_text("Dear Ines")
    with pytest.raises(Refused, match="not a backup"):
        unpacked(tmp_path / "letter.txt", tmp_path / "back", None)


@pytest.mark.parametrize("name", ["../escaped", "/tmp/kw-escaped"])
def test_names_that_lead_out_are_refused(tmp_path, name):
    path = tmp_path / "hostile.tar.gz"
    with tarfile.open(path, "w:gz") as tar:
        entry = tarfile.TarInfo(name)
        entry.size = 2
        tar.addfile(entry, io.BytesIO(b"no"))
    with pytest.raises(Refused, match="damaged"):
        unpacked(path, tmp_path / "back", None)
    assert not list(tmp_path.rglob("*escaped"))


def test_links_are_refused(tmp_path):
    path = tmp_path / "hostile.tar.gz"
    with tarfile.open(path, "w:gz") as tar:
        entry = tarfile.TarInfo("link")
        entry.type, entry.linkname = tarfile.SYMTYPE, "/etc/passwd"
        tar.addfile(entry)
    with pytest.raises(Refused, match="damaged"):
        unpacked(path, tmp_path / "back", None)


def test_a_manifest_of_another_form_is_refused(written, tmp_path):
    out = io.BytesIO()
    with tarfile.open(written(None)) as tar, tarfile.open(fileobj=out, mode="w") as made:
        for entry in tar:
            text = tar.extractfile(entry).read()
            if entry.name == "manifest.json":
                text = json.dumps({**json.loads(text), "form": 2}).encode()
                entry.size = len(text)
            made.addfile(entry, io.BytesIO(text))
    (tmp_path / "two").write_bytes(gzip.compress(out.getvalue()))
    with pytest.raises(Refused, match="damaged"):
        unpacked(tmp_path / "two", tmp_path / "back", None)


def test_a_newer_keepwell_is_known_by_its_migrations():
    newer = Counted({}, {"parties": ["0001_initial", "0999_tomorrow"]}, 0, "")
    assert unknown_migrations(newer) == ["parties.0999_tomorrow"]
    assert unknown_migrations(COUNTED) == []


def test_differences_are_said_in_words():
    back = Counted({"parties_party": 19, "firm_firm": 1}, COUNTED.migrations, 1, "e" * 64)
    assert differences(COUNTED, back) == [
        "firm_firm: 0 rows taken, 1 back",
        "parties_party: 20 rows taken, 19 back",
        "the record ends with another seal",
    ]
    assert differences(COUNTED, COUNTED) == []
