"""The parts of a mail: its words, what was attached, what a bounce reports."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import Message
from typing import NamedTuple

from keepwell.exchange.readers.charsets import charset_named, decoded
from keepwell.exchange.readers.mail_headers import header_text, ids_in
from keepwell.exchange.readers.mail_text import text_of_html, unflowed

MOST_PARTS = 500
LONGEST_TEXT = 4 << 20

_META = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?([\w-]{2,40})", re.IGNORECASE)
_RECIPIENT = re.compile(
    r"^(?:final|original)-recipient:\s*[\w-]+\s*;\s*<?([^\s<>]+@[^\s<>]+?)>?\s*$",
    re.IGNORECASE | re.MULTILINE,
)
_LOST_ID = re.compile(r"^message-id:\s*(<[^<>]+>)", re.IGNORECASE | re.MULTILINE)


class Attachment(NamedTuple):
    """A file that came with a mail; the size is in bytes, decoded, about right."""

    name: str
    type: str
    size: int


@dataclass(slots=True)
class Parts:
    """What was found in a mail's body."""

    text: str = ""
    attachments: tuple[Attachment, ...] = ()
    failed_message_id: str = ""
    failed_recipient: str = ""
    cut: bool = False
    plain: list[str] = field(default_factory=list)
    html: list[str] = field(default_factory=list)


def read_parts(message: Message) -> Parts:
    """Read the best plain text of a mail and list its attachments."""
    found = Parts()
    attached: list[Attachment] = []
    for part, alternative in _leaves(message):
        kind = part.get_content_type()
        if kind.startswith("message/") or kind == "text/rfc822-headers":
            _read_enclosed(part, kind, found, attached)
        elif _is_words(part, kind):
            _read_words(part, kind, alternative, found)
        else:
            attached.append(Attachment(_file_name(part), kind, _size(part)))
    plain = "\n".join(found.plain).strip("\n")
    found.text = plain if plain.strip() else "\n".join(found.html)
    found.attachments = tuple(attached)
    return found


def _leaves(message: Message) -> Iterator[tuple[Message, bool]]:
    """Walk the parts in order, without recursion; say which stand in an alternative."""
    waiting: list[tuple[Message, bool]] = [(message, False)]
    seen = 0
    while waiting and seen < MOST_PARTS:
        part, alternative = waiting.pop()
        seen += 1
        inner = part.get_payload()
        if part.get_content_maintype() == "multipart" and isinstance(inner, list):
            either = alternative or part.get_content_subtype() == "alternative"
            waiting.extend((each, either) for each in reversed(inner))
        else:
            yield part, alternative


def _is_words(part: Message, kind: str) -> bool:
    if kind not in ("text/plain", "text/html", "text/enriched", "text/x-markdown"):
        # A multipart without boundary arrives as one piece of text.
        return kind.startswith("multipart/") and isinstance(part.get_payload(), str)
    disposition = str(part.get("content-disposition", "")).strip().lower()
    return not disposition.startswith("attachment") and not (
        disposition.startswith("inline") and "filename" in disposition
    )


def _read_words(part: Message, kind: str, alternative: bool, found: Parts) -> None:
    raw = _bytes(part)
    if len(raw) > LONGEST_TEXT:
        found.cut = True
        raw = raw[:LONGEST_TEXT]
    charset = _parameter(part, "charset")
    if kind == "text/html":
        if not charset_named(charset):
            meta = _META.search(raw[:4096])
            charset = meta[1].decode("ascii", "replace") if meta else ""
        if not (alternative and any(each.strip() for each in found.plain)):
            page = text_of_html(decoded(raw, charset))
            (found.html if alternative or not found.plain else found.plain).append(page)
        return
    text = decoded(raw, charset)
    if "flowed" in str(part.get("content-type", "")).lower():
        text = unflowed(text, _parameter(part, "delsp").lower() == "yes")
    found.plain.append(text)


def _bytes(part: Message) -> bytes:
    try:
        payload = part.get_payload(decode=True)
    except (ValueError, LookupError, TypeError, AssertionError):
        payload = None
    if isinstance(payload, bytes):
        return payload
    text = part.get_payload()
    return text.encode("utf-8", "surrogateescape") if isinstance(text, str) else b""


def _parameter(part: Message, name: str) -> str:
    try:
        value = part.get_param(name)
    except (ValueError, LookupError, TypeError):
        return ""
    if isinstance(value, tuple):
        return str(value[2])
    return str(value or "")


def _file_name(part: Message) -> str:
    try:
        name = part.get_filename("")
    except (ValueError, LookupError, TypeError):
        name = ""
    name = header_text(name or _parameter(part, "name"))
    return name.replace("\\", "/").rpartition("/")[2][:255]


def _size(part: Message) -> int:
    payload = part.get_payload()
    if not isinstance(payload, str):
        return 0
    coding = str(part.get("content-transfer-encoding", "")).strip().lower()
    if coding == "base64":
        written = len(payload) - payload.count("\n") - payload.count("\r")
        return max(0, written * 3 // 4 - payload[-6:].count("="))
    return len(payload)


def _read_enclosed(part: Message, kind: str, found: Parts, attached: list[Attachment]) -> None:
    """Note an enclosed mail or report, and what it tells about a mail that was lost."""
    inner = part.get_payload()
    pieces = (
        [each for each in inner if isinstance(each, Message)] if isinstance(inner, list) else []
    )
    if kind == "message/delivery-status":
        told = "\n".join(
            f"{name}: {value}" for each in pieces[:50] for name, value in each.items()
        )
        told = told or decoded(_bytes(part))
        recipient = _RECIPIENT.search(told)
        if recipient and not found.failed_recipient:
            found.failed_recipient = recipient[1].lower()
        return
    if kind == "text/rfc822-headers":
        lost = _LOST_ID.search(decoded(_bytes(part)[: 1 << 16]))
        found.failed_message_id = found.failed_message_id or (lost[1] if lost else "")
        return
    first = pieces[0] if pieces else None
    title = header_text(str(first.get("subject", ""))) if first is not None else ""
    if first is not None and not found.failed_message_id:
        named = ids_in(str(first.get("message-id", "")))
        found.failed_message_id = named[0] if named else ""
    name = _file_name(part) or (f"{title[:200]}.eml" if title else "")
    size = len(inner) if isinstance(inner, str) else 0
    attached.append(Attachment(name, kind, size))
