from datetime import date

import pytest

from keepwell.kinds.rules.default import DEFAULT
from keepwell.kinds.rules.facts import FACTS, Facts
from keepwell.kinds.rules.policy import ASKED, judge_kinds, policy_from_json, tellings_of

TODAY = date(2026, 6, 30)
BOUND = {
    "engaged_now": 1, "engaged_ever": 1, "engaged_as": "retainer",
    "engaged_on": date(2025, 1, 1), "first_engaged_on": date(2025, 1, 1),
}  # fmt: skip
OVER = {"engaged_ever": 1, "last_ended_on": date(2026, 1, 1)}


@pytest.mark.parametrize(
    ("facts", "kinds"),
    [
        (Facts(**BOUND), ["client"]),
        (Facts(), []),
        (Facts(called="prospect", open=1), ["prospect"]),
        (Facts(**OVER, called="customer", won=1), ["client"]),
        (Facts(**OVER, called="customer", won=1, lost=1), ["former client"]),
        (Facts(**OVER, called="customer", won=1, terminated=1), ["former client"]),
        (Facts(**OVER, called="other", won=1), ["former client"]),
        (Facts(**OVER), ["former client"]),
        (Facts(**OVER, lost=1, open=1), ["former client", "prospect"]),
        (Facts(called="customer", won=2), ["client"]),
        (Facts(called="customer"), ["client"]),
        (Facts(called="customer", is_person=True), []),
        (Facts(called="customer", won=1, orders=3, net_minor=900), ["customer"]),
        (Facts(called="former", orders=3, net_minor=900), ["customer", "former client"]),
        (
            Facts(called="customer", orders=1, net_minor=9, people_using=2),
            ["customer", "user"],
        ),
        (Facts(orders=1, net_minor=0), []),
        (Facts(is_person=True, acts_for_another=True, called="customer", won=1), []),
        (Facts(is_person=True, called="opportunity", uses=4), ["user"]),
        (Facts(is_person=True, called="lead"), ["prospect"]),
        (Facts(people_interested=1), ["prospect"]),
        (Facts(people_interested=1, called="supplier"), []),
    ],
)
def test_kinds_follow_from_facts(facts, kinds):
    assert [held.kind for held in judge_kinds(facts, TODAY, DEFAULT)] == kinds


def test_every_kind_says_why_and_since_when():
    facts = Facts(
        **BOUND, orders=2, net_minor=500, last_order_on=TODAY, uses=3, last_use_on=TODAY,
        use_since=date(2026, 2, 1),
    )  # fmt: skip
    held = {each.kind: each for each in judge_kinds(facts, TODAY, DEFAULT)}
    assert [str(each) for each in held["client"].because] == [
        "Their retainer is in force since 1 Jan 2025."
    ]
    assert held["user"].since == date(2026, 2, 1)
    assert all(each.because and each.rule for each in held.values())


def test_the_default_policy_asks_only_what_can_be_asked_and_tells_every_kind():
    for rule in (*DEFAULT.rules, *DEFAULT.signs):
        assert all(each.asks in ASKED[FACTS[each.fact].sort] for each in rule.when), rule.key
        assert any(tellings_of(each) for each in rule.when), rule.key
    assert policy_from_json(DEFAULT.as_json(), 1) == DEFAULT


def test_a_telling_that_needs_a_fact_has_one_beside_it_that_needs_none():
    for fact in FACTS.values():
        for tellings in (fact.yes, fact.no):
            assert not tellings or not tellings[-1].needs, fact.name
