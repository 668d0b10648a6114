from datetime import date

import pytest

from keepwell.agreements.rules import Terms
from keepwell.kinds.rules import KindFacts, judge_kinds

TODAY = date(2026, 6, 30)
YEAR = {"starts_on": date(2025, 1, 1), "ends_on": date(2026, 1, 1)}
RENEWING = Terms("retainer", **YEAR, renews_itself=True)
EXPIRED = Terms("contract", **YEAR)
TERMINATED = Terms("retainer", **YEAR, renews_itself=True, terminated_on=date(2025, 11, 1))
SECRET = Terms("nda", starts_on=date(2025, 1, 1))


@pytest.mark.parametrize(
    ("facts", "kinds"),
    [
        (KindFacts(terms=(RENEWING,)), ["client"]),
        (KindFacts(terms=(SECRET,)), []),
        (KindFacts(terms=(SECRET,), called="prospect", open=1), ["prospect"]),
        (KindFacts(terms=(EXPIRED,), called="customer", won=1), ["client"]),
        (KindFacts(terms=(EXPIRED,), called="customer", won=1, lost=1), ["former client"]),
        (KindFacts(terms=(TERMINATED,), called="customer", won=1), ["former client"]),
        (KindFacts(terms=(EXPIRED,), called="other", won=1), ["former client"]),
        (KindFacts(called="customer", won=2), ["client"]),
        (KindFacts(called="customer", won=1, orders=3, net_minor=900), ["customer"]),
        (
            KindFacts(called="customer", orders=1, net_minor=9, people_using=2),
            ["customer", "user"],
        ),
        (KindFacts(orders=1, net_minor=0), []),
        (KindFacts(is_person=True, works_for_one=True, called="customer", won=1), []),
        (KindFacts(is_person=True, called="opportunity", uses=4), ["user"]),
        (KindFacts(is_person=True, called="lead"), ["prospect"]),
        (KindFacts(people_interested=1), ["prospect"]),
    ],
)
def test_kinds_follow_from_facts(facts, kinds):
    assert [held.kind for held in judge_kinds(facts, TODAY)] == kinds


def test_every_kind_says_why():
    facts = KindFacts(
        terms=(RENEWING,), orders=2, net_minor=500, last_order_on=TODAY, uses=3,
        last_use_on=TODAY,
    )  # fmt: skip
    held = judge_kinds(facts, TODAY)
    assert [each.kind for each in held] == ["client", "customer", "user"]
    assert str(held[0].because[0]) == "Their retainer is in force since 1 Jan 2025."
    assert all(each.because for each in held)
