"""The few ways of coming again that a form offers, as rules; and a rule as one of them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from keepwell.conversations.rules.recurrence import (
    WORKING,
    NotARule,
    Rule,
    is_on_working_days,
    rule_of,
    words_of,
)

NEVER, DAY, WORKDAY, WEEK = "", "day", "workday", "week"
MONTH, NTH, LAST_DAY, YEAR, AFTER, AS_IT_IS = "month", "nth", "last", "year", "after", "kept"


@dataclass(frozen=True, slots=True)
class Again:
    """What a form says of coming again."""

    way: str = NEVER
    every: int = 1
    weekdays: Sequence[int] = field(default_factory=tuple)
    until: date | None = None
    times: int | None = None

    @property
    def counts_from_done(self) -> bool:
        return self.way == AFTER


ONCE = Again()


def words_for(again: Again, due_on: date) -> str:
    """The rule in iCalendar's words; the day due says which weekday of the month is meant."""
    ends = {"until": again.until, "times": again.times}
    nth = (due_on.day - 1) // 7 + 1
    rules = {
        DAY: Rule("DAILY", again.every, **ends),  # type: ignore[arg-type]
        WORKDAY: Rule("WEEKLY", 1, _plain(WORKING), **ends),  # type: ignore[arg-type]
        WEEK: Rule("WEEKLY", again.every, _plain(again.weekdays), **ends),  # type: ignore[arg-type]
        MONTH: Rule("MONTHLY", again.every, **ends),  # type: ignore[arg-type]
        NTH: Rule(
            "MONTHLY",
            again.every,
            ((nth if nth < 5 else -1, due_on.weekday()),),
            **ends,  # type: ignore[arg-type]
        ),
        LAST_DAY: Rule("MONTHLY", again.every, month_days=(-1,), **ends),  # type: ignore[arg-type]
        YEAR: Rule("YEARLY", again.every, **ends),  # type: ignore[arg-type]
        AFTER: Rule("DAILY", again.every, **ends),  # type: ignore[arg-type]
    }
    return words_of(rules[again.way])


def _plain(days: Sequence[int]) -> tuple[tuple[int, int], ...]:
    return tuple((0, day) for day in sorted(set(days)))


def way_of(words: str, *, counts_from_done: bool) -> Again:
    """What the form shows of a rule; one that it does not offer is kept as it is."""
    try:
        rule = rule_of(words)
    except NotARule:
        return Again(AS_IT_IS)
    told = {"every": rule.every, "until": rule.until, "times": rule.times}
    days = tuple(day for _nth, day in rule.weekdays)
    if counts_from_done:
        return Again(AFTER, **told) if rule.unit == "DAILY" else Again(AS_IT_IS)  # type: ignore[arg-type]
    if rule.unit == "WEEKLY" and rule.every == 1 and is_on_working_days(rule.weekdays):
        return Again(WORKDAY, **told)  # type: ignore[arg-type]
    return Again(_way(rule), weekdays=days if rule.unit == "WEEKLY" else (), **told)  # type: ignore[arg-type]


def _way(rule: Rule) -> str:
    plain = not (rule.weekdays or rule.month_days or rule.months)
    if rule.unit == "WEEKLY" and not rule.month_days and not rule.months:
        return WEEK
    if rule.unit == "MONTHLY" and rule.month_days == (-1,) and not rule.weekdays:
        return LAST_DAY
    if rule.unit == "MONTHLY" and len(rule.weekdays) == 1 and not rule.month_days:
        return NTH
    clamped = rule.place == -1 and not rule.weekdays
    if plain or clamped:
        return {"DAILY": DAY, "MONTHLY": MONTH, "YEARLY": YEAR}.get(rule.unit, AS_IT_IS)
    return AS_IT_IS
