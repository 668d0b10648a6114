"""Conditions on what was said, asked of the index of its words."""

from collections.abc import Callable, Sequence

from django.db import connection
from django.db.models import BooleanField, Q
from django.db.models.expressions import RawSQL

from keepwell.conversations.queries.words import question_of, said_with
from keepwell.conversations.rules.words import slots_of, wanted_words
from keepwell.desk.queries.filtered_texts import NEGATIVE
from keepwell.desk.queries.narrowing import FEW

_ALL = {
    "sqlite": (
        "SELECT t.noun_id FROM conversations_words w CROSS JOIN conversations_text t"
        " ON t.slot = w.rowid WHERE w.conversations_words MATCH %s AND w.rowid >= %s"
        " AND w.rowid < %s"
    ),
    "postgresql": (
        "SELECT t.noun_id FROM conversations_text t WHERE t.words @@ %s::tsquery"
        " AND t.slot >= %s AND t.slot < %s"
    ),
}
_EACH = {
    "sqlite": (
        "EXISTS (SELECT 1 FROM conversations_text t CROSS JOIN conversations_words w"
        " ON w.rowid = t.slot WHERE t.noun_id = {id} AND w.conversations_words MATCH %s"
        " AND t.slot >= %s AND t.slot < %s)"
    ),
    "postgresql": (
        "EXISTS (SELECT 1 FROM conversations_text t WHERE t.noun_id = {id}"
        " AND t.words @@ %s::tsquery AND t.slot >= %s AND t.slot < %s)"
    ),
}


def holding(*sorts: int, table: str = "conversations_activity") -> Callable[[str, str], Q]:
    """The condition that what was said holds every word of a text, or does not.

    Few that hold them are gathered from the index of words; of many, each row is asked.
    """

    def ask(text: str, operator: str) -> Q:
        question = question_of(wanted_words(text))
        negative = operator in NEGATIVE
        if not question:
            return Q() if negative else Q(pk__in=[])
        of_many = [sort for sort in sorts if _are_many(question, sort)]
        found = _gathered(question, [sort for sort in sorts if sort not in of_many], table)
        for sort in of_many:
            found |= _each_asked(question, sort, table)
        return ~found if negative else found

    return ask


def _are_many(question: str, sort: int) -> bool:
    return len(said_with(question, sort, limit=FEW + 1)) > FEW


def _gathered(question: str, sorts: Sequence[int], table: str) -> Q:
    """As one set, whatever the sorts: of several sets PostgreSQL would begin at neither."""
    if not sorts:
        return Q(pk__in=[])
    found = " UNION ALL ".join([_ALL[connection.vendor]] * len(sorts))
    values = [value for sort in sorts for value in (question, *slots_of(sort))]
    return Q(RawSQL(f'"{table}"."id" IN ({found})', values, output_field=BooleanField()))


def _each_asked(question: str, sort: int, table: str) -> Q:
    words = _EACH[connection.vendor].format(id=f'"{table}"."id"')
    return Q(RawSQL(words, [question, *slots_of(sort)], output_field=BooleanField()))
