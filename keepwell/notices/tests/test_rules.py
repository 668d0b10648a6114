"""Who is mentioned, what is said, when a digest is due."""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from keepwell.notices.rules import (
    USUAL,
    Person,
    Sort,
    Told,
    digest_is_due,
    mentioned_in,
    sentence_of,
)

AMARA, CHIDI, ANNA, ANNA2 = (UUID(int=n) for n in range(1, 5))
PEOPLE = [
    Person(AMARA, "Amara Okafor", "amara@finch.example"),
    Person(CHIDI, "Chidi Obi", "c.obi@finch.example"),
    Person(ANNA, "Anna Berg", "anna@finch.example"),
    Person(ANNA2, "Anna Berger", "a.berger@finch.example"),
]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Ask @Amara Okafor, please", [AMARA]),
        ("@amara: look", [AMARA]),
        ("See @Amara's mail", [AMARA]),
        ("@c.obi and @Chidi", [CHIDI]),
        ("@Anna Berger knows", [ANNA2]),
        ("@Anna Berg knows", [ANNA]),
        ("write to amara@finch.example", []),
        ("@Amarante is a wood", []),
        ("(@Chidi) @Amara @Chidi", [CHIDI, AMARA]),
        ("@nobody", []),
        ("@", []),
    ],
)
def test_who_is_meant_by_a_name_beside_an_at(text, meant):
    assert mentioned_in(text, PEOPLE) == meant


def test_a_first_name_that_two_have_means_neither():
    twins = [Person(ANNA, "Anna Berg", "x@f.example"), Person(ANNA2, "Anna Ek", "y@f.example")]
    assert mentioned_in("@Anna", twins) == []


def test_a_notice_is_a_sentence_that_counts():
    told = Told("followed", "changed", "Amara", "Harbour & Sons", times=3)
    assert sentence_of(told) == "Amara changed Harbour & Sons, and 2 things more"
    assert sentence_of(Told("assigned", "owners", facts={"number": 2})) == (
        "2 parties are yours now"
    )
    assert sentence_of(Told("reminder", "reminder", task="Call")) == "Reminder: Call"


def test_every_sort_has_its_usual_ways():
    assert set(USUAL) == set(Sort)


@pytest.mark.parametrize(
    ("now", "zone", "looked", "due"),
    [
        (datetime(2026, 11, 23, 6, 59, tzinfo=UTC), "Europe/Berlin", None, None),
        (datetime(2026, 11, 23, 7, 0, tzinfo=UTC), "Europe/Berlin", None, date(2026, 11, 23)),
        (datetime(2026, 11, 23, 7, 5, tzinfo=UTC), "Europe/Berlin", date(2026, 11, 23), None),
        (datetime(2026, 11, 22, 19, 0, tzinfo=UTC), "Pacific/Auckland", None,
         date(2026, 11, 23)),
        (datetime(2026, 3, 29, 6, 0, tzinfo=UTC), "Europe/Berlin", None, date(2026, 3, 29)),
        (datetime(2026, 11, 23, 15, 0, tzinfo=UTC), "Europe/Berlin", date(2026, 11, 20),
         date(2026, 11, 23)),
    ],
)  # fmt: skip
def test_a_digest_is_due_from_its_hour_by_the_clock_on_the_wall(now, zone, looked, due):
    assert digest_is_due(now, zone=zone, hour=8, looked_on=looked) == due
