"""One policy, judged in Python and in the database: the same kinds, days, rules and reasons."""

import json
import os
from datetime import date
from random import Random
from uuid import UUID

import pytest
from django.db import connection

from keepwell.kinds.queries.judged import holdings_judged
from keepwell.kinds.queries.whose import Between
from keepwell.kinds.rules.default import DEFAULT
from keepwell.kinds.rules.policy import judge_kinds
from keepwell.kinds.tests.chance import TODAY, some_facts, some_policy, write_facts_of

# KEEPWELL_MANY=2000000 tries that many; in CI it is few and takes a second or two.
MANY = int(os.environ.get("KEEPWELL_MANY", "20000"))


def judged_in_python(parties, policy):
    return sorted(
        (id_, held.kind, held.since, held.rule, [each.as_json() for each in held.because])
        for id_, facts in parties
        for held in judge_kinds(facts, TODAY, policy)
    )


def judged_in_the_database(policy):
    said, values = holdings_judged(policy, Between(), TODAY)
    with connection.cursor() as cursor:
        cursor.execute(said, values)
        return sorted(map(as_told, cursor.fetchall()))


def as_told(row):
    party, kind, since, because, rule = row
    return (
        party if isinstance(party, UUID) else UUID(party),
        kind,
        date.fromisoformat(since) if isinstance(since, str) else since,
        rule,
        json.loads(because) if isinstance(because, str) else because,
    )


def compared(parties, policy):
    here, there = judged_in_python(parties, policy), judged_in_the_database(policy)
    assert len(here) == len(there)
    for one, other in zip(here, there, strict=True):
        assert one == other


@pytest.mark.django_db
def test_the_default_policy_and_any_other_are_judged_alike(now):
    chance = Random(20261123)
    facts = [some_facts(chance) for _ in range(MANY // 2)]
    parties = list(zip(write_facts_of(facts, now), facts, strict=True))
    compared(parties, DEFAULT)
    few = parties[: max(1, MANY // 20)]
    ids = {id_ for id_, _ in few}
    keep_only(ids)
    for _ in range(10):
        compared(few, some_policy(chance))


def keep_only(ids):
    from keepwell.parties.models import Party

    last = max(ids)
    Party.objects.filter(pk__gt=last).update(trashed_at="2026-01-01T00:00:00Z")


@pytest.mark.django_db
def test_who_is_in_the_trash_is_of_no_kind(now):
    write_facts_of([some_facts(Random(3)) for _ in range(20)], now)
    assert judged_in_the_database(DEFAULT)
    keep_only({UUID(int=1)})
    assert judged_in_the_database(DEFAULT) == []
