"""What a file may be called and what it is: nothing that deceives, nothing that runs."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keepwell.files.rules.names import LONGEST, clean_name, ending_of
from keepwell.files.rules.recognise import Fault, Look, judge_file
from keepwell.files.tests.conftest import PDF, PNG

MACHINE = b"MZ\x90\x00\x03\x00\x00\x00" + b"\x00" * 60
PAGE = b"<!DOCTYPE html><script>alert(1)</script>"


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("Offer 2026.pdf", "Offer 2026.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\Ines\\Angebot.docx", "Angebot.docx"),
        ("invoice\u202efdp.exe", "invoicefdp.exe"),
        ("a\x00b\r\nc.txt", "ab c.txt"),
        ("what?.csv", "what_.csv"),
        (".htaccess", "htaccess"),
        ("con.txt", "_con.txt"),
        ("  \u200b ", "file"),
        ("...", "file"),
        ("契約書.pdf", "契約書.pdf"),
        ("Zoe\u0308.pdf", "Zoë.pdf"),
        ("می\u200cخواهم.pdf", "می\u200cخواهم.pdf"),
    ],
)
def test_a_name_keeps_what_it_says_and_loses_what_deceives(name, clean):
    assert clean_name(name) == clean


@given(st.text(max_size=400))
def test_whatever_a_file_is_called_its_name_fits_any_disk(name):
    clean = clean_name(name)
    assert clean and len(clean.encode()) <= LONGEST
    assert not set(clean) & set('/\\<>:"|?*') and clean not in (".", "..")
    assert not any(unicodedata.category(one) in ("Cc", "Cs", "Co") for one in clean)
    assert not any(
        unicodedata.bidirectional(one) in ("RLO", "LRO", "RLE", "LRI", "RLI") for one in clean
    )
    assert clean_name(clean) == clean


def test_a_long_name_keeps_its_ending():
    assert clean_name("ü" * 300 + ".pdf").endswith("ü.pdf")
    assert ending_of("Offer.PDF") == "pdf" and ending_of("Offer") == ""


@pytest.mark.parametrize(
    ("name", "head", "media", "look"),
    [
        ("Offer.pdf", PDF, "application/pdf", ""),
        ("Plan.png", PNG, "image/png", "image"),
        ("Plan.jpg", PNG, "image/png", "image"),
        ("scan.tif", b"II*\x00rest", "image/tiff", ""),
        ("list.csv", b"Name;Ort\nJ\xfcrgen;K\xf6ln\n", "text/csv", "text"),
        ("notes", "Größe".encode(), "text/plain", "text"),
        ("MZ.txt", b"MZ is how this letter begins.", "text/plain", "text"),
        ("Offer.docx", b"PK\x03\x04....", "application/vnd.openxmlformats-officedocument."
         "wordprocessingml.document", ""),
        ("locked.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1..", "application/vnd.openxmlformats-"
         "officedocument.spreadsheetml.sheet", ""),
        ("plan.dwg", b"AC1032\x00\x00\x01\x02", "application/octet-stream", ""),
        ("page.html", PAGE, "application/octet-stream", ""),
        ("logo.svg", b"<svg xmlns='http://www.w3.org'/>", "application/octet-stream", ""),
        ("page.txt", PAGE, "application/octet-stream", ""),
        ("x.webp", b"RIFF\x10\x00\x00\x00WEBPVP8 ", "image/webp", "image"),
    ],
)  # fmt: skip
def test_what_a_file_is_is_read_from_its_bytes(name, head, media, look):
    judged = judge_file(name, head)
    assert (judged.media, judged.look, judged.fault) == (media, Look(look), None)


@pytest.mark.parametrize(
    ("name", "head", "fault"),
    [
        ("empty.pdf", b"", Fault.EMPTY),
        ("tool.exe", MACHINE, Fault.PROGRAM),
        ("Offer.pdf", MACHINE, Fault.PROGRAM),
        ("Offer.pdf.exe", PDF, Fault.PROGRAM),
        ("run", b"#!/bin/sh\nrm -rf /", Fault.PROGRAM),
        ("macro.vbs", b"MsgBox 1", Fault.PROGRAM),
        ("a.png", b"\x7fELF\x02\x01", Fault.PROGRAM),
        ("Offer.pdf", PNG, Fault.OTHERWISE),
        ("Offer.pdf", PAGE, Fault.OTHERWISE),
        ("Plan.png", PDF, Fault.OTHERWISE),
        ("Offer.docx", PDF, Fault.OTHERWISE),
        ("list.csv", b"PK\x03\x04....", Fault.OTHERWISE),
        ("page.html", PNG, Fault.OTHERWISE),
        ("Offer.pdf", b"\x01\x02\x03\x00\x9f", Fault.OTHERWISE),
    ],
)
def test_what_runs_is_empty_or_lies_about_itself_is_not_kept(name, head, fault):
    assert judge_file(name, head).fault is fault


@given(st.binary(min_size=1, max_size=64), st.sampled_from(["", ".pdf", ".png", ".txt", ".x"]))
def test_only_pictures_and_texts_are_ever_shown(head, ending):
    judged = judge_file(f"file{ending}", head)
    if judged.look is Look.IMAGE:
        assert judged.media in {"image/png", "image/jpeg", "image/gif", "image/webp"}
    assert "html" not in judged.media and "svg" not in judged.media
