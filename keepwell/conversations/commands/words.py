"""The words of what was said, kept to be found by: written whenever what was said is."""

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from uuid import UUID

from django.db import connection
from django.db.backends.utils import CursorWrapper

from keepwell.conversations.models import Activity, Task
from keepwell.conversations.rules.words import SORTS, TASK, slot_of, words_of

BATCH = 2_000
# What is kept of a noun: its sort, its moment, its id and its words.
Said = tuple[int, datetime, UUID, str]
Placed = tuple[int, UUID, str]


def said_in(activities: Iterable[Activity]) -> Iterator[Said]:
    """What activities say."""
    for one in activities:
        yield SORTS[one.kind], one.at, one.pk, words_of(one.title, one.place, one.text)


def said_by(tasks: Iterable[Task]) -> Iterator[Said]:
    """What tasks and promises say."""
    for one in tasks:
        yield TASK, one.created_at, one.pk, words_of(one.what, one.text, one.feedback)


def keep_words(said: Iterable[Said]) -> None:
    """Let these be found by what they say now; a handful of statements for each 2,000."""
    rest = iter(said)
    while batch := list(islice(rest, BATCH)):
        with connection.cursor() as cursor:
            _forget(cursor, [pk for _sort, _at, pk, _words in batch])
            _write(cursor, _placed(cursor, batch))


def keep_all_words() -> None:
    """Make the whole index anew from what there is."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            # Not row by row through the trigger: the index may be what is broken.
            cursor.execute("DROP TRIGGER IF EXISTS conversations_text_removed")
        cursor.execute("DELETE FROM conversations_text")
        if connection.vendor == "sqlite":
            _rebuild(cursor)
            cursor.execute(_WHEN_REMOVED)
    keep_words(said_in(Activity.objects.order_by("at", "pk").iterator(chunk_size=BATCH)))
    keep_words(said_by(Task.objects.order_by("created_at", "pk").iterator(chunk_size=BATCH)))


def _rebuild(cursor: CursorWrapper) -> None:
    cursor.execute("INSERT INTO conversations_words (conversations_words) VALUES ('rebuild')")


_WHEN_REMOVED = (
    "CREATE TRIGGER conversations_text_removed AFTER DELETE ON conversations_text BEGIN"
    " INSERT INTO conversations_words (conversations_words, rowid, words)"
    " VALUES ('delete', old.slot, old.words);"
    " END"
)


def _forget(cursor: CursorWrapper, ids: Sequence[UUID]) -> None:
    if connection.vendor == "sqlite":
        among, given = "IN (SELECT value FROM json_each(%s))", json.dumps([i.hex for i in ids])
        cursor.execute(f"DELETE FROM conversations_text WHERE noun_id {among}", [given])
    else:
        cursor.execute("DELETE FROM conversations_text WHERE noun_id = ANY(%s)", [list(ids)])


def _placed(cursor: CursorWrapper, said: Sequence[Said]) -> list[Placed]:
    """Each with a place of its own: where two of one second meet, one goes a little further."""
    placed: list[Placed] = []
    taken: set[int] = set()
    attempt = 0
    while said:
        given = [(slot_of(sort, at, pk, attempt), (sort, at, pk, words))
                 for sort, at, pk, words in said]  # fmt: skip
        taken |= _taken(cursor, [slot for slot, _one in given])
        said = []
        for slot, one in given:
            if slot in taken:
                said.append(one)
            else:
                taken.add(slot)
                placed.append((slot, one[2], one[3]))
        attempt += 1
    return placed


def _taken(cursor: CursorWrapper, slots: Sequence[int]) -> set[int]:
    if connection.vendor == "sqlite":
        among, given = "IN (SELECT value FROM json_each(%s))", json.dumps(slots)
        cursor.execute(f"SELECT slot FROM conversations_text WHERE slot {among}", [given])
    else:
        cursor.execute(
            "SELECT slot FROM conversations_text WHERE slot = ANY(%s)", [list(slots)]
        )
    return {slot for (slot,) in cursor.fetchall()}


def _write(cursor: CursorWrapper, rows: Sequence[Placed]) -> None:
    if connection.vendor == "sqlite":
        cursor.executemany(
            "INSERT INTO conversations_text (slot, noun_id, words) VALUES (%s, %s, %s)",
            [(slot, pk.hex, words) for slot, pk, words in rows],
        )
        cursor.execute(
            "INSERT INTO conversations_words (rowid, words) SELECT slot, words"
            " FROM json_each(%s) j CROSS JOIN conversations_text ON slot = j.value",
            [json.dumps([slot for slot, _pk, _words in rows])],
        )
        return
    columns = [list(column) for column in zip(*rows, strict=True)]
    cursor.execute(
        "INSERT INTO conversations_text (slot, noun_id, words)"
        " SELECT slot, pk, array_to_tsvector(string_to_array(words, ' '))"
        " FROM unnest(%s::bigint[], %s::uuid[], %s::text[]) AS given (slot, pk, words)",
        columns,
    )
