"""The words of what was said, as they are kept to be found, and where they stand in a text."""

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from functools import lru_cache
from typing import Final, NamedTuple
from uuid import UUID

from keepwell.parties.rules.fold import canon, plain

LONGEST_TEXT, LONGEST_WORD, MOST_WANTED = 20_000, 40, 8
BEFORE_IT = 30  # letters of a snippet before the first word found
BEGINS_FROM = 3  # letters from which a word stands for all that begin with it
# In what order groups are looked up; the number is part of every place in the index.
MAIL, NOTE, TALK, TASK = range(4)
SORTS: Final = {"mail": MAIL, "note": NOTE, "call": TALK, "meeting": TALK}
# Small numbers keep the index small: it holds what lies between one place and the next.
_EARLIEST, _OF_ID = 1 << 32, 16

_WORD = re.compile(r"[^\W_]+(?:['`´‘’ʼ][^\W_]+)*")
_SMALL = re.compile(r"[0-9a-z]+")
# Scripts that set no blanks: each sign is a word of its own, so that any part is found.
_SIGN = re.compile(r"([\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uac00-\ud7af])")


def words_of(*texts: str) -> str:
    """Each different word of these texts in small ASCII letters, parted by blanks.

    Müller, Mueller and Muller are one word, and so are Киев and Kiev. Words of more than 40
    letters are no words, but what a machine wrote.
    """
    text = "\n".join(filter(None, texts))[:LONGEST_TEXT]
    found: dict[str, None] = {}
    for word in _written(text):
        for small in _folded(word):
            found[small] = None
    return " ".join(found)


def wanted_words(text: str) -> tuple[str, ...]:
    """The words somebody looks for, in the same spelling; at most eight."""
    return tuple(words_of(text[:400]).split()[:MOST_WANTED])


def _written(text: str) -> set[str]:
    if text.isascii():
        return set(_WORD.findall(text.lower()))
    return set(_WORD.findall(_SIGN.sub(r" \1 ", text)))


@lru_cache(maxsize=65_536)
def _folded(word: str) -> tuple[str, ...]:
    """A word as it is kept; a few become two (½ is 1 and 2)."""
    small = _SMALL.findall(plain(word).lower())
    return tuple(canon(each) for each in small if len(each) <= LONGEST_WORD)


def slot_of(sort: int, at: datetime, id_: UUID, attempt: int = 0) -> int:
    """Where words stand in the index: by their sort, then by their moment, so that the newest
    are read first without sorting. The rest tells one second's apart."""
    second = min(max(int(at.astimezone(UTC).timestamp()) + _EARLIEST, 0), (1 << 33) - 1)
    return ((sort << 33 | second) << _OF_ID | (id_.int & ((1 << _OF_ID) - 1))) + attempt


def slots_of(sort: int) -> tuple[int, int]:
    """The first and the last place of a sort."""
    bits = 33 + _OF_ID
    return sort << bits, (sort + 1 << bits) - 1


class Piece(NamedTuple):
    """A piece of a text; `found` when it begins with a word that was looked for."""

    text: str
    found: bool


def around(text: str, wanted: Iterable[str], *, most: int = 160) -> tuple[Piece, ...]:
    """The part of a text round the first word that was looked for, cut into pieces."""
    wanted = tuple(wanted)
    text = " ".join(text[:LONGEST_TEXT].split())
    spans = _spans(text, wanted)
    found = next(spans, None)
    begin = _begin(text, found[0] if found else 0, most)
    end = min(len(text), begin + most)
    pieces = [Piece("… ", False)] if begin else []
    at = begin
    while found and found[1] <= end:  # what comes further on is not read
        start, stop = found
        if start > at:
            pieces.append(Piece(text[at:start], False))
        pieces.append(Piece(text[start:stop], True))
        at, found = stop, next(spans, None)
    if at < end:
        pieces.append(Piece(text[at:end], False))
    if end < len(text):
        pieces.append(Piece(" …", False))
    return tuple(pieces)


def _begin(text: str, first: int, most: int) -> int:
    """A little before the word, at the beginning of a word."""
    if first < BEFORE_IT:
        return 0
    blank = text.find(" ", max(0, first - BEFORE_IT), first)
    return blank + 1 if blank >= 0 else first


def _spans(text: str, wanted: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    if not wanted:
        return
    for match in _WORD.finditer(text):
        if _SIGN.search(match[0]):
            for sign in _SIGN.finditer(text, match.start(), match.end()):
                if _fits(sign[0], wanted):
                    yield sign.span()
        elif _fits(match[0], wanted):
            yield match.span()


def _fits(word: str, wanted: tuple[str, ...]) -> bool:
    begun = tuple(one for one in wanted if len(one) >= BEGINS_FROM)
    return any(small in wanted or small.startswith(begun) for small in _folded(word))
