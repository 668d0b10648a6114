"""What a file is, by its first bytes; whether its name tells the same; whether it is kept.

The signatures are those of the formats' own specifications. What is not known is kept and only
ever given back as it came; what a machine would run is not kept at all.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from keepwell.files.rules.names import ending_of

HEAD: Final = 4_096  # bytes that are looked at
UNKNOWN: Final = "application/octet-stream"


class Family(StrEnum):
    """What a file is, as far as its handling goes."""

    IMAGE = "image"
    PDF = "pdf"
    TEXT = "text"
    PAGE = "page"
    PACKED = "packed"
    OFFICE = "office"
    LETTER = "letter"
    SOUND = "sound"
    FILM = "film"
    PROGRAM = "program"
    OTHER = "other"


class Look(StrEnum):
    """How it may be shown here; nothing: it is only given back."""

    IMAGE = "image"
    TEXT = "text"
    NONE = ""


class Fault(StrEnum):
    """Why a file is not kept."""

    EMPTY = "empty"
    PROGRAM = "program"
    OTHERWISE = "otherwise"


@dataclass(frozen=True, slots=True)
class Judged:
    """What a file is: its media type, how it may be shown, and why it is not kept, if so."""

    media: str
    look: Look
    fault: Fault | None = None


_SIGNATURES: Final[tuple[tuple[int, bytes, str, Family], ...]] = (
    (0, b"\x89PNG\r\n\x1a\n", "image/png", Family.IMAGE),
    (0, b"\xff\xd8\xff", "image/jpeg", Family.IMAGE),
    (0, b"GIF87a", "image/gif", Family.IMAGE),
    (0, b"GIF89a", "image/gif", Family.IMAGE),
    (8, b"WEBP", "image/webp", Family.IMAGE),
    (0, b"II*\x00", "image/tiff", Family.IMAGE),
    (0, b"MM\x00*", "image/tiff", Family.IMAGE),
    (4, b"ftyphei", "image/heic", Family.IMAGE),
    (4, b"ftypmif1", "image/heic", Family.IMAGE),
    (4, b"ftypavif", "image/avif", Family.IMAGE),
    (4, b"ftypM4A", "audio/mp4", Family.SOUND),
    (4, b"ftypqt", "video/quicktime", Family.FILM),
    (4, b"ftyp", "video/mp4", Family.FILM),
    (0, b"\x1aE\xdf\xa3", "video/webm", Family.FILM),
    (0, b"ID3", "audio/mpeg", Family.SOUND),
    (0, b"\xff\xfb", "audio/mpeg", Family.SOUND),
    (0, b"OggS", "audio/ogg", Family.SOUND),
    (0, b"fLaC", "audio/flac", Family.SOUND),
    (8, b"WAVE", "audio/wav", Family.SOUND),
    (0, b"%PDF-", "application/pdf", Family.PDF),
    (0, b"PK\x03\x04", "application/zip", Family.PACKED),
    (0, b"PK\x05\x06", "application/zip", Family.PACKED),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage", Family.OFFICE),
    (0, b"{\\rtf", "application/rtf", Family.LETTER),
    (0, b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed", Family.PACKED),
    (0, b"Rar!\x1a\x07", "application/vnd.rar", Family.PACKED),
    (0, b"\x1f\x8b", "application/gzip", Family.PACKED),
    (0, b"MZ", "application/x-msdownload", Family.PROGRAM),
    (0, b"\x7fELF", "application/x-elf", Family.PROGRAM),
    (0, b"\xca\xfe\xba\xbe", "application/x-mach-binary", Family.PROGRAM),
    (0, b"\xcf\xfa\xed\xfe", "application/x-mach-binary", Family.PROGRAM),
    (0, b"\xce\xfa\xed\xfe", "application/x-mach-binary", Family.PROGRAM),
    (0, b"\xfe\xed\xfa", "application/x-mach-binary", Family.PROGRAM),
    (0, b"\x00asm", "application/wasm", Family.PROGRAM),
    (0, b"#!", "text/x-script", Family.PROGRAM),
    (0, b"L\x00\x00\x00\x01\x14\x02\x00", "application/x-ms-shortcut", Family.PROGRAM),
)  # fmt: skip


def _words(text: str) -> list[str]:
    return text.split()


_RIFF = {"image/webp", "audio/wav"}
_OFFICE = "application/vnd.openxmlformats-officedocument."
_OPEN = "application/vnd.oasis.opendocument."
# What an ending promises: the families its bytes may be of, and the type told where the bytes
# are only the wrapping of it.
_ENDINGS: Final[dict[str, tuple[Family, str]]] = {
    **dict.fromkeys(_words("png jpg jpeg jpe gif webp tif tiff heic heif avif"),
                    (Family.IMAGE, "")),
    "pdf": (Family.PDF, ""),
    "docx": (Family.PACKED, f"{_OFFICE}wordprocessingml.document"),
    "xlsx": (Family.PACKED, f"{_OFFICE}spreadsheetml.sheet"),
    "pptx": (Family.PACKED, f"{_OFFICE}presentationml.presentation"),
    "odt": (Family.PACKED, f"{_OPEN}text"),
    "ods": (Family.PACKED, f"{_OPEN}spreadsheet"),
    "odp": (Family.PACKED, f"{_OPEN}presentation"),
    **dict.fromkeys(_words("zip gz tgz 7z rar docm xlsm pptm epub"), (Family.PACKED, "")),
    "doc": (Family.OFFICE, "application/msword"),
    "xls": (Family.OFFICE, "application/vnd.ms-excel"),
    "ppt": (Family.OFFICE, "application/vnd.ms-powerpoint"),
    "msg": (Family.OFFICE, "application/vnd.ms-outlook"),
    "rtf": (Family.LETTER, ""),
    **dict.fromkeys(_words("mp3 wav m4a ogg oga flac"), (Family.SOUND, "")),
    **dict.fromkeys(_words("mp4 m4v mov webm"), (Family.FILM, "")),
    "txt": (Family.TEXT, "text/plain"),
    "log": (Family.TEXT, "text/plain"),
    "md": (Family.TEXT, "text/markdown"),
    "csv": (Family.TEXT, "text/csv"),
    "tsv": (Family.TEXT, "text/tab-separated-values"),
    "ics": (Family.TEXT, "text/calendar"),
    "vcf": (Family.TEXT, "text/vcard"),
    "eml": (Family.TEXT, "message/rfc822"),
    "json": (Family.TEXT, "application/json"),
}  # fmt: skip
_RUN = frozenset(
    _words("""
    exe com scr pif bat cmd msi msp msix appx cpl dll sys ocx drv gadget scf lnk reg inf
    ps1 psm1 psd1 vb vbs vbe js jse mjs ws wsf wsh wsc sct hta chm jar jnlp class apk aab ipa
    sh bash zsh ksh csh fish command tool run bin out so dylib app pkg dmg deb rpm appimage
    desktop iso img vhd vhdx py pyw pyc pyz pl rb php phtml asp aspx jsp cgi swf xll wll
    url website application appref-ms diagcab settingcontent-ms library-ms search-ms
    """)
)
_PAGES = frozenset(_words("htm html xhtml xht shtml mht mhtml svg svgz xml xsl xslt"))
_MAY_BE_A_PAGE = (Family.PAGE, Family.TEXT, Family.PACKED)
_MAY_HOLD_A_PAGE = (None, Family.TEXT, Family.OFFICE)
_SHOWN = {"image/png", "image/jpeg", "image/gif", "image/webp"}


def judge_file(name: str, head: bytes) -> Judged:
    """What a file is by its first bytes, and whether that is what its name says.

    A name without an ending, or with one that is not known, promises nothing.
    """
    if not head:
        return Judged(UNKNOWN, Look.NONE, Fault.EMPTY)
    ending = ending_of(name)
    media, family = _recognised(head)
    if ending in _RUN or family is Family.PROGRAM:
        return Judged(UNKNOWN, Look.NONE, Fault.PROGRAM)
    promised, told = _ENDINGS.get(ending, (None, ""))
    if ending in _PAGES or family is Family.PAGE:
        # A page of another's is told as bytes, so that no browser takes it for one of ours.
        fits = family in _MAY_BE_A_PAGE if ending in _PAGES else promised in _MAY_HOLD_A_PAGE
        return Judged(UNKNOWN, Look.NONE, None if fits else Fault.OTHERWISE)
    if promised is not None and not _fits(promised, family, told, media):
        return Judged(media, Look.NONE, Fault.OTHERWISE)
    if family is Family.TEXT:
        return Judged(told or "text/plain", Look.TEXT)
    look = Look.IMAGE if media in _SHOWN else Look.NONE
    return Judged(told or media, look)


def _fits(promised: Family, found: Family, told: str, media: str) -> bool:
    if promised is Family.PACKED and told:
        # A document locked with a password is wrapped the old way.
        return media in ("application/zip", "application/x-ole-storage")
    if promised is Family.OFFICE:
        return found in (Family.OFFICE, Family.LETTER, Family.TEXT)
    if promised in (Family.SOUND, Family.FILM):
        return found in (Family.SOUND, Family.FILM, Family.OTHER)
    return promised is found


def _recognised(head: bytes) -> tuple[str, Family]:
    for offset, mark, media, family in _SIGNATURES:
        if not head.startswith(mark, offset):
            continue
        if (media in _RIFF and not head.startswith(b"RIFF")) or (
            mark == b"MZ" and is_text(head)
        ):
            continue  # what a letter may begin with, too
        return media, family
    if not is_text(head):
        return UNKNOWN, Family.OTHER
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<!doctype html", b"<html", b"<svg", b"<?xml", b"<script")):
        return UNKNOWN, Family.PAGE
    return "text/plain", Family.TEXT


def is_text(head: bytes) -> bool:
    """Whether these are letters: UTF-8, UTF-16 with its mark, or an old charset of one byte."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    if b"\x00" in head:
        return False
    odd = sum(byte < 32 and byte not in b"\t\n\r\f\x1b" for byte in head)
    return odd * 50 <= len(head)
