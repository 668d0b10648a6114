"""What may be chosen in a field, tags among them: added, called otherwise, moved, retired."""

from dataclasses import replace
from datetime import datetime

from django.utils.translation import gettext as _

from keepwell.fields.commands.define import Changed, keep_choices, the_tags
from keepwell.fields.models import OwnField, OwnValue
from keepwell.fields.queries.known import definition_of
from keepwell.fields.rules.definitions import (
    COLOURS,
    TAGS,
    WITH_CHOICES,
    Choice,
    choices_from_lines,
    label_or_refuse,
    usual_colour,
)
from keepwell.firm.charge import must_be_allowed
from keepwell.firm.models import Teammate
from keepwell.firm.rules import Act
from keepwell.kernel.command import command
from keepwell.kernel.refusal import Refused, refuse_unless


@command
def add_choices(
    field: OwnField, lines: str, *, colour: str = "", at: datetime, by: Teammate | None
) -> OwnField:
    """Let more be chosen, one a line, after what there is."""
    must_be_allowed(by, Act.RUN_FIRM)
    refuse_unless(field.sort in WITH_CHOICES, _("This field is no list."))
    refuse_unless(bool(lines.strip()), _("Write down what may be chosen."), field="choices")
    _refuse_colour(colour)
    is_tags = field.key == TAGS

    def more(before: list[Choice]) -> list[Choice]:
        def tint(place: int) -> str:
            return colour or (usual_colour(place) if is_tags else "grey")

        return list(choices_from_lines(lines, before, tint))

    return keep_choices(field, more, "added_choices", at, by)


@command
def add_tags(lines: str, *, colour: str = "", at: datetime, by: Teammate | None) -> OwnField:
    """Let parties be tagged with more, one a line; colours in turn unless named."""
    must_be_allowed(by, Act.RUN_FIRM)
    return add_choices(the_tags(at), lines, colour=colour, at=at, by=by)


def _refuse_colour(colour: str) -> None:
    known = not colour or colour in COLOURS
    refuse_unless(known, _("Choose a colour of the list."), field="colour")


@command
def change_choice(
    field: OwnField, key: str, *, label: str, colour: str, at: datetime, by: Teammate | None
) -> OwnField:
    """Call a choice otherwise or give it another colour; who has it keeps it."""
    must_be_allowed(by, Act.RUN_FIRM)
    _refuse_colour(colour)

    def other(before: list[Choice]) -> list[Choice]:
        at_place = _place(before, key)
        words = label_or_refuse(label, (one.label for one in before if one.key != key))
        new = replace(before[at_place], label=words, colour=colour or before[at_place].colour)
        return [*before[:at_place], new, *before[at_place + 1 :]]

    return keep_choices(field, other, "changed_choice", at, by)


def _place(choices: list[Choice], key: str) -> int:
    for number, one in enumerate(choices):
        if one.key == key:
            return number
    raise Refused(_("There is no such choice."))


@command
def retire_choice(field: OwnField, key: str, *, at: datetime, by: Teammate | None) -> OwnField:
    """Offer a choice no longer; who has it keeps it."""
    must_be_allowed(by, Act.RUN_FIRM)
    return keep_choices(field, _retired(key, True), "retired_choice", at, by)


@command
def bring_choice_back(
    field: OwnField, key: str, *, at: datetime, by: Teammate | None
) -> OwnField:
    """Offer a choice again."""
    must_be_allowed(by, Act.RUN_FIRM)
    return keep_choices(field, _retired(key, False), "brought_choice_back", at, by)


def _retired(key: str, is_retired: bool) -> Changed:
    def change(before: list[Choice]) -> list[Choice]:
        at_place = _place(before, key)
        before[at_place] = replace(before[at_place], is_retired=is_retired)
        return before

    return change


@command
def move_choice(
    field: OwnField, key: str, *, up: bool, at: datetime, by: Teammate | None
) -> OwnField:
    """Offer a choice before (`up`) or after the one beside it; lists sort in this order."""
    must_be_allowed(by, Act.RUN_FIRM)

    def moved(before: list[Choice]) -> list[Choice]:
        at_place = _place(before, key)
        to = at_place - 1 if up else at_place + 1
        if 0 <= to < len(before):
            before[at_place], before[to] = before[to], before[at_place]
        return before

    known = {one.key: place for place, one in enumerate(definition_of(field).choices)}
    field = keep_choices(field, moved, "moved_choice", at, by)
    for place, one in enumerate(definition_of(field).choices):
        if known.get(one.key) != place:
            OwnValue.objects.filter(field=field, key=one.key).update(number=place)
    return field
