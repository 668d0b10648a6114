"""Joining mails into conversations, and marking who was heard from, written to, answered."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import Any
from uuid import UUID

from django.db.models import Q

from keepwell.conversations.commands.mark import mark_calls, mark_meetings, mark_presences
from keepwell.conversations.models import Activity, ActivityKind, Conversation
from keepwell.conversations.queries.letters import LetterSeen, letters, letters_by_key
from keepwell.conversations.rules.marks import marks_of_mail
from keepwell.conversations.rules.threads import SUBJECT_SPAN, Letter, letter_answered
from keepwell.kernel.bulk import insert_rows, update_rows
from keepwell.kernel.command import command
from keepwell.kernel.record import record

CHUNK = 2_000
MOST_TO_FOLLOW = 20_000
# Mails that share a subject are taken together again only while they are few enough to hold.
MOST_TOGETHER = 200_000


class Shelf:
    """The letters of the last 30 days by subject, and the conversation each went to.

    Memory is bounded by the mails of that span, not by the history.
    """

    def __init__(self) -> None:
        self._by_subject: dict[str, list[tuple[Letter, UUID]]] = {}
        self._kept = 0

    def earlier(self, letter: Letter) -> list[Letter]:
        """The letters of the span with the same subject."""
        return [each for each, _ in self._by_subject.get(letter.subject.key, ())]

    def put(self, letter: Letter, conversation: UUID) -> None:
        """Keep a letter; those out of reach are let go now and then."""
        if not letter.subject.key or not letter.is_human:
            return
        self._by_subject.setdefault(letter.subject.key, []).append((letter, conversation))
        self._kept += 1
        if self._kept > 4 * CHUNK:
            self._let_go(letter.at - SUBJECT_SPAN)

    def _let_go(self, before: datetime) -> None:
        kept = (
            (key, [pair for pair in pairs if pair[0].at >= before])
            for key, pairs in self._by_subject.items()
        )
        self._by_subject = {key: pairs for key, pairs in kept if pairs}
        self._kept = 0


def join_conversations(*, at: datetime, activity_ids: Sequence[UUID] | None = None) -> int:
    """Join mails into conversations and mark contact, for these activities or for all.

    Goes in time order and in chunks that are each whole, so a killed run is simply begun
    again; the outcome is the same whatever came first. Given ids, whatever they may change
    (answers to them, mails of the same subject, meetings of the same minute) is joined again
    too. Gives the number of mails looked at.
    """
    if activity_ids is not None and len(activity_ids) > MOST_TO_FOLLOW:
        activity_ids = None  # following so many takes longer than reading all in order
    shelf = Shelf()
    count = 0
    chosen = None if activity_ids is None else _touched(set(activity_ids))
    mails = letters(None if chosen is None else sorted(chosen), chunk=CHUNK)
    while batch := list(islice(mails, CHUNK)):
        _join_chunk(batch, shelf, at=at)
        count += len(batch)
    _tidy(at=at)
    mark_calls(at=at, activity_ids=activity_ids)
    mark_meetings(at=at, activity_ids=activity_ids)
    return count


def _touched(ids: set[UUID]) -> set[UUID]:
    """Those mails, and all they are joined to by reply, subject or conversation."""
    found: set[UUID] = set()
    fresh = _mails_among(ids)
    while fresh and len(found) < MOST_TOGETHER:
        found |= fresh
        fresh = _neighbours(fresh) - found
    return found | fresh


def _mails_among(ids: set[UUID]) -> set[UUID]:
    mails: set[UUID] = set()
    for part in _parts(ids):
        mails |= _mail_ids(Q(pk__in=part))
    return mails


def _mail_ids(which: Q) -> set[UUID]:
    return set(
        Activity.objects.filter(which, kind=ActivityKind.MAIL).values_list("pk", flat=True)
    )


def _neighbours(ids: set[UUID]) -> set[UUID]:
    found: set[UUID] = set()
    for part in _parts(ids):
        seen = letters(part, chunk=CHUNK)
        keys, subjects, named = set(), set(), set()
        for each in seen:
            keys.add(each.letter.key)
            named.add(each.letter.in_reply_to)
            subjects.add(each.letter.subject.key)
        rooms = Activity.objects.filter(pk__in=part).values("conversation")
        found |= _mail_ids(
            Q(in_reply_to__in=keys - {""}) | Q(key__in=named - {""}) | Q(conversation__in=rooms)
        )
        found |= _mail_ids(Q(thread_key__in=subjects - {""}))
    return found


def _parts(ids: Iterable[UUID]) -> Iterator[list[UUID]]:
    rest = iter(sorted(ids))
    while part := list(islice(rest, 400)):
        yield part


@command
def _join_chunk(batch: Sequence[LetterSeen], shelf: Shelf, *, at: datetime) -> None:
    """Join one stretch of mails, oldest first; all of it or none."""
    named = letters_by_key({each.letter.in_reply_to for each in batch} - {""})
    placed: dict[UUID, UUID] = {}
    joined: list[tuple[LetterSeen, Letter | None, UUID]] = []
    for each in batch:
        letter = each.letter
        answered = letter_answered(letter, named.get(letter.in_reply_to), shelf.earlier(letter))
        room = _room_of(letter, answered, placed)
        placed[letter.id] = room
        shelf.put(_in_room(letter, room), room)
        joined.append((each, answered, room))
    _write_rooms(joined)
    _write_letters(joined)
    mark_presences(
        (each.presences, marks_of_mail(each.letter, answered, each.seen))
        for each, answered, _ in joined
    )


def _in_room(letter: Letter, room: UUID) -> Letter:
    fields = {name: getattr(letter, name) for name in Letter.__slots__}
    return Letter(**{**fields, "conversation_id": room})


def _room_of(letter: Letter, answered: Letter | None, placed: dict[UUID, UUID]) -> UUID:
    # A conversation has the id of its first mail, so that it is the same whenever it is found.
    if answered is None:
        return letter.id
    return placed.get(answered.id) or answered.conversation_id or answered.id


def _write_rooms(joined: Sequence[tuple[LetterSeen, Letter | None, UUID]]) -> None:
    rooms: dict[UUID, tuple[str, str, datetime]] = {}
    for each, _, room in joined:
        title, key, _last = rooms.get(room, (each.title, each.letter.subject.key, None))
        rooms[room] = (title, key, each.letter.at)
    known = dict(Conversation.objects.filter(pk__in=rooms).values_list("pk", "last_at"))
    insert_rows(
        Conversation,
        ("id", "subject", "subject_key", "last_at"),
        ((pk, *row) for pk, row in rooms.items() if pk not in known),
    )
    later = ((pk, row[2]) for pk, row in rooms.items() if pk in known and known[pk] != row[2])
    update_rows(Conversation, ("last_at",), later)


def _write_letters(joined: Sequence[tuple[LetterSeen, Letter | None, UUID]]) -> None:
    rows: list[list[Any]] = []
    for each, answered, room in joined:
        letter = each.letter
        now = (
            room,
            answered.id if answered else None,
            "outbound" if letter.from_us else "inbound",
            letter.subject.key,
        )
        if now != each.written:
            rows.append([letter.id, *now])
    update_rows(Activity, ("conversation", "answers", "direction", "thread_key"), rows)


@command
def _tidy(*, at: datetime) -> int:
    """Let go of conversations that no mail is in any more."""
    count, _ = Conversation.objects.filter(activities=None).delete()
    if count:
        record("tidy_conversations", "conversation", None, at=at, conversations=count)
    return count
