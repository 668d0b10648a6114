"""One person who works for two firms: what is said with her counts for both."""

from datetime import date, timedelta

import pytest

from keepwell.conversations.commands.log import log_call
from keepwell.conversations.queries.timeline import timeline
from keepwell.parties.commands.add import add_party
from keepwell.parties.commands.merge import merge_parties
from keepwell.parties.commands.ties import end_tie, tie_parties
from keepwell.parties.commands.unmerge import undo_merge
from keepwell.parties.models import Party, Tie
from keepwell.relationships.commands.own import assign_owner
from keepwell.relationships.models import ContactFacts, Ownership, Relationship
from keepwell.walls.models import Sight
from keepwell.walls.queries import visible_parties

pytestmark = pytest.mark.django_db


@pytest.fixture
def tern(now):
    """Tern & Co, where Anna sits on Tuesdays."""
    return add_party("organisation", "Tern & Co", at=now)


@pytest.fixture
def anna(harbour, tern, now):
    """Anna works for Harbour & Sons and for Tern & Co."""
    anna = add_party("person", "Anna", at=now)
    tie_parties(anna, "works_for", harbour, at=now)
    tie_parties(anna, "works_for", tern, at=now)
    return anna


def call(party, *, days, now, by):
    on = now - timedelta(days=days)
    return log_call([party], direction="inbound", outcome="connected", on=on, at=now, by=by)


def reasons(party, teammate):
    rows = timeline([party.pk], among=visible_parties(teammate))
    return [row.because for row in rows]


def test_a_call_with_her_is_contact_with_both_and_each_row_says_so(
    harbour, tern, anna, petra, now
):
    rang = call(anna, days=2, now=now, by=petra)
    for party in (anna, harbour, tern):
        assert ContactFacts.objects.get(party=party).last_two_way == rang.at
    assert reasons(harbour, petra) == ["Anna works for Harbour & Sons and for Tern & Co"]
    assert reasons(tern, petra) == ["Anna works for Tern & Co and for Harbour & Sons"]


def test_after_she_left_one_of_them_it_counts_for_the_other_alone(
    harbour, tern, anna, petra, now
):
    left = now.date() - timedelta(days=5)
    end_tie(Tie.objects.get(party=anna, other=tern), on=left, at=now, by=petra)
    before, after = call(anna, days=9, now=now, by=petra), call(anna, days=2, now=now, by=petra)
    assert ContactFacts.objects.get(party=tern).last_two_way == before.at
    assert ContactFacts.objects.get(party=harbour).last_two_way == after.at
    assert reasons(tern, petra) == ["Anna works for Tern & Co and for Harbour & Sons"]
    assert reasons(harbour, petra) == [
        "Anna works for Harbour & Sons",
        "Anna works for Harbour & Sons and for Tern & Co",
    ]


def test_a_firm_the_reader_may_not_see_is_not_named(
    harbour, tern, anna, amara, chidi, petra, now
):
    assign_owner(tern, chidi, on=now.date(), at=now, by=petra)
    call(anna, days=2, now=now, by=petra)
    assert not visible_parties(amara).filter(pk=tern.pk).exists()
    assert reasons(harbour, amara) == ["Anna works for Harbour & Sons"]


def test_two_records_of_one_person_count_each_for_its_own_firm_until_they_are_one(
    harbour, tern, petra, now
):
    one, other = (add_party("person", "Anna Lindqvist", at=now) for _ in range(2))
    tie_parties(one, "works_for", harbour, at=now)
    tie_parties(other, "works_for", tern, at=now)
    rang = call(one, days=2, now=now, by=petra)
    assert not ContactFacts.objects.filter(party=tern).exists()
    merge_parties(one, [other], at=now, by=petra)
    assert ContactFacts.objects.get(party=tern).last_two_way == rang.at


def test_a_merge_undone_gives_back_the_owner_it_took_over(tern, amara, petra, now):
    twin = add_party("organisation", "Tern and Company", at=now)
    assign_owner(twin, amara, on=date(2026, 1, 5), at=now, by=petra)
    [merge] = merge_parties(tern, [twin], at=now, by=petra)
    assert Relationship.objects.get(party=tern).owner == amara
    undo_merge(merge, at=now, by=petra)
    assert not Relationship.objects.filter(party=tern).exists()
    assert not Ownership.objects.filter(party=tern).exists()
    assert not Sight.objects.filter(party=tern).exists()
    assert Ownership.objects.get(party=twin).teammate == amara
    assert Party.objects.present().count() == 2
