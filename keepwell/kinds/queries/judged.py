"""The policy in the database's own language: who is what, and why, for very many at once.

`rules/policy.py` judges one party in Python; this says the same of all. Both read one policy.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.db import connection

from keepwell.kernel.words import gettext_noop as _
from keepwell.kinds.models import Overruling
from keepwell.kinds.queries.whose import Asked, Whose
from keepwell.kinds.rules.facts import (
    ASPECTS_OF,
    CLIENT,
    CUSTOMER,
    FORMER,
    KIND_OF,
    KINDS,
    NAMES,
    PROSPECT,
    USER,
    Telling,
)
from keepwell.kinds.rules.policy import (
    AT_LEAST,
    NONE_OF,
    ONE_OF,
    WITHIN,
    YES,
    Condition,
    Policy,
    Rule,
    Sign,
    tellings_of,
)

FACTS_TABLE = "kinds_partyfacts"
# The column that names the rule a party holds a kind by.
BY = {kind: f"by_{kind.replace(' ', '_')}" for kind in KINDS}
_LEVELS = ((CUSTOMER, USER), (FORMER,), (CLIENT,), (PROSPECT,))
HELD_BY_WORD = _("%(who)s decided so until %(day)s: %(reason)s")
OVERRULED = "overruled"


class _Words:
    """Words for the database, and the values to go with them."""

    def __init__(self, policy: Policy, day: date, prefix: str = "") -> None:
        self.policy, self.day, self.prefix = policy, day, prefix
        self.values: list[Any] = []
        self.is_postgresql = connection.vendor == "postgresql"

    def column(self, name: str) -> str:
        """The name of a column of this policy's own."""
        return f"{self.prefix}{name}"

    def met(self, when: Sequence[Condition]) -> str:
        """That all of these hold; what is not known does not hold."""
        return " AND ".join(self._one(each) for each in when) or "1 = 1"

    def _one(self, asked: Condition) -> str:
        if asked.fact in KIND_OF:
            by = self.column(BY[KIND_OF[asked.fact]])
            return f"{by} IS NOT NULL" if asked.asks == YES else f"{by} IS NULL"
        is_counted = asked.fact in ASPECTS_OF
        name = self.column(asked.fact) if is_counted else f'"{asked.fact}"'
        if asked.asks in (ONE_OF, NONE_OF):
            self.values += asked.words
            marks = ", ".join(["%s"] * len(asked.words))
            return f"{name} {'NOT ' if asked.asks == NONE_OF else ''}IN ({marks})"
        if asked.asks in ("yes", "no"):
            return name if asked.asks == YES else f"NOT {name}"
        if asked.asks in ("at_least", "at_most"):
            return f"{name} {'>=' if asked.asks == AT_LEAST else '<='} {int(asked.value)}"
        self.values.append(self.day - timedelta(days=asked.value))
        return f"{name} {'>' if asked.asks == WITHIN else '<='} %s"

    def first_met(self, rules: Sequence[Rule]) -> str:
        """The key of the first rule that is met."""
        if not rules:
            return "CAST(NULL AS text)"
        return f"CASE {' '.join(self._case(rule) for rule in rules)} END"

    def _case(self, rule: Rule) -> str:
        met = self.met(rule.when)
        self.values.append(rule.key)
        return f"WHEN {met} THEN {self._text()}"

    def _text(self) -> str:
        return "CAST(%s AS text)" if self.is_postgresql else "%s"

    def aspects(self, kind: str) -> str:
        """In how many aspects something speaks for a kind."""
        by_aspect: dict[str, list[str]] = {}
        for sign in self.policy.signs:
            if sign.is_on and sign.speaks_for == kind:
                by_aspect.setdefault(sign.aspect, [])
        parts = []
        for aspect in by_aspect:
            signs = (
                sign for sign in self.policy.signs
                if sign.is_on and sign.speaks_for == kind and sign.aspect == aspect
            )  # fmt: skip
            any_ = " OR ".join(f"({self.met(sign.when)})" for sign in signs)
            parts.append(f"CASE WHEN {any_} THEN 1 ELSE 0 END")
        return " + ".join(parts) or "0"

    def because(self, rules: Sequence[Rule], by: str) -> str:
        """The reasons of whichever of these rules was met, as kept sentences."""
        cases = []
        for rule in rules:
            self.values.append(rule.key)
            cases.append(f"WHEN {by} = {self._text()} THEN {self._told(rule)}")
        return f"CASE {' '.join(cases)} END"

    def _told(self, rule: Rule) -> str:
        each = [self._first_known(tellings_of(asked)) for asked in rule.when]
        parts = [words for words in each if words]
        if rule.adds:
            parts.append(self._sentence(Telling(rule.adds)))
        return self._list(parts)

    def _first_known(self, tellings: Sequence[Telling]) -> str:
        if not tellings:
            return ""
        cases = [
            f'WHEN "{telling.needs}" IS NOT NULL THEN {self._sentence(telling)}'
            for telling in tellings
            if telling.needs
        ]
        last = next((one for one in tellings if not one.needs), None)
        if not cases:
            return self._sentence(last) if last else ""
        chosen = f"CASE {' '.join(cases)} ELSE {self._sentence(last) if last else 'NULL'} END"
        # SQLite forgets on the way through CASE that a text is JSON.
        return chosen if self.is_postgresql else f"json({chosen})"

    def _sentence(self, telling: Telling) -> str:
        self.values.append(telling.words)
        words = self._text()
        pairs = ", ".join(f"'{name}', {self._fact(of)}" for name, of in telling.facts)
        return self._list([words, f"{self._make()}_object({pairs})"])

    def _fact(self, name: str) -> str:
        return self.column(name) if name in ASPECTS_OF else f'"{name}"'

    def _make(self) -> str:
        return "jsonb_build" if self.is_postgresql else "json"

    def _list(self, parts: Sequence[str]) -> str:
        return f"{self._make()}_array({', '.join(parts)})"


def judged_rows(
    policy: Policy,
    whose: Whose,
    day: date,
    prefix: str = "",
    of: str = "",
    carried: frozenset[str] = frozenset(),
) -> Asked:
    """A row for each present party: its facts, and by which rule it holds each kind.

    Each level may ask for the kinds of those within. `of` are rows to judge instead. Of the
    facts only those are carried along that the policy asks for, and `carried`.
    """
    words = _Words(policy, day, prefix)
    inner, values = (of, []) if of else _present(whose, facts_asked_for(policy) | carried)
    # Values go in the order of the words: the outermost level is written first.
    heads: list[str] = []
    for level in reversed(_LEVELS):
        heads.append(_level(words, level))
    # A fence: each level is worked out once, not written into every place that names it.
    fence = "OFFSET 0" if words.is_postgresql else "LIMIT -1"
    said = inner
    if asks_for_aspects(policy):
        counts = ", ".join(
            f"{words.aspects(kind)} AS {words.column(name)}"
            for name, kind in ASPECTS_OF.items()
        )
        said = f"SELECT z.*, {counts} FROM ({inner}) z {fence}"
    for depth, head in enumerate(reversed(heads)):
        said = f"SELECT y{depth}.*, {head} FROM ({said}) y{depth} {fence}"
    return said, [*words.values, *values]


def _level(words: _Words, kinds: Sequence[str]) -> str:
    return ", ".join(
        f"{words.first_met(words.policy.of_kind(kind))} AS {words.column(BY[kind])}"
        for kind in kinds
    )


def asks_for_aspects(policy: Policy) -> bool:
    """Whether a rule in use asks in how many aspects something speaks for a kind."""
    return any(
        asked.fact in ASPECTS_OF for rule in policy.rules if rule.is_on for asked in rule.when
    )


def facts_asked_for(policy: Policy) -> frozenset[str]:
    """The columns of facts a policy asks for."""
    some: tuple[Rule | Sign, ...] = policy.rules
    if asks_for_aspects(policy):
        some = policy.everything
    asked = {each.fact for one in some if one.is_on for each in one.when}
    return frozenset(asked & set(NAMES))


def _facts_told(policy: Policy) -> frozenset[str]:
    """The columns its reasons and days need."""
    told = {rule.since for rule in policy.rules if rule.is_on}
    for rule in policy.rules:
        for asked in rule.when if rule.is_on else ():
            for telling in tellings_of(asked):
                told |= {telling.needs, *(of for _name, of in telling.facts)}
    return frozenset(told & set(NAMES))


def _present(whose: Whose, facts: frozenset[str]) -> Asked:
    theirs, values = whose.are("f.party_id")
    columns = ", ".join(["f.party_id", *(f'f."{name}"' for name in sorted(facts))])
    return (
        f"SELECT {columns} FROM {FACTS_TABLE} f JOIN parties_party p ON p.id = f.party_id"
        f" AND p.trashed_at IS NULL AND p.merged_into_id IS NULL WHERE {theirs}"
    ), values


def holdings_judged(policy: Policy, whose: Whose, day: date) -> Asked:
    """A row for each kind a party holds: party_id, kind, since, because, rule.

    What somebody's word overrules is as they said.
    """
    said, values = judged_rows(policy, whose, day, carried=_facts_told(policy))
    parts = []
    for kind in KINDS:
        words = _Words(policy, day)
        rules = policy.of_kind(kind)
        if not rules:
            continue
        by = BY[kind]
        since = _since(rules, by, words)
        because = words.because(rules, by)
        parts.append(
            f"SELECT j.party_id, '{kind}' AS kind, {since} AS since, {because} AS because,"
            f" {by} AS rule FROM j WHERE {by} IS NOT NULL"
        )
        values += words.values
    overruled, more = _overruled(whose, day)
    counts, day_values = _is_overruled("k", day)
    all_ = " UNION ALL ".join(parts)
    return (
        f"WITH j AS MATERIALIZED ({said}) SELECT k.* FROM ({all_}) k"
        f" WHERE NOT {counts} UNION ALL {overruled}"
    ), [*values, *day_values, *more]


def _since(rules: Sequence[Rule], by: str, words: _Words) -> str:
    cases = []
    for rule in rules:
        if rule.since:
            words.values.append(rule.key)
            cases.append(f'WHEN {by} = {words._text()} THEN "{rule.since}"')
    return f"CASE {' '.join(cases)} END" if cases else "CAST(NULL AS date)"


_COUNTS = "o.taken_back_at IS NULL AND o.starts_on <= %s AND o.ends_on > %s"


def _is_overruled(row: str, day: date) -> Asked:
    table = Overruling._meta.db_table
    return (
        f"EXISTS (SELECT 1 FROM {table} o WHERE o.party_id = {row}.party_id"
        f" AND o.kind = {row}.kind AND {_COUNTS})"
    ), [day, day]


def _overruled(whose: Whose, day: date) -> Asked:
    """The kinds held by somebody's word, with who said so and why."""
    theirs, values = whose.are("o.party_id")
    make = "jsonb_build" if connection.vendor == "postgresql" else "json"
    text = "CAST(%s AS text)" if connection.vendor == "postgresql" else "%s"
    because = (
        f"{make}_array({make}_array({text}, {make}_object('who', o.made_by_name,"
        " 'day', o.ends_on, 'reason', o.reason)))"
    )
    return (
        f"SELECT o.party_id, o.kind, o.starts_on, {because}, '{OVERRULED}'"
        f" FROM {Overruling._meta.db_table} o JOIN parties_party p ON p.id = o.party_id"
        " AND p.trashed_at IS NULL AND p.merged_into_id IS NULL"
        f" WHERE o.is_held AND {theirs} AND {_COUNTS}"
    ), [HELD_BY_WORD, *values, day, day]
