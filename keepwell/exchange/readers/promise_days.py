"""The day a sentence means: written out, a weekday, tomorrow, the end of the week."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

_MONTHS = (
    "january jan januar janvier janv enero ene tháng 1",
    "february feb februar février févr febrero",
    "march mar märz mrz mars marzo",
    "april apr avril avr abril abr",
    "may mai mayo",
    "june jun juni juin junio",
    "july jul juli juillet juil julio",
    "august aug août agosto ago",
    "september sep sept septembre septiembre",
    "october oct oktober okt octobre octubre",
    "november nov novembre noviembre",
    "december dec dezember dez décembre déc diciembre dic",
)
_WEEKDAYS = (
    "monday montag lundi lunes thứ_hai",
    "tuesday dienstag mardi martes thứ_ba",
    "wednesday mittwoch mercredi miércoles thứ_tư",
    "thursday donnerstag jeudi jueves thứ_năm",
    "friday freitag vendredi viernes thứ_sáu",
    "saturday samstag sonnabend samedi sábado thứ_bảy",
    "sunday sonntag dimanche domingo chủ_nhật",
)
_MONTH_OF = {
    word: n for n, words in enumerate(_MONTHS, 1) for word in words.split() if len(word) > 2
}
_WEEKDAY_OF = {
    word.replace("_", " "): n for n, words in enumerate(_WEEKDAYS) for word in words.split()
}
_MONTH_NAMES = "|".join(
    sorted((re.escape(w) for w in _MONTH_OF if not w.isdigit()), key=len, reverse=True)
)
_WEEKDAY_NAMES = "|".join(sorted(map(re.escape, _WEEKDAY_OF), key=len, reverse=True))

_ISO = re.compile(r"(?<!\d)(\d{4})[-./](\d{1,2})[-./](\d{1,2})(?!\d)")
_NUMBERS = re.compile(
    r"(?<![\d.])(\d{1,2})\s?([./-])\s?(\d{1,2})(?:\s?\2\s?(\d{4}|\d{2})(?!\d)|\2?(?![\d]))"
)
_DAY_MONTH = re.compile(
    rf"(?<!\d)(\d{{1,2}})(?:st|nd|rd|th|er|\.|º)?\s+(?:de\s+|of\s+)?({_MONTH_NAMES})\b\.?"
    r"(?:,?\s+(?:de\s+|del\s+)?(\d{4}))?",
    re.IGNORECASE,
)
_MONTH_DAY = re.compile(
    rf"\b({_MONTH_NAMES})\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?\b(?:,?\s+(\d{{4}}))?", re.IGNORECASE
)
_VI_DAY = re.compile(r"(\d{1,2})\s+tháng\s+(\d{1,2})(?:\s+năm\s+(\d{4}))?", re.IGNORECASE)
_WEEKDAY = re.compile(
    rf"\b(next |nächste[nr]? |kommende[nr]? )?({_WEEKDAY_NAMES})\b"
    r"( prochain| próximo| tuần sau)?",
    re.IGNORECASE,
)
_NEAR = (
    (
        re.compile(
            r"\b(?:the day after tomorrow|übermorgen|après-demain|pasado mañana)\b|ngày kia",
            re.I,
        ),
        2,
    ),
    (re.compile(r"\b(?:tomorrow|morgen|demain|mañana)\b|ngày mai", re.I), 1),
    (
        re.compile(
            r"\b(?:today|tonight|heute|aujourd.hui|ce soir|hoy|esta tarde)\b|hôm nay", re.I
        ),
        0,
    ),
)
_NEXT_WEEK = re.compile(
    r"\bend of next week|(?:ende )?(?:der )?nächste[nr]? woche|la semaine prochaine"
    r"|la próxima semana|la semana que viene|cuối tuần (?:sau|tới)|\bnext week",
    re.IGNORECASE,
)
_WEEK = re.compile(
    r"\bend of (?:the|this) week|\bthis week|ende (?:der|dieser) woche|diese woche|wochenende"
    r"|(?:la )?fin de (?:la|cette) semaine|cette semaine|(?:el )?(?:fin|final) de (?:la "
    r"|esta )?semana"
    r"|esta semana|cuối tuần|trong tuần",
    re.IGNORECASE,
)
_MONTH = re.compile(
    r"\bend of (?:the|this) month|month[- ]end|ende (?:des|dieses) monats|monatsende"
    r"|fin (?:du|de ce) mois"
    r"|fin de(?:l)? (?:este )?mes|cuối tháng",
    re.IGNORECASE,
)


def day_meant(words: str, sent_on: date, *, month_first: bool = False) -> date | None:
    """Give the first day these words name, seen from `sent_on`; None when they name none."""
    found = list(_days(words, sent_on, month_first))
    return min(found)[1] if found else None


def _days(words: str, on: date, month_first: bool) -> Iterator[tuple[int, date]]:
    taken: list[tuple[int, int]] = []
    for at, end, day in _written(words, on, month_first):
        if not any(start <= at < stop for start, stop in taken):
            taken.append((at, end))
            yield at, day
    for pattern, ahead in _NEAR:
        if found := pattern.search(words):
            yield found.start(), on + timedelta(days=ahead)
            break
    if found := _NEXT_WEEK.search(words):
        yield found.start(), on + timedelta(days=11 - on.weekday())
    elif found := _WEEK.search(words):
        friday = 4 - on.weekday()
        yield found.start(), on + timedelta(days=friday if friday >= 0 else friday + 7)
    if found := _MONTH.search(words):
        yield (
            found.start(),
            (on.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1),
        )
    if found := _WEEKDAY.search(words):
        ahead = (_WEEKDAY_OF[found[2].lower()] - on.weekday()) % 7 or 7
        later = bool(found[1] or found[3]) and ahead + on.weekday() < 7
        yield found.start(), on + timedelta(days=ahead + (7 if later else 0))


def _written(words: str, on: date, month_first: bool) -> Iterator[tuple[int, int, date]]:
    for found in _ISO.finditer(words):
        yield from _made(found, on, found[1], int(found[2]), int(found[3]))
    for found in _DAY_MONTH.finditer(words):
        yield from _made(found, on, found[3], _MONTH_OF[found[2].lower()], int(found[1]))
    for found in _MONTH_DAY.finditer(words):
        yield from _made(found, on, found[3], _MONTH_OF[found[1].lower()], int(found[2]))
    for found in _VI_DAY.finditer(words):
        yield from _made(found, on, found[3], int(found[2]), int(found[1]))
    for found in _NUMBERS.finditer(words):
        if found[2] == "-" and not found[4]:
            continue
        first, second = int(found[1]), int(found[3])
        us = found[2] == "/" and (second > 12 or (month_first and first <= 12))
        day, month = (second, first) if us else (first, second)
        yield from _made(found, on, found[4], month, day)


def _made(
    found: re.Match[str], on: date, year: str | None, month: int, day: int
) -> Iterator[tuple[int, int, date]]:
    """A day without a year is the next one after the mail."""
    try:
        if year:
            made = date(int(year) + (2000 if len(year) == 2 else 0), month, day)
        else:
            made = date(on.year, month, day)
            made = made if made >= on else date(on.year + 1, month, day)
    except ValueError:
        return
    if -366 <= (made - on).days <= 3660:
        yield found.start(), found.end(), made
