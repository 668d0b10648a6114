"""Which mail answers which: by its In-Reply-To, else by its subject."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

# An answer without In-Reply-To is looked for this far back (worlds' README, “Two-way”).
SUBJECT_SPAN = timedelta(days=30)
LONGEST_KEY = 120

_REPLY = (
    "re|aw|antw|antwort|antwoord|sv|vs|rv|res"
    "|resp|odp|ynt|tr\u1ea3 l\u1eddi|r\u00e9p|rif|vl|\u56de\u590d|\u7b54\u590d|\u56de\u8986"
)
_FORWARD = "fwd?|wg|wtr|tr|enc|doorst|\u8f6c\u53d1|\u8f49\u5bc4|pd|vb|i"
_MARK = re.compile(
    rf"^\s*(?:(?P<reply>{_REPLY})|(?P<forward>{_FORWARD}))\s*(?:\[\d+\]|\(\d+\)|\^\d+)?\s*[:\uff1a]\s*",
    re.IGNORECASE,
)
_SPACE = re.compile(r"\s+")


class Subject(NamedTuple):
    """A subject without its marks, folded for comparing, and whether it says it answers."""

    key: str
    is_reply: bool


def subject_of(title: str) -> Subject:
    """Take the reply and forward marks of several languages off a subject."""
    is_reply = False
    text = title
    while mark := _MARK.match(text):
        is_reply = is_reply or mark["reply"] is not None
        text = text[mark.end() :]
    return Subject(_SPACE.sub(" ", text).strip().casefold()[:LONGEST_KEY], is_reply)


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail as far as threads care.

    `theirs` are the correspondents who are not ours, each by party or, unclaimed, by address;
    `writer` is the one of them who wrote it, None when one of ours did. `is_human` is False
    for what a machine wrote and for mail among ours.
    """

    id: UUID
    key: str
    in_reply_to: str
    at: datetime
    subject: Subject
    is_human: bool
    from_us: bool
    writer: str | None
    theirs: frozenset[str]
    conversation_id: UUID | None = None


def letter_answered(
    letter: Letter, named: Letter | None, earlier: Iterable[Letter]
) -> Letter | None:
    """The letter this one answers: the one it names, else the latest it can mean.

    `earlier` are letters with the same subject. Meant is the latest human one of the other
    side within `SUBJECT_SPAN` that shares a correspondent, and only when the subject says
    that this is an answer.
    """
    if named is not None and named.id != letter.id:
        return named
    if not letter.subject.is_reply or not letter.is_human:
        return None
    meant = [each for each in earlier if could_answer(letter, each)]
    return max(meant, key=lambda each: (each.at, each.id), default=None)


def could_answer(letter: Letter, other: Letter) -> bool:
    """Whether `letter`, going by subject, time and people, may answer `other`."""
    return (
        other.is_human
        and other.from_us != letter.from_us
        and other.id != letter.id
        and timedelta(0) <= letter.at - other.at <= SUBJECT_SPAN
        and not other.theirs.isdisjoint(letter.theirs)
    )


def is_made_of(address: str, folded_name: str) -> bool:
    """Whether the part before the @ is made of a name's words: two of them, or the only one.

    `folded_name` is in small ASCII words; ae, oe, ue stand for a, o, u as well.
    """
    local = _umlauts(re.sub(r"[^a-z]", "", address.partition("@")[0].lower()))
    words = [_umlauts(word) for word in folded_name.split() if len(word) > 1]
    found = sum(word in local for word in words)
    return bool(words) and found >= min(2, len(words))


def _umlauts(text: str) -> str:
    return re.sub(r"([aou])e", r"\1", text)
