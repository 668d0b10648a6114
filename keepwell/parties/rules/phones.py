"""Telephone numbers: one spelling where the country is known, and their comparable tail."""

import re
from functools import lru_cache

import phonenumbers

_EXTENSION = re.compile(
    r"[;,\s]*(?:\b(?:ext(?:ension|n)?|x|durchwahl|dw|poste)|(?<=\d)x|#)[.\s:=]*\d{1,6}\s*$",
    re.I,
)
_TRUNK = re.compile(r"\(0\)")
_NOT_DIGIT = re.compile(r"\D+")
_LETTERS = re.compile(r"[^\W\d_]{2,}")
FEWEST, MOST = 6, 15


@lru_cache(maxsize=8_192)
def clean_phone(text: str, region: str | None = None) -> str | None:
    """`+` and digits (E.164) where the country is known, else bare digits; None if no number.

    `region` is the two-letter country the number was written in; text beside the number
    ("call the office first; then ext. 12") makes it no number.
    """
    text = text.strip()
    if text[:4].lower() == "tel:":
        text = text[4:].partition(";")[0]
    text = _EXTENSION.sub("", _TRUNK.sub("", text)).strip()
    if _LETTERS.search(text):
        return None
    digits = _NOT_DIGIT.sub("", text)
    if text.startswith("00") and len(digits) > 9:
        return "+" + digits[2:] if len(digits) <= MOST + 2 else None
    if not FEWEST <= len(digits) <= MOST:
        return None
    if text.startswith(("+", "(+")):
        return "+" + digits
    return _in_region(text, region.upper()) if region else digits


def _in_region(text: str, region: str) -> str:
    digits = _NOT_DIGIT.sub("", text)
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return digits
    if not phonenumbers.is_possible_number(number):
        return digits
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def phone_tail(number: str) -> str:
    """The last eight digits, which are the same with and without country and trunk code."""
    return _NOT_DIGIT.sub("", number)[-8:]


def same_number(one: str, other: str) -> bool:
    """Whether two cleaned numbers are one: equal, or equal but for a country code left out."""
    if one == other:
        return True
    if one[0] == "+" and other[0] == "+":
        return False
    short, long = sorted((one.lstrip("+0"), other.lstrip("+0")), key=len)
    return len(short) >= 7 and long.endswith(short)
