"""Folding: one plain spelling for search and comparison, whatever the script or accents."""

import re
import unicodedata
from functools import lru_cache

from anyascii import anyascii

_APOSTROPHES = dict.fromkeys(map(ord, "'`´‘’‛ʼʻʿʾ＇′"), None)
_NOT_WORD = re.compile(r"[^0-9a-z?]+")
_QUESTION = re.compile(r"(?<![0-9a-z?])\?+(?![0-9a-z?])")
# Not in Bauer, Steuer, Quelle, nor in Michael and Samuel.
_UMLAUT = re.compile(r"(?<![aeq])([aou])e(?!l\b)")
_SOFT = re.compile(r"[aeiouyhw?]")
_DOUBLED = re.compile(r"(.)\1+")
_SEMITIC = re.compile(r"[\u0590-\u05ff\u0600-\u06ff\u0750-\u077f]")


def wordlist(text: str) -> frozenset[str]:
    """The words of a text, as a set: for tables that read better as prose."""
    return frozenset(text.split())


@lru_cache(maxsize=8_192)
def fold(text: str) -> str:
    """The text in small ASCII words parted by single spaces; `?` stands for a lost letter."""
    if not text.isascii():
        text = plain(text)
    text = _NOT_WORD.sub(" ", text.translate(_APOSTROPHES).lower())
    if "?" in text:
        text = _QUESTION.sub(" ", text)
        text = " ".join(word for word in text.split() if word.strip("?"))
    return text.strip()


def plain(text: str) -> str:
    """The text in ASCII letters, upper and lower case kept."""
    text = unicodedata.normalize("NFKC", text).translate(_APOSTROPHES).replace("\ufffd", "?")
    if "ου" in text or "ού" in text:
        text = text.replace("ού", "ou").replace("ου", "ou")
    return anyascii(text).translate(_APOSTROPHES)


@lru_cache(maxsize=8_192)
def canon(word: str) -> str:
    """One form for Müller, Mueller and Muller: ae, oe, ue become a, o, u."""
    return _UMLAUT.sub(r"\1", word) if "e" in word else word


def skeleton(word: str) -> str:
    """Consonants only, for scripts that write no vowels (Arabic, Hebrew)."""
    bones = _DOUBLED.sub(r"\1", _SOFT.sub("", word.replace("q", "k").replace("c", "k")))
    return bones.replace("dj", "j").replace("z", "s").replace("v", "b")


def writes_no_vowels(text: str) -> bool:
    """Whether the text holds Arabic or Hebrew letters."""
    return not text.isascii() and _SEMITIC.search(text) is not None


def lost_alike(one: str, other: str) -> bool:
    """Whether two words agree letter by letter where neither lost its letter to a `?`."""
    return (
        len(one) == len(other)
        and any(a == b != "?" for a, b in zip(one, other, strict=True))
        and all(a == b or "?" in (a, b) for a, b in zip(one, other, strict=True))
    )
