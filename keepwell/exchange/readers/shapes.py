"""The shape of a table: what its header says and how it writes dates and numbers."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from io import StringIO

from keepwell.exchange.readers.values import DateOrder, DecimalMark, clean_cell, parse_moment

DELIMITERS = (",", ";", "\t", "|")


@dataclass(frozen=True, slots=True)
class TableShape:
    """How a table is written. `preamble` records stand before the header (titles of reports);
    a `headless` table has none, its columns are then called `Column 1` and so on."""

    encoding: str
    delimiter: str
    quote: str
    header: tuple[str, ...]
    header_language: str
    date_order: DateOrder
    decimal: DecimalMark
    sheet: str | None = None
    preamble: int = 0
    headless: bool = False


def sniff_quote(text: str) -> str:
    """The quotation mark of delimited text: `'` only where it plainly stands in its place."""
    first = text.split("\n", 1)[0].strip()
    single = first[:1] == "'" == first[-1:] and first.count("'") > 2
    return "'" if single and '"' not in first else '"'


def sniff_delimiter(text: str, quote: str) -> str:
    """The mark between cells: the one that gives most records the width of the first ones."""
    named = re.match(r"sep=(.)\r?\n", text)
    if named:
        return named[1]
    return max(DELIMITERS, key=lambda mark: _evenness(text, mark, quote))


def _evenness(text: str, mark: str, quote: str) -> float:
    try:
        reader = csv.reader(StringIO(text, newline=""), delimiter=mark, quotechar=quote)
        widths = [len(record) for record in reader if record][:400]
    except csv.Error:
        return 0.0
    if len(widths) > 2:
        widths.pop()  # the sample may end in the middle of a record
    if not widths:
        return 0.0
    width, _ = Counter(widths).most_common(1)[0]
    if width < 2:
        return max(widths) / 1e6
    return sum(each == width for each in widths) / len(widths) + min(width, 20) / 100


def find_header(records: Sequence[Sequence[str]]) -> tuple[int, bool]:
    """How many records stand before the header, and whether there is none at all."""
    filled = [sum(bool(cell.strip()) for cell in record) for record in records[:60]]
    if not filled:
        return 0, False
    usual, _ = Counter(len(record) for record in records[:60]).most_common(1)[0]
    enough = max(2, min(max(filled), usual) * 0.6) if usual > 1 else 1
    at = next((i for i, count in enumerate(filled[:30]) if count >= enough), 0)
    return at, _is_data(records[at])


def _is_data(record: Sequence[str]) -> bool:
    cells = [cell for cell in map(clean_cell, record) if cell]
    facts = sum(
        bool(_MAIL.fullmatch(cell) or _NUMBER.fullmatch(cell) or parse_moment(cell))
        for cell in cells
    )
    return any(_MAIL.fullmatch(cell) for cell in cells) or facts * 2 > len(cells) > 1


_MAIL = re.compile(r"[^@\s,;]+@[^@\s,;]+\.\w{2,}")
_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)*")


def name_columns(record: Sequence[str], *, headless: bool) -> tuple[str, ...]:
    """The columns' names, each once: a second `Phone` is `Phone (2)`, a blank `Column 7`."""
    cells = [" ".join(clean_cell(cell).split())[:200] for cell in record]
    while len(cells) > 1 and not cells[-1] and not headless:
        cells.pop()
    seen: Counter[str] = Counter()
    names: list[str] = []
    for number, cell in enumerate(cells, start=1):
        name = f"Column {number}" if headless or not cell else cell
        seen[name] += 1
        names.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return tuple(names)


_WORDS = {
    "de": "vorname nachname datensatz strasse straße ort postleitzahl plz firma unternehmen "
    "unternehmensname telefonnummer betrag währung und der des datum land beschreibung "
    "geburtstag geschäftlich kunde menge preis aktivität zuständiger anrede aufgabe titel "
    "bestellung bestellnummer artikel vertrag vertragsnummer zeitpunkt nutzer",
    "fr": "prénom nom adresse société entreprise téléphone ville pays montant devise "
    "date création du de la propriétaire rue code commande contrat",
    "es": "nombre apellido apellidos empresa teléfono ciudad país importe moneda fecha correo "
    "electrónico propietario calle código pedido contrato",
    "en": "name first last email e-mail phone company record id date owner address city "
    "country amount currency close created title status type account number street state time",
}


def language_of(header: Iterable[str]) -> str:
    """The language most of the header's words belong to, English where it is open."""
    words = set(re.findall(r"[^\W\d_]+", " ".join(header).casefold()))
    scores = {code: len(words & set(known.split())) for code, known in _WORDS.items()}
    return max(scores, key=lambda code: (scores[code], code == "en"))


_SLASHED = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d{2})(?:\D.*)?", re.ASCII)
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_COMMA = re.compile(r"[^\d]{0,4}\d{1,3}(?:\.?\d{3})*,\d{1,2}(?!\d)[^\d]{0,4}", re.ASCII)
_POINT = re.compile(r"[^\d]{0,4}\d{1,3}(?:,?\d{3})*\.\d{1,2}(?!\d)[^\d]{0,4}", re.ASCII)


class Tally:
    """Counts how a table's cells write their dates and numbers."""

    def __init__(self) -> None:
        self.votes: Counter[str] = Counter()

    def add(self, cells: Iterable[str]) -> None:
        """Take the cells of one row into account."""
        for cell in cells:
            if not 3 <= len(cell) <= 32 or not any(map(str.isdigit, cell[:6])):
                continue
            if _ISO.match(cell):
                self.votes["iso"] += 1
            elif slashed := _SLASHED.fullmatch(cell):
                self.votes[_order_of(*slashed.groups())] += 1
            elif _COMMA.fullmatch(cell):
                self.votes["comma"] += 1
            elif _POINT.fullmatch(cell):
                self.votes["point"] += 1

    def date_order(self, *, continental: bool) -> DateOrder:
        """The order of day and month; `continental` says that other signs point to Europe."""
        votes = self.votes
        day_first, month_first = votes["dmy"], votes["mdy"]
        if day_first or month_first:
            return "dmy" if day_first >= month_first else "mdy"
        if votes["unpadded"] and not continental:
            return "mdy"
        if votes["unpadded"] or votes["open"]:
            return "dmy" if continental else "unclear"
        return "ymd" if votes["iso"] else "unclear"

    def decimal(self, *, semicolon: bool) -> DecimalMark:
        """The decimal mark, by the numbers met, else by the mark between cells."""
        comma, point = self.votes["comma"], self.votes["point"]
        if comma == point:
            return "," if semicolon and not point else "."
        return "," if comma > point else "."


def _order_of(first: str, mark: str, second: str, year: str) -> str:
    a, b = int(first), int(second)
    full = int(year) if len(year) == 4 else 2000 + int(year)
    day_first, month_first = _exists(full, b, a), _exists(full, a, b)
    if mark == "." or (day_first and not month_first):
        return "dmy" if day_first else "none"
    if month_first and not day_first:
        return "mdy"
    if not day_first:
        return "none"
    return "unpadded" if mark == "/" and len(first + second) < 4 else "open"


def _exists(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True
