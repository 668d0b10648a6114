"""Files, for the cast to keep."""

import struct
import zlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from keepwell.files.commands.attach import attach_files
from keepwell.files.receiving import receive


@pytest.fixture(autouse=True)
def a_store_of_its_own(settings, tmp_path):
    settings.FILES = tmp_path / "files"


def _picture():
    def chunk(kind, body):
        told = struct.pack(">I", len(body)) + kind + body
        return told + struct.pack(">I", zlib.crc32(kind + body))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0))
    return (
        b"\x89PNG\r\n\x1a\n"
        + head
        + chunk(b"IDAT", zlib.compress(b"\0\1\2\3"))
        + chunk(b"IEND", b"")
    )


PNG = _picture()
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer<<>>\n%%EOF\n"


def upload(name="Offer.pdf", body=PDF):
    return SimpleUploadedFile(name, body)


@pytest.fixture
def keep(now, amara):
    """Amara keeps a file with somebody."""

    def kept(party, name="Offer.pdf", body=PDF, *, by=None, at=None, **hangs):
        received = receive([upload(name, body)])
        told = {"at": at or now, "by": by or amara}
        return attach_files(party, received, **hangs, **told)[0]

    return kept
