"""The filter builder as a form: brackets of conditions, each field with what fits it."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from django.http import QueryDict

from keepwell.desk.queries.names_in_filters import values_of
from keepwell.desk.rules.catalogue import PARTIES, Catalogue
from keepwell.desk.rules.filter_fields import OPERATORS, Field, Operator, Sort
from keepwell.desk.rules.filter_tree import (
    MOST_CONDITIONS,
    Condition,
    Group,
    judge_condition,
    judge_size,
)
from keepwell.desk.rules.filters import filter_as_text, parse_filter
from keepwell.kernel.refusal import Refused


@dataclass(frozen=True, slots=True)
class Line:
    """One condition as it is being written; `raw` is a bracket too deep to be shown apart."""

    field: Field
    operator: Operator
    values: tuple[str, ...] = ()
    raw: str = ""
    refused: str = ""
    number: int = 0

    @property
    def input(self) -> str:
        """Which sort of field its value is written in."""
        if not self.operator.most:
            return ""
        if self.operator.name in ("last", "ago", "next") or self.field.sort is Sort.NUMBER:
            return "number"
        if self.field.sort in (Sort.DATE, Sort.MOMENT):
            return "date"
        if self.field.sort is Sort.AMOUNT:
            return "decimal"
        if self.field.sort in (Sort.CHOICE, Sort.TEAMMATE, Sort.TEAM):
            return "choices" if self.operator.most > 1 else "choice"
        return "text"

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """What one may choose from, and what was chosen before."""
        known = [*self.field.pairs(), *values_of(self.field.sort)]
        there = {value for value, _words in known}
        return known + [(value, value) for value in self.values if value not in there]

    @property
    def takes_several(self) -> bool:
        """Whether several texts are written in one line, with semicolons between."""
        return self.input == "text" and self.operator.most > 2

    @property
    def first(self) -> str:
        if self.takes_several:
            return "; ".join(self.values)
        return self.values[0] if self.values else ""

    @property
    def second(self) -> str:
        return self.values[1] if len(self.values) > 1 else ""


@dataclass(frozen=True, slots=True)
class Box:
    """Conditions that hold together; box 0 is the outermost."""

    number: int
    every: bool = True
    lines: tuple[Line, ...] = field(default=())


def boxes_of(tree: Group, of: Catalogue = PARTIES) -> list[Box]:
    """A filter taken apart into boxes; an empty one gets a first line to fill in."""
    outer = [_line(part, of) for part in tree.parts if _is_line(part)]
    boxes = [Box(0, tree.every, tuple(outer))]
    for part in tree.parts:
        if isinstance(part, Group) and not _is_line(part):
            lines = tuple(_line(one, of) for one in part.parts)
            boxes.append(Box(len(boxes), part.every, lines))
    if not tree:
        boxes[0] = Box(0, True, (_new_line(of),))
    return _numbered(boxes)


def _is_line(part: Condition | Group) -> bool:
    return isinstance(part, Condition)


def _line(part: Condition | Group, of: Catalogue) -> Line:
    if isinstance(part, Group):
        return replace(_new_line(of), raw=filter_as_text(Group(True, (part,))))
    return Line(of.fields[part.field], OPERATORS[part.operator], part.values)


def _new_line(of: Catalogue) -> Line:
    name, operator = of.starts
    return Line(of.fields[name], OPERATORS[operator])


def _numbered(boxes: list[Box]) -> list[Box]:
    number, found = 0, []
    for box in boxes:
        lines = tuple(replace(one, number=number + at) for at, one in enumerate(box.lines))
        number += len(lines)
        found.append(replace(box, lines=lines))
    return found


def boxes_sent(sent: QueryDict, of: Catalogue = PARTIES) -> list[Box]:
    """The boxes as the form was sent; values that fit the field no more are dropped."""
    found: dict[int, list[Line]] = {0: []}
    for number in range(MOST_CONDITIONS + 5):
        if f"f{number}" not in sent and f"raw{number}" not in sent:
            continue
        box = sent.get(f"g{number}", "0")
        found.setdefault(int(box) if box.isdigit() and len(box) < 3 else 0, []).append(
            _line_sent(sent, number, of)
        )
    return _numbered(
        [
            Box(place, sent.get(f"a{number}") != "any", tuple(lines))
            for place, (number, lines) in enumerate(found.items())
        ]
    )


def _line_sent(sent: QueryDict, number: int, of: Catalogue) -> Line:
    if raw := sent.get(f"raw{number}", ""):
        return replace(_new_line(of), raw=raw)
    asked = of.fields.get(sent.get(f"f{number}", ""), of.fields[of.starts[0]])
    known = {one.name: one for one in asked.operators}
    operator = known.get(sent.get(f"o{number}", ""))
    values = tuple(value for value in sent.getlist(f"v{number}") if value.strip())
    if sent.get(f"was{number}", asked.name) != asked.name:
        operator, values = None, ()
    operator = operator or next(iter(known.values()))
    if Line(asked, operator).takes_several:
        values = tuple(each for one in values for each in one.split(";") if each.strip())
    return Line(asked, operator, values[: operator.most])


def changed_by(boxes: list[Box], act: str, of: Catalogue = PARTIES) -> list[Box]:
    """The boxes after “add-1”, “drop-3” or “group”; anything else leaves them as they are."""
    verb, _dash, which = act.partition("-")
    if verb == "group":
        return _numbered([*boxes, Box(len(boxes), False, (_new_line(of), _new_line(of)))])
    found = []
    for box in boxes:
        lines = tuple(one for one in box.lines if act != f"drop-{one.number}")
        if verb == "add" and which == str(box.number):
            lines = (*lines, _new_line(of))
        if lines or box.number == 0:
            found.append(replace(box, lines=lines))
    return _numbered([replace(box, number=place) for place, box in enumerate(found)])


def tree_of(boxes: list[Box], of: Catalogue = PARTIES) -> tuple[Group | None, list[Box]]:
    """The filter these boxes mean, or None and the boxes with what is wrong with them."""
    judged = [_judged(box, of) for box in boxes]
    if any(line.refused for _group, box in judged for line in box.lines):
        return None, [box for _group, box in judged]
    outer, *inner = [group for group, _box in judged]
    parts = (*outer.parts, *(group for group in inner if group))
    return judge_size(Group(outer.every, parts)), boxes


def _judged(box: Box, of: Catalogue) -> tuple[Group, Box]:
    parts: list[Condition | Group] = []
    lines = []
    for line in box.lines:
        try:
            parts += _parts_of(line, of)
        except Refused as no:
            line = replace(line, refused=no.because)
        lines.append(line)
    return Group(box.every, tuple(parts)), replace(box, lines=tuple(lines))


def _parts_of(line: Line, of: Catalogue) -> Iterator[Condition | Group]:
    if line.raw:
        yield from parse_filter(line.raw, of.fields).parts
    else:
        yield judge_condition(line.field.name, line.operator.name, line.values, of.fields)
