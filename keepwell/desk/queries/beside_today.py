"""What stands beside Today: the book in numbers, each a way into the list."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Value

from keepwell.agreements.models import Agreement
from keepwell.desk.queries.book import OVER_STAGES, Book, book_of, is_client
from keepwell.desk.queries.today_facts import running_agreements
from keepwell.desk.queries.waiting import Waiting
from keepwell.firm.models import Teammate
from keepwell.kernel.spelt import spelt_once
from keepwell.parties.models import PartyQuerySet
from keepwell.relationships.models import ContactFacts
from keepwell.ui.words import CAP
from keepwell.walls.queries import seen_by

AHEAD_DAYS = 90


@dataclass(frozen=True, slots=True)
class Beside:
    """My clients by how quiet they are, what lacks a name or a reason, what is ahead."""

    waiting: Waiting
    fine: int
    watch: int
    quiet: int
    silent: int
    renewals: int
    first_renewal: date | None
    covering: tuple[tuple[str, int], ...]
    anybody: bool

    @property
    def is_empty(self) -> bool:
        """Whether there is nobody in Keepwell yet whom this teammate may see."""
        return not self.anybody


def beside_today(teammate: Teammate, on: date, waiting: Waiting) -> Beside:
    """The numbers beside Today for this teammate; a fixed number of queries."""
    book = book_of(teammate, "mine", on)
    known, watch, quiet, silent = book.ask(_levels, on=on)[0]
    ends = book.ask(_ends, on=on, until=on + timedelta(days=AHEAD_DAYS))
    return Beside(
        waiting,
        known - (watch + quiet + silent),
        watch,
        quiet,
        silent,
        len(ends),
        ends[0] if ends else None,
        tuple((one.name, _owns(one, book.visible)) for one in book.covered),
        bool(book.sight and _anybody(book.sight, who=teammate.pk)),
    )


def _mine(sight: str, who: UUID, owners: Collection[UUID] | None) -> QuerySet[Any, Any]:
    return Book.again(sight, who, owners).clients().order_by().values("pk")[:CAP]


@spelt_once
def _levels(
    sight: str, *, who: UUID, on: date, owners: Collection[UUID] | None = None
) -> QuerySet[ContactFacts, tuple[int, ...]]:
    facts = ContactFacts.objects.filter(party__in=_mine(sight, who, owners))
    # Grouped by nothing: one row of sums.
    return (
        facts.annotate(one=Value(1))
        .values("one")
        .annotate(
            known=Count("pk"),
            watch=Count("pk", filter=Q(watch_on__lte=on) & ~_by("quiet_on", on)),
            quiet=Count("pk", filter=_by("quiet_on", on) & ~_by("silent_on", on)),
            silent=Count("pk", filter=_by("silent_on", on)),
        )
        .values_list("known", "watch", "quiet", "silent")
    )


@spelt_once
def _ends(
    sight: str, *, who: UUID, on: date, until: date, owners: Collection[UUID] | None = None
) -> QuerySet[Agreement, date | None]:
    ends = running_agreements(_mine(sight, who, owners), on, until)
    return ends.values_list("ends_on", flat=True)[:CAP]


@spelt_once
def _anybody(sight: str, *, who: UUID) -> QuerySet[Any, Any]:
    return seen_by(who, sight).values_list("pk", flat=True)[:1]


def _by(day: str, on: date) -> Q:
    """The day is known and has come."""
    return Q(**{f"{day}__isnull": False, f"{day}__lte": on})


def _owns(teammate: Teammate, visible: PartyQuerySet) -> int:
    mine = visible.filter(is_client(), relationship__owner=teammate)
    return mine.exclude(relationship__stage__in=OVER_STAGES).count()
