"""Whose book is looked at, and the clients in it."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from keepwell.firm.models import Absence, Teammate
from keepwell.kernel.among import is_among
from keepwell.kinds.models import Holding, Kind
from keepwell.parties.models import PartyQuerySet
from keepwell.relationships.models import Relationship, Stage
from keepwell.walls.queries import visible_parties

SCOPES = ("mine", "team", "book")
OVER_STAGES = (Stage.ENDED, Stage.LOST)


@dataclass(frozen=True, slots=True)
class Book:
    """The parties a teammate looks after: their own and those they cover for, or more.

    `owner_ids` is None where the book is everything they may see.
    """

    teammate: Teammate
    scope: str
    visible: PartyQuerySet
    owner_ids: tuple[UUID, ...] | None
    covered: tuple[Teammate, ...]

    def relationships(self) -> QuerySet[Relationship]:
        """The relationships of this book, none that ended, behind the walls."""
        rows = Relationship.objects.filter(is_among("party", self.visible)).exclude(
            stage__in=OVER_STAGES
        )
        if self.owner_ids is not None:
            rows = rows.filter(owner__in=self.owner_ids)
        return rows

    def touches(self) -> QuerySet[Relationship]:
        """Those whose next touch is somebody's of this book: who said so, else the owner."""
        if self.owner_ids is None:
            return self.relationships()
        theirs = Q(next_touch_by__in=self.owner_ids)
        nobodys = Q(next_touch_by=None, owner__in=self.owner_ids)
        return Relationship.objects.filter(
            theirs | nobodys, is_among("party", self.visible)
        ).exclude(stage__in=OVER_STAGES)

    def clients(self) -> QuerySet[Relationship]:
        """Those of the book that are clients."""
        whose = is_client() if self.owner_ids is None else each_is_client()
        return self.relationships().filter(whose)


def is_client() -> Q:
    """Held to be a client now; of parties or relationships, which share their key."""
    return Q(pk__in=_clients().values("party"))


def each_is_client() -> Q:
    """The same, asked of each row: where few are found by something else, as by their owner."""
    return Q(Exists(_clients().filter(party=OuterRef("pk"))))


def _clients() -> QuerySet[Holding]:
    return Holding.objects.filter(kind=Kind.CLIENT, until=None)


def book_of(teammate: Teammate, scope: str, on: date) -> Book:
    """Their own book (with those they cover for), their teams', or all they may see."""
    visible = visible_parties(teammate)
    covered = covered_by(teammate, on)
    if scope == "book":
        return Book(teammate, scope, visible, None, covered)
    owners = {teammate.pk, *(one.pk for one in covered)}
    if scope == "team":
        mates = Teammate.objects.filter(teams__in=teammate.teams.values("pk"))
        owners.update(mates.values_list("pk", flat=True))
    return Book(teammate, scope, visible, tuple(owners), covered)


def covered_by(teammate: Teammate, on: date) -> tuple[Teammate, ...]:
    """The teammates who are away that day and whom this one covers for."""
    away = Absence.objects.filter(covered_by=teammate, starts_on__lte=on, ends_on__gt=on)
    return tuple(one.teammate for one in away.select_related("teammate").order_by("ends_on"))
