"""Meetings of a calendar into conversations, each occurrence of a series by itself."""

from collections.abc import Iterable, Sequence

from keepwell.conversations.commands.take_in import (
    ActivityDraft,
    PresenceDraft,
    take_in_activities,
)
from keepwell.conversations.models import Activity
from keepwell.exchange.commands.take.around import Around, RowResult
from keepwell.exchange.commands.take.chosen import keys_here, wanted
from keepwell.exchange.commands.take.correspondents import Correspondents
from keepwell.exchange.readers.calendars import Meeting
from keepwell.kernel.words import keep as _kept


def take_meetings(rows: Sequence[tuple[int, Meeting]], around: Around) -> list[RowResult]:
    """Take in a chunk of a calendar."""
    rows, results = wanted(
        rows, around.reading.mode, lambda row: _key(row[1]), keys_here(Activity)
    )
    who = Correspondents(around)
    who.learn(
        (person.email, person.name)
        for _, meeting in rows
        for person in meeting.attendees
        if person.email and person.kind.lower() in ("", "individual")
    )
    drafts = {_key(meeting): _draft(meeting, who, around) for _, meeting in reversed(rows)}
    ids = take_in_activities(
        list(drafts.values()), at=around.at, by=around.by, tool=around.tool
    )
    for number, meeting in rows:
        id_ = ids.pop(_key(meeting), None)
        if id_ is None:
            results.append(RowResult(number, "skipped", _kept("This meeting is here already.")))
        else:
            trace = ("conversations.Activity", str(id_), None, None)
            results.append(RowResult(number, "added", "", [trace]))
    return results


def _key(meeting: Meeting) -> str:
    return f"meeting:{meeting.occurrence_key}"[:500]


def _draft(meeting: Meeting, who: Correspondents, around: Around) -> ActivityDraft:
    organiser = meeting.organiser.email if meeting.organiser else ""
    return ActivityDraft(
        "meeting", _key(meeting), meeting.starts_at, meeting.title,
        meeting.description[:50_000], meeting.ends_at, meeting.location, outcome=meeting.status,
        by_id=around.teammate_by_address(organiser),
        presences=list(_presences(meeting, who, around)),
    )  # fmt: skip


def _presences(
    meeting: Meeting, who: Correspondents, around: Around
) -> Iterable[PresenceDraft]:
    seen = set()
    for person in meeting.attendees:
        seen.add(person.email)
        yield _presence(person.email, person.name, "attendee", person.response, who, around)
    organiser = meeting.organiser
    if organiser and organiser.email and organiser.email not in seen:
        yield _presence(organiser.email, organiser.name, "organiser", "", who, around)


def _presence(
    address: str, name: str, role: str, response: str, who: Correspondents, around: Around
) -> PresenceDraft:
    ours = who.is_ours(address)
    return PresenceDraft(
        role,
        None if ours else who.parties.get(address),
        around.teammate_by_address(address) if ours else None,
        address,
        name,
        response,
    )
