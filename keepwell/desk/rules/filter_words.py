"""A filter said in words, for the chips over a list and for the record."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from keepwell.desk.rules.filter_fields import FIELDS, OPERATORS, Field, Sort
from keepwell.desk.rules.filter_tree import Condition, Group
from keepwell.kernel.words import say as _
from keepwell.ui.words import short_day


@dataclass(frozen=True, slots=True)
class Said:
    """What stands on a chip: of which field, and what is asked of it."""

    field: str
    value: str


def condition_in_words(
    asked: Condition, names: Mapping[str, str], fields: Mapping[str, Field] = FIELDS
) -> Said:
    """ "Stage" "is any of lead, proposal"; `names` are those of teammates and teams by id."""
    field, operator = fields[asked.field], OPERATORS[asked.operator]
    said = [_value_in_words(field, value, names) for value in asked.values]
    joined = f" {_('and')} ".join(said) if asked.operator == "between" else ", ".join(said)
    return Said(field.label, f"{operator.label} {joined}".strip())


def _value_in_words(field: Field, value: str, names: Mapping[str, str]) -> str:
    if value in field.choices:
        return field.words_of(value)
    if field.sort in (Sort.DATE, Sort.MOMENT) and len(value) == 10:
        return short_day(date.fromisoformat(value))
    if field.sort is Sort.ANNIVERSARY and len(value) == 5:
        return short_day(date.fromisoformat(f"2000-{value}"), date(2000, 1, 1))
    return names.get(value, value)


def part_in_words(
    part: Condition | Group, names: Mapping[str, str], fields: Mapping[str, Field] = FIELDS
) -> Said:
    """A whole bracket becomes one chip."""
    if isinstance(part, Condition):
        return condition_in_words(part, names, fields)
    joined = f" {_('and')} " if part.every else f" {_('or')} "
    said = [part_in_words(one, names, fields) for one in part.parts]
    return Said("", "(" + joined.join(f"{one.field} {one.value}".strip() for one in said) + ")")


def filter_in_words(
    tree: Group, names: Mapping[str, str], fields: Mapping[str, Field] = FIELDS
) -> str:
    """The whole filter as one line."""
    said = part_in_words(tree, names, fields).value
    return said.removeprefix("(").removesuffix(")") if tree else ""
