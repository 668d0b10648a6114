"""What waits: mails without an answer, promises and tasks, addresses nobody has claimed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet

from keepwell.conversations.models import (
    Activity,
    ActivityKind,
    MailNature,
    Presence,
    Task,
    TaskKind,
)
from keepwell.conversations.queries.letters import our_domains
from keepwell.firm.models import Firm, Teammate
from keepwell.firm.rules import is_own_address
from keepwell.kernel.among import is_among
from keepwell.parties.models import PartyQuerySet


def unanswered_mails(among: PartyQuerySet, as_of: datetime) -> QuerySet[Presence]:
    """Mails of these parties that are the last word of their conversation, oldest first.

    Each is the writer's presence, with its activity and party at hand.
    """
    human = Activity.objects.filter(
        kind=ActivityKind.MAIL, nature=MailNature.HUMAN, trashed_at=None, at__lte=as_of
    )
    later = human.filter(conversation=OuterRef("activity__conversation")).filter(
        Q(at__gt=OuterRef("at")) | Q(at=OuterRef("at"), pk__gt=OuterRef("activity"))
    )
    theirs = Presence.objects.filter(
        ~Exists(later),
        is_among("party", among),
        inbound=True,
        at__lte=as_of,
        activity__kind=ActivityKind.MAIL,
        activity__trashed_at=None,
    )
    return theirs.select_related("activity", "party").order_by("at", "pk")


def open_tasks(among: PartyQuerySet) -> QuerySet[Task]:
    """Tasks and promises not yet closed that concern these parties or none, soonest first."""
    concerns = is_among("party", among) | Q(party=None)
    tasks = Task.objects.filter(concerns, done_at=None, trashed_at=None)
    return tasks.select_related("party", "assignee").order_by(
        F("due_on").asc(nulls_last=True), "pk"
    )


def open_tasks_of(teammate: Teammate, among: PartyQuerySet) -> QuerySet[Task]:
    """What this teammate has still to do, soonest first."""
    return open_tasks(among).filter(assignee=teammate)


def open_promises(among: PartyQuerySet) -> QuerySet[Task]:
    """Promises to these parties that are neither kept nor broken, soonest first."""
    return open_tasks(among).filter(kind=TaskKind.PROMISE, party__isnull=False)


def overdue(today: date) -> Q:
    """Tasks whose day has passed."""
    return Q(due_on__lt=today, done_at=None)


@dataclass(frozen=True, slots=True)
class Unclaimed:
    """An address that wrote or was written to and belongs to nobody we know."""

    address: str
    name: str
    activities: int
    last_at: datetime


def unclaimed_addresses(*, limit: int = 100) -> list[Unclaimed]:
    """Addresses of people nobody has claimed, those with most mails first."""
    ours = our_domains()
    nobody = Firm.objects.values_list("machine_addresses", flat=True).first() or []
    rows = (
        Presence.objects.filter(party=None, teammate=None, activity__nature=MailNature.HUMAN)
        .exclude(address="")
        .exclude(address__in=nobody)
        .values_list("address")
        .annotate(count=Count("activity", distinct=True), last=Max("at"), called=Max("name"))
        .order_by("-count", "address")
    )
    found: list[Unclaimed] = []
    for address, count, last, called in rows.iterator(chunk_size=1_000):
        if not is_own_address(address, ours):
            found.append(Unclaimed(address, called or "", count, last))
        if len(found) >= limit:
            break
    return found


@dataclass(frozen=True, slots=True)
class Stranger:
    """Somebody who writes or is written to and belongs to no party yet."""

    address: str
    name: str
    last_inbound: datetime | None
    last_outbound: datetime | None
    last_two_way: datetime | None


def strangers_as_of(as_of: datetime) -> Iterator[Stranger]:
    """The addresses kept aside with whom there was human contact until then."""
    waiting = (
        Presence.objects.filter(party=None, teammate=None, at__lte=as_of)
        .filter(Q(inbound=True) | Q(outbound=True) | Q(two_way=True))
        .exclude(address="")
        .order_by("address")
        .values_list("address")
        .annotate(
            called=Max("name"),
            inbound_at=Max("at", filter=Q(inbound=True)),
            outbound_at=Max("at", filter=Q(outbound=True)),
            two_way_at=Max("at", filter=Q(two_way=True)),
        )
    )
    for row in waiting.iterator(chunk_size=1_000):
        yield Stranger(*row)


def due_as_plain(task: Task) -> dict[str, Any]:
    """When it is due, in plain values: as the command `take_back_due` is given it."""
    return {
        "due_on": task.due_on.isoformat() if task.due_on else None,
        "due_at": task.due_at.isoformat() if task.due_at else None,
    }
