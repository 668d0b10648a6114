"""Marking presences: what calls, meetings and mails were to those in them."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import groupby, islice
from typing import Any
from uuid import UUID

from keepwell.conversations.models import Activity, ActivityKind, Presence
from keepwell.conversations.queries.letters import (
    PresenceSeen,
    in_time_order,
    our_domains,
    seen_in,
)
from keepwell.conversations.rules.marks import (
    NOTHING,
    Mark,
    Seen,
    Sitting,
    mark_of_call,
    marks_of_meeting,
    mirrors,
)
from keepwell.kernel.bulk import update_rows
from keepwell.kernel.command import command
from keepwell.parties.models import Tie, TieRole

CHUNK = 1_000
# The sources that are calendars: what another tool says of the same meeting is a mirror.
CALENDARS = frozenset({"ics", "calendar", "caldav"})
# A mirror of a meeting in another tool names the same minute.
MINUTE = timedelta(minutes=1)

People = list[tuple[Seen, PresenceSeen]]


def mark_presences(pairs: Iterable[tuple[Sequence[PresenceSeen], Sequence[Mark]]]) -> int:
    """Write marks where they differ from what stands there."""
    rows = (
        [presence.id, *mark]
        for presences, marks in pairs
        for presence, mark in zip(presences, marks, strict=True)
        if presence.marks != tuple(mark)
    )
    return update_rows(Presence, ("inbound", "outbound", "two_way"), rows)


def mark_calls(*, at: datetime, activity_ids: Sequence[UUID] | None = None) -> None:
    """Mark the calls among these activities, or all of them."""
    for batch in _batches(ActivityKind.CALL, activity_ids):
        _mark_call_chunk(batch)


@command
def _mark_call_chunk(batch: Sequence[tuple[Any, ...]]) -> None:
    """Mark one stretch of calls."""
    # not for the record: worked out again from what is on it.
    people = seen_in([row[0] for row in batch], our_domains())
    mark_presences(
        _presences_marked(
            people.get(row[0], []),
            [_mark_in_call(seen, row[2], row[3]) for seen, _ in people.get(row[0], [])],
        )
        for row in batch
    )


def _mark_in_call(seen: Seen, direction: str, outcome: str) -> Mark:
    return NOTHING if seen.ours or seen.role == "about" else mark_of_call(direction, outcome)


def _presences_marked(
    people: People, marks: Sequence[Mark]
) -> tuple[list[PresenceSeen], Sequence[Mark]]:
    return [presence for _, presence in people], marks


def mark_meetings(*, at: datetime, activity_ids: Sequence[UUID] | None = None) -> None:
    """Mark the meetings among these activities, or all, and find those told twice.

    Given ids, every meeting that begins in the same minute as one of them is looked at again.
    """
    ids = None if activity_ids is None else _of_the_same_minute(activity_ids)
    for batch in _whole_minutes(_batches(ActivityKind.MEETING, ids)):
        _mark_meeting_chunk(batch)


@command
def _mark_meeting_chunk(batch: Sequence[tuple[Any, ...]]) -> None:
    """Mark one stretch of meetings, whole minutes at a time."""
    # not for the record: worked out again from what is on it.
    people = seen_in([row[0] for row in batch], our_domains())
    employers = _employers_of({seen.who for seens in people.values() for seen, _ in seens})
    same: dict[UUID, UUID] = {}
    for _, minute in groupby(batch, key=lambda row: _minute_of(row[1])):
        same.update(_told_twice(list(minute), people, employers))
    update_rows(
        Activity,
        ("same_as",),
        ([r[0], same.get(r[0])] for r in batch if r[4] != same.get(r[0])),
    )
    mark_presences(
        _presences_marked(
            people.get(row[0], []), _marks_unless_mirror(row, people.get(row[0], []), same)
        )
        for row in batch
    )


def _marks_unless_mirror(
    row: tuple[Any, ...], people: People, same: dict[UUID, UUID]
) -> list[Mark]:
    if row[0] in same:
        return [NOTHING] * len(people)
    seen = [each for each, _ in people]
    return marks_of_meeting(row[3], seen, in_calendar=row[5] in CALENDARS)


def _told_twice(
    minute: Sequence[tuple[Any, ...]],
    people: dict[UUID, People],
    employers: dict[str, set[str]],
) -> dict[UUID, UUID]:
    if len(minute) < 2:
        return {}
    ids = {str(row[0]): row[0] for row in minute}
    sittings = [_sitting(row, people.get(row[0], []), employers) for row in minute]
    return {ids[copy]: ids[original] for copy, original in mirrors(sittings).items()}


def _sitting(row: tuple[Any, ...], people: People, employers: dict[str, set[str]]) -> Sitting:
    names = {seen.who for seen, _ in people}
    names |= {employer for who in names for employer in employers.get(who, ())}
    return Sitting(str(row[0]), row[5] in CALENDARS, frozenset(names))


def _employers_of(who: set[str]) -> dict[str, set[str]]:
    ids = [each for each in who if "@" not in each and each]
    employers: dict[str, set[str]] = {}
    for start in range(0, len(ids), 400):
        ties = Tie.objects.filter(party__in=ids[start : start + 400], role=TieRole.WORKS_FOR)
        for party, other in ties.values_list("party_id", "other_id"):
            employers.setdefault(str(party), set()).add(str(other))
    return employers


def _minute_of(at: datetime) -> datetime:
    return at.replace(second=0, microsecond=0)


def _of_the_same_minute(ids: Sequence[UUID]) -> list[UUID]:
    found: set[UUID] = set()
    meetings = Activity.objects.filter(kind=ActivityKind.MEETING)
    for start in range(0, len(ids), 400):
        times = meetings.filter(pk__in=ids[start : start + 400]).values_list("at", flat=True)
        for minute in {_minute_of(time) for time in times}:
            same = meetings.filter(at__gte=minute, at__lt=minute + MINUTE)
            found.update(same.values_list("pk", flat=True))
    return sorted(found)


def _batches(kind: str, ids: Sequence[UUID] | None) -> Iterator[list[tuple[Any, ...]]]:
    """(id, at, direction, outcome, same_as, source) of the activities, oldest first."""
    activities = Activity.objects.filter(kind=kind, trashed_at=None)
    fields = ("pk", "at", "direction", "outcome", "same_as_id", "source")
    rows = in_time_order(activities, fields, ids, CHUNK)
    while batch := list(islice(rows, CHUNK)):
        yield batch


def _whole_minutes(
    batches: Iterator[list[tuple[Any, ...]]],
) -> Iterator[list[tuple[Any, ...]]]:
    """The same rows, never cut within a minute."""
    held: list[tuple[Any, ...]] = []
    for batch in batches:
        held += batch
        last = _minute_of(held[-1][1])
        ready = [row for row in held if _minute_of(row[1]) < last]
        held = [row for row in held if _minute_of(row[1]) >= last]
        if ready:
            yield ready
    if held:
        yield held
