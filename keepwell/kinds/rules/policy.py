"""A policy: rules that make kinds, signs that speak for one, and how they are judged.

The same policy is put into the database's own language in `queries/judged.py`; a test holds
the two against each other on very many random facts.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from keepwell.kernel.words import Sentence
from keepwell.kinds.rules.facts import (
    ASPECTS_OF,
    FACTS,
    KIND_OF,
    KINDS,
    SPOKEN_FOR,
    Facts,
    Sort,
    Telling,
)

AT_LEAST, AT_MOST = "at_least", "at_most"
YES, NO = "yes", "no"
ONE_OF, NONE_OF = "one_of", "none_of"
WITHIN, BEFORE = "within", "before"
ASKED = {
    Sort.COUNT: (AT_LEAST, AT_MOST),
    Sort.ASPECTS: (AT_LEAST, AT_MOST),
    Sort.YES_NO: (YES, NO),
    Sort.KIND: (YES, NO),
    Sort.WORD: (ONE_OF, NONE_OF),
    Sort.DAY: (WITHIN, BEFORE),
}


@dataclass(frozen=True, slots=True)
class Condition:
    """One thing asked of a fact.

    `value` is a count for `at_least` and `at_most`, days for `within` (the last so many) and
    `before` (at least so many ago), words for `one_of` and `none_of`.
    """

    fact: str
    asks: str
    value: int = 0
    words: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """As it is kept."""
        kept: dict[str, Any] = {"fact": self.fact, "asks": self.asks}
        if self.asks in (ONE_OF, NONE_OF):
            return kept | {"words": list(self.words)}
        return kept if self.asks in (YES, NO) else kept | {"value": self.value}


@dataclass(frozen=True, slots=True)
class Rule:
    """Whoever meets all of `when` is of the kind, since the day `since` names.

    `adds` is a sentence to end the reasons with, where the facts alone do not say it.
    """

    key: str
    kind: str
    when: tuple[Condition, ...]
    since: str = ""
    is_on: bool = True
    adds: str = ""

    def as_json(self) -> dict[str, Any]:
        """As it is kept."""
        return {
            "key": self.key, "kind": self.kind, "since": self.since, "is_on": self.is_on,
            "adds": self.adds, "when": [each.as_json() for each in self.when],
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sign:
    """What speaks, in one aspect, for a kind."""

    key: str
    aspect: str
    speaks_for: str
    when: tuple[Condition, ...]
    is_on: bool = True

    def as_json(self) -> dict[str, Any]:
        """As it is kept."""
        return {
            "key": self.key, "aspect": self.aspect, "speaks_for": self.speaks_for,
            "is_on": self.is_on, "when": [each.as_json() for each in self.when],
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Policy:
    """Rules in order, the first that is met decides its kind; signs for the aspects."""

    rules: tuple[Rule, ...]
    signs: tuple[Sign, ...] = ()
    number: int = 1

    def of_kind(self, kind: str) -> tuple[Rule, ...]:
        """The rules in use that make a kind, in order."""
        return tuple(rule for rule in self.rules if rule.kind == kind and rule.is_on)

    @property
    def everything(self) -> tuple[Rule | Sign, ...]:
        """Rules and signs together."""
        return (*self.rules, *self.signs)

    def rule(self, key: str) -> Rule | None:
        """A rule by its key."""
        return next((rule for rule in self.rules if rule.key == key), None)

    def as_json(self) -> dict[str, Any]:
        """As it is kept; `policy_from_json` reads it."""
        return {
            "rules": [rule.as_json() for rule in self.rules],
            "signs": [sign.as_json() for sign in self.signs],
        }


@dataclass(frozen=True, slots=True)
class Held:
    """A kind that a party holds: since which day (None: not known), by which rule, and why."""

    kind: str
    since: date | None
    because: tuple[Sentence, ...]
    rule: str = ""


@dataclass(slots=True)
class _Judged:
    """What is known while one party is judged."""

    facts: Facts
    today: date
    held: dict[str, Rule] = field(default_factory=dict)
    aspects: dict[str, int] = field(default_factory=dict)


def judge_kinds(facts: Facts, today: date, policy: Policy) -> tuple[Held, ...]:
    """The kinds a party holds on a day, each with its reasons."""
    so_far = _Judged(facts, today)
    so_far.aspects = _aspects(so_far, policy)
    found = []
    for kind in KINDS:
        rule = next(
            (one for one in policy.of_kind(kind) if _is_met(one.when, so_far)),
            None,
        )
        if rule is not None:
            so_far.held[kind] = rule
            since = getattr(facts, rule.since) if rule.since else None
            found.append(Held(kind, since, _reasons(rule.when, rule.adds, so_far), rule.key))
    return tuple(found)


def signs_met(facts: Facts, today: date, policy: Policy) -> Iterator[tuple[Sign, list[str]]]:
    """The signs that speak for something, each with what it rests on, in the reader's words."""
    so_far = _Judged(facts, today)
    for sign in policy.signs:
        if sign.is_on and _is_met(sign.when, so_far):
            yield sign, [str(each) for each in _reasons(sign.when, "", so_far)]


def _aspects(so_far: _Judged, policy: Policy) -> dict[str, int]:
    met = {
        (sign.speaks_for, sign.aspect)
        for sign in policy.signs
        if sign.is_on and _is_met(sign.when, so_far)
    }
    return {kind: sum(one == kind for one, _ in met) for kind in SPOKEN_FOR}


def _is_met(when: tuple[Condition, ...], so_far: _Judged) -> bool:
    return all(is_met(each, so_far) for each in when)


def is_met(asked: Condition, so_far: Any) -> bool:
    """Whether a condition holds."""
    value = _value(asked.fact, so_far)
    if asked.asks in (YES, NO):
        return bool(value) is (asked.asks == YES)
    if asked.asks in (ONE_OF, NONE_OF):
        return (value in asked.words) is (asked.asks == ONE_OF)
    if asked.asks in (AT_LEAST, AT_MOST):
        met: bool = value >= asked.value if asked.asks == AT_LEAST else value <= asked.value
        return met
    if value is None:
        return False
    limit = so_far.today - timedelta(days=asked.value)
    return bool(value > limit if asked.asks == WITHIN else value <= limit)


def _value(name: str, so_far: _Judged) -> Any:
    if name in KIND_OF:
        return KIND_OF[name] in so_far.held
    if name in ASPECTS_OF:
        return so_far.aspects.get(ASPECTS_OF[name], 0)
    return getattr(so_far.facts, name)


def tellings_of(asked: Condition) -> tuple[Telling, ...]:
    """How a condition that is met is told: the first whose needs are known; none is silence."""
    fact = FACTS[asked.fact]
    if asked.asks == NONE_OF or "" in asked.words:
        return ()
    if asked.asks == NO or (asked.asks == AT_MOST and asked.value == 0):
        return fact.no
    return () if asked.asks == AT_MOST else fact.yes


def _reasons(when: tuple[Condition, ...], adds: str, so_far: _Judged) -> tuple[Sentence, ...]:
    told = []
    for asked in when:
        for telling in tellings_of(asked):
            if not telling.needs or getattr(so_far.facts, telling.needs) is not None:
                facts = {name: _plain(_value(of, so_far)) for name, of in telling.facts}
                told.append(Sentence(telling.words, facts))
                break
    return (*told, Sentence(adds)) if adds else tuple(told)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def policy_from_json(kept: Mapping[str, Any], number: int) -> Policy:
    """A policy that was kept. Raises KeyError, TypeError or ValueError when it is none."""
    return Policy(
        tuple(
            Rule(
                str(one["key"]), str(one["kind"]), _conditions(one["when"]),
                str(one.get("since", "")), bool(one.get("is_on", True)),
                str(one.get("adds", "")),
            )
            for one in kept["rules"]
        ),
        tuple(
            Sign(
                str(one["key"]), str(one["aspect"]), str(one["speaks_for"]),
                _conditions(one["when"]), bool(one.get("is_on", True)),
            )
            for one in kept.get("signs", ())
        ),
        number,
    )  # fmt: skip


def _conditions(kept: Any) -> tuple[Condition, ...]:
    return tuple(
        Condition(
            str(one["fact"]), str(one["asks"]), int(one.get("value", 0)),
            tuple(str(word) for word in one.get("words", ())),
        )
        for one in kept
    )  # fmt: skip


def with_rule(policy: Policy, rule: Rule) -> Policy:
    """The policy with this rule in the place of the one of its key, or after all others."""
    if policy.rule(rule.key) is None:
        return replace(policy, rules=(*policy.rules, rule))
    rules = tuple(rule if one.key == rule.key else one for one in policy.rules)
    return replace(policy, rules=rules)


def with_sign(policy: Policy, sign: Sign) -> Policy:
    """The policy with this sign in the place of the one of its key."""
    signs = tuple(sign if one.key == sign.key else one for one in policy.signs)
    return replace(policy, signs=signs)
