from datetime import date

import pytest

from keepwell.firm.commands.absence import record_absence
from keepwell.firm.commands.found import change_firm
from keepwell.firm.models import Firm, Holiday, Teammate, TeammateAlias
from keepwell.firm.queries import (
    absences_on,
    firm_or_none,
    forget_firm,
    holidays_between,
    is_away,
    teammates,
    the_firm,
    who_is,
)


@pytest.fixture
def remembered(settings):
    """A process that remembers the firm for a while."""
    settings.FIRM_KEPT_SECONDS = 60
    forget_firm()
    yield
    forget_firm()


def test_the_firm_is_remembered_and_a_change_is_seen_at_once(
    firm, petra, now, remembered, django_assert_num_queries
):
    assert the_firm().name == "Finch Advisory"
    with django_assert_num_queries(0):
        the_firm()
    change_firm(name="Finch & Wren", at=now, by=petra)
    assert the_firm().name == "Finch & Wren"


def test_before_it_is_founded_there_is_no_firm(db):
    assert firm_or_none() is None
    with pytest.raises(Firm.DoesNotExist):
        the_firm()


def test_a_teammate_is_known_by_address_id_and_name(amara, dele):
    TeammateAlias.objects.create(teammate=amara, source="hubspot", external_id="101")
    TeammateAlias.objects.create(teammate=dele, source="zoho", external_id="101")
    assert who_is(" AMARA@finch.example ") == amara
    assert who_is("101", "hubspot") == amara
    assert who_is("101", "zoho") == dele
    assert who_is("101") is None
    assert who_is("amara") == amara
    assert who_is("") is None


def test_of_two_of_one_name_the_one_who_works_here_is_meant(amara, dele, now):
    dele.name = "Amara"
    dele.save()
    assert who_is("Amara") == amara
    Teammate.objects.create(email="a2@finch.example", name="Amara", created_at=now)
    assert who_is("Amara") is None


def test_who_is_away_is_known_with_the_cover(amara, chidi, now):
    span = {"starts_on": date(2026, 12, 1), "ends_on": date(2026, 12, 8)}
    record_absence(amara, **span, covered_by=chidi, at=now, by=amara)
    assert is_away(amara, date(2026, 12, 7))
    assert not is_away(amara, date(2026, 12, 8))
    assert absences_on(date(2026, 12, 1))[amara.pk].covered_by == chidi


def test_holidays_are_those_of_the_country_and_our_own(firm):
    Holiday.objects.create(day=date(2026, 12, 24), name="Finch rest")
    Holiday.objects.create(day=date(2026, 12, 26), name="Sale", is_closed=False)
    named = holidays_between(date(2026, 12, 24), date(2027, 1, 2))
    assert [day for day, _ in named] == [
        date(2026, 12, 24),
        date(2026, 12, 25),
        date(2027, 1, 1),
    ]
    assert named[0][1] == "Finch rest"


def test_those_who_work_here_come_first(amara, dele, chidi):
    assert list(teammates()) == [amara, chidi, dele]
