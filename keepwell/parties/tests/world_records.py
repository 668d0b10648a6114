"""Reads the people and companies of a test world as plain records, with the true parties."""

import csv
import io
import json
import os
import quopri
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path
from typing import Any

SHARED = Path(
    os.environ.get("KEEPWELL_SHARED_DATA")
    or Path(__file__).resolve().parents[4] / "shared" / "data"
)

# What each vendor (and the German HubSpot) calls the columns that name and reach a party.
COLUMNS: dict[str, tuple[str, ...]] = {
    "id": (
        "record id", "datensatz-id", "id", "contact id", "account id", "lead id",
    ),
    "given": ("first name", "vorname", "firstname"),
    "family": ("last name", "nachname", "lastname"),
    "full": ("name", "contact name", "lead name"),
    "company": (
        "company name", "unternehmensname", "account name", "company", "name",
    ),
    "email": ("email", "e-mail-adresse"),
    "email2": (
        "secondary email", "additional email addresses", "zusätzliche e-mail-adressen",
    ),
    "phone": ("phone", "phone number", "telefonnummer"),
    "mobile": (
        "mobile", "mobilephone", "mobile phone number", "mobiltelefonnummer",
    ),
    "domain": (
        "company domain name", "domain-name des unternehmens", "website", "website url",
    ),
    "employer_id": (
        "accountid", "account name.id", "primary associated company id",
        "id des primären zugeordneten unternehmens",
    ),
    "parent": ("parentid", "parent account.id", "parent company", "muttergesellschaft",
               "parent account id"),
    "city": ("city", "ort", "mailingcity", "billingcity", "mailing city", "billing city"),
    "country": (
        "country/region", "land/region", "mailingcountry", "billingcountry",
        "mailing country", "billing country", "country", "address - country / region",
    ),
    "title": ("title", "job title", "berufsbezeichnung"),
    "birth": ("birthdate",),
    "converted": ("convertedcontactid", "converted contact.id"),
}  # fmt: skip


@dataclass
class Row:
    """One record of a CRM export or one card of an address book."""

    key: tuple[str, str]
    nature: str
    table: str
    cells: dict[str, str] = field(default_factory=dict)


@dataclass
class World:
    """Records of one world, which of them are one party, and the hard pairs by kind."""

    name: str
    rows: dict[tuple[str, str], Row]
    true_pairs: set[tuple[tuple[str, str], tuple[str, str]]]
    kinds: dict[tuple[tuple[str, str], tuple[str, str]], str]
    free_mail: frozenset[str]
    home: str


def folders() -> list[Path]:
    """Every world that lies in the shared data, shapes included."""
    root = Path(os.environ.get("KEEPWELL_WORLDS") or SHARED / "worlds")
    return sorted(path.parent for path in root.rglob("truth.json"))


def read_world(folder: Path) -> World:
    """All contacts, leads, cards and companies of a world."""
    truth: dict[str, Any] = json.loads((folder / "truth.json").read_text("utf-8"))
    rows = {row.key: row for row in _rows(folder, truth["files"])}
    _shorten_ids(truth, rows)
    pairs, kinds = _pairs(truth, rows)
    return World(
        name=folder.name,
        rows=rows,
        true_pairs=pairs,
        kinds=kinds,
        free_mail=frozenset(truth["world"]["free_mail_domains"]),
        home=truth["world"]["domain"],
    )


def _shorten_ids(truth: dict[str, Any], rows: dict[tuple[str, str], Row]) -> None:
    """Salesforce reports carry the first 15 characters of an id; the truth carries all 18."""

    def short(file: str, id_: str) -> str:
        return id_[:15] if (file, id_) not in rows and (file, id_[:15]) in rows else id_

    for party in truth["parties"]:
        for record in party["records"]:
            record["id"] = short(record["file"], record["id"])
    for double in truth["duplicates"]:
        double["a"] = short(double["file"], double["a"])
        double["b"] = short(double["file"], double["b"])


def _pairs(truth: dict[str, Any], rows: dict[tuple[str, str], Row]) -> tuple[Any, Any]:
    pairs: set[tuple[tuple[str, str], tuple[str, str]]] = set()
    for party in truth["parties"]:
        keys = sorted(
            {(r["file"], r["id"]) for r in party["records"] if (r["file"], r["id"]) in rows}
        )
        pairs.update(combinations(keys, 2))
    kinds = {}
    for double in truth["duplicates"]:
        a, b = sorted([(double["file"], double["a"]), (double["file"], double["b"])])
        kinds[a, b] = double["kind"]
    return pairs, kinds


def _rows(folder: Path, files: dict[str, Any]) -> Iterator[Row]:
    for name, how in files.items():
        if how.get("table") in ("contacts", "leads", "companies"):
            yield from _csv_rows(folder / name, how)
    if (folder / "contacts.vcf").exists():
        yield from _cards(folder / "contacts.vcf")


def _csv_rows(path: Path, how: dict[str, Any]) -> Iterator[Row]:
    text = path.read_bytes().decode(how["encoding"], errors="replace")
    table = how["table"]
    nature = "organisation" if table == "companies" else "person"
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=how["delimiter"])
    header = [cell.strip().casefold() for cell in next(reader)]
    for line in reader:
        cells = dict(zip(header, line, strict=False))
        found = {
            ours: next((cells[c].strip() for c in theirs if cells.get(c, "").strip()), "")
            for ours, theirs in COLUMNS.items()
        }
        if table == "contacts" and "contact id" in cells:
            found["id"] = cells["contact id"]
            found["employer_id"] = cells.get("account id", "")
        if found["id"]:
            yield Row((path.name, found["id"]), nature, table, found)


def _cards(path: Path) -> Iterator[Row]:
    text = path.read_bytes().decode("utf-8", errors="replace").replace("\r\n", "\n")
    text = re.sub(r"=\n", "", text)
    text = re.sub(r"\n[ \t]", "", text)
    for number, card in enumerate(re.findall(r"BEGIN:VCARD\n(.*?)END:VCARD", text, re.S), 1):
        found: dict[str, str] = defaultdict(str)
        for line in card.splitlines():
            head, _, value = line.partition(":")
            if "QUOTED-PRINTABLE" in head.upper():
                value = quopri.decodestring(value.encode()).decode("utf-8", "replace")
            prop = head.split(";")[0].split(".")[-1].upper()
            _take(found, prop, value.replace("\\,", ",").replace("\\;", ";"))
        yield Row(("contacts.vcf", str(number)), "person", "cards", dict(found))


def _take(found: dict[str, str], prop: str, value: str) -> None:
    if prop == "N":
        parts = [*value.split(";"), "", ""]
        found["family"], found["given"] = parts[0], parts[1]
    elif prop == "FN":
        found["full"] = value
    elif prop == "ORG":
        found["company"] = value.split(";")[0]
    elif prop == "EMAIL":
        found["email2" if found["email"] else "email"] = value
    elif prop == "TEL":
        found["mobile" if found["phone"] else "phone"] = value.removeprefix("tel:")
    elif prop == "TITLE":
        found["title"] = value
