"""Merging, before and after: what would move, what differs, and what came later."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from keepwell.kernel.among import is_among
from keepwell.parties.models import Merge, Party, PartyQuerySet
from keepwell.parties.queries.lists import Count, capped_count
from keepwell.parties.queries.pointing import pointers

FIELDS = (
    "name", "given_name", "family_name", "honorific", "language", "time_zone", "industry",
    "employees", "source", "about", "birth_date",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Moving:
    """How many rows of one sort would move."""

    label: str
    count: Count


@dataclass(frozen=True, slots=True)
class Choice:
    """A field in which parties differ; `suggested` is whose value stands unless one chooses."""

    field: str
    label: str
    values: tuple[tuple[UUID, Any], ...]
    suggested: UUID


def suggested_survivor(parties: Sequence[Party]) -> Party:
    """The fullest, then the one known longest."""
    return min(parties, key=lambda party: (-_fullness(party), party.created_at, party.pk))


def _fullness(party: Party) -> int:
    filled = sum(getattr(party, name) not in ("", None) for name in FIELDS)
    return filled + party.contact_points.count() + party.names.count() + party.ties.count()


def choices_between(parties: Sequence[Party], survivor: Party) -> list[Choice]:
    """Fields in which these differ: the fuller value is suggested, else the newest."""
    found = []
    for name in FIELDS:
        values = tuple((party.pk, getattr(party, name)) for party in parties)
        if len({value for _, value in values}) < 2:
            continue
        label = str(Party._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
        found.append(Choice(name, label, values, _suggested(name, parties, survivor)))
    return found


def _suggested(name: str, parties: Sequence[Party], survivor: Party) -> UUID:
    if name == "name":
        return survivor.pk
    filled = [party for party in parties if getattr(party, name) not in ("", None)]
    if name == "about":
        return max(filled, key=lambda party: len(party.about)).pk
    return max(filled, key=lambda party: (party.changed_at, party.pk == survivor.pk)).pk


def merge_preview(absorbed: Sequence[Party]) -> list[Moving]:
    """What would move, counted (never beyond 1,000 of a sort), in the words of each room."""
    found: dict[str, Moving] = {}
    for pointer in pointers():
        if pointer.is_single:
            continue
        rows = pointer.model._base_manager.filter(**{f"{pointer.field}__in": absorbed})
        count = capped_count(rows)
        label = str(pointer.model._meta.verbose_name_plural)
        if count.number and (label not in found or found[label].count.number < count.number):
            found[label] = Moving(label, count)
    return list(found.values())


def merged_together(merge: Merge) -> QuerySet[Merge]:
    """The merges of one go that are not undone."""
    return Merge.objects.filter(
        survivor=merge.survivor_id, merged_at=merge.merged_at, undone_at=None
    )


def merged_since(merge: Merge) -> QuerySet[Merge]:
    """Later merges into the same survivor that are not undone."""
    return Merge.objects.filter(
        survivor=merge.survivor_id, merged_at__gt=merge.merged_at, undone_at=None
    ).select_related("absorbed")


def merges_of(among: PartyQuerySet, party: Party) -> QuerySet[Merge]:
    """What this party took in, the newest first."""
    return (
        merges_into(among)
        .filter(survivor=party, undone_at=None)
        .select_related("absorbed", "merged_by")
        .order_by("-merged_at", "-pk")
    )


def merges_into(among: PartyQuerySet) -> QuerySet[Merge]:
    """Merges, undone or not, whose survivor is among these."""
    return Merge.objects.filter(is_among("survivor", among)).select_related(
        "survivor", "absorbed"
    )
