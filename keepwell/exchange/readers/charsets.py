"""Bytes into readable text, whatever the sender called their charset."""

import codecs
import re

# What senders write, and what they mean. Latin-1 is Windows-1252 in practice
# (WHATWG Encoding Standard, "windows-1252" labels).
_MEANT = {
    "us-ascii": "utf-8",
    "ascii": "utf-8",
    "unknown-8bit": "utf-8",
    "x-unknown": "utf-8",
    "default": "utf-8",
    "utf8mb4": "utf-8",
    "unicode": "utf-8",
    "unicode-1-1-utf-7": "utf-7",
    "iso-8859-1": "cp1252",
    "iso8859-1": "cp1252",
    "latin-1": "cp1252",
    "latin1": "cp1252",
    "iso-8859-8-i": "iso-8859-8",
    "iso-8859-9": "cp1254",
    "iso-8859-11": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "ks_c_5601-1987": "cp949",
    "euc-kr": "cp949",
    "x-sjis": "cp932",
    "shift_jis": "cp932",
    "macintosh": "mac_roman",
    "x-mac-roman": "mac_roman",
}
# Python "encodings" that are no charset, or that a stranger can make slow.
_NO_CHARSET = {
    "idna",
    "punycode",
    "undefined",
    "unicode-escape",
    "raw-unicode-escape",
    "mbcs",
    "oem",
}
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_known: dict[str, str] = {}


def charset_named(name: str | None) -> str:
    """Give the codec meant by a sender's charset name, or "" when nobody knows it."""
    key = (name or "").strip().strip("\"'").lower()[:40]
    if not key:
        return ""
    if key not in _known:
        if len(_known) > 500:
            _known.clear()
        _known[key] = _lookup(_MEANT.get(key, key))
    return _known[key]


def _lookup(name: str) -> str:
    try:
        codec = codecs.lookup(name)
    except (LookupError, ValueError, UnicodeError):
        return ""
    if not getattr(codec, "_is_text_encoding", True) or codec.name in _NO_CHARSET:
        return ""
    return codec.name


def decoded(raw: bytes, charset: str | None = None) -> str:
    """Decode bytes: as named, else UTF-8, else Windows-1252; never fails, never holds NUL."""
    for name in (charset_named(charset), "utf-8"):
        if name:
            try:
                return readable(raw.decode(name))
            except (UnicodeError, ValueError):
                continue
    return readable(raw.decode("cp1252", "replace"))


def readable(text: str) -> str:
    """Take out NUL, control characters and half characters that no database will keep."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _UNPRINTABLE.sub("", text) if _UNPRINTABLE.search(text) else text
