"""Rows of calls, meetings, notes and tasks: when, what, how it went, and whom it names."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from keepwell.exchange.readers.values import parse_seconds, parse_yes, split_ids
from keepwell.exchange.readers.vendors import canonical_external_id, table_of_id
from keepwell.exchange.readers.vendors.vocabulary import (
    activity_kind,
    call_outcome,
    direction,
    meeting_outcome,
    module_table,
    task_done,
)
from keepwell.exchange.rules.reading import Reading, RowRefused, digest_of
from keepwell.kernel.words import keep as _kept

# “Call with Ngozi”: some tools name whom a call was with in its title alone.
_WITH = re.compile(
    r"(?i)(?:phone |video )?(?:call|meeting|chat|conversation|anruf|telefonat|gespräch|termin|"
    r"appel|réunion|rendez-vous|llamada|reunión)\s+(?:with|mit|bei|avec|con)\s+(?P<name>.{2,120})$"
)
Facts = dict[str, str]
Named = tuple[str, str]
KINDS = {"calls": "call", "meetings": "meeting", "notes": "note", "tasks": "task"}
OWNERS_TABLES = ("people", "organisations", "leads")


@dataclass(slots=True)
class ActivityRow:
    """One row, read. `people` and `organisations` are (source, id) in the other tool."""

    kind: str
    key: str
    title: str
    text: str
    at: datetime | None
    ends_at: datetime | None = None
    due_on: date | None = None
    outcome: str = ""
    direction: str = ""
    place: str = ""
    is_done: bool = False
    done_at: datetime | None = None
    owner: str = ""
    owner_id: str = ""
    people: list[Named] = field(default_factory=list)
    organisations: list[Named] = field(default_factory=list)
    deals: list[Named] = field(default_factory=list)
    either: list[Named] = field(default_factory=list)
    names: list[str] = field(default_factory=list)


def read_activity(facts: Facts, reading: Reading, *, now: datetime) -> ActivityRow:
    """Read one row; refuses one without a moment where it needs one."""
    kind = _kind(facts, reading)
    told = facts.get("at") or facts.get("due") or facts.get("created_at", "")
    if kind == "call":  # Salesforce keeps calls among tasks: a day due, a moment done.
        told = facts.get("at") or facts.get("completed_at") or told
    at = reading.moment(told)
    row = ActivityRow(
        kind, _key(facts, reading), facts.get("title", ""), facts.get("body", ""), at,
        owner=facts.get("owner", ""), owner_id=facts.get("owner_id", ""),
    )  # fmt: skip
    row.text = row.text or facts.get("description", "")
    if at is None and (kind != "task" or facts.get("due")):
        word = facts.get("at") or facts.get("due") or "–"
        raise RowRefused(
            _kept(
                "Its date is “%(word)s”, which is no date. Correct it and drop it again.",
                word=word[:60],
            )
        )
    _read_kind(row, facts, reading, now)
    _read_links(row, facts, reading)
    return row


def _kind(facts: Facts, reading: Reading) -> str:
    if (facts.get("subtype") or "").lower() == "call" or facts.get("call_direction"):
        return "call"
    if reading.table != "tasks" and (word := facts.get("activity_type")):
        return {"email": "note"}.get(found := activity_kind(word) or "", found) or KINDS[
            reading.table
        ]
    return KINDS[reading.table]


def _key(facts: Facts, reading: Reading) -> str:
    if id_ := facts.get("external_id"):
        return f"{reading.source()}:{canonical_external_id(reading.vendor, id_)}"
    return f"row:{reading.table}:{digest_of(facts)}"


def _read_kind(row: ActivityRow, facts: Facts, reading: Reading, now: datetime) -> None:
    if row.kind == "call" and row.at:
        words = facts.get("outcome") or facts.get("call_outcome") or ""
        row.outcome = call_outcome(words) or ("connected" if not words else "other")
        row.direction = (
            direction(facts.get("direction") or facts.get("call_direction") or "") or "outbound"
        )
        seconds = parse_seconds(facts.get("duration") or facts.get("call_seconds") or "")
        row.ends_at = (
            row.at + timedelta(seconds=seconds) if seconds and seconds < 86_400 else None
        )
        if seconds is not None and seconds == 0 and not words:
            row.outcome = "no_answer"
    elif row.kind == "meeting" and row.at:
        _read_meeting(row, facts, reading, now)
    elif row.kind == "task":
        closed = parse_yes(facts.get("closed", ""))
        row.due_on = reading.day(facts.get("due", "")) or (row.at.date() if row.at else None)
        row.is_done = task_done(facts.get("status", ""), closed=closed)
        row.done_at = reading.moment(facts.get("completed_at", ""))


def _read_meeting(row: ActivityRow, facts: Facts, reading: Reading, now: datetime) -> None:
    word = facts.get("outcome") or facts.get("status") or ""
    outcome = meeting_outcome(word) or "held"
    row.outcome = "confirmed" if outcome in ("held", "planned") else "cancelled"
    row.ends_at = reading.moment(facts.get("ends_at", ""))
    row.place = facts.get("location", "")
    row.names = [
        name.strip() for name in facts.get("participants", "").split(";") if name.strip()
    ]


def _read_links(row: ActivityRow, facts: Facts, reading: Reading) -> None:
    row.people += _named(facts.get("person_ids", ""), "people", reading)
    row.organisations += _named(facts.get("organisation_ids", ""), "organisations", reading)
    row.deals += _named(facts.get("deal_ids", ""), "deals", reading)
    module = module_table(facts.get("related_module") or facts.get("parent_module") or "")
    for fact in ("related_id", "parent_id"):
        for id_ in split_ids(facts.get(fact, "")):
            row.either += _either(id_, module, reading)
    if row.people and reading.vendor == "salesforce":
        row.people = [
            (reading.source(table_of_id("salesforce", id_) or "people"), id_)
            for _, id_ in row.people
        ]
    for fact in ("person_name", "related_name", "organisation_name"):
        if facts.get(fact):
            row.names.append(facts[fact])
    if not (row.people or row.organisations or row.either) and (said := _WITH.match(row.title)):
        row.names.append(said["name"].strip())


def _named(ids: str, table: str, reading: Reading) -> Iterable[Named]:
    return [(reading.source(table), id_) for id_ in split_ids(ids)]


def _either(id_: str, module: str | None, reading: Reading) -> Iterable[Named]:
    table = module or table_of_id(reading.vendor, id_)
    tables = [table] if table else [*OWNERS_TABLES, "deals"]
    return [(reading.source(each), id_) for each in tables]
