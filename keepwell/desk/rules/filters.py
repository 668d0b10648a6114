"""The language that narrows a list: what may be asked, as a tree, text or JSON.

As text, short enough for a link:

    owner:is:me;stage:any:lead,proposal;(quiet:is:silent|next_touch:past)

`;` means and, `|` means or; a bracket holds one or the other. A condition is the field, what is
asked, and its values after commas. A backslash stands before any of `; | ( ) , \\` in a value.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from keepwell.desk.rules.filter_fields import FIELDS, OPERATORS, Field
from keepwell.desk.rules.filter_tree import (
    DEEPEST,
    EVERYBODY,
    FILTER,
    MOST_CONDITIONS,
    Condition,
    Group,
    judge_condition,
    judge_size,
)
from keepwell.kernel.refusal import Refused, refuse_unless
from keepwell.kernel.words import say as _

__all__ = [
    "EVERYBODY",
    "FIELDS",
    "Condition",
    "Group",
    "filter_as_json",
    "filter_as_text",
    "filter_from_json",
    "parse_filter",
]
LONGEST_TEXT = 4_000
_MARKS = re.compile(r"([;|(),\\])")


def parse_filter(text: str, fields: Mapping[str, Field] = FIELDS) -> Group:
    """The tree this text means, empty text being everybody; `Refused` says what is wrong.

    `fields` are those of the noun that is listed, of parties unless others are given.

    `owner:is:me;(stage:is:lead|quiet:any:quiet,silent)`.
    """
    refuse_unless(
        len(text) <= LONGEST_TEXT,
        _("A filter has %(most)s letters at most.", most=LONGEST_TEXT),
        field=FILTER,
    )
    if not text.strip():
        return EVERYBODY
    reader = _Reader(text, fields)
    tree = reader.group(1)
    if reader.at < len(text):
        raise Refused(_("A bracket is closed that was never opened."), field=FILTER)
    return judge_size(tree)


@dataclass
class _Reader:
    """Where in the text one is."""

    text: str
    fields: Mapping[str, Field]
    at: int = 0

    def group(self, depth: int) -> Group:
        """Parts up to the end or a closing bracket, all joined the same way."""
        refuse_unless(
            depth <= DEEPEST,
            _("Brackets may stand %(most)s deep at most.", most=DEEPEST),
            field=FILTER,
        )
        parts, sign = [self._part(depth)], ""
        while (next_sign := self._here()) in (";", "|") and next_sign:
            refuse_unless(
                sign in ("", next_sign),
                _("“;” (and) and “|” (or) stand side by side. Put one of them in brackets."),
                field=FILTER,
            )
            sign = next_sign
            self.at += 1
            parts.append(self._part(depth))
        return Group(sign != "|", tuple(parts))

    def _here(self) -> str:
        return self.text[self.at : self.at + 1]

    def _part(self, depth: int) -> Condition | Group:
        if self._here() != "(":
            return self._condition()
        self.at += 1
        inner = self.group(depth + 1)
        refuse_unless(
            self._here() == ")", _("A bracket is opened and never closed."), field=FILTER
        )
        self.at += 1
        return inner

    def _condition(self) -> Condition:
        values = [""]
        while (sign := self._here()) and sign not in ";|()":
            if sign == "\\":
                self.at += 1
                values[-1] += self._here()
            elif sign == ",":
                values.append("")
            else:
                values[-1] += sign
            self.at += 1
        name, _colon, rest = values[0].partition(":")
        operator, colon, first = rest.partition(":")
        if not operator:
            raise Refused(
                _("“%(text)s” is no condition. Write one as field:asked:value, for example "
                  "stage:is:lead.", text=values[0][:60]),
                field=FILTER,
            )  # fmt: skip
        given = (first, *values[1:]) if colon else ()
        return judge_condition(name.strip(), operator.strip(), given, self.fields)


def filter_as_text(tree: Group) -> str:
    """The tree as a link carries it; `parse_filter` reads it."""
    sign = ";" if tree.every else "|"
    return sign.join(_part_as_text(part) for part in tree.parts)


def _part_as_text(part: Condition | Group) -> str:
    if isinstance(part, Group):
        return f"({filter_as_text(part)})"
    values = ",".join(_MARKS.sub(r"\\\1", value) for value in part.values)
    asked = f"{part.field}:{part.operator}"
    return f"{asked}:{values}" if part.values else asked


def filter_as_json(tree: Group) -> dict[str, Any]:
    """The tree as plain JSON: {"all": [{"field", "is", "value"}, {"any": […]}]}."""
    return {"all" if tree.every else "any": [_part_as_json(part) for part in tree.parts]}


def _part_as_json(part: Condition | Group) -> dict[str, Any]:
    if isinstance(part, Group):
        return filter_as_json(part)
    said: dict[str, Any] = {"field": part.field, "is": part.operator}
    if OPERATORS[part.operator].most > 1:
        said["value"] = list(part.values)
    elif part.values:
        said["value"] = part.values[0]
    return said


def filter_from_json(obj: Any, fields: Mapping[str, Field] = FIELDS) -> Group:
    """The tree of such JSON; `Refused` says what is wrong with it."""
    if obj is None or obj == {}:
        return EVERYBODY
    part = _from_json(obj, 1, fields)
    return judge_size(part if isinstance(part, Group) else Group(True, (part,)))


def _from_json(obj: Any, depth: int, fields: Mapping[str, Field]) -> Condition | Group:
    if isinstance(obj, dict) and "field" in obj:
        value = obj.get("value", [])
        values = value if isinstance(value, list) else [value]
        refuse_unless(
            all(isinstance(one, str | int) for one in values),
            _("A value of a filter is text, a number, or a list of these."),
            field=FILTER,
        )
        said = tuple(str(one) for one in values)
        return judge_condition(str(obj["field"]), str(obj.get("is", "")), said, fields)
    every = isinstance(obj, dict) and "all" in obj
    parts = obj.get("all" if every else "any") if isinstance(obj, dict) else None
    if not isinstance(parts, list) or len(obj) != 1:
        raise Refused(
            _('A filter is {"all": […]} or {"any": […]} of {"field", "is", "value"}.'),
            field=FILTER,
        )
    refuse_unless(
        depth <= DEEPEST and len(parts) <= MOST_CONDITIONS,
        _("A filter has %(most)s conditions at most, in brackets %(deep)s deep.",
          most=MOST_CONDITIONS, deep=DEEPEST),
        field=FILTER,
    )  # fmt: skip
    refuse_unless(
        bool(parts) or depth == 1, _("A bracket holds one condition at least."), field=FILTER
    )
    return Group(every, tuple(_from_json(one, depth + 1, fields) for one in parts))
