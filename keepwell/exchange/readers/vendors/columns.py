"""Which fact a column holds: by its header, then by what its cells look like."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from keepwell.exchange.readers.values import clean_cell, parse_amount, parse_moment
from keepwell.exchange.readers.vendors import headers, headers_abroad
from keepwell.exchange.readers.vendors.fields import FIELDS, REPEATABLE
from keepwell.exchange.readers.vendors.new_fields import new_sort, sort_of
from keepwell.fields.rules.definitions import Definition, is_own, shown_definitions


@dataclass(frozen=True, slots=True)
class ColumnGuess:
    """What a column is taken for; `field` is None where it is left aside.

    `sort` is what a field of the firm's own for it would hold, where nobody knows it.
    """

    index: int
    header: str
    field: str | None
    confidence: float
    samples: tuple[str, ...]
    sort: str = ""


_FOLDED = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "ø": "o", "ł": "l"})


@lru_cache(maxsize=8_192)
def plain_header(text: str) -> str:
    """A header by its letters and digits alone: case, marks, accents and spaces removed."""
    text = unicodedata.normalize("NFC", text).casefold().translate(_FOLDED)
    text = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in text if letter.isalnum())


@cache
def known_headers(table: str) -> dict[str, tuple[str, int]]:
    """The headers known for a table, plain: the fact each means and its rank, 0 the best."""
    known: dict[str, tuple[str, int]] = {}
    facts = FIELDS[table]
    for module in (headers, headers_abroad):
        for block in module.TABLE_HEADERS[table]:
            for line in block.strip().splitlines():
                field, _, words = line.partition(":")
                if field not in facts:
                    continue
                for rank, word in enumerate(words.split("|")):
                    known.setdefault(plain_header(word), (field, rank))
    return known


def match_header(table: str, header: str) -> tuple[str, int] | None:
    """The fact a header means in a table, if it is known there."""
    known = known_headers(table)
    for form in (
        header,
        re.sub(r"\s*\([^)]*\)", "", header),
        re.sub(r"\s\(\d+\)$", "", header),
    ):
        plain = plain_header(form)
        if plain in known:
            return known[plain]
        if plain.endswith("c") and header.endswith("__c") and plain[:-1] in known:
            return known[plain[:-1]]
    return _numbered(table, plain_header(header))


def _numbered(table: str, plain: str) -> tuple[str, int] | None:
    """The repeated columns of address books: `E-mail 3 - Value`, `Telefon 2`."""
    if table not in ("people", "leads"):
        return None
    if re.fullmatch(
        r"(?:e?mail|courriel)(?:adresse|address)?\d(?:value|wert|adresse|address)?", plain
    ):
        return ("email", 9) if "1" in plain else ("extra_emails", 9)
    if re.fullmatch(r"(?:phone|telefon|tel|telephone)\d(?:value|wert)?", plain):
        return ("phone", 9) if "1" in plain else ("other_phone", 9)
    if re.fullmatch(r"address1(?:street|city|region|postalcode|country)", plain):
        part = plain.removeprefix("address1")
        return {"region": "state", "postalcode": "postal_code"}.get(part, part), 9
    return None


OF_PARTIES = {"organisations": "organisation", "people": "person", "leads": "person"}


def is_own_fact(table: str, fact: str) -> bool:
    """Whether a column may go to a field of the firm's own; which there are is asked later."""
    return table in OF_PARTIES and (is_own(fact) or new_sort(fact) is not None)


def own_facts(table: str) -> list[Definition]:
    """The firm's own fields that rows of this table may fill."""
    return shown_definitions(OF_PARTIES[table]) if table in OF_PARTIES else []


def claim_own(table: str, guesses: Iterable[ColumnGuess]) -> tuple[ColumnGuess, ...]:
    """The guesses, and columns that are called as a field of the firm's own go there.

    By its name as our own files write it always; by its label where nothing else claims them.
    """
    own = own_facts(table)
    by_label = {plain_header(one.words): one.name for one in own if not one.is_tags}
    names = {one.name for one in own}
    taken: set[str] = set()
    found = []
    for guess in guesses:
        header = guess.header.strip().lower()
        name = header if header in names else ""
        if not name and guess.field is None:
            name = by_label.get(plain_header(guess.header), "")
        if name and name not in taken:
            taken.add(name)
            guess = replace(guess, field=name, confidence=0.9)
        found.append(guess)
    return tuple(found)


def guess_columns(
    table: str, header: Sequence[str], samples: Sequence[Sequence[str]]
) -> tuple[ColumnGuess, ...]:
    """What each column of the table holds; each fact once, except those that may repeat.

    Headers decide. A column whose header says nothing may still show what it is by its cells,
    with less confidence, unless another column has that fact already.
    """
    found = {i: match for i, name in enumerate(header) if (match := match_header(table, name))}
    taken: dict[str, int] = {}
    for index, (field, rank) in sorted(found.items(), key=lambda item: (item[1][1], item[0])):
        if field in REPEATABLE or field not in taken:
            taken[field] = index if field not in REPEATABLE else -1
            found[index] = (field, rank)
        else:
            found[index] = (_second(field), rank)
    guesses = []
    for index, name in enumerate(header):
        cells = _samples(samples, index)
        chosen, sure = _chosen(table, found.get(index), cells, taken, name)
        sort = ""
        if chosen is None and not sure and cells and table in OF_PARTIES:
            sort = sort_of([row[index] for row in samples[:200] if index < len(row)])
        guesses.append(ColumnGuess(index, name, chosen, sure, tuple(cells[:3]), sort))
    return tuple(guesses)


def _second(field: str) -> str:
    """Where a second column of the same fact goes: nowhere, or to the further ones."""
    if field in ("organisation_name", "company"):
        return field  # of several the first filled one counts
    return {"email": "extra_emails", "phone": "other_phone", "mobile": "other_phone"}.get(
        field, ""
    )


def _chosen(
    table: str,
    match: tuple[str, int] | None,
    cells: list[str],
    taken: dict[str, int],
    name: str,
) -> tuple[str | None, float]:
    if match is not None:
        field = match[0] if match[0] in FIELDS[table] else ""
        if not field:
            return None, 0.9
        return field, _belief(field, cells)
    field = looks_like(cells) if table in ("people", "leads", "organisations") else ""
    if field and field in FIELDS[table] and field not in taken and not _foreign(name):
        taken[field] = -1
        return field, 0.5
    return None, 0.0


def _foreign(name: str) -> bool:
    """Headers that speak of somebody or something else than the record itself."""
    return bool(
        re.search(
            r"(?i)assist|asst|created by|modified by|vendor|invoice|spouse|last|next", name
        )
    )


_MAIL = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s.,;<>]{2,}")
_WEB = re.compile(r"(?:https?://|www\.)\S+\.\S+", re.IGNORECASE)
_PHONE = re.compile(r"\+?[\d(][\d\s()./-]{6,22}\d(?:\s*(?:x|ext\.?)\s*\d+)?")


def _is_phone(cell: str) -> bool:
    digits = sum(map(str.isdigit, cell))
    spelt = cell.startswith("+") or any(mark in cell for mark in " ()/-")
    return (
        bool(_PHONE.fullmatch(cell)) and 7 <= digits <= 16 and spelt and not parse_moment(cell)
    )


_LOOKS: tuple[tuple[str, Callable[[str], bool]], ...] = (
    ("email", lambda cell: bool(_MAIL.fullmatch(cell))),
    ("website", lambda cell: bool(_WEB.fullmatch(cell))),
    ("phone", _is_phone),
)
_CHECKED: dict[str, Callable[[str], bool]] = {
    "email": _LOOKS[0][1],
    "created_at": lambda cell: (
        parse_moment(cell, date_order="dmy") is not None
        or parse_moment(cell, date_order="mdy") is not None
    ),
    "amount": lambda cell: parse_amount(cell) is not None,
}


def looks_like(cells: Sequence[str]) -> str:
    """The fact that four in five of the cells look like: a mail address, a website, a phone."""
    for field, test in _LOOKS:
        if cells and sum(map(test, cells)) * 5 >= len(cells) * 4:
            return field
    return ""


def _belief(field: str, cells: list[str]) -> float:
    """How sure a header's word is, its cells being what they are."""
    test = _CHECKED.get(field)
    if test is None or not cells:
        return 0.9
    share = sum(map(test, cells)) / len(cells)
    return 0.97 if share > 0.8 else 0.9 if share > 0.5 else 0.4


def _samples(rows: Sequence[Sequence[str]], index: int) -> list[str]:
    cells: dict[str, None] = {}
    for row in rows[:200]:
        if index < len(row) and (cell := clean_cell(row[index])[:120]):
            cells[cell] = None
    return list(cells)[:50]
