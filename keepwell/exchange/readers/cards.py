"""Address-book cards (vCard 2.1, 3.0, 4.0, mixed in one file), one at a time."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, NamedTuple

from keepwell.exchange.readers.card_lines import Property, properties
from keepwell.exchange.readers.plain_lines import plain_lines
from keepwell.exchange.readers.refusal import Refusal
from keepwell.kernel.words import keep as _kept

LARGEST_CARD = 16 << 20
MOST_LINES = 200_000
MOST_OF_A_KIND = 200

_BEGIN = re.compile(rb"^\s*(?:[\w-]+\.)?BEGIN\s*:\s*VCARD\s*$", re.IGNORECASE)
_END = re.compile(rb"^\s*(?:[\w-]+\.)?END\s*:\s*VCARD\s*$", re.IGNORECASE)
_AGENT = re.compile(rb"^\s*(?:[\w-]+\.)?AGENT[^:]*:\s*$", re.IGNORECASE)
_MAIL = re.compile(r"[^\s<>\"(),;]+@[^\s<>\"(),;]+")
_LABEL = re.compile(r"^_\$!<(.*)>!\$_$")
_DAY = re.compile(r"^(\d{4})-?(\d\d)-?(\d\d)(?:$|[T ])")
_YEARLESS = re.compile(r"^--(\d\d)-?(\d\d)")
# Wires, not kinds: every address and number has them.
_PLAIN_TYPES = frozenset(("pref", "internet", "x400", "voice", "uri"))


class CardPoint(NamedTuple):
    """A way to reach somebody: address or number, its kinds, whether they prefer it."""

    value: str
    types: tuple[str, ...]
    preferred: bool


class CardAddress(NamedTuple):
    """A postal address."""

    street: str
    city: str
    region: str
    postal_code: str
    country: str
    types: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """One card, read; what it does not say is empty.

    `birthday` is `YYYY-MM-DD`, `--MM-DD` or the words it came with; e-mail addresses are in
    lower case; `number` counts the cards of the file from 1, nested cards left out.
    """

    number: int
    version: str
    uid: str
    kind: str
    full_name: str
    family: str
    given: str
    middle: str
    prefix: str
    suffix: str
    nicknames: tuple[str, ...]
    organisation: str
    department: str
    title: str
    emails: tuple[CardPoint, ...]
    phones: tuple[CardPoint, ...]
    addresses: tuple[CardAddress, ...]
    links: tuple[str, ...]
    birthday: str
    note: str
    categories: tuple[str, ...]
    photo_present: bool
    rev: str

    @property
    def is_organisation(self) -> bool:
        """Say whether this card is that of an organisation rather than a person."""
        return self.kind == "org"


def read_cards(stream: BinaryIO) -> Iterator[Card | Refusal]:
    """Yield each card of an address book, or why it was refused; one card is held at a time."""
    for number, (lines, is_card, too_long) in enumerate(_cut(stream), start=1):
        raw = b"\n".join(lines)
        if not is_card:
            because = _kept(
                "These lines stand outside of any card (no BEGIN:VCARD before them)."
            )
            yield Refusal(number, "card_stray_lines", because, raw)
        elif too_long:
            because = _kept("This card is larger than 16 MB, which no address book writes.")
            yield Refusal(number, "card_too_long", because, raw)
        else:
            yield _read(lines, number, raw)


def _cut(  # noqa: C901 - one pass over the lines, one state after the other
    stream: BinaryIO,
) -> Iterator[tuple[list[bytes], bool, bool]]:
    """Cut a file into cards: lines, whether they are a card, whether it was too long."""
    lines: list[bytes] = []
    depth = size = 0
    previous = b""
    for line in plain_lines(stream):
        if _BEGIN.match(line):
            nested = depth and _AGENT.match(previous)
            if not nested:
                # A card that never ended is still a card.
                if any(each.strip() for each in lines):
                    yield lines, depth > 0, size > LARGEST_CARD
                lines, depth, size = [], 0, 0
            depth += 1
        elif depth == 0 and not line.strip():
            continue
        size += len(line) + 1
        if size <= LARGEST_CARD and len(lines) < MOST_LINES:
            lines.append(line)
        if line.strip():
            previous = line
        if depth and _END.match(line):
            depth -= 1
            if depth == 0:
                yield lines, True, size > LARGEST_CARD
                lines, size = [], 0
    if any(each.strip() for each in lines):
        yield lines, depth > 0, size > LARGEST_CARD


def _read(lines: list[bytes], number: int, raw: bytes) -> Card | Refusal:
    try:
        card = _card(_own_lines(lines), number)
    except Exception as failure:
        because = _kept(
            "This card could not be read (%(fault)s).", fault=type(failure).__name__
        )
        return Refusal(number, "card_unreadable", because, raw)
    if not (card.full_name or card.organisation or card.emails or card.phones):
        because = _kept("This card holds no name, no organisation, no address and no number.")
        return Refusal(number, "card_empty", because, raw)
    return card


def _own_lines(lines: list[bytes]) -> list[bytes]:
    """Leave out nested cards (AGENT): they are other people."""
    own, depth = [], 0
    for line in lines:
        if _BEGIN.match(line):
            depth += 1
        elif _END.match(line):
            depth -= 1
        elif depth <= 1:
            own.append(line)
    return own


def _card(lines: list[bytes], number: int) -> Card:
    found: dict[str, list[Property]] = defaultdict(list)
    for each in properties(lines):
        if len(found[each.name]) < MOST_OF_A_KIND:
            found[each.name].append(each)
    labels = {each.group: _label(each.text()) for each in found["X-ABLABEL"] if each.group}
    family, given, middle, prefix, suffix = _name(found)
    organisation, department = _organisation(found)
    full_name = _first(found, "FN") or " ".join(
        word for word in (prefix, given, middle, family, suffix) if word
    )
    nicknames = _listed(found["NICKNAME"])
    person = family or given
    kind = _kind(found, full_name, organisation, bool(person))
    return Card(
        number=number,
        version=_first(found, "VERSION"),
        uid=_first(found, "UID") or _first(found, "X-EVOLUTION-UID"),
        kind=kind,
        full_name=full_name or (nicknames[0] if nicknames else "") or organisation,
        family=family,
        given=given,
        middle=middle,
        prefix=prefix,
        suffix=suffix,
        nicknames=nicknames,
        organisation=organisation,
        department=department,
        title=_first(found, "TITLE") or _first(found, "ROLE"),
        emails=_emails(found["EMAIL"], labels),
        phones=_phones(found["TEL"], labels),
        addresses=tuple(
            a for each in found["ADR"] if (a := _address(each, labels)) is not None
        ),
        links=tuple(dict.fromkeys(text for each in found["URL"] if (text := each.text()))),
        birthday=_birthday(_first(found, "BDAY")),
        note="\n".join(text for each in found["NOTE"] if (text := each.text())),
        categories=_listed(found["CATEGORIES"]),
        photo_present=bool(found["PHOTO"]),
        rev=_first(found, "REV"),
    )


def _first(found: dict[str, list[Property]], name: str) -> str:
    return next((text for each in found[name] if (text := each.text())), "")


def _label(text: str) -> str:
    wrapped = _LABEL.match(text)
    return (wrapped[1] if wrapped else text).strip().lower()


def _name(found: dict[str, list[Property]]) -> tuple[str, str, str, str, str]:
    written = next((each for each in found["N"] if each.raw.strip(b"; ")), None)
    pieces = written.fields() if written else []
    pieces = [" ".join(piece.replace(",", ", ").split()) for piece in pieces[:5]]
    family, given, middle, prefix, suffix = pieces + [""] * (5 - len(pieces))
    return family, given, middle, prefix, suffix


def _organisation(found: dict[str, list[Property]]) -> tuple[str, str]:
    for each in found["ORG"]:
        name, *units = each.fields()
        if name or any(units):
            return name, ", ".join(unit for unit in units if unit)
    return "", ""


def _kind(
    found: dict[str, list[Property]], full_name: str, organisation: str, has_person: bool
) -> str:
    said = (_first(found, "KIND") or _first(found, "X-ADDRESSBOOKSERVER-KIND")).lower()
    if said in ("org", "organization", "organisation"):
        return "org"
    if said in ("group", "location", "application", "device"):
        return said
    company = _first(found, "X-ABSHOWAS").upper() == "COMPANY"
    same = full_name.casefold() == organisation.casefold()
    if organisation and (company or not (has_person or full_name) or (same and not has_person)):
        return "org"
    return "individual"


def _types(each: Property, labels: dict[str, str]) -> tuple[str, ...]:
    named = [word for word in each.types if word not in _PLAIN_TYPES]
    if label := labels.get(each.group, "") if each.group else "":
        named.append(label)
    return tuple(dict.fromkeys(named))


def _preferred(each: Property) -> bool:
    return "pref" in each.types or each.params.get("PREF", ("",))[:1] == ("1",)


def _emails(found: list[Property], labels: dict[str, str]) -> tuple[CardPoint, ...]:
    points: dict[str, CardPoint] = {}
    for each in found:
        text = re.sub(r"^mailto:", "", each.text(), flags=re.IGNORECASE)
        mail = _MAIL.search(text[:2_000])
        if mail:
            address = mail[0].lower().strip(".'")
            points.setdefault(
                address, CardPoint(address, _types(each, labels), _preferred(each))
            )
    return tuple(points.values())


def _phones(found: list[Property], labels: dict[str, str]) -> tuple[CardPoint, ...]:
    points: dict[str, CardPoint] = {}
    for each in found:
        text = re.sub(r"^(?:tel|sip|callto):\s*", "", each.text(), flags=re.IGNORECASE)
        number, _, extension = text.partition(";ext=")
        number = number.partition(";")[0].strip()
        if number:
            value = f"{number} ext. {extension}" if extension else number
            points.setdefault(value, CardPoint(value, _types(each, labels), _preferred(each)))
    return tuple(points.values())


def _address(each: Property, labels: dict[str, str]) -> CardAddress | None:
    pieces = each.fields()[:7]
    box, more, street, city, region, code, country = pieces + [""] * (7 - len(pieces))
    lines = "\n".join(part for part in (street, more, box) if part)
    if not any((lines, city, region, code, country)):
        return None
    return CardAddress(lines, city, region, code, country, _types(each, labels))


def _listed(found: list[Property]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for each in found for text in each.fields(b",") if text))


def _birthday(text: str) -> str:
    if day := _DAY.match(text):
        return f"{day[1]}-{day[2]}-{day[3]}"
    if day := _YEARLESS.match(text):
        return f"--{day[1]}-{day[2]}"
    return text[:40]
