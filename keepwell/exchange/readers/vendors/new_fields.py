"""Columns nobody knows: what a field of the firm's own for them would hold, by their values."""

import re
from collections.abc import Callable, Sequence
from itertools import pairwise

from keepwell.exchange.readers.values import parse_amount, parse_day
from keepwell.fields.rules.definitions import FieldSort
from keepwell.fields.rules.values import NO, YES

NEW = "new:"
SORTS = (
    FieldSort.TEXT, FieldSort.NUMBER, FieldSort.MONEY, FieldSort.DATE, FieldSort.YES_NO,
    FieldSort.CHOICE, FieldSort.URL,
)  # fmt: skip
# A list of few: each value stands three times or more, and there are not many of them.
FEW, LONGEST_CHOICE, OFTEN = 12, 40, 3
_WEB = re.compile(r"(?:https?://|www\.)\S+\.\S+", re.IGNORECASE)
_SIGNS = {"€": "EUR", "$": "USD", "£": "GBP", "¥": "JPY"}
_CODE = re.compile(r"\b[A-Z]{3}\b")


def new_fact(sort: str, place: int) -> str:
    """How a mapping says that a column becomes a new field; `place` keeps several apart."""
    return f"{NEW}{sort}:{place}"


def new_sort(fact: str) -> FieldSort | None:
    """What a new field would hold; None where the fact is none that is still to be made."""
    if not fact.startswith(NEW):
        return None
    sort = fact.removeprefix(NEW).partition(":")[0]
    return FieldSort(sort) if sort in SORTS else None


def sort_of(cells: Sequence[str]) -> FieldSort:
    """What values like these are: all of them, or they are texts."""
    told = [cell.strip() for cell in cells if cell.strip()]
    if not told:
        return FieldSort.TEXT
    for sort, is_one in _LOOKS:
        if all(map(is_one, told)):
            return sort
    return FieldSort.CHOICE if _are_few(told) else FieldSort.TEXT


def currency_in(cells: Sequence[str]) -> str:
    """The one currency these amounts name, or ''."""
    found = set()
    for cell in cells:
        found |= {_SIGNS[sign] for sign in _SIGNS if sign in cell} | set(_CODE.findall(cell))
    return found.pop() if len(found) == 1 else ""


def _are_few(told: list[str]) -> bool:
    distinct = {cell.casefold() for cell in told}
    return (
        len(distinct) <= FEW
        and len(told) >= OFTEN * len(distinct)
        and max(map(len, told)) <= LONGEST_CHOICE
    )


def _is_money(cell: str) -> bool:
    named = any(sign in cell for sign in _SIGNS) or bool(_CODE.search(cell))
    return named and _is_number(_CODE.sub("", cell).translate(dict.fromkeys(map(ord, _SIGNS))))


def _is_number(cell: str) -> bool:
    # A number that begins with a nought is a number of something: its nought is not lost.
    leads = any(a == "0" and b.isdigit() for a, b in pairwise(cell[:2]))
    return not leads and parse_amount(cell) is not None


def _is_day(cell: str) -> bool:
    return any(parse_day(cell, date_order=order) for order in ("ymd", "dmy", "mdy"))


_LOOKS: tuple[tuple[FieldSort, Callable[[str], bool]], ...] = (
    (FieldSort.URL, lambda cell: bool(_WEB.fullmatch(cell))),
    (FieldSort.YES_NO, lambda cell: cell.casefold() in YES | NO),
    (FieldSort.MONEY, _is_money),
    (FieldSort.NUMBER, _is_number),
    (FieldSort.DATE, _is_day),
)
