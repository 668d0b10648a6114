"""Questions whose words are kept give what the plain question gives."""

from datetime import date, datetime
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.db.models import Q, QuerySet
from django.test.utils import CaptureQueriesContext

from keepwell.kernel.spelt import LENGTHS, Many, spelt_once
from keepwell.parties.models import Nature, Party, PartyQuerySet, Tie, TieRole
from keepwell.walls.commands import raise_wall
from keepwell.walls.queries import visible_parties


@spelt_once
def _among(*, ids: Many) -> QuerySet[Party]:
    return Party.objects.filter(pk__in=ids).order_by("pk")


@spelt_once
def _not_among(*, ids: Many) -> QuerySet[Party]:
    return Party.objects.exclude(pk__in=ids).order_by("pk")


@spelt_once
def _of_nature(nature: str, *, name: str, since: datetime) -> QuerySet[Party]:
    named = Q(name=name) | Q(sort_name=name)
    return Party.objects.filter(named, nature=nature, created_at__gte=since)


@spelt_once
def _employers(*, person: UUID, on: date) -> QuerySet[Tie]:
    ties = Tie.objects.filter(party=person, role=TieRole.WORKS_FOR, starts_on__lte=on)
    return ties.select_related("other").order_by("pk")


@pytest.fixture
def many(firm, now):
    """Twenty parties called by their numbers."""
    rows = [
        Party(name=f"No. {n}", sort_name=f"no. {n}", created_at=now, changed_at=now,
              nature=Nature.PERSON if n % 2 else Nature.ORGANISATION)
        for n in range(20)
    ]  # fmt: skip
    return Party.objects.bulk_create(rows)


@pytest.mark.parametrize("how_many", [0, 1, 2, 3, 7, 20])
def test_any_number_of_ids_finds_those_and_no_others(many, how_many):
    ids = [one.pk for one in many[:how_many]]
    for asked in (_among, _not_among):
        assert asked(ids=ids) == list(asked.ask(ids=ids)), asked.ask


def test_more_ids_than_are_kept_are_asked_plainly(many):
    ids = [one.pk for one in many] + [uuid4() for _ in range(max(LENGTHS))]
    assert len(_among(ids=ids)) == 20


def test_the_same_words_answer_for_other_facts(many, now):
    for n in (3, 4, 5):
        found = _of_nature(Nature.PERSON, name=f"No. {n}", since=now)
        assert [one.name for one in found] == ([f"No. {n}"] if n % 2 else [])
    assert _of_nature(Nature.PERSON, name="no. 3", since=now)
    assert not _of_nature(Nature.PERSON, name="no. 3", since=now.replace(year=2027))


def test_what_is_read_along_needs_no_further_question(many, now):
    person, firm = many[1], many[0]
    Tie.objects.create(party=person, other=firm, role=TieRole.WORKS_FOR, starts_on=now.date())
    _employers(person=person.pk, on=now.date())
    with CaptureQueriesContext(connection) as asked:
        (tie,) = _employers(person=person.pk, on=now.date())
        assert tie.other.name == firm.name
    assert len(asked) == 1
    tie.title = "Partner"
    tie.save()
    assert _employers(person=person.pk, on=now.date())[0].title == "Partner"


def test_a_fact_that_is_not_taken_as_it_is_stops_at_once(many, now):
    @spelt_once
    def shortened(*, name: str) -> QuerySet[Party]:
        return Party.objects.filter(name=name[:3])

    @spelt_once
    def contained(*, name: str) -> QuerySet[Party]:
        return Party.objects.filter(name__contains=name)

    @spelt_once
    def forgotten(*, name: str) -> QuerySet[Party]:
        return Party.objects.all()

    @spelt_once
    def judged(*, since: datetime) -> QuerySet[Party]:
        return Party.objects.filter(revision__gt=since.year)

    for asked in (shortened, contained, forgotten):
        with pytest.raises(TypeError):
            asked(name="No. 3")
    with pytest.raises(TypeError):
        judged(since=now)


def test_facts_are_never_words_of_the_question(many, now):
    odd = "No. 1' OR '1'='1"
    assert _of_nature(Nature.PERSON, name=odd, since=now) == []


def test_a_question_that_finds_nothing_is_not_asked(db):
    @spelt_once
    def nobody(*, ids: Many) -> QuerySet[Party]:
        return Party.objects.none().filter(pk__in=ids)

    nobody(ids=[uuid4()])
    with CaptureQueriesContext(connection) as asked:
        assert nobody(ids=[uuid4()]) == []
    assert len(asked) == 0


def test_what_somebody_sees_may_be_asked_about(many, amara, petra, now):
    @spelt_once
    def named(seen: PartyQuerySet, *, name: str) -> QuerySet[Party]:
        return seen.filter(name=name)

    raise_wall(many[3], teammate=petra, reason="Her own shares", at=now, by=None)
    for teammate in (petra, amara):
        seen = visible_parties(teammate)
        for n in (3, 4):
            plain = list(seen.filter(name=f"No. {n}"))
            assert named(seen, name=f"No. {n}") == plain
    assert [one.pk for one in named(visible_parties(petra), name="No. 4")] == [many[4].pk]
    assert named(visible_parties(petra).exclude(pk=many[4].pk), name="No. 4") == []
    petra.is_active = False
    assert named(visible_parties(petra), name="No. 4") == []
