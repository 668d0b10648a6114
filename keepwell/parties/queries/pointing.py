"""What points at a party, in whatever room: all of it moves when parties become one."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Q, UniqueConstraint

from keepwell.parties.models import DuplicateSuggestion, MatchKey, Merge, Party

STAYS = (MatchKey, Merge, DuplicateSuggestion)


@dataclass(frozen=True, slots=True)
class Pointer:
    """A column of some room that holds a party's id."""

    model: type[models.Model]
    field: str
    is_single: bool

    @property
    def name(self) -> str:
        """How a merge remembers it."""
        return f"{self.model._meta.label}.{self.field}"

    def rows(self, party_id: UUID) -> "models.QuerySet[Any]":
        """The rows that point at this party."""
        return self.model._base_manager.filter(**{self.field: party_id})

    def colliding(self, absorbed: UUID, survivor: UUID) -> set[Any]:
        """Rows of the absorbed that the survivor has already, by some unique constraint."""
        found: set[Any] = set()
        for fields, condition in self._unique():
            others = [name for name in fields if name != self.field]
            there = set(self.rows(survivor).filter(condition).values_list(*others))
            if not others:
                taken = self.rows(survivor).filter(condition).exists()
                here = self.rows(absorbed).filter(condition).values_list("pk", flat=True)
                found.update(here if taken else ())
                continue
            for pk, *values in self.rows(absorbed).filter(condition).values_list("pk", *others):
                if None not in values and tuple(values) in there:
                    found.add(pk)
        return found

    def _unique(self) -> Iterator[tuple[tuple[str, ...], Q]]:
        for constraint in self.model._meta.constraints:
            if isinstance(constraint, UniqueConstraint) and self.field in constraint.fields:
                yield constraint.fields, constraint.condition or Q()
        for fields in self.model._meta.unique_together:
            if self.field in fields:
                yield tuple(fields), Q()


def pointers() -> list[Pointer]:
    """Every foreign key to a party that any installed room has, in a fixed order."""
    found = []
    for relation in Party._meta.get_fields(include_hidden=True):
        if not (relation.auto_created and not relation.concrete):
            continue
        if not (relation.one_to_many or relation.one_to_one):
            continue
        model = relation.related_model
        if model is Party or model in STAYS or not isinstance(model, type):
            continue
        if getattr(model, "is_made_again", False):  # follows from rows that move
            continue
        field: Any = relation.field  # type: ignore[union-attr]
        found.append(Pointer(model, field.name, bool(relation.one_to_one)))
    return sorted(found, key=lambda pointer: pointer.name)
