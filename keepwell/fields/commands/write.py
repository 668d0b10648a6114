"""Values are written: by hand, by a program, for many at once."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from keepwell.fields.models import OwnField, OwnValue
from keepwell.fields.queries.values import cells_now, in_words
from keepwell.fields.rules.definitions import (
    Definition,
    FieldSort,
    definition_named,
    shown_definitions,
)
from keepwell.fields.rules.values import Cells, kept_of, plain_of, read_value
from keepwell.firm.models import Teammate
from keepwell.kernel.command import command
from keepwell.kernel.record import record
from keepwell.kernel.refusal import Overtaken, Refused, refuse_unless
from keepwell.parties.commands.touching import hold_present, mark_changed
from keepwell.parties.models import Party
from keepwell.walls.queries import visible_parties


@command
def set_own_values(
    party: Party,
    values: Mapping[str, Any],
    *,
    seen: Mapping[str, Any] | None = None,
    at: datetime,
    by: Teammate | None = None,
) -> Party:
    """Write fields of the firm's own, by the names lists call them; nothing clears one.

    `seen` are the values the writer saw, as plain JSON: one that reads otherwise by now is
    refused by name, and nobody's work is overwritten.
    """
    party = hold_present(party)
    differ: dict[str, list[Any]] = {}
    for name, raw in values.items():
        asked = field_or_refuse(party.nature, name, raw)
        cells, before = read_value(asked, raw), cells_now(party.pk, asked)
        if cells == before:
            continue
        if seen is not None and name in seen:
            _refuse_overwriting(asked, before, seen[name])
        _refuse_unknown_party(party, asked, cells, by)
        put_cells(party.pk, asked.id, cells)
        differ[name] = [kept_of(asked, before), kept_of(asked, cells)]
    if differ:
        mark_changed(party, at)
        record("changed", "party", party.pk, at=at, by=by, party_id=party.pk, **differ)
        party.refresh_from_db()
    return party


@command
def put_choices(
    party: Party,
    name: str,
    *,
    add: Collection[str] = (),
    remove: Collection[str] = (),
    at: datetime,
    by: Teammate | None = None,
) -> Party:
    """Tag a party, or take tags off it: of a field with several choices, by key or label."""
    party = hold_present(party)
    asked = field_or_refuse(party.nature, name, list(add))
    refuse_unless(asked.sort is FieldSort.CHOICES, _("This field does not hold several."))
    gone = {one.key for one in read_value(asked, list(remove))}
    keys = [one.key for one in cells_now(party.pk, asked) if one.key not in gone]
    keys += [one.key for one in read_value(asked, list(add))]
    return set_own_values(party, {name: keys}, at=at, by=by)


def field_or_refuse(nature: str, name: str, raw: Any) -> Definition:
    """The field that lists call so, if a party of this nature may hold this in it."""
    asked = definition_named(name)
    if asked is None or asked.is_retired:
        names = ", ".join(one.name for one in shown_definitions(nature)) or "–"
        raise Refused(
            _("There is no field “%(name)s”. There are: %(all)s.")
            % {"name": name[:60], "all": names},
            field=name,
        )
    fits = asked.fits(nature) or raw in (None, "", [])
    only = _("“%(field)s” is only for %(whom)s.")
    refuse_unless(fits, only % {"field": asked.label, "whom": asked.nature_words}, field=name)
    return asked


def _refuse_overwriting(asked: Definition, now: Cells, seen: Any) -> None:
    if plain_of(asked, now) == seen:
        return
    said = in_words(asked, now)
    raise Overtaken(
        _(
            "Somebody else saved this party while you wrote. “%(field)s” now reads"
            " “%(now)s”. Keep theirs or write yours again, then save."
        )
        % {"field": asked.label, "now": said},
        field=asked.name,
    )


def _refuse_unknown_party(
    party: Party, asked: Definition, cells: Cells, by: Teammate | None
) -> None:
    """A party that is named is there, seen by whoever names it, and another."""
    if asked.sort is not FieldSort.PARTY or not cells:
        return
    among = visible_parties(by) if by else Party.objects.present()
    refuse_unless(among.filter(pk=cells[0].party).exists(), nobody_by(asked), field=asked.name)
    itself = _("“%(field)s” cannot name the party itself.") % {"field": asked.label}
    refuse_unless(cells[0].party != party.pk, itself, field=asked.name)


def nobody_by(asked: Definition) -> str:
    """The sentence that refuses a party who is not there."""
    return _("“%(field)s” names nobody who is here.") % {"field": asked.label}


def put_cells(party_id: UUID, field_id: UUID, cells: Cells) -> None:
    """Put these in the place of what a party holds in a field, inside another command."""
    OwnValue.objects.filter(party=party_id, field=field_id).delete()
    OwnValue.objects.bulk_create(value_rows(party_id, field_id, cells))


def value_rows(party_id: UUID, field_id: UUID, cells: Cells) -> list[OwnValue]:
    """The rows of a value, not yet kept."""
    return [
        OwnValue(
            field_id=field_id, party_id=party_id, slot=cell.slot, text=cell.text,
            key=cell.key or None, number=cell.number, day=cell.day, other_id=cell.party,
        )
        for cell in cells
    ]  # fmt: skip


def field_row(name: str) -> OwnField | None:
    """The row of a field that lists call so."""
    asked = definition_named(name)
    return OwnField.objects.filter(pk=asked.id).first() if asked else None
