"""Addresses that are nobody, and clients whose owner left: nothing is lost."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from keepwell.conversations.models import Activity, Presence
from keepwell.desk.queries.today import today_of
from keepwell.firm.commands.addresses import ignore_address
from keepwell.firm.commands.people import teammate_left
from keepwell.firm.models import Firm
from keepwell.journal.models import Entry
from keepwell.kernel.refusal import Refused
from keepwell.kinds.models import Holding
from keepwell.relationships.commands.own import assign_owner

pytestmark = pytest.mark.django_db
LIST = "digest@lists.example"


@pytest.fixture
def written(amara):
    """A mail from an address nobody knows, to Amara."""
    at = timezone.now()
    mail = Activity.objects.create(
        kind="mail", nature="human", at=at, created_at=at, title="Digest", source="test"
    )
    Presence.objects.create(activity=mail, address=LIST, role="from", at=at)
    Presence.objects.create(activity=mail, teammate=amara, role="to", at=at)
    return mail


def browser_of(teammate):
    client = Client()
    client.force_login(teammate)
    return client


def test_an_adviser_says_an_address_is_nobody_and_takes_it_back(written, amara):
    desk, there = browser_of(amara), "/conversations/?side=unclaimed"
    assert LIST in desk.get(there).content.decode()
    desk.post(reverse("desk:nobody"), {"address": LIST})
    assert Firm.objects.get().machine_addresses == [LIST]
    page = desk.get(there).content.decode()
    assert f"{LIST} is nobody" in page and "desk/claim" not in page
    assert Entry.objects.filter(verb="ignored_address", by_id=amara.pk).count() == 1
    desk.post(f"{reverse('desk:somebody')}?address={LIST}")
    assert Firm.objects.get().machine_addresses == []
    assert LIST in desk.get(there).content.decode()


def test_chidi_who_was_not_in_the_mail_cannot_say_so(written, chidi):
    assert browser_of(chidi).post(reverse("desk:nobody"), {"address": LIST}).status_code == 404
    assert Firm.objects.get().machine_addresses == []


def test_an_address_is_nobody_only_once(firm, amara, now):
    ignore_address(LIST.upper(), at=now, by=amara)
    with pytest.raises(Refused, match="nobody already"):
        ignore_address(LIST, at=now, by=amara)


def test_clients_of_a_teammate_who_left_are_an_alarm_and_can_be_handed_over(
    harbour, amara, petra, chidi, now
):
    on = timezone.localdate()
    Holding.objects.create(party=harbour, kind="client", decided_by="test")
    assign_owner(harbour, amara, on=on, at=now, by=petra)
    assert today_of(petra, on=on, at=now, scope="book").unowned == ()
    teammate_left(amara, on=on, at=now, by=petra)
    (alarm,) = today_of(petra, on=on, at=now, scope="book").unowned
    assert alarm.party == harbour
    desk = browser_of(petra)
    page = desk.get(reverse("firm:teammate", args=[amara.pk])).content.decode()
    link = reverse("desk:hand_all_over", args=[amara.pk])
    assert link in page
    answer = desk.post(link, {"teammate": str(chidi.pk)})
    assert answer.status_code == 302, answer.content.decode()
    harbour.relationship.refresh_from_db()
    assert harbour.relationship.owner == chidi
