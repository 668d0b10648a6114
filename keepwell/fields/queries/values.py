"""The values parties have in fields of the firm's own."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from babel.numbers import format_decimal
from django.db.models import Count, Q, QuerySet

from keepwell.fields.models import OwnField, OwnValue
from keepwell.fields.rules.definitions import (
    Choice,
    Definition,
    FieldSort,
    definitions,
    is_own,
)
from keepwell.fields.rules.values import Cell, Cells, label_of, plain_of, told_of, value_of
from keepwell.kernel.money import Money
from keepwell.kernel.spelt import Many, spelt_once
from keepwell.kernel.words import say as _
from keepwell.parties.models import Party, PartyQuerySet
from keepwell.ui.words import reading_locale, short_day
from keepwell.walls.queries import names_among


@dataclass(frozen=True, slots=True)
class Shown:
    """A value of a field as somebody may see it; `other` is the party it names."""

    asked: Definition
    cells: Cells = ()
    other: str = ""

    def __bool__(self) -> bool:
        return bool(self.cells)

    @property
    def chips(self) -> list[Choice]:
        """The choices, with their colours."""
        found = [
            self.asked.choice(cell.key) or Choice(cell.key, cell.key) for cell in self.cells
        ]
        return found if self.asked.has_choices else []

    @property
    def plain(self) -> Any:
        """As JSON and forms have it."""
        return plain_of(self.asked, self.cells)

    @property
    def told(self) -> Any:
        """As programs read it."""
        return told_of(self.asked, self.cells)

    @property
    def host(self) -> str:
        """A web address as short as it is read."""
        return str(self.plain).partition("://")[2].removeprefix("www.").rstrip("/")

    @property
    def other_id(self) -> UUID | None:
        return self.cells[0].party if self.cells else None

    @property
    def words(self) -> str:
        """As a person reads it; nothing for nothing."""
        return in_words(self.asked, self.cells, self.other)

    @property
    def written(self) -> str:
        """As a file holds it: days and numbers plain, labels joined by semicolons."""
        if not self.cells:
            return ""
        if self.asked.has_choices:
            return "; ".join(one.label for one in self.chips)
        if self.asked.sort is FieldSort.PARTY:
            return self.other
        if self.asked.sort is FieldSort.YES_NO:
            return "yes" if self.plain else "no"
        return str(self.plain)


def in_words(asked: Definition, cells: Cells, other: str = "") -> str:
    """A value in the reader's language."""
    if not cells:
        return ""
    value = value_of(asked, cells)
    match asked.sort:
        case FieldSort.MONEY:
            return Money(cells[0].number or 0, asked.currency).shown(str(reading_locale()))
        case FieldSort.NUMBER:
            locale = reading_locale()
            return str(format_decimal(str(value), locale=locale, decimal_quantization=False))
        case FieldSort.DATE:
            return short_day(cells[0].day) if cells[0].day else ""
        case FieldSort.YES_NO:
            return _("yes") if value else _("no")
        case FieldSort.PARTY:
            return other
        case FieldSort.CHOICE | FieldSort.CHOICES:
            return ", ".join(label_of(asked, cell.key) for cell in cells)
    return str(value)


def cells_of(rows: Iterable[OwnValue]) -> Cells:
    """The rows of one field of one party as rules know them."""
    found = [
        Cell(row.slot, row.text, row.key or "", row.number, row.day, row.other_id)
        for row in rows
    ]
    return (
        tuple(sorted(found, key=lambda one: one.number or 0))
        if len(found) > 1
        else tuple(found)
    )


Values = Mapping[UUID, Mapping[str, Shown]]


def values_of_parties(
    ids: Collection[UUID], seen: PartyQuerySet, names: Collection[str] | None = None
) -> Values:
    """What these parties hold in these fields (all of them unless named), by party and field.

    A party somebody may not see is not named: the value is as if it were not there. At most
    two queries, none where there are no fields.
    """
    names = None if names is None else [name for name in names if is_own(name)]
    known = {one.id: one for one in _asked(names)} if names != [] else {}
    found: dict[UUID, dict[str, Shown]] = defaultdict(dict)
    if not known or not ids:
        return found
    rows = _cells(parties=tuple(ids), fields=tuple(known))
    gathered: dict[tuple[UUID, UUID], list[OwnValue]] = defaultdict(list)
    for row in rows:
        gathered[row.party_id, row.field_id].append(row)
    others = {row.other_id for every in gathered.values() for row in every if row.other_id}
    seen_others = names_among(seen, others)
    for (party, which), each in gathered.items():
        asked, cells = known[which], cells_of(each)
        if asked.sort is FieldSort.PARTY and cells[0].party not in seen_others:
            continue
        other = seen_others.get(cells[0].party, "") if cells[0].party else ""
        found[party][asked.name] = Shown(asked, cells, other)
    return found


@spelt_once
def _cells(*, parties: Many, fields: Many) -> QuerySet[OwnValue]:
    return OwnValue.objects.filter(party__in=parties, field__in=fields).order_by("pk")


def _asked(names: Collection[str] | None) -> list[Definition]:
    every = definitions()
    if names is None:
        return [one for one in every.values() if not one.is_retired]
    return [every[name] for name in names if name in every]


@dataclass(frozen=True, slots=True)
class Line:
    """A field on the page of a party: its value, empty or not."""

    asked: Definition
    shown: Shown
    party: Party = field(repr=False)


def lines_of(party: Party, seen: PartyQuerySet) -> list[Line]:
    """Every field this party may have, and those it has a value in although it fits no more."""
    held = values_of_parties([party.pk], seen).get(party.pk, {})
    return [
        Line(one, held.get(name, Shown(one)), party)
        for name, one in definitions().items()
        if not one.is_retired and (one.fits(party.nature) or name in held)
    ]


def cells_now(party_id: UUID, asked: Definition) -> Cells:
    """What a party holds in a field, before any wall: for commands."""
    return cells_of(OwnValue.objects.filter(party=party_id, field=asked.id).order_by("pk"))


def every_field() -> QuerySet[OwnField]:
    """Every field, retired ones too, in the order they are shown."""
    return OwnField.objects.order_by("place", "created_at", "pk")


def use_of_fields() -> dict[UUID, int]:
    """How many values each field has."""
    rows = OwnField.objects.annotate(used=Count("values")).values_list("pk", "used")
    return dict(rows)


def use_of_choices(asked: Definition) -> dict[str, int]:
    """How many parties hold each choice of a field."""
    rows = OwnValue.objects.filter(Q(field=asked.id)).values_list("key").annotate(Count("pk"))
    return dict(rows.order_by())
