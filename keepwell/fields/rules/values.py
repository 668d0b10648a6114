"""How a value of a field is read, kept in typed cells, and said again. Plain Python.

A cell holds what the database compares: `key` for texts, addresses and choices, `number` for
numbers (millionths), money (minor units), yes or no (1, 0) and the place of a choice, `day`,
`party`. A field with several choices has a cell for each.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from keepwell.fields.rules.definitions import Choice, Definition, FieldSort
from keepwell.kernel.money import Money, minor_digits
from keepwell.kernel.refusal import Refused
from keepwell.kernel.words import gettext_noop
from keepwell.kernel.words import say as _

LONGEST = 500
MILLION = 1_000_000
LARGEST = Decimal(10) ** 12
EARLIEST, LATEST = date(1000, 1, 1), date(9000, 1, 1)
YES = frozenset({"yes", "true", "1", "y", "on", "ja", "x", "✓", "wahr", "oui", "si", "sí"})
NO = frozenset({"no", "false", "0", "n", "off", "nein", "falsch", "non"})
_SIGNS = re.compile(r"[\s'’\u00a0\u202f€$£¥]|[A-Z]{3}")
Value = str | int | bool | Decimal | date | UUID | list[str] | None


@dataclass(frozen=True, slots=True)
class Cell:
    """One typed part of a value."""

    slot: str = ""
    text: str = ""
    key: str = ""
    number: int | None = None
    day: date | None = None
    party: UUID | None = None


Cells = tuple[Cell, ...]


def read_value(asked: Definition, raw: Any) -> Cells:
    """The cells of what was typed, sent or imported; none for nothing. `Refused` otherwise."""
    if isinstance(raw, str):
        raw = raw.replace("\0", " ").strip()
    if raw is None or raw in ("", [], ()):
        return ()
    return _READ[asked.sort](asked, raw)


def _refused(asked: Definition, words: str, raw: Any) -> Refused:
    said = str(raw)[:80]
    return Refused(_(words, value=said, field=asked.label), field=asked.name)


def folded(text: str) -> str:
    """How texts of fields are compared."""
    return " ".join(text.casefold().split())[:LONGEST]


def _text(asked: Definition, raw: Any) -> Cells:
    if isinstance(raw, list | tuple | dict):
        words = gettext_noop("“%(value)s” is no text for “%(field)s”.")
        raise _refused(asked, words, raw)
    text = str(raw)
    if len(text) > LONGEST:
        long = _("“%(field)s” holds %(most)s letters at most.", field=asked.label, most=LONGEST)
        raise Refused(long, field=asked.name)
    return (Cell(text=text, key=folded(text)),)


def decimal_of(raw: Any) -> Decimal | None:
    """A number as people write it: 1234.5, 1,234.50, 1 234,50; None for anything else."""
    if isinstance(raw, bool):
        return None
    if isinstance(raw, int | float | Decimal):
        text = str(raw)
    else:
        text = _SIGNS.sub("", str(raw)).replace("−", "-")
        text = _one_point(text)
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() and abs(number) <= LARGEST else None


def _one_point(text: str) -> str:
    if "," in text and "." in text:
        thousands = "," if text.rfind(".") > text.rfind(",") else "."
        text = text.replace(thousands, "")
    elif text.count(".") > 1:
        text = text.replace(".", "")
    elif re.fullmatch(r"-?\d{1,3}(,\d{3})+", text):
        text = text.replace(",", "")
    return text.replace(",", ".")


def _number(asked: Definition, raw: Any) -> Cells:
    number = decimal_of(raw)
    if number is None:
        raise _refused(
            asked,
            gettext_noop("“%(value)s” is no number for “%(field)s”. Write 12.5, say."),
            raw,
        )
    return (Cell(number=int((number * MILLION).to_integral_value())),)


def _money(asked: Definition, raw: Any) -> Cells:
    number = decimal_of(_main_units(asked, raw))
    if number is None:
        words = gettext_noop("“%(value)s” is no amount for “%(field)s”. Write 1250.00, say.")
        raise _refused(asked, words, raw)
    return (Cell(number=Money.of(number, asked.currency).minor),)


def _main_units(asked: Definition, raw: Any) -> Any:
    """An amount as programs send it: whole minor units and the currency of the field."""
    if not isinstance(raw, dict):
        return raw
    minor, currency = raw.get("minor"), raw.get("currency")
    if isinstance(minor, bool) or not isinstance(minor, int) or currency != asked.currency:
        return None
    return Money(minor, asked.currency).amount


def _date(asked: Definition, raw: Any) -> Cells:
    day = raw if isinstance(raw, date) else day_of(str(raw))
    if day is None or not EARLIEST < day < LATEST:
        words = gettext_noop("“%(value)s” is no day for “%(field)s”. Write it as 2026-11-23.")
        raise _refused(asked, words, raw)
    return (Cell(day=date(day.year, day.month, day.day)),)


def day_of(text: str) -> date | None:
    """A day as 2026-11-23, 23.11.2026 or with a time after it."""
    german = re.fullmatch(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", text)
    try:
        if german:
            return date(*(int(part) for part in reversed(german.groups())))
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


def chosen(asked: Definition, word: str) -> Choice | None:
    """The choice somebody means by its key or by its label, whatever its case."""
    word = word.strip()
    by_key = asked.choice(word)
    if by_key is not None:
        return by_key
    same = [one for one in asked.choices if one.label.casefold() == word.casefold()]
    return next(iter(sorted(same, key=lambda one: one.is_retired)), None)


def _cell_of(asked: Definition, word: str, *, slot: bool) -> Cell:
    choice = chosen(asked, word)
    if choice is None:
        said = ", ".join(one.label for one in asked.offered[:12])
        words = _("“%(value)s” is no choice of “%(field)s”. There are: %(all)s.",
                  value=word[:80], field=asked.label, all=said)  # fmt: skip
        raise Refused(words, field=asked.name)
    return Cell(choice.key if slot else "", key=choice.key, number=asked.place_of(choice.key))


def _choice(asked: Definition, raw: Any) -> Cells:
    return (_cell_of(asked, str(raw), slot=False),)


def words_in(raw: Any) -> list[str]:
    """Several choices as a list, or as text with semicolons or commas between them."""
    if isinstance(raw, str):
        return [one.strip() for one in re.split(r"[;,\n]", raw) if one.strip()]
    return [str(one) for one in raw] if isinstance(raw, list | tuple) else [str(raw)]


def _choices(asked: Definition, raw: Any) -> Cells:
    found = {}
    for word in words_in(raw):
        cell = _cell_of(asked, word, slot=True)
        found[cell.slot] = cell
    return tuple(sorted(found.values(), key=lambda one: one.number or 0))


def _party(asked: Definition, raw: Any) -> Cells:
    try:
        return (Cell(party=raw if isinstance(raw, UUID) else UUID(str(raw))),)
    except ValueError:
        words = gettext_noop(
            "“%(value)s” is nobody for “%(field)s”. Name a party that is here."
        )
        raise _refused(asked, words, raw) from None


def _yes_no(asked: Definition, raw: Any) -> Cells:
    word = str(raw).casefold()
    if word not in YES | NO:
        raise _refused(
            asked, gettext_noop("“%(value)s” is neither yes nor no for “%(field)s”."), raw
        )
    return (Cell(number=int(word in YES)),)


def _url(asked: Definition, raw: Any) -> Cells:
    text = str(raw)
    address = text if "://" in text else f"https://{text}"
    try:
        parts = urlsplit(address)
        fine = parts.scheme in ("http", "https") and "." in (parts.hostname or "")
    except ValueError:
        fine = False
    if not fine or len(address) > LONGEST or any(each.isspace() for each in address):
        words = gettext_noop(
            "“%(value)s” is no web address for “%(field)s”. It reads like https://firm.example."
        )
        raise _refused(asked, words, raw)
    return (Cell(text=address, key=folded(address)),)


_READ: Mapping[FieldSort, Callable[[Definition, Any], Cells]] = {
    FieldSort.TEXT: _text,
    FieldSort.NUMBER: _number,
    FieldSort.MONEY: _money,
    FieldSort.DATE: _date,
    FieldSort.CHOICE: _choice,
    FieldSort.CHOICES: _choices,
    FieldSort.PARTY: _party,
    FieldSort.YES_NO: _yes_no,
    FieldSort.URL: _url,
}


def value_of(asked: Definition, cells: Sequence[Cell]) -> Value:
    """The value as Python has it: Decimal for numbers and money, keys for choices."""
    if not cells:
        return [] if asked.sort is FieldSort.CHOICES else None
    first = cells[0]
    match asked.sort:
        case FieldSort.CHOICES:
            return [one.key for one in sorted(cells, key=lambda one: asked.place_of(one.key))]
        case FieldSort.CHOICE:
            return first.key
        case FieldSort.NUMBER:
            return tidy(Decimal(first.number or 0) / MILLION)
        case FieldSort.MONEY:
            digits = Decimal(1).scaleb(-minor_digits(asked.currency))
            return Money(first.number or 0, asked.currency).amount.quantize(digits)
        case FieldSort.DATE:
            return first.day
        case FieldSort.PARTY:
            return first.party
        case FieldSort.YES_NO:
            return bool(first.number)
    return first.text


def tidy(number: Decimal) -> Decimal:
    """Without noughts after the point that say nothing: 12.5, 1200."""
    number = number.normalize()
    return number.quantize(Decimal(1)) if number == number.to_integral_value() else number


def plain_of(asked: Definition, cells: Sequence[Cell]) -> Any:
    """The value as JSON and forms have it, which `read_value` reads again."""
    value = value_of(asked, cells)
    if isinstance(value, bool | list) or value is None:
        return value
    if isinstance(value, Decimal):
        return f"{value:f}"
    return value.isoformat() if isinstance(value, date) else str(value)


def told_of(asked: Definition, cells: Sequence[Cell]) -> Any:
    """The value as programs read it, which `read_value` reads again."""
    value = value_of(asked, cells)
    if value is not None and asked.sort is FieldSort.NUMBER:
        return float(str(value))
    if value is not None and asked.sort is FieldSort.MONEY:
        return {"minor": cells[0].number, "currency": asked.currency}
    return plain_of(asked, cells)


def kept_of(asked: Definition, cells: Sequence[Cell]) -> Any:
    """The value as the journal keeps it: labels as they read then; a party by its id."""
    if asked.sort is FieldSort.PARTY and cells:
        return {"party_id": str(cells[0].party)}
    value = plain_of(asked, cells)
    if asked.has_choices and value:
        keys = value if isinstance(value, list) else [value]
        return ", ".join(label_of(asked, key) for key in keys)
    return "" if value in (None, []) else value


def label_of(asked: Definition, key: str) -> str:
    """The words of a choice; its key where nobody knows them."""
    choice = asked.choice(key)
    return choice.label if choice else key


def as_json(cells: Cells) -> list[dict[str, Any]]:
    """Cells as they are kept beside the table, for an undo."""
    return [
        {
            "slot": one.slot, "text": one.text, "key": one.key, "number": one.number,
            "day": one.day.isoformat() if one.day else None,
            "party": str(one.party) if one.party else None,
        }
        for one in cells
    ]  # fmt: skip


def from_json(kept: Sequence[Mapping[str, Any]]) -> Cells:
    """What `as_json` kept."""
    return tuple(
        Cell(
            one["slot"], one["text"], one["key"], one["number"],
            date.fromisoformat(one["day"]) if one["day"] else None,
            UUID(one["party"]) if one["party"] else None,
        )
        for one in kept
    )  # fmt: skip
