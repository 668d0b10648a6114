"""Conditions on what was said, asked of the index of its words."""

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.db.models import BooleanField, Q
from django.db.models.expressions import RawSQL

from keepwell.conversations.queries.words import question_of, said_with
from keepwell.conversations.rules.words import slots_of, wanted_words
from keepwell.desk.queries.filtered_texts import NEGATIVE
from keepwell.desk.queries.narrowing import FEW

_ALL = {
    "sqlite": (
        "{id} IN (SELECT t.noun_id FROM conversations_words w CROSS JOIN conversations_text t"
        " ON t.slot = w.rowid WHERE w.conversations_words MATCH %s AND w.rowid >= %s"
        " AND w.rowid < %s)"
    ),
    "postgresql": (
        "{id} IN (SELECT t.noun_id FROM conversations_text t WHERE t.words @@ %s::tsquery"
        " AND t.slot >= %s AND t.slot < %s)"
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
        found = Q(pk__in=[])
        for sort in sorts:
            found |= Q(_of(question, sort, f'"{table}"."id"'))
        return ~found if negative else found

    return ask


def _of(question: str, sort: int, column: str) -> Any:
    first, last = slots_of(sort)
    many = len(said_with(question, sort, limit=FEW + 1)) > FEW
    words = (_EACH if many else _ALL)[connection.vendor].format(id=column)
    return RawSQL(words, [question, first, last], output_field=BooleanField())
