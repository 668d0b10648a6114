"""Facts and policies as chance gives them; a seed always gives the same."""

from dataclasses import fields
from datetime import date, timedelta
from random import Random

from keepwell.kernel.bulk import insert_rows
from keepwell.kernel.ids import uuid7
from keepwell.kinds.models import PartyFacts
from keepwell.kinds.rules.default import DEFAULT
from keepwell.kinds.rules.facts import CALLED, FACTS, KINDS, NAMES, SINCE, Facts, Sort
from keepwell.kinds.rules.policy import ASKED, Condition, Policy, Rule, Sign
from keepwell.parties.models import Party

TODAY = date(2026, 6, 30)
_EARLIER = {kind: place for place, kind in enumerate(KINDS)}
_NAMED = {"is_customer": 0, "is_user": 1, "is_former": 2, "is_client": 3}


def some_facts(chance: Random) -> Facts:
    """Facts of a party, mostly few; days near the thresholds rather than anywhere."""
    return Facts(**{each.name: _value(each.name, each.type, chance) for each in fields(Facts)})


def _value(name, type_, chance):
    if type_ in ("bool", bool):
        return chance.random() < 0.5
    if name == "called":
        return chance.choice(CALLED)
    if name == "engaged_as":
        return chance.choice(("retainer", "contract", "engagement letter"))
    if name == "net_minor":
        return chance.choice((-500, 0, 0, 1, 99_000))
    if type_ in ("int", int):
        return chance.choice((0, 0, 0, 1, 2, 7))
    days = chance.choice((0, 1, 89, 90, 91, 180, 364, 365, 366, 2_000))
    return None if chance.random() < 0.4 else TODAY - timedelta(days=days)


def some_policy(chance: Random) -> Policy:
    """The default policy with rules, thresholds and signs put in, out and about."""
    rules = [one for one in DEFAULT.rules if chance.random() < 0.7]
    rules += [_rule(f"own_{n}", chance) for n in range(chance.randint(0, 6))]
    chance.shuffle(rules)
    signs = [one for one in DEFAULT.signs if chance.random() < 0.7]
    signs += [
        Sign(f"sign_{n}", "focus", chance.choice(("client", "customer", "user")),
             (_condition(chance, -1),))
        for n in range(3)
    ]  # fmt: skip
    return Policy(tuple(rules), tuple(signs), 7)


def _rule(key, chance):
    kind = chance.choice(KINDS)
    when = tuple(_condition(chance, _EARLIER[kind]) for _ in range(chance.randint(1, 3)))
    return Rule(key, kind, when, chance.choice(SINCE), chance.random() < 0.9)


def _condition(chance, level):
    may = [
        fact for fact in FACTS.values()
        if (fact.sort is not Sort.KIND or _NAMED[fact.name] < level - (level == 1))
        and (level >= 0 or fact.sort is not Sort.ASPECTS)
    ]  # fmt: skip
    fact = chance.choice(may)
    asks = chance.choice(ASKED[fact.sort])
    if fact.sort is Sort.WORD:
        return Condition(fact.name, asks, words=tuple(chance.sample(CALLED, 3)))
    return Condition(fact.name, asks, chance.choice((0, 1, 2, 90, 365)))


def write_facts_of(many, at):
    """Parties with these facts, as if looked at today; gives their ids."""
    ids = [uuid7() for _ in many]
    insert_rows(
        Party,
        ("id", "nature", "name", "sort_name", "given_name", "family_name", "search_text",
         "industry", "source", "created_at", "changed_at", "revision", "honorific", "language",
         "time_zone", "about"),
        ((id_, "organisation", "Harbour", "harbour", "", "", "", "", "", at, at, 1, "", "", "",
          "") for id_ in ids),
    )  # fmt: skip
    insert_rows(
        PartyFacts,
        ("party", *NAMES),
        ([id_, *(getattr(facts, name) for name in NAMES)]
         for id_, facts in zip(ids, many, strict=True)),
    )  # fmt: skip
    return ids
