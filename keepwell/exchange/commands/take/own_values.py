"""What rows say of fields of the firm's own."""

from collections.abc import Sequence
from typing import Any

from keepwell.exchange.commands.take.around import Around, RowResult
from keepwell.exchange.readers.values import parse_amount
from keepwell.exchange.rules.party_rows import Facts
from keepwell.fields.commands.take_in import OwnDraft, take_in_own_values
from keepwell.fields.rules.definitions import FieldSort, definition_named, is_own
from keepwell.fields.rules.values import as_json
from keepwell.parties.commands.take_in import NOBODY
from keepwell.parties.rules.draft import PartyDraft


def take_own_values(
    drafts: Sequence[tuple[int, PartyDraft, Facts]],
    results: dict[int, RowResult],
    around: Around,
) -> None:
    """Fill the own fields of the parties of a chunk; each row's traces let it be undone."""
    ours = {name for name in {name for _, _, facts in drafts for name in facts} if is_own(name)}
    if not ours:
        return
    wanted: list[tuple[RowResult, OwnDraft]] = []
    for number, draft, facts in drafts:
        result = results[number]
        values = {
            name: _read(name, text, around) for name, text in facts.items() if name in ours
        }
        left_alone = around.reading.mode == "add" and result.outcome == "skipped"
        if values and not left_alone and result.party_id not in (None, NOBODY):
            wanted.append((result, _draft(draft, result, values)))
    if not wanted:
        return
    taken = take_in_own_values(
        [draft for _, draft in wanted], at=around.at, by=around.by, tool=around.tool
    )
    for (result, own), each in zip(wanted, taken, strict=True):
        result.unclear = result.unclear or each.unclear
        for asked, before, after in each.written:
            told = {"party": str(own.party_id), "field": str(asked.id)}
            result.traces.append(
                ("fields.OwnValue", str(own.party_id), {**told, "cells": as_json(before)},
                 {**told, "cells": as_json(after)})
            )  # fmt: skip
        if each.written and result.outcome == "skipped":
            result.outcome = "updated"


def _draft(draft: PartyDraft, result: RowResult, values: dict[str, Any]) -> OwnDraft:
    assert result.party_id is not None
    has_id = any(not source.startswith("row:") for source, *_rest in draft.external)
    return OwnDraft(
        result.party_id, draft.nature, values, wins=draft.speaks_last and has_id,
        is_new=result.outcome == "added",
    )  # fmt: skip


def _read(name: str, text: str, around: Around) -> Any:
    """Numbers and days as this file writes them; what cannot be read so stays as it is."""
    asked = definition_named(name)
    sort = asked.sort if asked else FieldSort.TEXT
    if sort in (FieldSort.NUMBER, FieldSort.MONEY):
        number = parse_amount(text, around.reading.decimal)
        return text if number is None else number
    if sort is FieldSort.DATE:
        return around.reading.day(text) or text
    return text
