"""What was said, found by its words: through an index on either database, the newest first."""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from django.db import connection

from keepwell.conversations.rules.words import BEGINS_FROM, slots_of

MOST_TERMS = 120


class Said(NamedTuple):
    """Where words stand, and whose they are."""

    slot: int
    noun_id: UUID


_SQLITE = (
    "SELECT w.rowid, t.noun_id FROM conversations_words w"
    " CROSS JOIN conversations_text t ON t.slot = w.rowid"
    " WHERE w.conversations_words MATCH %s AND w.rowid >= %s AND w.rowid < %s"
    " ORDER BY w.rowid DESC LIMIT %s"
)
_POSTGRESQL = (
    "SELECT slot, noun_id FROM conversations_text"
    " WHERE words @@ %s::tsquery AND slot >= %s AND slot < %s"
    " ORDER BY slot DESC LIMIT %s"
)


def question_of(words: Sequence[str]) -> str:
    """The words (`wanted_words`) as the index is asked for them; '' when there are none.

    Of three letters or more, a word stands for all that begin with it. They are small letters
    and digits alone, so that nothing in them is read as a sign of the index's own.
    """
    if connection.vendor == "sqlite":
        return " AND ".join(map(_on_sqlite, words))
    return " & ".join(f"'{w}':*" if len(w) >= BEGINS_FROM else f"'{w}'" for w in words)


def _on_sqlite(word: str) -> str:
    """One word. FTS5 has a list of what begins with three letters (`prefix`), and reads it from
    its newest end; for more letters it would gather every place of every such word first. So
    these words are named one by one, where they are few."""
    if len(word) < BEGINS_FROM:
        return f'"{word}"'
    if len(word) == BEGINS_FROM:
        return f'"{word}"*'
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT term FROM conversations_terms WHERE term >= %s AND term < %s LIMIT %s",
            [word, word + "{", MOST_TERMS + 1],
        )
        terms = [term for (term,) in cursor.fetchall()]
    if len(terms) > MOST_TERMS:
        return f'"{word}"*'
    return "(" + " OR ".join(f'"{term}"' for term in terms or [word]) + ")"


def said_with(question: str, sort: int, *, before: int | None = None, limit: int) -> list[Said]:
    """What holds every word of the question (`question_of`), the newest first.

    `before` is the slot where the last page ended. Who may see it is not asked here.
    """
    if not question:
        return []
    first, last = slots_of(sort)
    asked: list[str | int] = [question, first, min(before or last, last), limit]
    with connection.cursor() as cursor:
        cursor.execute(_SQLITE if connection.vendor == "sqlite" else _POSTGRESQL, asked)
        return [Said(slot, _id(noun)) for slot, noun in cursor.fetchall()]


def _id(value: str | UUID) -> UUID:
    return value if isinstance(value, UUID) else UUID(value)


def unfindable() -> int:
    """How many activities and tasks the index lacks, and how many of its rows are nobody's."""
    nouns = "SELECT id FROM conversations_activity UNION ALL SELECT id FROM conversations_task"
    missing = (
        f"SELECT count(*) FROM ({nouns}) n WHERE NOT EXISTS"
        " (SELECT 1 FROM conversations_text t WHERE t.noun_id = n.id)"
    )
    nobodys = (
        "SELECT count(*) FROM conversations_text t WHERE NOT EXISTS"
        " (SELECT 1 FROM conversations_activity a WHERE a.id = t.noun_id) AND NOT EXISTS"
        " (SELECT 1 FROM conversations_task k WHERE k.id = t.noun_id)"
    )
    asked = [missing, nobodys]
    if connection.vendor == "sqlite":
        asked.append(
            "SELECT abs((SELECT count(*) FROM conversations_words_docsize)"
            " - (SELECT count(*) FROM conversations_text))"
        )
    found = 0
    with connection.cursor() as cursor:
        for statement in asked:
            cursor.execute(statement)
            found += int(cursor.fetchone()[0])
    return found
