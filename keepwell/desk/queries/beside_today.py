"""What stands beside Today: the book in numbers, each a way into the list."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from keepwell.desk.queries.book import OVER_STAGES, book_of, is_client
from keepwell.desk.queries.today_facts import running_agreements
from keepwell.desk.queries.waiting import Waiting
from keepwell.firm.models import Teammate
from keepwell.parties.models import PartyQuerySet
from keepwell.relationships.models import ContactFacts
from keepwell.ui.words import CAP

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
    mine = book.clients().order_by().values("pk")[:CAP]
    level = ContactFacts.objects.filter(party__in=mine).aggregate(
        known=Count("pk"),
        watch=Count("pk", filter=Q(watch_on__lte=on) & ~_by("quiet_on", on)),
        quiet=Count("pk", filter=_by("quiet_on", on) & ~_by("silent_on", on)),
        silent=Count("pk", filter=_by("silent_on", on)),
    )
    ends = list(
        running_agreements(mine, on, AHEAD_DAYS).values_list("ends_on", flat=True)[:CAP]
    )
    bad = level["watch"] + level["quiet"] + level["silent"]
    return Beside(
        waiting,
        level["known"] - bad,
        level["watch"],
        level["quiet"],
        level["silent"],
        len(ends),
        ends[0] if ends else None,
        tuple((one.name, _owns(one, book.visible)) for one in book.covered),
        book.visible.exists(),
    )


def _by(day: str, on: date) -> Q:
    """The day is known and has come."""
    return Q(**{f"{day}__isnull": False, f"{day}__lte": on})


def _owns(teammate: Teammate, visible: PartyQuerySet) -> int:
    mine = visible.filter(is_client(), relationship__owner=teammate)
    return mine.exclude(relationship__stage__in=OVER_STAGES).count()
