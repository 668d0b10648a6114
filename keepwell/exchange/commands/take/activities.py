"""Rows of calls, meetings, notes and tasks into conversations."""

from collections.abc import Sequence
from uuid import UUID

from keepwell.conversations.commands.take_in import (
    ActivityDraft,
    PresenceDraft,
    TaskDraft,
    take_in_activities,
    take_in_tasks,
)
from keepwell.conversations.models import Activity, Task
from keepwell.exchange.commands.take.around import Around, RowResult
from keepwell.exchange.commands.take.chosen import keys_here, wanted
from keepwell.exchange.commands.take.naming import parties_alike
from keepwell.exchange.readers.vendors import canonical_external_id
from keepwell.exchange.rules.activity_rows import ActivityRow, Facts, Named, read_activity
from keepwell.exchange.rules.party_rows import is_deleted
from keepwell.exchange.rules.reading import RowRefused
from keepwell.kernel.words import keep as _kept
from keepwell.relationships.models import Opportunity

Parties = dict[Named, UUID]


def take_activity_rows(rows: Sequence[tuple[int, Facts]], around: Around) -> list[RowResult]:
    """Take in a chunk of calls, meetings, notes or tasks."""
    results: list[RowResult] = []
    read: list[tuple[int, ActivityRow]] = []
    for number, facts in rows:
        if is_deleted(facts):
            results.append(
                RowResult(number, "skipped", _kept("It lies in the other tool's trash."))
            )
            continue
        try:
            read.append((number, read_activity(facts, around.reading, now=around.at)))
        except RowRefused as no:
            results.append(RowResult(number, "refused", no.because))
    mode = around.reading.mode
    tasks, left = wanted(
        [(n, row) for n, row in read if row.kind == "task"], mode, _key, keys_here(Task)
    )
    others, left_too = wanted(
        [(n, row) for n, row in read if row.kind != "task" and row.at],
        mode, _key, keys_here(Activity),
    )  # fmt: skip
    results += left + left_too
    parties = _parties([row for _, row in (*tasks, *others)], around)
    named = _by_name([row for _, row in (*tasks, *others)], around)
    results += _take_tasks(tasks, parties, named, around)
    results += _take_activities(others, parties, named, around)
    return results


def _key(row: tuple[int, ActivityRow]) -> str:
    return row[1].key


def _parties(rows: Sequence[ActivityRow], around: Around) -> Parties:
    wanted = {n for row in rows for n in (*row.people, *row.organisations, *row.either)}
    found = around.parties_by_external(wanted)
    deals = {n for row in rows for n in (*row.deals, *row.either) if n[0].endswith(":deals")}
    keys = {f"{s}:{canonical_external_id(s.partition(':')[0], i)}": (s, i) for s, i in deals}
    rows_of_deals = Opportunity.objects.filter(key__in=keys, party__isnull=False)
    for key, party_id in rows_of_deals.values_list("key", "party_id"):
        found[keys[str(key)]] = party_id
    return found


def _by_name(rows: Sequence[ActivityRow], around: Around) -> dict[str, list[tuple[UUID, str]]]:
    names = {name for row in rows for name in row.names}
    found = around.parties_by_name(names)
    for name in names - set(found):
        found[name] = [(party_id, "person") for party_id in parties_alike(name, person=True)]
    return found


def _concerned(
    row: ActivityRow,
    parties: Parties,
    named: dict[str, list[tuple[UUID, str]]],
    around: Around,
) -> tuple[list[UUID], list[UUID]]:
    """The people and the other parties a row names, each once."""
    people = [parties[n] for n in row.people if n in parties]
    others = [parties[n] for n in (*row.organisations, *row.either, *row.deals) if n in parties]
    if not people:
        for name in row.names:
            persons = [party for party, nature in named.get(name, ()) if nature == "person"]
            if len(persons) > 1:
                persons = around.standing_alone(persons)
            people += persons if len(persons) == 1 else []
    if not others and not people:
        for name in row.names:
            found = [party for party, _ in named.get(name, ())]
            others += found if len(found) == 1 else []
    return list(dict.fromkeys(people)), list(dict.fromkeys(others))


def _take_activities(
    rows: Sequence[tuple[int, ActivityRow]],
    parties: Parties,
    named: dict[str, list[tuple[UUID, str]]],
    around: Around,
) -> list[RowResult]:
    drafts: dict[str, ActivityDraft] = {}
    nobody: set[int] = set()
    for number, row in rows:
        people, others = _concerned(row, parties, named, around)
        if not people and not others:
            nobody.add(number)
        drafts.setdefault(row.key, _draft(row, people, others, around))
    ids = take_in_activities(
        list(drafts.values()), at=around.at, by=around.by, tool=around.tool
    )
    return [
        _result(number, row.key, ids, "conversations.Activity", number in nobody)
        for number, row in rows
    ]


def _draft(
    row: ActivityRow, people: list[UUID], others: list[UUID], around: Around
) -> ActivityDraft:
    assert row.at is not None
    role = {"call": "with", "meeting": "attendee"}.get(row.kind, "about")
    teammate = around.teammate(row.owner, row.owner_id)
    held = "accepted" if row.kind == "meeting" else ""
    presences = [PresenceDraft(role, party_id, response=held) for party_id in people]
    presences += [
        PresenceDraft("about" if people else role, party_id, response="" if people else held)
        for party_id in others
    ]
    if teammate:
        ours = "organiser" if row.kind == "meeting" else "by"
        presences.append(PresenceDraft(ours, teammate_id=teammate, response=held))
    return ActivityDraft(
        row.kind, row.key, row.at, row.title, row.text[:200_000], row.ends_at, row.place,
        "human", row.direction, row.outcome, by_id=teammate, presences=presences,
    )  # fmt: skip


def _take_tasks(
    rows: Sequence[tuple[int, ActivityRow]],
    parties: Parties,
    named: dict[str, list[tuple[UUID, str]]],
    around: Around,
) -> list[RowResult]:
    drafts = []
    nobody: set[int] = set()
    for number, row in rows:
        people, others = _concerned(row, parties, named, around)
        if not people and not others:
            nobody.add(number)
        concerned = others or people
        drafts.append(
            TaskDraft(
                row.title or row.text[:200] or "Task",
                row.key,
                text=row.text[:20_000],
                party_id=concerned[0] if concerned else None,
                contact_id=people[0] if people else None,
                assignee_id=around.teammate(row.owner, row.owner_id),
                due_on=row.due_on,
                done_at=(row.done_at or row.at or around.at) if row.is_done else None,
                outcome="done" if row.is_done else "",
            )
        )
    ids, changed = take_in_tasks(drafts, at=around.at, by=around.by, tool=around.tool)
    results = [_result(n, row.key, ids, "conversations.Task", n in nobody) for n, row in rows]
    for result, (_, row) in zip(results, rows, strict=True):
        if change := changed.pop(row.key, None):
            id_, before, after = change
            result.outcome, result.because = "updated", _kept("It is done now.")
            result.traces.append(("conversations.Task", str(id_), before, after))
    return results


def _result(number: int, key: str, ids: dict[str, UUID], noun: str, nobody: bool) -> RowResult:
    id_ = ids.pop(key, None)
    if id_ is None:
        return RowResult(number, "skipped", _kept("It is here already."))
    unclear = _kept("It names nobody we know; it is kept, tied to no party.") if nobody else ""
    return RowResult(number, "added", "", [(noun, str(id_), None, None)], unclear)
