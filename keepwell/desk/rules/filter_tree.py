"""A filter of a list as a tree of conditions, each judged before it is asked."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from keepwell.desk.rules.filter_fields import FIELDS, OPERATORS, Field, Sort
from keepwell.desk.rules.own import WithOwn
from keepwell.fields.rules.definitions import is_own
from keepwell.fields.rules.values import decimal_of
from keepwell.kernel.refusal import Refused, refuse_unless
from keepwell.kernel.words import say as _

DEEPEST = 4
MOST_CONDITIONS = 40
LONGEST_VALUE = 200
MOST_DAYS = 36_500
LARGEST_NUMBER = 10**9
FILTER = "filter"
_DAYS = ("last", "ago", "next")


@dataclass(frozen=True, slots=True)
class Condition:
    """One question to one field; its values are spelt as they came, already judged."""

    field: str
    operator: str
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """Conditions and groups that hold all together (`every`), or of which one is enough."""

    every: bool = True
    parts: tuple["Condition | Group", ...] = ()

    def __bool__(self) -> bool:
        return bool(self.parts)


EVERYBODY = Group()


def conditions_in(tree: Group) -> Iterator[Condition]:
    """Every condition of the tree, from left to right."""
    for part in tree.parts:
        if isinstance(part, Group):
            yield from conditions_in(part)
        else:
            yield part


# Fields whose values are looked up when they are asked for: who is meant may change.
LOOKED_UP = frozenset({"owner", "account_team", "team"})


def means_always_the_same(tree: Group) -> bool:
    """Whether a filter says by itself what it asks, of whom it is asked and on which day."""
    return not any(one.field in LOOKED_UP for one in conditions_in(tree))


def and_also(tree: Group, *parts: Condition | Group) -> Group:
    """The tree, and these as well."""
    if tree.every or len(tree.parts) < 2:
        return Group(True, tree.parts + parts)
    return Group(True, (tree, *parts))


def without(tree: Group, place: int) -> Group:
    """The tree without its part at this place."""
    return Group(tree.every, tree.parts[:place] + tree.parts[place + 1 :])


def judge_condition(
    name: str,
    operator: str,
    values: tuple[str, ...],
    fields: Mapping[str, Field] = FIELDS,
) -> Condition:
    """The condition on one of these fields, or `Refused` with what is wrong with it."""
    field = fields.get(name)
    if field is None:
        raise Refused(
            _("Nothing here is called “%(name)s”. There are: %(all)s.",
              name=name[:60], all=", ".join(_named_like(name, fields))),
            field=FILTER,
        )  # fmt: skip
    known = {one.name: one for one in field.operators}
    asked = known.get(operator)
    if asked is None:
        raise Refused(
            _("“%(field)s” cannot be asked “%(asked)s”. It can be asked: %(all)s.",
              field=field.label, asked=operator[:60], all=", ".join(known)),
            field=FILTER,
        )  # fmt: skip
    values = tuple(" ".join(one.replace("\0", " ").split()) for one in values)
    _refuse_number(field, operator, values)
    for value in values:
        _refuse_value(field, operator, value)
    return Condition(name, operator, values)


def _named_like(name: str, fields: Mapping[str, Field]) -> Iterable[str]:
    """The names somebody may have meant: the firm's own for one of those, else the house's."""
    house = fields.house if isinstance(fields, WithOwn) else fields
    return [one for one in fields if one not in house] if is_own(name) else house


def _refuse_number(field: Field, operator: str, values: tuple[str, ...]) -> None:
    asked = OPERATORS[operator]
    said = {"field": field.label, "asked": asked.label}
    if len(values) < asked.fewest:
        raise Refused(_("Say what “%(field)s %(asked)s” is about.", **said), field=FILTER)
    refuse_unless(
        len(values) <= asked.most,
        _("“%(field)s %(asked)s” takes %(most)s values at most.", most=asked.most, **said),
        field=FILTER,
    )


def _refuse_value(field: Field, operator: str, value: str) -> None:
    refuse_unless(
        0 < len(value) <= LONGEST_VALUE,
        _("“%(field)s” needs a value of 1 to %(most)s letters.",
          field=field.label, most=LONGEST_VALUE),
        field=FILTER,
    )  # fmt: skip
    said = {"field": field.label, "value": value}
    if operator in _DAYS:
        refuse_unless(
            _is_number(value, MOST_DAYS),
            _("“%(value)s” is no number of days for “%(field)s”. Write 30, say.", **said),
            field=FILTER,
        )
    elif field.sort in (Sort.DATE, Sort.MOMENT):
        refuse_unless(
            _is_day(value),
            _("“%(value)s” is no day for “%(field)s”. Write it as 2026-11-23.", **said),
            field=FILTER,
        )
    elif field.sort is Sort.ANNIVERSARY:
        refuse_unless(
            _is_day(f"2000-{value}"),
            _("“%(value)s” is no day of the year for “%(field)s”. Write it as 11-23.", **said),
            field=FILTER,
        )
    elif field.sort is Sort.NUMBER:
        refuse_unless(
            _is_number(value, LARGEST_NUMBER),
            _("“%(value)s” is no number for “%(field)s”. Write 250, say.", **said),
            field=FILTER,
        )
    elif field.sort is Sort.AMOUNT:
        refuse_unless(
            decimal_of(value) is not None,
            _("“%(value)s” is no number for “%(field)s”. Write 12.5, say.", **said),
            field=FILTER,
        )
    elif field.sort is Sort.CHOICE:
        refuse_unless(
            value in field.choices,
            _("“%(value)s” is no value of “%(field)s”. There are: %(all)s.",
              all=", ".join(field.choices), **said),
            field=FILTER,
        )  # fmt: skip
    elif field.sort is Sort.TEAMMATE:
        refuse_unless(
            value in field.choices or "@" in value or is_id(value),
            _("“%(value)s” is nobody for “%(field)s”. Write %(all)s, or a teammate’s address.",
              all=", ".join(field.choices), **said),
            field=FILTER,
        )  # fmt: skip


def _is_number(value: str, most: int) -> bool:
    return value.isascii() and value.isdigit() and len(value) <= 10 and int(value) <= most


def _is_day(value: str) -> bool:
    try:
        day = date.fromisoformat(value)
    except ValueError:
        return False
    return len(value) == 10 and 1_000 < day.year < 9_000


def is_id(value: str) -> bool:
    """Whether the value names a teammate or a team by its id."""
    try:
        UUID(value)
    except ValueError:
        return False
    return True


def judge_size(tree: Group) -> Group:
    """The tree, refused where it is too deep or too large to be meant."""
    refuse_unless(
        _depth(tree) <= DEEPEST,
        _("Brackets may stand %(most)s deep at most.", most=DEEPEST),
        field=FILTER,
    )
    refuse_unless(
        sum(1 for _one in conditions_in(tree)) <= MOST_CONDITIONS,
        _("A filter has %(most)s conditions at most.", most=MOST_CONDITIONS),
        field=FILTER,
    )
    return tree


def _depth(tree: Group) -> int:
    return 1 + max((_depth(part) for part in tree.parts if isinstance(part, Group)), default=0)
