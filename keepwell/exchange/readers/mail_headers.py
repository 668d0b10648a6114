"""What stands in the head of a mail: people, subject, time, threads."""

import base64
import binascii
import quopri
import re
from collections.abc import Iterable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import NamedTuple

from keepwell.exchange.readers.charsets import decoded, readable

MOST_ADDRESSES = 2_000
MOST_REFERENCES = 200
LONGEST_ADDRESS = 2_000

_WORD = re.compile(r"=\?([^?\s]{1,60})\?([bBqQ])\?([^?]*)\?=")
_BETWEEN = re.compile(r"(\?=)\s+(?==\?[^?\s]{1,60}\?[bBqQ]\?)")
_SPACE = re.compile(r"\s+")
_SIMPLE = re.compile(r'^\s*"?([^"<>,;()\\:@]*)"?\s*<\s*([^<>\s,;"]+@[^<>\s,;"]+)\s*>\s*$')
_MAIL = re.compile(r"[^\s<>\"(),;:]+@[^\s<>\"(),;:]+")
_ID = re.compile(r"<[^<>]{1,998}>")
_PREFIX = re.compile(
    r"^\s*(?:\[[^\]]{1,40}\]\s*(?=\S+\s*:))?"
    r"(?P<word>re|aw|antw|antwort|sv|vs|ref|rif|r|res|odp|ynt|ang|bls|tr[lả]+ lời|vb\.?:? re"
    r"|回复|回覆|答复|返信|الرد|השב|απ|отв"
    r"|fw|fwd|wg|wtr|tr|rv|i|vl|vb|vid|doorst|pd|enc|ilt|转发|轉寄|πρθ|пересл"
    r"|chuyển tiếp)"
    r"\s*(?:\[\d{1,3}\]|\(\d{1,3}\)|\^\d{1,3})?\s*[:\uff1a]\s*",
    re.IGNORECASE,
)
_FORWARDS = frozenset(
    [
        "fw",
        "fwd",
        "wg",
        "wtr",
        "tr",
        "rv",
        "i",
        "vl",
        "vb",
        "vid",
        "doorst",
        "pd",
        "enc",
        "ilt",
        "转发",
        "轉寄",
        "πρθ",
        "пересл",
    ]
) | {"chuyển tiếp"}


class Address(NamedTuple):
    """One correspondent as the mail names them; the address is in lower case."""

    name: str
    email: str


class Subject(NamedTuple):
    """A subject without its reply and forward marks, folded for comparing."""

    thread: str
    is_reply: bool
    is_forward: bool


def header_text(raw: str) -> str:
    """Decode one header value: encoded words, raw 8-bit text, folding; 64 KB at most."""
    text = raw[: 1 << 16]
    if not text.isascii():
        text = decoded(
            text.encode("ascii", "surrogateescape")
            if _escaped(text)
            else text.encode("utf-8", "replace")
        )
    if "=?" in text:
        text = _words_decoded(text)
    return _SPACE.sub(" ", readable(text)).strip()


def _escaped(text: str) -> bool:
    return all(ord(sign) < 128 or 0xDC80 <= ord(sign) <= 0xDCFF for sign in text)


def _words_decoded(text: str) -> str:
    """Join neighbouring words of one charset before decoding: a letter may be cut in two."""
    pieces: list[str] = []
    held, charset, at = b"", "", 0
    text = _BETWEEN.sub(r"\1", text)
    for word in _WORD.finditer(text):
        if word.start() > at or word[1].lower() != charset:
            pieces.append(decoded(held, charset))
            pieces.append(text[at : word.start()])
            held, charset = b"", word[1].lower()
        held += _word_bytes(word[2], word[3])
        at = word.end()
    pieces.append(decoded(held, charset.partition("*")[0]))
    pieces.append(text[at:])
    return "".join(pieces)


def _word_bytes(coding: str, body: str) -> bytes:
    plain = body.encode("utf-8", "replace")
    if coding in "qQ":
        return quopri.decodestring(plain, header=True)
    try:
        return base64.b64decode(plain + b"=" * (-len(plain) % 4))
    except (binascii.Error, ValueError):
        return plain


def addresses_in(raw: str) -> tuple[Address, ...]:
    """Read a list of correspondents (RFC 5322, and what people write instead)."""
    if not raw or not raw.strip():
        return ()
    simple = _SIMPLE.match(raw) if len(raw) <= LONGEST_ADDRESS else None
    if simple:
        return (Address(header_text(simple[1]), _folded(simple[2])),)
    found = (_one_address(piece) for piece in _pieces(raw))
    return tuple(each for each in found if each is not None)


def _folded(email: str) -> str:
    return header_text(email).lower().removeprefix("mailto:").strip("'\". ")[:320]


def _pieces(raw: str) -> list[str]:
    """Split at commas and semicolons that stand outside quotes, brackets and comments."""
    pieces: list[str] = []
    piece: list[str] = []
    quoted, angle, comment, escaped = False, False, 0, False
    for sign in raw[: 1 << 18]:
        if escaped:
            escaped = False
        elif sign == "\\":
            escaped = True
        elif sign == '"' and not comment:
            quoted = not quoted
        elif not quoted and sign in "()":
            comment = max(0, comment + (1 if sign == "(" else -1))
        elif not quoted and sign in "<>":
            angle = sign == "<"
        elif sign in ",;" and not (quoted or angle or comment):
            pieces.append("".join(piece))
            piece = []
            if len(pieces) > MOST_ADDRESSES:
                return pieces
            continue
        piece.append(sign)
    pieces.append("".join(piece))
    return pieces


def _one_address(piece: str) -> Address | None:
    piece = piece[:LONGEST_ADDRESS]
    before, bracket, rest = piece.rpartition("<")
    if bracket:
        email = _MAIL.search(re.sub(r"\([^()]*\)", "", rest.partition(">")[0]))
        name = before if not before.rstrip().endswith(":") else ""
        if email:
            return Address(_name(name), _folded(email[0]))
        name = name or rest.partition(">")[0]
        return Address(_name(name), "") if _name(name) else None
    comment = re.search(r"\(([^()]*)\)", piece)
    email = _MAIL.search(re.sub(r"\([^()]*\)", " ", piece))
    if email:
        return Address(_name(comment[1] if comment else ""), _folded(email[0]))
    name = _name(re.sub(r"^[^:\"]*:", "", piece))
    return Address(name, "") if name else None


def _name(raw: str) -> str:
    text = re.sub(r"\\(.)", r"\1", header_text(raw))
    while len(text) > 1 and text[0] == text[-1] and text[0] in "\"'":
        text = text[1:-1].strip()
    return text.strip(' "<>')[:300]


def ids_in(raw: str) -> tuple[str, ...]:
    """List the message ids a header names, with their angle brackets."""
    found = [_SPACE.sub("", each) for each in _ID.findall(raw[: 1 << 16])]
    if not found and "@" in raw:
        found = [f"<{word.strip('<>,;')}>" for word in raw.split() if "@" in word]
    return tuple(each[:1000] for each in found[-MOST_REFERENCES:])


def subject_of(subject: str) -> Subject:
    """Take reply and forward marks of many languages off a subject, and fold it."""
    text, is_reply, is_forward = subject, False, False
    for _ in range(20):
        mark = _PREFIX.match(text)
        if not mark:
            break
        forward = mark["word"].lower() in _FORWARDS
        is_forward, is_reply = is_forward or forward, is_reply or not forward
        text = text[mark.end() :]
    return Subject(_SPACE.sub(" ", text).strip().casefold(), is_reply, is_forward)


def moment(raw: str) -> datetime | None:
    """Read the time in a Date or Received header as UTC; None when there is none to read."""
    try:
        read = parsedate_to_datetime(header_text(raw[:300]))
        read = read.replace(tzinfo=UTC) if read.tzinfo is None else read.astimezone(UTC)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
    return read if 1971 <= read.year <= 2200 else None


def envelope_moment(line: bytes) -> datetime | None:
    """Read the time in a mailbox's "From " line (UTC when it names no zone)."""
    words = line.decode("ascii", "replace").split()[1:]
    for at, word in enumerate(words):
        if word[:3] in ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun") and at > 0:
            words = words[at:]
            break
    clock = next((word for word in words if ":" in word), "")
    year = next((word for word in words if re.fullmatch(r"\d{4}", word)), "")
    zone = next((word for word in words if re.fullmatch(r"[+-]\d{4}", word)), "+0000")
    if len(words) < 4:
        return None
    return moment(f"{words[2]} {words[1]} {year} {clock} {zone}")


def newest(moments: Iterable[datetime | None]) -> datetime | None:
    """Give the latest of these moments."""
    return max((each for each in moments if each is not None), default=None)
