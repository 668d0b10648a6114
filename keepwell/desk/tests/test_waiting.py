"""The numbers of the rail: right after whatever was done, and not asked for again without."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from keepwell.desk.queries.waiting import what_waits
from keepwell.kinds.models import Holding, Kind
from keepwell.parties.commands.trash import trash_party
from keepwell.relationships.commands.own import assign_owner

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(harbour, now):
    Holding.objects.create(party=harbour, kind=Kind.CLIENT, since=now.date(), because=[])
    return harbour


def test_what_a_teammate_did_shows_at_once(client, amara, chidi, petra, now):
    today = timezone.localdate()
    assign_owner(client, amara, on=today, at=now, by=petra)
    assert what_waits(amara, on=today).mine == 1
    assign_owner(client, chidi, on=today, at=now, by=petra)
    assert (what_waits(amara, on=today).mine, what_waits(chidi, on=today).mine) == (0, 1)
    trash_party(client, at=now, by=petra)
    assert what_waits(chidi, on=today).mine == 0


def test_while_nobody_does_anything_the_book_is_not_counted_again(client, petra):
    today = timezone.localdate()
    before = what_waits(petra, on=today)
    with CaptureQueriesContext(connection) as asked:
        assert what_waits(petra, on=today) == before
    assert not [one for one in asked.captured_queries if "kinds_holding" in one["sql"]]
