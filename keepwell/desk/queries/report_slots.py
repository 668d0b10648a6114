"""The lines and columns of a report: which values there are, what they mean, what is left."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.db.models import Count, Max, Min, Q, QuerySet

from keepwell.desk.queries.kinds import SHOWN as KINDS
from keepwell.desk.queries.nouns.noun import ListNoun
from keepwell.desk.queries.report_axes import gathered, ways_of
from keepwell.desk.queries.views import Viewer
from keepwell.desk.rules.filter_fields import Sort
from keepwell.desk.rules.filter_tree import Condition
from keepwell.desk.rules.report import DAYS, Grouping
from keepwell.desk.rules.stretches import (
    ACROSS,
    SHOWN,
    Stretch,
    stretch_in_short,
    stretch_in_words,
    stretches_shown,
)
from keepwell.firm.models import Team, Teammate
from keepwell.kernel.words import plural
from keepwell.kernel.words import say as _
from keepwell.ui.words import as_day, reading_locale

MOST_LINES, MOST_COLUMNS = 20, ACROSS
VALUE, EMPTY, REST = "value", "empty", "rest"
_EARLIER = -1


@dataclass(frozen=True, slots=True)
class Slot:
    """A line or a column: what it is called, and the conditions that mean its rows."""

    key: Any
    label: str
    means: tuple[Condition, ...]
    sort: str = VALUE
    short: str = ""
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class Axis:
    """What a report is gathered by one way; `rest` stands for values that are not shown."""

    noun: ListNoun
    grouping: Grouping
    alias: str
    viewer: Viewer
    slots: tuple[Slot, ...]
    rest: Slot | None = None
    stretches: tuple[Stretch, ...] = field(default=())

    def join(self, among: QuerySet[Any]) -> list[QuerySet[Any]]:
        """The rows with their value, less those whose value is not shown."""
        joined = gathered(
            self.noun, among, self.grouping, self.alias, self.viewer, list(self.stretches)
        )
        if self.rest is None:
            return joined
        keys = [one.key for one in self.slots if one.sort == VALUE]
        shown = Q(**{f"{self.alias}__in": keys}) | Q(**{f"{self.alias}__isnull": True})
        if self.grouping.field.sort in (Sort.WORD, Sort.CHOICE):
            shown |= Q(**{self.alias: ""})
        return [rows.filter(shown) for rows in joined]

    @property
    def all_slots(self) -> tuple[Slot, ...]:
        return (*self.slots, *((self.rest,) if self.rest else ()))


def axis_of(
    noun: ListNoun,
    among: QuerySet[Any],
    grouping: Grouping,
    alias: str,
    viewer: Viewer,
    size: Any,
) -> Axis:
    """Which values there are, the largest by `size`; three queries at most for each way.

    Few enough to read: the others stand together as the rest, which means exactly those that
    have a value and none of the ones shown.
    """
    if grouping.field.sort in DAYS:
        return _axis_of_days(noun, among, grouping, alias, viewer)
    most = MOST_LINES if alias == "line" else MOST_COLUMNS
    words, number = _values(noun, among.order_by(), grouping, alias, viewer, size, most)
    keys = list(words)
    names = _names(grouping, keys, viewer)
    slots = [_slot(grouping, key, words[key] or names.get(key, "")) for key in keys]
    rest = _rest(grouping, slots, number - len(keys)) if number > len(keys) else None
    slots = _in_their_order(grouping, slots)
    empty = () if grouping.field.always else (_empty(grouping),)
    return Axis(noun, grouping, alias, viewer, (*slots, *empty), rest)


def _values(
    noun: ListNoun,
    among: QuerySet[Any],
    grouping: Grouping,
    alias: str,
    viewer: Viewer,
    size: Any,
    most: int,
) -> tuple[Mapping[Any, str | None], int]:
    """The values that are shown with how they are written, the largest first; how many are."""
    ways = gathered(noun, among, grouping, alias, viewer)
    filled = _is_filled(grouping, alias)
    called = {}
    if grouping.field.sort is Sort.WORD:
        called = {"called": Min(ways_of(noun, among, grouping, alias, viewer)[0][1])}
    asked = [way.filter(filled).values(alias) for way in ways]
    found: dict[Any, tuple[Any, str | None]] = {}
    for rows in asked:
        sizes = rows.annotate(size=size, **called).order_by("-size", alias)
        # Of several ways each may hold but a part of the largest.
        for row in sizes[: most + 1] if len(asked) == 1 else sizes:
            before = found.get(row[alias], (0, None))[0]
            so_far = before + row["size"] if before else row["size"]
            found[row[alias]] = (so_far, row.get("called"))
    number = len(found)
    if number > most and len(asked) == 1:
        number = asked[0].distinct().count()
    keys = list(found)
    if len(asked) > 1:
        keys.sort(key=lambda key: (-found[key][0], str(key)))
    shown = [key for key in keys[:most] if _is_known(grouping, key)]
    return {key: found[key][1] for key in shown}, number


def _is_known(grouping: Grouping, key: Any) -> bool:
    """Whether the filter can ask for it; other tools have words of their own for an outcome."""
    field = grouping.field
    return (
        field.sort is not Sort.CHOICE or bool(field.own) or KINDS.get(key, key) in field.choices
    )


def _is_filled(grouping: Grouping, alias: str) -> Q:
    filled = Q(**{f"{alias}__isnull": False})
    if grouping.field.sort in (Sort.WORD, Sort.CHOICE):
        filled &= ~Q(**{alias: ""})
    return filled


def _in_their_order(grouping: Grouping, slots: list[Slot]) -> list[Slot]:
    """Choices in the order they are always shown; others as they came, the largest first."""
    if grouping.field.sort is not Sort.CHOICE:
        return slots
    places = {value: place for place, value in enumerate(grouping.field.choices)}
    return sorted(slots, key=lambda one: places.get(one.means[0].values[0], len(places)))


def _names(grouping: Grouping, keys: Collection[Any], viewer: Viewer) -> Mapping[Any, str]:
    match grouping.field.sort:
        case Sort.TEAMMATE:
            return dict(Teammate.objects.filter(pk__in=keys).values_list("pk", "name"))
        case Sort.TEAM:
            return dict(Team.objects.filter(pk__in=keys).values_list("pk", "name"))
        case Sort.PARTY:
            return dict(viewer.seen.filter(pk__in=keys).values_list("pk", "name"))
    return {}


def _slot(grouping: Grouping, key: Any, called: str) -> Slot:
    asked = grouping.field
    if asked.sort in (Sort.YES_NO, Sort.ANSWER):
        answer = "yes" if key in ("yes", 1) else "no"
        label = _("yes") if answer == "yes" else _("no")
        return Slot(key, label, (Condition(asked.name, answer),))
    value = KINDS.get(key, key) if asked.name == "kind" else key
    if asked.sort is Sort.CHOICE:
        called = asked.words_of(value) if value in asked.choices else str(value)
    text = called if asked.sort is Sort.WORD else str(value)
    label = called[:1].upper() + called[1:] if asked.sort is Sort.CHOICE else called
    return Slot(key, label, (Condition(asked.name, "is", (text,)),))


def _empty(grouping: Grouping) -> Slot:
    words = {
        Sort.TEAMMATE: _("Nobody"),
        Sort.TEAM: _("No team"),
        Sort.PARTY: _("Nobody"),
        Sort.CHOICE: _("None"),
        Sort.DATE: _("No day"),
        Sort.MOMENT: _("No day"),
    }
    label = words.get(grouping.field.sort, _("Not known"))
    return Slot(None, label, (Condition(grouping.field.name, "empty"),), EMPTY)


def _rest(grouping: Grouping, slots: Sequence[Slot], more: int) -> Slot:
    shown = tuple(one.means[0].values[0] for one in slots)
    name = grouping.field.name
    filled = () if grouping.field.always else (Condition(name, "filled"),)
    others = (Condition(name, "none", shown),) if shown else ()
    label = plural("and %(count)d more", "and %(count)d more", more)
    return Slot(None, label, (*filled, *others), REST)


def _axis_of_days(
    noun: ListNoun, among: QuerySet[Any], grouping: Grouping, alias: str, viewer: Viewer
) -> Axis:
    ((joined, path),) = ways_of(noun, among.order_by(), grouping, alias, viewer)
    ends = joined.aggregate(first=Min(path), last=Max(path), number=Count(path))
    most = SHOWN[grouping.each] if alias == "line" else ACROSS
    stretches: list[Stretch] = []
    if ends["first"] is not None:
        first, last = as_day(ends["first"]), as_day(ends["last"])
        stretches = stretches_shown(first, last, grouping.each, viewer.on, most)
    slots = [_of_stretch(grouping, place, one, viewer) for place, one in enumerate(stretches)]
    if stretches:
        slots.insert(0, _beyond(grouping, _EARLIER, "before", stretches[0].first))
        slots.append(_beyond(grouping, len(stretches), "after", stretches[-1].last))
    if not grouping.field.always:
        slots.append(_empty(grouping))
    return Axis(noun, grouping, alias, viewer, tuple(slots), stretches=tuple(stretches))


def _of_stretch(grouping: Grouping, place: int, stretch: Stretch, viewer: Viewer) -> Slot:
    name, locale = grouping.field.name, reading_locale()
    days = (stretch.first.isoformat(), stretch.last.isoformat())
    asked = Condition(name, "between", days)
    if grouping.each == "day":
        asked = Condition(name, "on", days[:1])
    label = stretch_in_words(stretch, grouping.each, locale)
    short = stretch_in_short(stretch, grouping.each, locale)
    is_open = stretch.holds(viewer.on)
    return Slot(place, label, (asked,), short=short, is_open=is_open)


def _beyond(grouping: Grouping, key: int, operator: str, day: Any) -> Slot:
    label = _("earlier") if key == _EARLIER else _("later")
    return Slot(key, label, (Condition(grouping.field.name, operator, (day.isoformat(),)),),
                REST)  # fmt: skip


def key_of(axis: Axis, found: Any) -> Any:
    """The key of the slot a value belongs to: '' is nothing as well."""
    return None if found in ("", None) else found


def only_used(axis: Axis, used: Collection[Any]) -> Axis:
    """Without values, other than stretches of time, under which nobody stands."""
    kept = [
        one for one in axis.slots
        if one.key in used or (axis.stretches and one.sort == VALUE)
    ]  # fmt: skip
    return replace(axis, slots=tuple(kept))
