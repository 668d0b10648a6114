"""Taking in parties from a file: know them again, fill what was blank, add who is new."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from keepwell.kernel.command import command
from keepwell.kernel.ids import uuid7
from keepwell.kernel.record import Line, record_many
from keepwell.kernel.words import keep as _kept
from keepwell.parties.commands.gathered import Gathered
from keepwell.parties.commands.pool import Pool
from keepwell.parties.rules.draft import MATCH_BY, PartyDraft, Taken

NOBODY = UUID(int=0)


@command
def take_in_parties(
    drafts: Sequence[PartyDraft],
    *,
    at: datetime,
    by: Any,
    free_mail: frozenset[str],
    tool: str,
    mode: str = "both",
    match_by: frozenset[str] = MATCH_BY,
) -> list[Taken]:
    """Take in records of a file: known again, completed or added; twice changes nothing.

    Answers in the order of `drafts` with `added`, `updated` or `skipped`, the reason, and what
    was written. A record is known by its tool's id, else where `judge_same` is sure. `mode`
    is `add` (who is known is left alone), `update` (who is new is left out: `NOBODY` in the
    answer) or `both`. `match_by` says what a record may be known again by.
    """
    pool = Pool.of(drafts, free_mail, match_by)
    rows = Gathered(at, tool)
    taken = [_take(draft, pool, rows, mode) for draft in drafts]
    rows.write()
    record_many(_lines(taken, at, by, tool))
    return taken


def _lines(taken: Iterable[Taken], at: datetime, by: Any, tool: str) -> Iterable[Line]:
    by_id = getattr(by, "pk", None)
    for each in taken:
        if each.outcome != "skipped":
            verb = "take_in_party" if each.outcome == "added" else "complete_party"
            facts: dict[str, Any] = {"tool": tool, "because": each.because}
            changed = [trace for trace in each.traces if trace[2] is not None]
            if changed:
                facts["changed"] = [{"before": t[2], "after": t[3]} for t in changed]
            yield Line(verb, "party", each.party_id, at, by_id, each.party_id, facts)


def _take(draft: PartyDraft, pool: Pool, rows: Gathered, mode: str) -> Taken:
    known, because = pool.recognise(draft)
    if known is None and mode == "update":
        return Taken(
            NOBODY, "skipped", _kept("Nobody here is this one, and nobody was to be added.")
        )
    if known is None:
        party_id = uuid7()
        rows.add(party_id.hex, draft)
        pool.remember(party_id.hex, draft)
        return Taken(
            party_id, "added", because, (("parties.Party", str(party_id), None, None),)
        )
    known_id = UUID(known.party_id)
    if mode == "add":
        because = _kept(
            "%(name)s is here already, and only new ones were to be added.",
            name=known.plain["name"],
        )
        return Taken(known_id, "skipped", because)
    if draft.digest and known.digests.get(draft.external[0][:2]) == draft.digest:
        return Taken(known_id, "skipped", _kept("This record is here already, unchanged."))
    traces = tuple(rows.complete(known, draft))
    known.learn(draft)
    quiet = rows.taken_quiet()
    if traces:
        return Taken(known_id, "updated", because, traces + quiet)
    return Taken(known_id, "skipped", _kept("Nothing in it is new."), quiet)
