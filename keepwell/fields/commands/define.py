"""Fields are defined, described, put in order, retired and brought back."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext as _

from keepwell.fields.models import OwnField
from keepwell.fields.queries.known import definition_of, forget_definitions
from keepwell.fields.queries.uses import what_uses
from keepwell.fields.rules.definitions import (
    MOST_FIELDS,
    NATURES,
    TAGS,
    WITH_CHOICES,
    Choice,
    FieldSort,
    choices_from_lines,
    key_for,
    label_or_refuse,
)
from keepwell.firm.charge import must_be_allowed
from keepwell.firm.models import Firm, Teammate
from keepwell.firm.rules import Act
from keepwell.kernel.command import command, hold
from keepwell.kernel.record import changes, record
from keepwell.kernel.refusal import refuse_unless

LONGEST_ABOUT = 300


@command
def define_field(
    label: str,
    sort: str,
    *,
    nature: str = "",
    about: str = "",
    choices: str = "",
    currency: str = "",
    at: datetime,
    by: Teammate | None,
) -> OwnField:
    """Let parties have one more field; `choices` are the words of a list, one a line.

    What it holds stays so. Money is of one currency, the firm's unless another is named.
    """
    must_be_allowed(by, Act.RUN_FIRM)
    rows = OwnField.objects.all()
    many = _("There are %(most)s fields at most. Retire one that is not used.")
    refuse_unless(rows.count() < MOST_FIELDS, many % {"most": MOST_FIELDS})
    label = label_or_refuse(label, _labels())
    refuse_unless(sort in set(FieldSort), _("Choose what it holds."), field="sort")
    refuse_unless(nature in NATURES, _("Choose whom it is for."), field="nature")
    made = _choices_of(sort, choices)
    row = OwnField.objects.create(
        key=key_for(label, rows.values_list("key", flat=True)), label=label, sort=sort,
        nature=nature, about=_about(about), choices=[kept(one) for one in made],
        currency=_currency(sort, currency), place=_last_place() + 1, created_at=at,
    )  # fmt: skip
    forget_definitions()
    record(
        "defined_field", "field", row.pk, at=at, by=by, name=label, key=row.key, sort=sort,
        nature=nature, choices=[one.label for one in made],
    )  # fmt: skip
    return row


def _choices_of(sort: str, lines: str) -> tuple[Choice, ...]:
    if sort not in WITH_CHOICES:
        return ()
    made = choices_from_lines(lines, (), lambda _place: "grey")
    refuse_unless(bool(made), _("Write down what may be chosen, one a line."), field="choices")
    return made


def _currency(sort: str, currency: str) -> str:
    if sort != FieldSort.MONEY:
        return ""
    chosen = currency.strip().upper()
    if not chosen:
        chosen = Firm.objects.values_list("currency", flat=True).first() or "EUR"
    fine = len(chosen) == 3 and chosen.isascii() and chosen.isalpha()
    refuse_unless(fine, _("A currency is three letters, like EUR."), field="currency")
    return chosen


def _about(text: str) -> str:
    about = " ".join(text.replace("\0", " ").split())
    long = _("Say what it is for in %(most)s letters at most.") % {"most": LONGEST_ABOUT}
    refuse_unless(len(about) <= LONGEST_ABOUT, long, field="about")
    return about


def _labels(but: OwnField | None = None) -> list[str]:
    rows = OwnField.objects.exclude(pk=but.pk) if but else OwnField.objects.all()
    return list(rows.values_list("label", flat=True))


def _last_place() -> int:
    last: int | None = OwnField.objects.aggregate(last=Max("place"))["last"]
    return last or 0


def kept(choice: Choice) -> dict[str, Any]:
    """A choice as it is kept."""
    return {"key": choice.key, "label": choice.label, "colour": choice.colour,
            "retired": choice.is_retired}  # fmt: skip


def the_tags(at: datetime) -> OwnField:
    """The field that holds the tags, made with the first of them; inside another command."""
    row = OwnField.objects.filter(key=TAGS).first()
    if row is None:
        row = OwnField.objects.create(
            key=TAGS, label="Tags", sort=FieldSort.CHOICES, place=_last_place() + 1,
            created_at=at,
        )  # fmt: skip
    return row


@command
def change_field(
    field: OwnField,
    *,
    label: str,
    about: str = "",
    nature: str = "",
    at: datetime,
    by: Teammate | None,
) -> OwnField:
    """Call a field otherwise, describe it, say whom it is for; its values stay."""
    must_be_allowed(by, Act.RUN_FIRM)
    field = hold(field)
    refuse_unless(field.key != TAGS, _("Tags are for all and stay called so."))
    refuse_unless(nature in NATURES, _("Choose whom it is for."), field="nature")
    before = {"name": field.label, "about": field.about, "nature": field.nature}
    field.label = label_or_refuse(label, _labels(field))
    field.about, field.nature = _about(about), nature
    after = {"name": field.label, "about": field.about, "nature": field.nature}
    return _keep(field, "changed_field", changes(before, after), at, by)


@command
def retire_field(field: OwnField, *, at: datetime, by: Teammate | None) -> OwnField:
    """Hide a field everywhere; its values are kept and come back with it."""
    must_be_allowed(by, Act.RUN_FIRM)
    field = hold(field)
    refuse_unless(field.key != TAGS, _("Tags are retired one by one."))
    refuse_unless(field.retired_at is None, _("It is retired already."))
    field.retired_at = at
    return _keep(field, "retired_field", {}, at, by)


@command
def take_back_field(field: OwnField, *, at: datetime, by: Teammate | None) -> None:
    """Let a field that nothing uses be as if it had never been."""
    field = hold(field)
    used = _("“%(name)s” is in use. Retire it instead.") % {"name": field.label}
    refuse_unless(not what_uses(field), used)
    record("took_back_field", "field", field.pk, at=at, by=by, name=field.label, key=field.key)
    field.delete()
    forget_definitions()


@command
def bring_field_back(field: OwnField, *, at: datetime, by: Teammate | None) -> OwnField:
    """Show a retired field again, with the values it had."""
    must_be_allowed(by, Act.RUN_FIRM)
    field = hold(field)
    refuse_unless(field.retired_at is not None, _("It is in use already."))
    field.retired_at = None
    return _keep(field, "brought_field_back", {}, at, by)


@command
def move_field(field: OwnField, *, up: bool, at: datetime, by: Teammate | None) -> OwnField:
    """Show a field before (`up`) or after the one beside it."""
    must_be_allowed(by, Act.RUN_FIRM)
    rows = list(OwnField.objects.select_for_update().order_by("place", "created_at", "pk"))
    at_place = next(number for number, one in enumerate(rows) if one.pk == field.pk)
    to = at_place - 1 if up else at_place + 1
    if 0 <= to < len(rows):
        rows[at_place], rows[to] = rows[to], rows[at_place]
    for number, one in enumerate(rows):
        one.place = number
    OwnField.objects.bulk_update(rows, ["place"])
    return _keep(next(one for one in rows if one.pk == field.pk), "moved_field", {}, at, by)


def _keep(
    field: OwnField, verb: str, differ: dict[str, Any], at: datetime, by: Teammate | None
) -> OwnField:
    field.save()
    forget_definitions()
    record(verb, "field", field.pk, at=at, by=by, field=field.label, changed=differ)
    return field


Changed = Callable[[list[Choice]], list[Choice]]


def keep_choices(
    field: OwnField, change: Changed, verb: str, at: datetime, by: Teammate | None
) -> OwnField:
    """Change what may be chosen in a held field, inside another command."""
    field = hold(field)
    before = list(definition_of(field).choices)
    after = change(list(before))
    field.choices = [kept(one) for one in after]
    told = {"choices": [[one.label for one in before], [one.label for one in after]]}
    return _keep(field, verb, told if before != after else {}, at, by)
