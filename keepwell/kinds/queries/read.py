"""The policy, its versions and its preview, as people and programs read them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import ngettext

from keepwell.kinds.models import Kind, PolicyVersion
from keepwell.kinds.queries.preview import Preview, reasons
from keepwell.kinds.rules.facts import FACTS
from keepwell.kinds.rules.policy import Policy, Rule, Sign
from keepwell.kinds.rules.words import ASPECTS, SINCE_WORDS, asked_in_words

# The names of kinds as the screen knows them.
SHAPES = {
    "client": "client", "customer": "customer", "user": "user", "prospect": "prospect",
    "former client": "former",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class RuleRead:
    """A rule in words: what it asks, since when the kind is held."""

    key: str
    asks: tuple[str, ...]
    since: str
    is_on: bool


@dataclass(frozen=True, slots=True)
class PolicyRead:
    """A policy in words: the rules of each kind, the signs of each aspect."""

    number: int
    kinds: tuple[tuple[str, str, tuple[RuleRead, ...]], ...]
    aspects: tuple[tuple[str, tuple[tuple[str, str, RuleRead], ...]], ...]


def read_policy(policy: Policy) -> PolicyRead:
    """A policy as people read it, in their language."""
    kinds = tuple(
        (SHAPES[kind], str(Kind(kind).label),
         tuple(_rule(rule) for rule in policy.rules if rule.kind == kind))
        for kind in Kind.values
    )  # fmt: skip
    aspects = tuple(
        (_now(label), tuple(
            (SHAPES[sign.speaks_for], str(Kind(sign.speaks_for).label), _rule(sign))
            for sign in policy.signs if sign.aspect == aspect
        ))
        for aspect, label in ASPECTS.items()
    )  # fmt: skip
    return PolicyRead(policy.number, kinds, aspects)


def _rule(one: Rule | Sign) -> RuleRead:
    since = _now(SINCE_WORDS[one.since]) if isinstance(one, Rule) and one.since else ""
    return RuleRead(one.key, tuple(map(asked_in_words, one.when)), since, one.is_on)


@dataclass(frozen=True, slots=True)
class VersionRead:
    """A version: since when, whose, why, and what came of it."""

    number: int
    in_force_at: datetime | None
    by: str
    note: str
    came_of_it: str
    is_current: bool


def versions_in_words(rows: Iterable[PolicyVersion]) -> list[VersionRead]:
    """Versions, the newest first; the first of all came with Keepwell."""
    told = [
        VersionRead(
            row.number or 0, row.in_force_at, str(row.written_by or ""), _note(row),
            _came_of_it(row), place == 0,
        )
        for place, row in enumerate(rows)
    ]  # fmt: skip
    return [*told, VersionRead(1, None, "", _now("Came with Keepwell."), "", not told)]


def _note(row: PolicyVersion) -> str:
    if row.goes_back_to is None:
        return row.note
    return _now("As version %(number)s.") % {"number": row.goes_back_to}


def _came_of_it(row: PolicyVersion) -> str:
    if row.applied_at is None:
        return _now("Everybody is being judged by it.")
    return ngettext(
        "%(count)d kind began or ended.", "%(count)d kinds began or ended.", row.changed or 0
    ) % {"count": row.changed or 0}


def proxies_in_words(marked: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """Facts no rule may rest on: the name, what it is, what it stands in for."""
    return [
        (fact, _now(FACTS[fact].label), _now(stands_for))
        for fact, stands_for in marked.items()
        if fact in FACTS
    ]


def examples_in_words(found: Preview) -> list[dict[str, Any]]:
    """Parties that would change: what begins and ends, each with its reasons."""
    return [
        {
            "party": each.party,
            "begins": [(SHAPES[held.kind], reasons(held)) for held in each.begins],
            "ends": [(SHAPES[held.kind], reasons(held)) for held in each.ends],
            "stays": [SHAPES[kind] for kind in each.stays],
        }
        for each in found.examples
    ]
