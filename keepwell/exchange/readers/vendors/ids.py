"""Other systems' ids: when two of them denote the same record."""

from __future__ import annotations

import re

# The first three characters of a Salesforce id name the table (key prefixes).
SALESFORCE_PREFIXES = {
    "001": "organisations",
    "003": "people",
    "006": "deals",
    "00Q": "leads",
    "00T": "tasks",
    "00U": "meetings",
    "002": "notes",
    "005": "teammates",
}
_SALESFORCE_ID = re.compile(r"[A-Za-z0-9]{3}[A-Za-z0-9]{12}(?:[A-Za-z0-9]{3})?")


def is_salesforce_id(text: str) -> bool:
    """Whether the text has the form of a Salesforce id, short or long, of a table we know."""
    if len(text) not in (15, 18) or not _SALESFORCE_ID.fullmatch(text):
        return False
    return text[:3] in SALESFORCE_PREFIXES or (text[:2] in ("00", "a0") and text[2].isalnum())


def canonical_external_id(vendor: str, text: str) -> str:
    """The id by which a record is known here.

    Salesforce gives 15 characters in reports and 18 in exports; the last three only repeat
    the case of the first fifteen, which are the identity and case-sensitive.
    """
    text = text.strip()
    if vendor == "salesforce" and len(text) == 18 and _SALESFORCE_ID.fullmatch(text):
        return text[:15]
    return text


def same_salesforce_id(one: str, other: str) -> bool:
    """Whether both ids, short or long, denote the same record."""
    first, second = (canonical_external_id("salesforce", each) for each in (one, other))
    return bool(first) and first == second


def table_of_id(vendor: str, text: str) -> str | None:
    """The table in which the record with this id lies, where the id says so (Salesforce)."""
    if vendor != "salesforce" or len(text.strip()) not in (15, 18):
        return None
    return SALESFORCE_PREFIXES.get(text.strip()[:3])
