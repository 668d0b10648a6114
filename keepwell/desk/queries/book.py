"""Whose book is looked at, and the clients in it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from keepwell.firm.models import Absence, Teammate
from keepwell.kernel.among import is_among
from keepwell.kernel.spelt import Spelt, spelt_once
from keepwell.kinds.models import Holding, Kind
from keepwell.parties.models import PartyQuerySet
from keepwell.relationships.models import Relationship, Stage
from keepwell.walls.queries import seen_by, sight_of

R = TypeVar("R")
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
    covered: tuple[Teammate, ...] = ()
    sight: str = ""

    def ask(self, question: Spelt[R], *shape: Any, **facts: Any) -> list[R]:
        """What a question whose words are kept finds in this book (it begins by `again`)."""
        facts["who"] = self.teammate.pk
        if self.owner_ids is not None:
            facts["owners"] = self.owner_ids
        if not self.sight:  # who sees nothing is in no question at all
            return list(question.ask(self.sight, *shape, **facts))
        return question(self.sight, *shape, **facts)

    @classmethod
    def again(cls, sight: str, who: UUID, owners: Collection[UUID] | None) -> "Book":
        """A book by what it is asked by, for questions about one."""
        owned = None if owners is None else tuple(owners)
        return cls(Teammate(pk=who), "", seen_by(who, sight), owned, sight=sight)

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
    sight = sight_of(teammate)
    visible = seen_by(teammate.pk, sight)
    covered = covered_by(teammate, on)
    if scope == "book":
        return Book(teammate, scope, visible, None, covered, sight)
    owners = {teammate.pk, *(one.pk for one in covered)}
    if scope == "team":
        mates = Teammate.objects.filter(teams__in=teammate.teams.values("pk"))
        owners.update(mates.values_list("pk", flat=True))
    return Book(teammate, scope, visible, tuple(owners), covered, sight)


def covered_by(teammate: Teammate, on: date) -> tuple[Teammate, ...]:
    """The teammates who are away that day and whom this one covers for."""
    return tuple(one.teammate for one in _covered(by=teammate.pk, on=on))


@spelt_once
def _covered(*, by: UUID, on: date) -> QuerySet[Absence]:
    away = Absence.objects.filter(covered_by=by, starts_on__lte=on, ends_on__gt=on)
    return away.select_related("teammate").order_by("ends_on")
