"""Whose export a table is, and what it holds: the vendor, the table, its columns, and why."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from keepwell.exchange.readers.vendors.columns import (
    ColumnGuess,
    guess_columns,
    known_headers,
    match_header,
    plain_header,
)
from keepwell.exchange.readers.vendors.fields import TABLES
from keepwell.exchange.readers.vendors.ids import SALESFORCE_PREFIXES, is_salesforce_id
from keepwell.kernel.words import keep as _kept

Vendor = Literal["hubspot", "salesforce", "zoho", "google", "outlook", "keepwell", "plain"]
Rows = Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class Recognition:
    """What a table was taken for; `because` are whole sentences, `confidence` is 0 to 1."""

    vendor: Vendor
    table: str
    confidence: float
    because: tuple[str, ...]
    columns: tuple[ColumnGuess, ...]

    def column(self, field: str) -> ColumnGuess | None:
        """The (first) column that holds the fact."""
        return next((each for each in self.columns if each.field == field), None)


_FILE_WORDS = {
    "organisations": r"compan|account|organi[sz]ation|unternehmen|firmen|entreprise|empresa",
    "people": r"contact|kontakt|people|person|address.?book|adressbuch",
    "leads": r"lead|interessent",
    "deals": r"deal|opportunit|potential|pipeline|verkaufschance|negocio",
    "tasks": r"task|aufgabe|to.?do|tarea|tache",
    "notes": r"note|notiz",
    "calls": r"call|anruf|telefonat|appel|llamada",
    "meetings": r"meeting|event|termin|besprechung|reunion",
    "teammates": r"user|teammate|benutzer|mitarbeiter|staff|owner",
    "orders": r"order|bestell|invoice|sales|purchase|rechnung|auftr|commande|pedido",
    "usage": r"usage|event.?log|activity.?log|nutzung|telemetry",
    "agreements": r"agreement|contract|vertr[aä]g|vereinbarung|contrat",
}
_ACTIVITIES = {
    "call": "calls",
    "anruf": "calls",
    "note": "notes",
    "notiz": "notes",
    "meeting": "meetings",
    "besprechung": "meetings",
    "task": "tasks",
    "aufgabe": "tasks",
    "appel": "calls",
    "reunion": "meetings",
    "llamada": "calls",
}
_OBJECTS = "compan|contact|deal|task|note|call|meeting|user|lead|account|opportunit"


def recognise_table(file_name: str, header: Sequence[str], samples: Rows) -> Recognition:
    """What the table is, judged by its header, some of its rows, and its file's name."""
    vendor, why = recognise_vendor(file_name, header, samples)
    scores, reasons = _scores(file_name, header, samples)
    if vendor in ("google", "outlook"):
        scores["people"] += 10
        reasons["people"].append(_kept("Address books hold people."))
    ranked = sorted(scores, key=lambda table: (-scores[table], list(TABLES).index(table)))
    best = ranked[0]
    # Leads and people share most columns: that they are alike is no doubt about either.
    alike = ("people", "leads") if best in ("people", "leads") else (best,)
    next_best = next(table for table in ranked if table not in alike)
    if scores[best] < 0.75 or (vendor == "salesforce" and _of_other_kind(header, samples)):
        return _by_cells(vendor, header, samples, why)
    columns = guess_columns(best, header, samples)
    lead = (scores[best] - scores[next_best]) / scores[best]
    known = sum(1 for name in header if match_header(best, name)) / max(1, len(header))
    # Half by how far the table leads, half by how much of its header is understood.
    confidence = min(0.99, 0.3 + 0.5 * min(1.0, lead * 2) + 0.3 * known)
    confidence = max(confidence, 0.9) if vendor != "plain" and lead > 0.2 else confidence
    return Recognition(vendor, best, round(confidence, 2), (*why, *reasons[best]), columns)


def _by_cells(
    vendor: Vendor, header: Sequence[str], samples: Rows, why: tuple[str, ...]
) -> Recognition:
    columns = guess_columns("people", header, samples)
    if any(each.field == "email" for each in columns):
        because = _kept("A column holds mail addresses, so it is taken for a list of people.")
        return Recognition(vendor, "people", 0.4, (*why, because), columns)
    because = _kept("Neither the header nor the cells say what this table holds.")
    left = tuple(
        ColumnGuess(each.index, each.header, None, 0.0, each.samples) for each in columns
    )
    return Recognition(vendor, "unknown", 0.0, (*why, because), left)


@cache
def _spread(plain: str) -> float:
    """How much a header tells: 1 when only one table has it, less the more have it."""
    tables = {
        "people" if table == "leads" else table
        for table in TABLES
        if table != "unknown" and plain in known_headers(table)
    }
    return 1 / len(tables) if tables else 0.0


def _scores(
    file_name: str, header: Sequence[str], samples: Rows
) -> tuple[dict[str, float], dict[str, list[str]]]:
    scores = dict.fromkeys(TABLES, 0.0)
    reasons: dict[str, list[str]] = {table: [] for table in TABLES}
    plains = {plain: name for name in header if (plain := plain_header(name))}
    for table in TABLES:
        known = known_headers(table) if table != "unknown" else {}
        telling = {plain: _spread(plain) for plain in plains if plain in known}
        fields = {known[plain][0]: weight for plain, weight in telling.items()}
        scores[table] = sum(fields.values())
        own = [plains[plain] for plain, weight in telling.items() if weight == 1][:4]
        if own:
            columns = ", ".join(own)
            reasons[table].append(_kept("It has the columns %(columns)s.", columns=columns))
    for table, weight, reason in _hints(file_name, header, samples):
        scores[table] += weight
        reasons[table].append(reason)
    return scores, reasons


def _hints(
    file_name: str, header: Sequence[str], samples: Rows
) -> list[tuple[str, float, str]]:
    hints: list[tuple[str, float, str]] = []
    stem = file_name.rsplit("/", 1)[-1].lower()
    for table, words in _FILE_WORDS.items():
        if re.search(words, stem):
            hints.append((table, 1.5, _kept("Its file is called %(name)s.", name=stem)))
    for index, name in enumerate(header):
        plain, cells = plain_header(name), _cells(samples, index)
        if plain == "id" and (named := _by_prefix(cells)):
            reason = _kept("Its ids are those Salesforce gives to such records.")
            hints.append((named, 6.0, reason))
        elif plain in ("activitytype", "aktivitaetstyp") and cells:
            usual = plain_header(Counter(cells).most_common(1)[0][0])
            if usual in _ACTIVITIES:
                reason = _kept("Its activities are of type %(usual)s.", usual=usual)
                hints.append((_ACTIVITIES[usual], 4.0, reason))
    return hints


def _of_other_kind(header: Sequence[str], samples: Rows) -> bool:
    """Salesforce's products, orders, roles and so on: its ids, of no table taken in here."""
    places = [index for index, name in enumerate(header) if plain_header(name) == "id"]
    ids = [cell for index in places[:1] for cell in _cells(samples, index)]
    return bool(ids) and all(len(cell) in (15, 18) for cell in ids) and not _by_prefix(ids)


def _by_prefix(cells: list[str]) -> str | None:
    prefixes = Counter(cell[:3] for cell in cells if is_salesforce_id(cell))
    if not prefixes:
        return None
    return SALESFORCE_PREFIXES.get(prefixes.most_common(1)[0][0])


def _cells(samples: Rows, index: int) -> list[str]:
    return [row[index] for row in samples[:100] if index < len(row) and row[index]]


# ------------------------------------------------------------------------------- vendors

_RECORD_IDS = ("recordid", "datensatzid", "iddelafiche", "idderegistro")
_HUBSPOT = (
    "lifecyclestage",
    "lifecyclephase",
    "dealstage",
    "dealphase",
    "companydomainname",
    "domainnamedesunternehmens",
    "associatedcompanyids",
    "associatedcontactids",
    "activitytype",
    "aktivitaetstyp",
    "tasktitle",
    "aufgabentitel",
    "idszugeordneterkontakte",
    "idszugeordneterunternehmen",
    "phaseducycledevie",
    "etapadelciclodevida",
)
_SALESFORCE = (
    "systemmodstamp",
    "isdeleted",
    "ownerid",
    "whoid",
    "whatid",
    "createdbyid",
    "convertedcontactid",
    "masterrecordid",
    "isactive",
    "recordtypeid",
)
_OUTLOOK = (
    "email2address",
    "emaildisplayname",
    "email2displayname",
    "managersname",
    "businesscountryregion",
    "email2adresse",
    "emailanzeigename",
    "landregiongeschaeftlich",
    "strassegeschaeftlich",
    "telefongeschaeftlich",
    "weiterevornamen",
    "businessstreet",
)


def recognise_vendor(
    file_name: str, header: Sequence[str], samples: Rows
) -> tuple[Vendor, tuple[str, ...]]:
    """Whose export it is, and the sentences that say why; `plain` is anybody's."""
    plain = {plain_header(name) for name in header}
    raw = set(header)
    stem = file_name.rsplit("/", 1)[-1].lower()
    ids = {cell for row in samples[:20] for cell in row if cell}
    if any(name.startswith("keepwell") and name != "keepwellwhy" for name in plain):
        return "keepwell", (_kept("Its columns are those of Keepwell's own exports."),)
    if any(each.startswith("zcrm_") for each in ids) or (
        plain & {"recordid"} and any(name.endswith(".id") for name in raw)
    ):
        return "zoho", (_kept("Its ids and `.id` columns are those of Zoho CRM."),)
    if plain & set(_RECORD_IDS) and plain & set(_HUBSPOT):
        return "hubspot", (_kept("Its columns are those of HubSpot exports."),)
    if _from_salesforce(plain, ids):
        return "salesforce", (_kept("Its columns and ids are those of Salesforce."),)
    if plain & {"email1value", "email1wert", "phone1value"} or {"groupmembership"} <= plain:
        return "google", (_kept("Its columns are those of Google Contacts."),)
    if len(plain & set(_OUTLOOK)) >= 2:
        return "outlook", (_kept("Its columns are those of Outlook contacts."),)
    if re.match(rf"hubspot\b.*(?:{_OBJECTS})|hubspot-(?:crm|users)", stem):
        return "hubspot", (_kept("Its file is named as HubSpot names its exports."),)
    return "plain", ()


def _from_salesforce(plain: set[str], cells: set[str]) -> bool:
    ids = any(is_salesforce_id(cell) and cell[:3] in SALESFORCE_PREFIXES for cell in cells)
    own = len(plain & set(_SALESFORCE))
    labels = "accountname" in plain and any(name.startswith("mailing") for name in plain)
    return (
        "systemmodstamp" in plain
        or (ids and "id" in plain)
        or own >= 3
        or labels
        or (
            ids
            and bool(plain & {"accountid", "contactid", "opportunityid", "leadid", "taskid"})
        )
    )
