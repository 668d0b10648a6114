"""Parties whose names are spelt nearly as what was typed, for when nothing fits exactly."""

from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

from django.db import connection, transaction
from rapidfuzz.distance import OSA

from keepwell.parties.models import Party, PartyName, PartyQuerySet
from keepwell.parties.rules.spellings import canon_words, folded_name

POOL, MOST_WORDS, LONGEST = 400, 6, 60
SHORTEST = 4  # letters of a word that may hold a slip
LIKE = 0.72  # one slip in four letters, two in eight
MUCH_FARTHER = 0.1  # than the nearest: meant is the nearest


def parties_alike(among: PartyQuerySet, text: str, *, limit: int) -> list[Party]:
    """The parties among these whose names hold each word typed, one or two letters apart.

    Bounded: the 400 that share most with the text, by an index, are looked at.
    """
    words = canon_words(folded_name(text[:LONGEST])).split()[:MOST_WORDS]
    if "@" in text or not any(len(w) >= SHORTEST and w.isalpha() for w in words):
        return []
    likely = _on_sqlite(words) if connection.vendor == "sqlite" else _elsewhere(words)
    names: dict[UUID, list[str]] = defaultdict(list)
    rows = PartyName.objects.filter(party__in=among.filter(pk__in=likely))
    for pk, folded in rows.values_list("party_id", "folded"):
        names[pk].append(canon_words(folded))
    judged = sorted((-max(_likeness(words, name) for name in names[pk]), pk) for pk in names)
    far = judged[0][0] + MUCH_FARTHER if judged else 0.0
    best = [pk for score, pk in judged if score < 0 and score <= far][:limit]
    found = among.in_bulk(best)
    return [found[pk] for pk in best]


def _likeness(words: Sequence[str], name: str) -> float:
    """How alike the words of a name are to those typed; 0 when one of them is not there."""
    total = 0.0
    there = name.split()
    for word in words:
        best = max((_word_likeness(word, each) for each in there), default=0.0)
        if best < LIKE:
            return 0.0
        total += best
    return total / len(words)


def _word_likeness(word: str, other: str) -> float:
    if other.startswith(word):
        return 1.0
    if len(word) < SHORTEST:
        return 0.0
    whole = OSA.normalized_similarity(word, other)
    begun = OSA.normalized_similarity(word, other[: len(word)])
    return max(whole, begun - 0.05)


def _on_sqlite(words: Sequence[str]) -> list[UUID]:
    """By how many pieces of three letters they share with the text."""
    pieces = {word[at : at + 3] for word in words for at in range(len(word) - 2)}
    each = "SELECT rowid FROM parties_search WHERE parties_search MATCH %s"
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT r.party_id FROM (SELECT rowid AS id, count(*) AS shared FROM ("
            + " UNION ALL ".join([each] * len(pieces))
            + ") GROUP BY rowid ORDER BY shared DESC LIMIT %s) f"
            " JOIN parties_search_row r ON r.id = f.id",
            [*(f'"{piece}"' for piece in sorted(pieces)), POOL],
        )
        return [UUID(pk) for (pk,) in cursor.fetchall()]


def _elsewhere(words: Sequence[str]) -> list[UUID]:
    text = " ".join(words)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pg_trgm.word_similarity_threshold', '0.3', true)")
        cursor.execute(
            "SELECT id FROM parties_party WHERE %s <%% search_text"
            " ORDER BY word_similarity(%s, search_text) DESC LIMIT %s",
            [text, text, POOL],
        )
        return [pk for (pk,) in cursor.fetchall()]
