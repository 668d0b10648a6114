"""The few numbers beside the ways to go: each capped, all in one query."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.models import IntegerField, QuerySet, Subquery

from keepwell.desk.queries.book import OVER_STAGES, is_client
from keepwell.desk.queries.concerns import in_name_only, unowned
from keepwell.desk.queries.today import USUAL_CADENCE
from keepwell.firm.models import Teammate
from keepwell.firm.queries import firm_or_none
from keepwell.notices.queries.seen import unread_among
from keepwell.parties.models import PartyQuerySet
from keepwell.ui.words import CAP
from keepwell.walls.queries import reach_of, visible_parties


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
    mine = among.filter(is_client(), relationship__owner=teammate)
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
    """The numbers of the rail for this teammate; two queries."""
    firm = firm_or_none()
    cadence = firm.cadence_days if firm else USUAL_CADENCE
    standing = (reach_of(teammate), teammate.is_manager, teammate.is_active)
    with connection.cursor() as cursor:
        cursor.execute(*_question(teammate, standing, on, cadence))
        row = cursor.fetchone()
    return Waiting(*(row or (0, 0, 0, 0, 0, 0)))


@lru_cache(maxsize=1_024)
def _question(
    teammate: Teammate, standing: tuple[str, bool, bool], on: date, cadence: int
) -> tuple[str, tuple[Any, ...]]:
    """How the database is asked: every page does, and spelling it takes longer than answering.

    `standing` is what else it depends on: how far they see, whether they manage, are active.
    """
    seen = visible_parties(teammate)
    rows = Teammate.objects.filter(pk=teammate.pk).values_list(
        _capped(my_clients(seen, teammate)),
        _capped(gone_quiet(_mine_or_all(seen, teammate), on)),
        _capped(in_name_only(seen, on, cadence)),
        _capped(unowned(seen)),
        _capped(unanswered(seen, teammate)),
        _capped(unread_among(teammate, seen)),
    )
    question: tuple[str, tuple[Any, ...]] = rows.query.sql_with_params()
    return question


def _mine_or_all(seen: PartyQuerySet, teammate: Teammate) -> PartyQuerySet:
    """An adviser watches their own clients; who manages, the whole book."""
    return seen if teammate.is_manager else seen.filter(relationship__owner=teammate)
