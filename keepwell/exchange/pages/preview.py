"""The first rows of a table, as they would be read."""

from typing import Any
from zoneinfo import ZoneInfo

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from keepwell.exchange.commands.opened import sources_of
from keepwell.exchange.models import ImportFile
from keepwell.exchange.queries.imports import shape_of
from keepwell.exchange.readers.complaints import SourceRefused
from keepwell.exchange.readers.tables import first_rows
from keepwell.exchange.readers.values import parse_amount, parse_day, parse_moment
from keepwell.exchange.readers.vendors import Mapping, facts_reader, mapping_from_json
from keepwell.exchange.readers.vendors.fields import FIELDS
from keepwell.exchange.readers.vendors.new_fields import new_sort
from keepwell.fields.rules.definitions import SORT_WORDS, definition_named

FIRST = 5
AMOUNTS = {"amount", "quantity", "unit_price", "value", "annual_revenue", "employees"}
MOST_SHOWN = 200


def first_rows_read(file: ImportFile, stored: dict[str, Any]) -> dict[str, Any]:
    """Headings and cells of the first rows; each cell with its tone, odd ones saying why."""
    try:
        mapping = mapping_from_json(stored)
        shape = shape_of(file)
        source = next(iter(sources_of(file)))
        found = first_rows(source, shape, FIRST)
    except (ValueError, SourceRefused, StopIteration, OSError):
        return {"headings": [], "preview": [], "unread": _("The first rows cannot be read so.")}
    read = facts_reader(mapping, shape.header)
    rows = [read(row.cells) for row in found]
    facts = [
        f for f in dict.fromkeys(mapping.columns.values()) if any(f in row for row in rows)
    ]
    words = FIELDS.get(mapping.table, {})
    return {
        "headings": [_heading(fact, words) for fact in facts],
        "preview": [
            [_cell(fact, row.get(fact, ""), mapping) for fact in facts] for row in rows
        ],
    }


def _heading(fact: str, words: dict[str, str]) -> str:
    if fact in words:
        return _(words[fact]).rstrip(".")
    if (sort := new_sort(fact)) is not None:
        return _("New field: %(sort)s") % {"sort": _(SORT_WORDS[sort])}
    asked = definition_named(fact)
    return asked.label if asked else fact


def _cell(fact: str, text: str, mapping: Mapping) -> dict[str, str]:
    if not text:
        return {"text": "–", "tone": "ink-3"}
    if fact in AMOUNTS:
        number = parse_amount(text, mapping.decimal)
        if number is None:
            return _odd(text, _("no number"))
        return {"text": number_format(number, use_l10n=True, force_grouping=True), "tone": ""}
    if fact in ("at", "due") or fact.endswith("_at"):
        moment = parse_moment(text, date_order=mapping.date_order, zone=ZoneInfo(mapping.zone))
        if moment is None:
            return _odd(text, _("no moment"))
        return {
            "text": date_format(moment.astimezone(ZoneInfo(mapping.zone)), "j M Y H:i"),
            "tone": "",
        }
    if fact.endswith(("_on", "_date")):
        day = parse_day(text, date_order=mapping.date_order)
        return (
            {"text": date_format(day, "j M Y"), "tone": ""} if day else _odd(text, _("no day"))
        )
    return {"text": text[:MOST_SHOWN], "tone": ""}


def _odd(text: str, why: str) -> dict[str, str]:
    return {"text": f"{text[:MOST_SHOWN]} ({why})", "tone": "alarm"}
