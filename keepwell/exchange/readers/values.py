"""What a cell of text means: a moment, a day, an amount, yes or no, a length, some ids.

Cells come as people and programs wrote them, so every reading may fail: the answer is then
None and the cell keeps its text. Nothing here guesses where two readings are equally likely.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from decimal import Decimal
from functools import lru_cache
from typing import Literal

DateOrder = Literal["ymd", "dmy", "mdy", "unclear"]
DecimalMark = Literal[",", "."]

# ruff: noqa: SIM905 - words in a sentence are read more easily than a list of quotations

# A date outside these years in a CRM export is a filler (0001-01-01, 9999-12-31), not a fact.
FIRST_YEAR, LAST_YEAR = 1850, 2199
REMEMBERED = 65_536

BLANKISH = frozenset(
    "- -- --- – — . .. / n/a N/A n.a. N.A. #N/A NULL null <null> (null) [null] (none) (None) "
    "(blank) (empty) (leer) (keine) (aucun) (ninguno) [none] <none> <blank> None none nan NaN "
    "undefined #REF! #VALUE! #NAME? #DIV/0! #NULL! #NUM! k.A. k.a. \\N".split()
) | {"(no value)", "no value", "No value", "(No value)", "k. A.", "Kein Wert", "(Kein Wert)"}

_EDGES = " \t\r\n\f\v\u00a0\u200b\u200c\u200e\u200f\u2007\u202f\ufeff"
_EXCEL_TEXT = re.compile(r'="([^"]*)"')


def clean_cell(text: str) -> str:
    """The cell without edges, and blank where people or programs wrote that nothing is there.

    `NULL` is blank but `Null` is not: there are people of that name. A mark with which
    spreadsheets protect a text that looks like a formula is taken off.
    """
    text = text.strip(_EDGES)
    if len(text) < 14 and text in BLANKISH:
        return ""
    if len(text) > 1 and text[0] == "'" and text[1] in "=+-@":
        return text[1:]
    if text[:2] == '="' and (unwrapped := _EXCEL_TEXT.fullmatch(text)):
        return unwrapped[1].strip(_EDGES)
    return text


def split_ids(text: str) -> tuple[str, ...]:
    """The ids of one cell, each once, the first being the primary one."""
    text = clean_cell(text)
    if not text:
        return ()
    mark = next(
        (each for each in (":::", ";", "|", ",") if each in text), None
    )  # ::: is Google's
    if mark is None:
        return (text,)
    return tuple(dict.fromkeys(part for each in text.split(mark) if (part := each.strip())))


_YES = frozenset(
    "true yes y 1 x on ja j wahr oui o vrai si sim s verdadero verdadeiro da tak waar sandt "
    "checked active aktiv".split()
)
_NO = frozenset(
    "false no n 0 off nein falsch non faux nao falso nie nee onwaar nej unchecked inactive "
    "inaktiv deactivated deaktiviert".split()
)


@lru_cache(maxsize=4_096)
def parse_yes(text: str) -> bool | None:
    """Whether the cell says yes, in English, German, French, Spanish and near forms."""
    word = _bare(clean_cell(text))
    if word in _YES:
        return True
    return False if word in _NO else None


def _bare(text: str) -> str:
    text = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in text if not unicodedata.combining(letter))


# ------------------------------------------------------------------------------ amounts

_MONEY_SIGNS = re.compile(
    r"^\s*(?:[A-Z]{3}\b|[A-Z]{0,3}\$|Fr\.|kr\.?|zł|Kč|Ft|R\$|[€£¥₹₺₽₫₦₪฿])?\s*(.*?)\s*"
    r"(?:[A-Z]{3}|\$|Fr\.|kr\.?|zł|Kč|Ft|[€£¥₹₺₽₫₦₪฿%])?\s*$",
    re.DOTALL,
)
_DIGITS = re.compile(r"[0-9]+(?:\.[0-9]+)?|\.[0-9]+")
_SPACES = str.maketrans("", "", " \u00a0\u202f\u2007\u2009'’_")


@lru_cache(maxsize=REMEMBERED)
def parse_amount(text: str, decimal: DecimalMark = ".") -> Decimal | None:
    """The number a cell states, or None; `decimal` decides only where the cell leaves it open.

    `1.234,50` and `1,234.50` explain themselves; `1.234` is a thousand only where the comma is
    the decimal mark. Brackets and a minus at either end mean less than nothing.
    """
    text = clean_cell(text).replace("\u2212", "-")
    if not text or len(text) > 60:
        return None
    negative, text = _without_sign(text)
    text = text.translate(_SPACES)
    plain = _with_point(text, decimal)
    if plain is None or not _DIGITS.fullmatch(plain):
        return None
    return Decimal(f"-{plain}" if negative else plain)


def _without_sign(text: str) -> tuple[bool, str]:
    negative = False
    if text.startswith("(") and text.endswith(")"):
        negative, text = True, text[1:-1]
    for _ in range(2):  # the sign may stand outside or inside the currency
        if text[:1] == "-" or text[-1:] == "-":
            negative, text = True, text.strip("-")
        text = text.removeprefix("+")
        found = _MONEY_SIGNS.match(text)
        text = found[1] if found else text
    return negative, text.strip()


def _with_point(text: str, decimal: DecimalMark) -> str | None:
    points, commas = text.count("."), text.count(",")
    if points and commas:
        mark = "." if text.rfind(".") > text.rfind(",") else ","
        if text.count(mark) > 1:
            return None
        return text.replace("," if mark == "." else ".", "").replace(mark, ".")
    if not points and not commas:
        return text
    mark = "." if points else ","
    before, _, after = text.rpartition(mark)
    if points + commas > 1:
        return text.replace(mark, "") if len(after) == 3 else None
    groups = mark != decimal and len(after) == 3 and 0 < len(before) < 4 and before[0] != "0"
    return before + after if groups else f"{before}.{after}"


# ------------------------------------------------------------------------------ lengths

_CLOCK = re.compile(r"(?:(\d{1,4}):)?(\d{1,4}):(\d{2})(?:[.,]\d+)?")
_UNITS = re.compile(
    r"(?:(\d+)\s*(?:h|hrs?|hours?|std\.?|stunden?|heures?|horas?)\s*)?"
    r"(?:(\d+)\s*(?:m|mins?|minutes?|minuten?|minutos?)\.?\s*)?"
    r"(?:(\d+)\s*(?:s|secs?|seconds?|sekunden?|sek\.?|secondes?|segundos?)\s*)?",
    re.IGNORECASE,
)


@lru_cache(maxsize=8_192)
def parse_seconds(text: str) -> int | None:
    """The length a cell states, in seconds: `00:25:30`, `36:49`, `25 min`, or bare seconds."""
    text = clean_cell(text)
    if clock := _CLOCK.fullmatch(text):
        hours, minutes, seconds = clock.groups()
        return int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds)
    if re.fullmatch(r"[0-9]{1,9}(?:[.,]0*)?", text):
        return int(re.split("[.,]", text)[0])
    if text and text[0].isdecimal() and (units := _UNITS.fullmatch(text)):
        return sum(
            int(n or 0) * unit for n, unit in zip(units.groups(), (3600, 60, 1), strict=True)
        )
    return None


# ------------------------------------------------------------------------- moments, days

_NUMERIC = re.compile(
    r"(\d{1,4})([./-])\s?(\d{1,2})\2\s?(\d{1,4})(?:[ T,\u202f\u00a0]+(.+))?", re.ASCII
)
_NAMED = re.compile(
    r"(?:[^\W\d_]+\.?,?\s+)?(?:(\d{1,2})(?:st|nd|rd|th|\.|er)?[\s-]+(?:de\s+)?([^\W\d_]+)\.?"
    r"|([^\W\d_]+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?)"
    r"(?:,?[\s-]+(?:de\s+)?|,\s*)(\d{4})(?:[\s,]+(?:at\s+|um\s+|à\s+)?(.+))?"
)
_TIME = re.compile(
    r"(\d{1,2})[:.](\d{2})(?:[:.](\d{2})(?:[.,](\d{1,9}))?)?\s*([ap])?\.?(?:m\.?)?(?:uhr)?"
    r"\s*(?:(z|utc|gmt)|((?:gmt|utc)?[+-]\d{1,2}:?\d{2}))?",
    re.ASCII | re.IGNORECASE,
)
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan janner january januar janvier enero ene jänner",
            "feb february februar fevrier febrero fev",
            "mar march marz maerz mars marzo mrz mär",
            "apr april avril abril avr abr",
            "may mai mayo",
            "jun june juni juin junio",
            "jul july juli juillet julio juil",
            "aug august aout agosto ago",
            "sep sept september septembre septiembre",
            "oct okt october oktober octobre octubre",
            "nov november novembre noviembre",
            "dec dez december dezember decembre diciembre dic",
        ),
        start=1,
    )
    for name in names.split()
}


def parse_moment(
    text: str, *, date_order: DateOrder = "unclear", zone: tzinfo = UTC
) -> datetime | None:
    """The moment a cell states, aware of its zone; a day alone is its first minute in `zone`.

    A text with its own offset keeps it. None for what is no date, for days that do not exist
    (31.02.) or are fillers (0001-01-01), and where day and month could be swapped and
    `date_order` does not say.
    """
    return _moment(text, date_order, zone)


@lru_cache(maxsize=REMEMBERED)
def _moment(text: str, order: DateOrder, zone: tzinfo) -> datetime | None:
    found = _read(text, order)
    if found is None:
        return None
    return found if found.tzinfo else found.replace(tzinfo=zone)


@lru_cache(maxsize=REMEMBERED)
def parse_day(text: str, *, date_order: DateOrder = "unclear") -> date | None:
    """The day a cell states, its hour and zone left aside; None as for a moment."""
    found = _read(text, date_order)
    return found.date() if found else None


def _read(text: str, order: DateOrder) -> datetime | None:
    text = clean_cell(text)
    if not 6 <= len(text) <= 60:
        return None
    found: datetime | None = None
    try:
        if text[4] == "-" and len(text) >= 10:  # the fast path: nine cells in ten are ISO
            found = datetime.fromisoformat(text)
    except ValueError:
        found = None
    if found is None:
        found = _epoch(text) if text.isdecimal() else _numeric(text, order) or _named(text)
    return found if found and FIRST_YEAR <= found.year <= LAST_YEAR else None


def _epoch(digits: str) -> datetime | None:
    """Compact days (20240312), and Unix time in seconds or thousandths (HubSpot's API)."""
    try:
        if len(digits) == 8:
            return datetime.fromisoformat(digits)
        if len(digits) in (10, 13):
            return datetime.fromtimestamp(int(digits[:10]), UTC)
    except (ValueError, OverflowError):
        pass
    return None


def _numeric(text: str, order: DateOrder) -> datetime | None:
    found = _NUMERIC.fullmatch(text)
    if not found:
        return None
    first, mark, second, third, clock = found.groups()
    if len(first) == 4:
        return _at(int(first), int(second), int(third), clock)
    if len(first) > 2 or len(third) not in (2, 4):
        return None
    year = int(third) if len(third) == 4 else 2000 + int(third)
    if len(third) == 2 and year > 2069:  # POSIX: 69-99 are the last century
        year -= 100
    a, b = int(first), int(second)
    order = "dmy" if mark == "." else order
    if order not in ("dmy", "mdy"):
        if a <= 12 and b <= 12 and a != b:
            return None
        order = "mdy" if b > 12 else "dmy"
    day, month = (a, b) if order == "dmy" else (b, a)
    return _at(year, month, day, clock)


def _named(text: str) -> datetime | None:
    found = _NAMED.fullmatch(text)
    if not found:
        return None
    month = _MONTHS.get(_bare(found[2] or found[3]))
    return _at(int(found[5]), month, int(found[1] or found[4]), found[6]) if month else None


def _at(year: int, month: int, day: int, clock: str | None) -> datetime | None:
    try:
        hour = _clock(clock) if clock else time()
        return datetime.combine(date(year, month, day), hour) if hour is not None else None
    except ValueError:
        return None


def _clock(text: str) -> time | None:
    found = _TIME.fullmatch(text.strip())
    if not found:
        return None
    hour, half = int(found[1]), (found[5] or "").lower()
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    zone: tzinfo | None = UTC if found[6] else None
    if found[7]:
        sign, digits = (-1 if "-" in found[7] else 1), re.sub(r"\D", "", found[7]).zfill(4)
        zone = timezone(sign * timedelta(hours=int(digits[:2]), minutes=int(digits[2:])))
    thousandths = (found[4] or "0")[:6].ljust(6, "0")
    return time(hour, int(found[2]), int(found[3] or 0), int(thousandths), tzinfo=zone)
