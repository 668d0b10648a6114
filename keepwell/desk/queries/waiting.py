"""The few numbers beside the ways to go: each capped, all in one query."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.core.cache import caches
from django.db import connection
from django.db.models import IntegerField, QuerySet, Subquery

from keepwell.desk.queries.book import OVER_STAGES, each_is_client, is_client
from keepwell.desk.queries.concerns import in_name_only, unowned
from keepwell.firm.models import Teammate
from keepwell.firm.queries import usual_cadence
from keepwell.journal.models import Entry
from keepwell.notices.queries.seen import unread_among
from keepwell.parties.models import PartyQuerySet
from keepwell.ui.words import CAP
from keepwell.walls.queries import reach_of, visible_parties

HERE, KEPT_SECONDS = "here", 60
Standing = tuple[str, bool, bool]
Question = tuple[str, tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many there are of each, none counted beyond the cap."""

    mine: int
    quiet: int
    hollow: int
    unowned: int
    unanswered: int
    unread: int


class _CountUpTo(Subquery):
    """How many rows a query finds, counted no further than its own limit."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) counted)"
    output_field = IntegerField()


def _capped(rows: QuerySet[Any]) -> _CountUpTo:
    return _CountUpTo(rows.order_by().values("pk")[: CAP + 1])


def my_clients(among: PartyQuerySet, teammate: Teammate) -> PartyQuerySet:
    """The clients this teammate owns."""
    mine = among.filter(each_is_client(), relationship__owner=teammate)
    return mine.exclude(relationship__stage__in=OVER_STAGES)


def gone_quiet(among: PartyQuerySet, on: date) -> PartyQuerySet:
    """Clients quiet or silent on that day, by their own rhythm."""
    quiet = among.filter(is_client(), contact_facts__quiet_on__lte=on)
    return quiet.exclude(relationship__paused_until__gt=on).exclude(
        relationship__stage__in=OVER_STAGES
    )


def unanswered(among: PartyQuerySet, teammate: Teammate) -> PartyQuerySet:
    """Parties of this teammate's whose last mail asks and waits."""
    return among.filter(relationship__owner=teammate, contact_facts__unanswered_asks=True)


def what_waits(teammate: Teammate, *, on: date) -> Waiting:
    """The numbers of the rail for this teammate; four queries at most.

    Every page asks, and five of them grow with the book. What was answered holds until somebody
    does something, which the last line of the journal tells, and a minute at most. Marking a
    notice as read is not for the record, so what is unread is always asked.
    """
    cadence = usual_cadence()
    standing = (reach_of(teammate), teammate.is_manager, teammate.is_active)
    unread, last = _answer(_every_time(teammate, standing))
    key = ":".join(map(str, ("waits", teammate.pk, *standing, on, cadence, last)))
    of_the_book = caches[HERE].get(key)
    if of_the_book is None:
        of_the_book = _answer(_of_the_book(teammate, standing, on, cadence))
        caches[HERE].set(key, of_the_book, KEPT_SECONDS)
    mine, quiet, hollow, unowned_, waits = of_the_book
    return Waiting(mine, quiet, hollow, unowned_, waits, unread)


def _answer(question: Question) -> tuple[int, ...]:
    with connection.cursor() as cursor:
        cursor.execute(*question)
        row: tuple[int, ...] = cursor.fetchone()
    return row


def _spelt(teammate: Teammate, *counts: Subquery) -> Question:
    rows = Teammate.objects.filter(pk=teammate.pk).values_list(*counts)
    question: Question = rows.query.sql_with_params()
    return question


# Spelling a question takes longer than answering it, so its words are kept, by all that they
# depend on: how far somebody sees, whether they manage, are active.


@lru_cache(maxsize=1_024)
def _every_time(teammate: Teammate, _standing: Standing) -> Question:
    unread = unread_among(teammate, visible_parties(teammate))
    last = Entry.objects.order_by("-pk").values("pk")[:1]
    return _spelt(teammate, _capped(unread), Subquery(last))


@lru_cache(maxsize=1_024)
def _of_the_book(teammate: Teammate, standing: Standing, on: date, cadence: int) -> Question:
    seen = visible_parties(teammate)
    return _spelt(
        teammate,
        _capped(my_clients(seen, teammate)),
        _capped(gone_quiet(_mine_or_all(seen, teammate), on)),
        _capped(in_name_only(seen, on, cadence)),
        _capped(unowned(seen)),
        _capped(unanswered(seen, teammate)),
    )


def _mine_or_all(seen: PartyQuerySet, teammate: Teammate) -> PartyQuerySet:
    """An adviser watches their own clients; who manages, the whole book."""
    return seen if teammate.is_manager else seen.filter(relationship__owner=teammate)
