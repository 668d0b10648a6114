"""Rows of orders, usage, agreements, deals and teammates."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar
from uuid import UUID

from keepwell.agreements.commands.take_in import AgreementDraft, take_in_agreements
from keepwell.agreements.models import Agreement
from keepwell.exchange.commands.take.around import Around, RowResult
from keepwell.exchange.commands.take.chosen import keys_here, wanted
from keepwell.exchange.commands.take.naming import party_named
from keepwell.exchange.readers.values import split_ids
from keepwell.exchange.rules.party_rows import is_deleted
from keepwell.exchange.rules.reading import RowRefused
from keepwell.exchange.rules.trade_rows import agreement_of, opportunity_of, order_line, use_of
from keepwell.firm.queries import the_firm
from keepwell.kernel.words import keep as _kept
from keepwell.orders.commands.take_in import take_in_order_lines
from keepwell.orders.models import OrderLine
from keepwell.relationships.commands.take_in import OpportunityDraft, take_in_opportunities
from keepwell.relationships.models import Opportunity
from keepwell.usage.commands.take_in import take_in_uses
from keepwell.usage.models import Use

Facts = dict[str, str]
Rows = Sequence[tuple[int, Facts]]
T = TypeVar("T")
IN_TRASH = _kept("It lies in the other tool's trash.")
HERE = _kept("It is here already.")


def _read(
    rows: Rows, read: Callable[[Facts], T]
) -> tuple[list[tuple[int, T, Facts]], list[RowResult]]:
    """Read each row; refused ones become results."""
    good: list[tuple[int, T, Facts]] = []
    results: list[RowResult] = []
    for number, facts in rows:
        if is_deleted(facts):
            results.append(RowResult(number, "skipped", IN_TRASH))
            continue
        try:
            good.append((number, read(facts), facts))
        except RowRefused as no:
            results.append(RowResult(number, "refused", no.because))
    return good, results


def take_order_rows(rows: Rows, around: Around) -> list[RowResult]:
    """Take in a chunk of order lines; who bought is settled when all files are in."""
    currency = the_firm().currency
    good, results = _read(rows, lambda facts: order_line(facts, around.reading, currency))
    good, left = wanted(good, around.reading.mode, lambda row: row[1].key, keys_here(OrderLine))
    results += left
    keys = take_in_order_lines(
        [line for _, line, _ in good], at=around.at, by=around.by, tool="orders"
    )
    for number, line, _ in good:
        results.append(_once(number, line.key, keys, "orders.OrderLine", "key"))
    return results


def take_use_rows(rows: Rows, around: Around) -> list[RowResult]:
    """Take in a chunk of usage events; whose they are is settled when all files are in."""
    good, results = _read(rows, lambda facts: use_of(facts, around.reading))
    good, left = wanted(good, around.reading.mode, lambda row: row[1].key, keys_here(Use))
    results += left
    uses = [use for _, use, _ in good]
    keys = take_in_uses(uses, at=around.at, by=around.by, tool="usage")
    for number, use, _ in good:
        results.append(_once(number, use.key, keys, "usage.Use", "key"))
    return results


def _once(number: int, key: str, keys: set[str], noun: str, field: str) -> RowResult:
    if key not in keys:
        return RowResult(number, "skipped", HERE)
    keys.discard(key)
    return RowResult(number, "added", "", [(noun, "", None, {field: key})])


def take_agreement_rows(rows: Rows, around: Around) -> list[RowResult]:
    """Take in a chunk of agreements; each is tied to the party it names."""
    currency = the_firm().currency
    good, results = _read(rows, lambda facts: agreement_of(facts, around.reading, currency))
    good, left = wanted(
        good, around.reading.mode, lambda row: row[1].number, keys_here(Agreement, "number")
    )
    results += left
    unclear = {number: _tie_agreement(draft, around) for number, draft, _ in good}
    written = take_in_agreements(
        [draft for _, draft, _ in good], at=around.at, by=around.by, tool=around.tool
    )
    for number, draft, _ in good:
        change = written.pop(draft.number, None)
        results.append(_changed(number, change, "agreements.Agreement", unclear[number]))
    return results


def _changed(
    number: int,
    change: tuple[UUID, dict[str, Any] | None, dict[str, Any]] | None,
    noun: str,
    unclear: str = "",
) -> RowResult:
    if change is None:
        return RowResult(number, "skipped", HERE)
    id_, before, after = change
    outcome = "added" if before is None else "updated"
    trace = (noun, str(id_), before, after or None)
    return RowResult(number, outcome, "", [trace], unclear)


def _tie_agreement(draft: AgreementDraft, around: Around) -> str:
    found = party_named(draft.party_name or draft.signatory_name, draft.signatory_name, around)
    draft.party_id, draft.signatory_id = found.party_id, found.signatory_id
    return found.unclear


def take_deal_rows(rows: Rows, around: Around) -> list[RowResult]:
    """Take in a chunk of deals."""
    currency = the_firm().currency
    good, results = _read(rows, lambda facts: opportunity_of(facts, around.reading, currency))
    good, left = wanted(
        good, around.reading.mode, lambda row: row[1].key, keys_here(Opportunity)
    )
    results += left
    unclear = _tie_deals([(draft, facts) for _, draft, facts in good], around)
    written = take_in_opportunities(
        [draft for _, draft, _ in good], at=around.at, by=around.by, tool=around.tool
    )
    for number, draft, _ in good:
        change = written.pop(draft.key, None)
        results.append(
            _changed(number, change, "relationships.Opportunity", unclear.get(draft.key, ""))
        )
    return results


def _tie_deals(
    deals: Sequence[tuple[OpportunityDraft, Facts]], around: Around
) -> dict[str, str]:
    of, people = around.reading.source("organisations"), around.reading.source("people")
    wanted: set[tuple[str, str]] = set()
    for _, facts in deals:
        wanted.update((of, id_) for id_ in split_ids(facts.get("organisation_ids", "")))
        wanted.update((people, id_) for id_ in split_ids(facts.get("person_ids", "")))
    found = around.parties_by_external(wanted)
    named = around.parties_by_name({name for _, f in deals for name in _names_in(f)})
    unclear: dict[str, str] = {}
    for draft, facts in deals:
        organisations = [
            found.get((of, id_)) for id_ in split_ids(facts.get("organisation_ids", ""))
        ]
        persons = [found.get((people, id_)) for id_ in split_ids(facts.get("person_ids", ""))]
        for name in _names_in(facts):
            ids = [party_id for party_id, _ in named.get(name, ())]
            ids = around.standing_alone(ids) if len(ids) > 1 else ids
            persons += ids if len(ids) == 1 else []
        draft.contact_id = next(filter(None, persons), None)
        draft.party_id = next(filter(None, [*organisations, *persons]), None)
        draft.owner_id = around.teammate(facts.get("owner", ""), facts.get("owner_id", ""))
        if draft.party_id is None:
            unclear[draft.key] = _kept("It names no party we know; it is kept, tied to none.")
    return unclear


def _names_in(facts: Facts) -> list[str]:
    """Names a deal may be of: its organisation's, or what stands before “ - ” in its own."""
    before = facts.get("name", "").rpartition(" - ")[0]
    return [name for name in (facts.get("organisation_name", ""), before) if name]
