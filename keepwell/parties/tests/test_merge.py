"""Merging: everything moves, links lead on, and undo puts every row back exactly."""

import json
import random
from datetime import date, timedelta

import pytest
from django.apps import apps
from django.core import serializers
from django.core.serializers.json import DjangoJSONEncoder

from keepwell.conversations.models import Activity, Presence, Task
from keepwell.journal.models import Entry, Look
from keepwell.kernel.refusal import Refused
from keepwell.kinds.models import Holding
from keepwell.parties.commands.add import add_party
from keepwell.parties.commands.change import change_party
from keepwell.parties.commands.contact_points import add_contact_point
from keepwell.parties.commands.merge import merge_parties
from keepwell.parties.commands.names import add_name
from keepwell.parties.commands.postal import add_postal_address
from keepwell.parties.commands.suggest import suggest_duplicates
from keepwell.parties.commands.ties import tie_parties
from keepwell.parties.commands.unmerge import undo_merge
from keepwell.parties.models import (
    DuplicateSuggestion,
    ExternalId,
    MatchKey,
    Merge,
    Party,
    PostalAddress,
    Tie,
)
from keepwell.parties.queries.merges import choices_between, merge_preview, suggested_survivor
from keepwell.parties.queries.search import find_parties
from keepwell.parties.queries.standing_in import party_of
from keepwell.walls.models import Sight, Wall
from keepwell.walls.queries import visible_parties

pytestmark = pytest.mark.django_db

ROOMS = (
    "parties", "walls", "conversations", "orders", "usage", "agreements", "relationships",
    "kinds",
)  # fmt: skip


def dump():
    """Every row of every room that may point at a party, but for the record of merges."""
    rows = {}
    for room in ROOMS:
        for model in apps.get_app_config(room).get_models():
            if model is Merge:
                continue
            if model is MatchKey:
                keys = MatchKey.objects.values_list("party_id", "key")
                rows["keys"] = sorted((str(party), key) for party, key in keys)
                continue
            plain = serializers.serialize("python", model.objects.order_by("pk"))
            rows[model._meta.label] = json.dumps(plain, cls=DjangoJSONEncoder, indent=1)
    return rows


@pytest.fixture
def two(amara, now):
    """Harbour twice: once from the book, once from an import."""
    one = add_party(
        "organisation", "Harbour & Sons", emails=["info@harbour.example"], at=now, by=amara
    )
    other = add_party(
        "organisation", "Harbour and Sons Ltd", emails=["info@harbour.example", "b@h.example"],
        phones=["+44 20 7946 0000"], facts={"industry": "shipping"}, at=now, by=amara,
    )  # fmt: skip
    return one, other


def test_everything_that_hangs_on_the_absorbed_moves(two, amara, now):
    one, other = two
    Look.objects.create(party=other, teammate=amara, hour=now)
    ExternalId.objects.create(party=other, source="hubspot", external_id="7")
    activity = Activity.objects.create(kind="call", at=now, created_at=now)
    Presence.objects.create(activity=activity, party=other, role="to", at=now)
    Task.objects.create(what="Ring", party=other, contact=other, created_at=now)
    (merge,) = merge_parties(one, [other], at=now, by=amara)
    assert Presence.objects.get().party == one
    task = Task.objects.get()
    assert (task.party, task.contact) == (one, one)
    assert ExternalId.objects.get().party == one
    assert Look.objects.get().party == one
    assert set(one.contact_points.values_list("normal", flat=True)) == {
        "info@harbour.example", "b@h.example", "+442079460000",
    }  # fmt: skip
    assert merge.before["left"] == {"parties.ContactPoint.party": 1}
    one.refresh_from_db()
    assert one.industry == "shipping"
    assert "442079460000" in one.search_text


def test_links_of_the_absorbed_lead_to_the_survivor(two, petra, now):
    one, other = two
    merge_parties(one, [other], at=now, by=petra)
    assert party_of(visible_parties(petra), other.pk) == one
    assert find_parties(visible_parties(petra), "Harbour and Sons Ltd") == [one]


def test_choices_say_whose_value_stays(two, amara, now):
    one, other = two
    change_party(one, facts={"industry": "ships"}, at=now, by=amara)
    choices = {"name": other.pk, "industry": other.pk}
    merge_parties(one, [other], choices=choices, at=now, by=amara)
    one.refresh_from_db()
    assert (one.name, one.industry) == ("Harbour and Sons Ltd", "shipping")
    assert set(one.names.values_list("text", flat=True)) == {
        "Harbour & Sons", "Harbour and Sons Ltd",
    }  # fmt: skip


def test_a_tie_between_the_two_goes_and_comes_back(two, amara, now):
    one, other = two
    tie_parties(other, "owned_by", one, at=now, by=amara)
    (merge,) = merge_parties(one, [other], at=now, by=amara)
    assert not Tie.objects.exists()
    undo_merge(merge, at=now, by=amara)
    tie = Tie.objects.get()
    assert (tie.party, tie.other) == (other, one)


def test_a_wall_of_the_absorbed_stands_round_the_survivor(two, chidi, petra, now):
    one, other = two
    Wall.objects.create(party=other, teammate=petra, reason="conflict", raised_at=now)
    merge_parties(one, [other], at=now)
    assert one not in visible_parties(petra)


def test_what_cannot_be_one_is_refused(two, amara, now):
    one, other = two
    person = add_party("person", "Ann Harbour", at=now, by=amara)
    for others in ([], [one], [other, other], [person]):
        with pytest.raises(Refused):
            merge_parties(one, others, at=now, by=amara)
    merge_parties(one, [other], at=now, by=amara)
    with pytest.raises(Refused, match="merged"):
        merge_parties(one, [other], at=now, by=amara)


def test_merges_are_undone_the_latest_first(two, amara, now):
    one, other = two
    third = add_party("organisation", "Harbour", at=now, by=amara)
    (first,) = merge_parties(one, [other], at=now, by=amara)
    (second,) = merge_parties(one, [third], at=now + timedelta(minutes=1), by=amara)
    with pytest.raises(Refused, match="Harbour"):
        undo_merge(first, at=now, by=amara)
    undo_merge(second, at=now, by=amara)
    undo_merge(first, at=now, by=amara)
    with pytest.raises(Refused, match="already"):
        undo_merge(first, at=now, by=amara)
    assert Party.objects.present().count() == 3


def test_what_was_changed_since_stays_changed(two, amara, now):
    one, other = two
    (merge,) = merge_parties(one, [other], at=now, by=amara)
    change_party(one, facts={"about": "Kept since"}, at=now, by=amara)
    point = add_contact_point(one, "email", "new@harbour.example", at=now, by=amara)
    undo_merge(merge, at=now, by=amara)
    one.refresh_from_db()
    assert (one.about, one.industry) == ("Kept since", "")
    assert point in one.contact_points.all()
    other.refresh_from_db()
    assert other.contact_points.count() == 3


def test_merge_and_undo_are_told_in_both_stories(two, amara, now):
    one, other = two
    (merge,) = merge_parties(one, [other], at=now, by=amara)
    undo_merge(merge, at=now, by=amara)

    def verbs(party):
        lines = Entry.objects.filter(party_id=party.pk).order_by("pk")
        return list(lines.values_list("verb", flat=True))

    assert verbs(one) == ["added", "took in", "parted"]
    assert verbs(other) == ["added", "merged", "parted"]


def test_the_preview_counts_what_moves_and_where_they_differ(two, amara, now):
    one, other = two
    counts = {moving.label: moving.count.number for moving in merge_preview([other])}
    assert counts["contact points"] == 3
    assert suggested_survivor([one, other]) == other
    choices = {choice.field: choice.suggested for choice in choices_between([one, other], one)}
    assert choices == {"name": one.pk, "industry": other.pk}


def _somebody(chance, number, firm_party, amara, chidi, now):
    names = ["Mia Berg", "M. Berg", "Mia Berg-Lund", "Mía Berg"]
    party = add_party(
        "person", chance.choice(names),
        emails=chance.sample(["mia@a.example", "mia@b.example", "m.berg@c.example"], 2),
        phones=chance.sample(["+47 22334455", "+47 99887766"], chance.randint(0, 2)),
        facts=chance.choice([{}, {"about": "Sailor"}, {"birth_date": date(1980, 5, 1)},
                             {"industry": "law", "employees": 3}]),
        at=now, by=amara,
    )  # fmt: skip
    for text in chance.sample(["Mimi", "Fru Berg", "M. Berg"], 2):
        if not party.names.filter(text=text).exists():
            add_name(party, text, at=now, by=amara)
    if chance.random() < 0.7:
        tie_parties(party, "works_for", firm_party, title="CFO", at=now, by=amara)
    city = chance.choice(["Oslo", "Bergen"])
    add_postal_address(party, lines={"city": city}, at=now, by=amara)
    ExternalId.objects.create(party=party, source="zoho", external_id=str(number))
    for teammate in chance.sample([amara, chidi], chance.randint(0, 2)):
        Sight.objects.create(party=party, teammate=teammate, because="owner")
    if chance.random() < 0.5:
        Holding.objects.create(party=party, kind="client", decided_by="policy")
    activity = Activity.objects.create(kind="mail", at=now, created_at=now)
    for role in chance.sample(["from", "to", "cc"], 2):
        Presence.objects.create(activity=activity, party=party, role=role, at=now)
    return party


@pytest.mark.parametrize("seed", range(12))
def test_merge_then_undo_restores_every_row_exactly(seed, amara, chidi, harbour, now):
    chance = random.Random(seed)
    people = [_somebody(chance, n, harbour, amara, chidi, now) for n in range(4)]
    for one, other in ((0, 1), (2, 0), (3, 2)):
        role = chance.choice(["reports_to", "family_of", "referred_by"])
        tie_parties(people[one], role, people[other], at=now, by=amara)
    suggest_duplicates(None, at=now)
    chance.shuffle(people)
    before = dump()
    later = now + timedelta(days=1)
    fields = ("name", "about", "birth_date", "industry")
    choices = {field: chance.choice(people[:3]).pk for field in fields}
    merges = merge_parties(people[0], people[1:3], choices=choices, at=later, by=amara)
    assert dump() != before
    if seed % 2:
        (last,) = merge_parties(people[3], [people[0]], at=later + timedelta(1), by=amara)
        undo_merge(last, at=later, by=amara)
    undo_merge(chance.choice(merges), at=later, by=amara)
    after = dump()
    for label, rows in before.items():
        assert after[label] == rows, label
    assert PostalAddress.objects.count() == 4
    assert not DuplicateSuggestion.objects.exclude(decided_at=None).exists()
