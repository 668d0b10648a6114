"""Mails out of a mailbox file or a single file, one at a time."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import Message
from typing import BinaryIO

from keepwell.exchange.readers.charsets import decoded
from keepwell.exchange.readers.mail_headers import (
    Address,
    addresses_in,
    envelope_moment,
    header_text,
    ids_in,
    moment,
    newest,
    subject_of,
)
from keepwell.exchange.readers.mail_nature import Nature, judge_nature
from keepwell.exchange.readers.mail_parts import Attachment, read_parts
from keepwell.exchange.readers.mail_text import asks_something, own_words
from keepwell.exchange.readers.mail_tree import mail_tree
from keepwell.exchange.readers.refusal import Refusal
from keepwell.kernel.words import keep as _kept

LARGEST_MAIL = 24 << 20
LARGEST_HEAD = 1 << 20
MOST_HEADERS = 10_000
LONGEST_LINE = 1 << 20
# A clock this far ahead of the mail server that received it is wrong.
CLOCK_DRIFT = timedelta(days=2)

_SEPARATOR = re.compile(
    rb"^From (?:.{0,400}?[ \t])?(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),?[ \t]+"
    rb"(?:(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[ \t]+\d{1,2}"
    rb"|\d{1,2}[ \t]+(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec))\b"
    rb"(?=.{0,60}\b\d{1,2}:\d\d)(?=.{0,60}\b\d{4}\b)"
)
_HEADER = re.compile(rb"^[!-9;-~]{1,200}[ \t]*:|^>?From ")
_QUOTED_FROM = re.compile(rb"(?m)^>(>*From )")
_HEAD_END = re.compile(rb"\r?\n\r?\n|\r\r")


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail, read: who, to whom, when, what about, and what its writer said.

    Times are UTC; `size` is in bytes as it came; ids keep their angle brackets. `cut` says
    that the body was longer than the reader keeps.
    """

    number: int
    message_id: str
    message_id_made: bool
    in_reply_to: str
    references: tuple[str, ...]
    at: datetime | None
    date_doubtful: bool
    sender: Address
    other_froms: tuple[Address, ...]
    to: tuple[Address, ...]
    cc: tuple[Address, ...]
    bcc: tuple[Address, ...]
    reply_to: tuple[Address, ...]
    subject: str
    thread_subject: str
    is_reply_subject: bool
    is_forward_subject: bool
    text: str
    own_words: str
    attachments: tuple[Attachment, ...]
    nature: Nature
    nature_because: str
    asks: bool
    size: int
    cut: bool
    failed_message_id: str
    failed_recipient: str


def addresses(mail: Mail) -> tuple[Address, ...]:
    """List everybody a mail names as sender or recipient, each address once."""
    seen: dict[str, Address] = {}
    for each in (mail.sender, *mail.other_froms, *mail.to, *mail.cc, *mail.bcc):
        if each.email:
            seen.setdefault(each.email, each)
    return tuple(seen.values())


def read_mbox(stream: BinaryIO) -> Iterator[Mail | Refusal]:
    """Yield each mail of a mailbox file (mboxo, mboxrd), or why it was refused.

    Holds one mail at a time; a file that is a single mail without "From " line is read too.
    """
    for number, (envelope, raw, size) in enumerate(_mails(stream), start=1):
        unquoted = _QUOTED_FROM.sub(rb"\1", raw) if envelope and b">From " in raw else raw
        yield _read(unquoted, number=number, envelope=envelope, size=size)


def read_eml(stream: BinaryIO, *, number: int = 1) -> Mail | Refusal:
    """Read one mail from its own file."""
    raw = stream.read(LARGEST_MAIL + 1)
    size = len(raw)
    while more := stream.read(1 << 20):
        size += len(more)
    envelope = b""
    raw = raw.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n")
    if raw.startswith(b"From "):
        envelope, _, raw = raw.partition(b"\n")
    return _read(raw[:LARGEST_MAIL], number=number, envelope=envelope, size=size)


def _mails(stream: BinaryIO) -> Iterator[tuple[bytes, bytes, int]]:
    """Cut a mailbox at its separator lines: envelope line, mail, size before cutting."""
    lines: list[bytes] = []
    envelope, size, kept = b"", 0, 0
    line = stream.readline(LONGEST_LINE).removeprefix(b"\xef\xbb\xbf")
    whole = True
    while line:
        following = stream.readline(LONGEST_LINE)
        if whole and line.startswith(b"From ") and _separates(line, following):
            if envelope or b"".join(lines).strip():
                yield envelope, b"".join(lines), size
            envelope, lines, size, kept = line, [], 0, 0
        else:
            size += len(line)
            if kept < LARGEST_MAIL:
                lines.append(line)
                kept += len(line)
        whole = line.endswith((b"\n", b"\r"))
        line = following
    if envelope or b"".join(lines).strip():
        yield envelope, b"".join(lines), size


def _separates(line: bytes, following: bytes) -> bool:
    return bool(_SEPARATOR.match(line)) and (
        not following.strip() or bool(_HEADER.match(following))
    )


def _read(raw: bytes, *, number: int, envelope: bytes, size: int) -> Mail | Refusal:
    refusal = _refused_for_its_head(raw, number)
    if refusal:
        return refusal
    try:
        message = mail_tree(raw)
        return _mail(message, number=number, envelope=envelope, size=size)
    except RecursionError:
        return Refusal(
            number, "mail_nested", _kept("This mail holds mails within mails without end."), raw
        )
    except Exception as failure:
        because = _kept(
            "This mail could not be read (%(fault)s).", fault=type(failure).__name__
        )
        return Refusal(number, "mail_unreadable", because, raw)


def _refused_for_its_head(raw: bytes, number: int) -> Refusal | None:
    if not raw.strip():
        return Refusal(number, "mail_empty", _kept("This mail is empty."), raw)
    end = _HEAD_END.search(raw, 0, LARGEST_HEAD + 4)
    head = raw[: end.start()] if end else raw[: LARGEST_HEAD + 4]
    if len(head) > LARGEST_HEAD:
        because = _kept(
            "The head of this mail is longer than 1 MB, which no mail program writes."
        )
        return Refusal(number, "mail_head_too_long", because, raw)
    if head.count(b"\n") >= MOST_HEADERS:
        names = sum(1 for line in head.split(b"\n") if line[:1] not in (b" ", b"\t"))
        if names > MOST_HEADERS:
            because = _kept(
                "This mail has more than %(most)s headers, which no person sends.",
                most=MOST_HEADERS,
            )
            return Refusal(number, "mail_too_many_headers", because, raw)
    if not any(_HEADER.match(line) for line in head.splitlines()[:40]):
        because = _kept("This is no mail: it has no header such as From, Date or Subject.")
        return Refusal(number, "mail_without_head", because, raw)
    return None


def _first_headers(message: Message) -> dict[str, str]:
    """Keep the first of each header, by lower-case name, undecoded."""
    first: dict[str, str] = {}
    for name, value in message.raw_items():
        first.setdefault(name.lower(), str(value))
    return first


def _mail(message: Message, *, number: int, envelope: bytes, size: int) -> Mail:
    first = _first_headers(message)
    froms = addresses_in(first.get("from", "")) or addresses_in(first.get("sender", ""))
    sender = next((each for each in froms if each.email), froms[0] if froms else None)
    sender = sender or _envelope_sender(first, envelope)
    subject = header_text(first.get("subject", ""))
    thread = subject_of(subject)
    at, doubtful = _when(message, first, envelope)
    parts = read_parts(message)
    nature, because = judge_nature(
        first, subject, sender.email, " ".join(first.get("content-type", "").lower().split())
    )
    words = own_words(parts.text)
    ids = ids_in(first.get("message-id", ""))
    replied = ids_in(first.get("in-reply-to", ""))
    return Mail(
        number=number,
        message_id=ids[0] if ids else _made_id(at, sender.email, subject, parts.text),
        message_id_made=not ids,
        in_reply_to=replied[0] if replied else "",
        references=ids_in(first.get("references", "")),
        at=at,
        date_doubtful=doubtful,
        sender=sender,
        other_froms=tuple(each for each in froms if each is not sender),
        to=_people(message, "to"),
        cc=_people(message, "cc"),
        bcc=_people(message, "bcc"),
        reply_to=_people(message, "reply-to"),
        subject=subject,
        thread_subject=thread.thread,
        is_reply_subject=thread.is_reply,
        is_forward_subject=thread.is_forward,
        text=parts.text,
        own_words=words,
        attachments=parts.attachments,
        nature=nature,
        nature_because=because,
        asks=asks_something(words),
        size=size,
        cut=parts.cut or size > LARGEST_MAIL,
        failed_message_id=parts.failed_message_id if nature is Nature.BOUNCE else "",
        failed_recipient=(
            (parts.failed_recipient or _failed_recipient(first))
            if nature is Nature.BOUNCE
            else ""
        ),
    )


def _people(message: Message, name: str) -> tuple[Address, ...]:
    values = message.get_all(name, ())
    seen: dict[Address, None] = {}
    for value in values[:50]:
        seen.update(dict.fromkeys(addresses_in(str(value))))
    return tuple(seen)


def _envelope_sender(first: dict[str, str], envelope: bytes) -> Address:
    for raw in (first.get("return-path", ""), decoded(envelope)[5:].partition(" ")[0]):
        for each in addresses_in(raw):
            if each.email:
                return each
    return Address("", "")


def _failed_recipient(first: dict[str, str]) -> str:
    named = addresses_in(first.get("x-failed-recipients", ""))
    return named[0].email if named else ""


def _when(
    message: Message, first: dict[str, str], envelope: bytes
) -> tuple[datetime | None, bool]:
    """Give the mail's time, and whether it is only the post office's word or absurd."""
    said = moment(first.get("date", ""))
    received = newest(
        moment(str(value).rpartition(";")[2]) for value in message.get_all("received", ())[:20]
    )
    seen = received or (envelope_moment(envelope) if envelope else None)
    if said is None or said.year < 1990:
        return (seen or said), True
    if received and said - received > CLOCK_DRIFT:
        return received, True
    return said, False


def _made_id(at: datetime | None, sender: str, subject: str, text: str) -> str:
    """Make an id that the same mail gets each time, for a mail that came without one."""
    facts = "\n".join((at.isoformat() if at else "", sender, subject, " ".join(text.split())))
    return f"<sha256.{hashlib.sha256(facts.encode('utf-8', 'replace')).hexdigest()}>"
