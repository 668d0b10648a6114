"""Who is compared with whom: the same whether few are asked about or all, and nobody missed."""

from itertools import combinations

import pytest

from keepwell.parties.commands.add import add_party
from keepwell.parties.commands.ties import tie_parties
from keepwell.parties.models import Party, TieRole
from keepwell.parties.queries import likely_pairs as asked
from keepwell.parties.queries.faces import faces_of
from keepwell.parties.queries.likely_pairs import likely_pairs
from keepwell.parties.rules.sameness import Sameness, judge_same

pytestmark = pytest.mark.django_db

NAMES = ("Anna Berg", "Anna Berg", "A. Berg", "Ana Berg", "Berg Anna", "Hugo Strom")
EMPLOYERS = ("Kalyna Software", "Harbour & Finch", "Anna Berg", None)
REACHED = (
    ((), ("+442071234567",)),
    ((), ("+442079876543",)),
    (("anna.berg@kalyna-software.example",), ()),
    (("a@harbour.example",), ("+442071234567",)),
    ((), ()),
)


@pytest.fixture
def crowd(now):
    """Everybody of these names, at each of these firms, reached in each of these ways."""
    firms = {name: add_party("organisation", name, at=now) for name in EMPLOYERS if name}
    for number, name in enumerate(NAMES):
        for place, employer in enumerate(EMPLOYERS):
            emails, phones = REACHED[(number + place) % len(REACHED)]
            born = {"birth_date": "1980-02-0" + str(1 + number % 2)} if place == 1 else {}
            party = add_party("person", name, emails=emails, phones=phones, facts=born, at=now)
            if employer:
                tie_parties(party, TieRole.WORKS_FOR, firms[employer], at=now)
    return [party.pk for party in Party.objects.order_by("pk")]


def test_few_and_many_are_compared_alike(crowd, monkeypatch):
    few = likely_pairs(crowd)
    monkeypatch.setattr(asked, "ASKED_AT_ONCE", 3)
    monkeypatch.setattr(asked, "READ_AT_ONCE", 30)
    assert likely_pairs(crowd) == few
    assert few


def test_no_namesake_who_may_be_the_same_is_left_out(crowd):
    people = [pk for pk in crowd if Party.objects.get(pk=pk).nature == "person"]
    faces, found = faces_of(people), likely_pairs(crowd)
    missed = [
        (faces[a], faces[b])
        for a, b in combinations(people, 2)
        if faces[a].names == faces[b].names
        and judge_same(faces[a], faces[b]).value != Sameness.DIFFERENT
        and (a, b) not in found
    ]
    assert missed == []


def test_a_key_of_very_many_stops_nobody(crowd, monkeypatch):
    few = likely_pairs(crowd)
    monkeypatch.setattr(asked, "ASKED_AT_ONCE", 3)
    monkeypatch.setattr(asked, "READ_AT_ONCE", 2)
    found = likely_pairs(crowd)
    assert found and found <= few  # an address both have still tells
