"""What kind of thing a source is, told from its first bytes."""

from __future__ import annotations

import codecs
import re
from enum import StrEnum


class SourceKind(StrEnum):
    """The kinds of source an import knows, and unknown."""

    CSV = "csv"
    XLSX = "xlsx"
    XLS = "xls"
    ODS = "ods"
    VCARD = "vcard"
    MBOX = "mbox"
    EML = "eml"
    ICS = "ics"
    ZIP = "zip"
    JSON = "json"
    UNKNOWN = "unknown"


_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_ENDINGS = {
    ".csv": SourceKind.CSV,
    ".tsv": SourceKind.CSV,
    ".tab": SourceKind.CSV,
    ".vcf": SourceKind.VCARD,
    ".vcard": SourceKind.VCARD,
    ".mbox": SourceKind.MBOX,
    ".eml": SourceKind.EML,
    ".ics": SourceKind.ICS,
    ".ical": SourceKind.ICS,
    ".json": SourceKind.JSON,
}
_OFFICE = {".xlsx": SourceKind.XLSX, ".xlsm": SourceKind.XLSX, ".xlsb": SourceKind.XLSX}
_OTHER_OFFICE = (
    ".docx",
    ".pptx",
    ".odt",
    ".odp",
    ".jar",
    ".apk",
    ".epub",
    ".msg",
    ".doc",
    ".ppt",
)
_MBOX = re.compile(r"From \S.*\d{4}|From - |From MAILER", re.ASCII)
_MAIL_LINE = re.compile(
    r"^(?:return-path|received|from|to|subject|date|message-id|mime-version|delivered-to|"
    r"content-type|reply-to|cc|x-[\w-]+|arc-[\w-]+|dkim-signature|authentication-results):",
    re.IGNORECASE | re.MULTILINE,
)


def kind_of_head(head: bytes, name: str) -> SourceKind:
    """What a source of that name and these first bytes is."""
    ending = "." + name.lower().rpartition(".")[2]
    if head[:4] in (b"PK\x03\x04", b"PK\x05\x06"):
        return _packed(head, ending)
    if head[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        return SourceKind.UNKNOWN if ending in _OTHER_OFFICE else SourceKind.XLS
    text = _as_text(head)
    if text is None:
        return SourceKind.UNKNOWN
    return _written(text.lstrip("\ufeff \t\r\n"), ending)


def _packed(head: bytes, ending: str) -> SourceKind:
    if ending in _OTHER_OFFICE:
        return SourceKind.UNKNOWN
    if b"opendocument.spreadsheet" in head[:200] or ending == ".ods":
        return SourceKind.ODS
    office = b"[Content_Types].xml" in head or b"xl/" in head[:2000] or b"_rels/.rels" in head
    if ending in _OFFICE or (office and ending != ".zip"):
        return SourceKind.XLSX
    return SourceKind.ZIP


def _as_text(head: bytes) -> str | None:
    for mark, encoding in _BOMS:
        if head.startswith(mark):
            return head.decode(encoding, "ignore")
    if b"\0" in head:
        if head[1::2].count(0) > len(head) // 4:
            return head.decode("utf-16-le", "ignore")
        if head[0::2].count(0) > len(head) // 4:
            return head.decode("utf-16-be", "ignore")
        if head.count(0) > 8:  # a few NULs are an accident in a table, many are a program
            return None
    return head.decode("latin-1")


def _written(text: str, ending: str) -> SourceKind:
    start = text[:64].upper()
    if start.startswith("BEGIN:VCARD"):
        return SourceKind.VCARD
    if start.startswith("BEGIN:VCALENDAR"):
        return SourceKind.ICS
    if _MBOX.match(text):
        return SourceKind.MBOX
    if start.startswith(("<!DOCTYPE", "<HTML", "<?XML", "%PDF", "{\\RTF")):
        return SourceKind.UNKNOWN
    lines = len(_MAIL_LINE.findall(text[:8_000]))
    if (_MAIL_LINE.match(text) and lines >= 3) or (ending == ".eml" and lines):
        return SourceKind.EML
    if ending in _ENDINGS:
        return _ENDINGS[ending]
    if re.match(r'[\[{]\s*(?:["{\[\]}]|-?\d)', text):
        return SourceKind.JSON
    return SourceKind.CSV if _looks_like_a_table(text) else SourceKind.UNKNOWN


def _looks_like_a_table(text: str) -> bool:
    lines = [line for line in text.splitlines()[:20] if line.strip()]
    return len(lines) > 1 and any(
        all(line.count(mark) >= 1 for line in lines[:2]) for mark in ",;\t|"
    )
