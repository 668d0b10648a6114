from datetime import date, timedelta

import pytest
from django.utils.translation import override

from keepwell.conversations.commands.log import log_call, log_mail, trash_activity
from keepwell.conversations.models import Presence
from keepwell.kernel.refusal import Refused
from keepwell.kinds.commands.judge import judge_all_kinds
from keepwell.parties.models import Party, Tie
from keepwell.relationships.commands.move import move_stage
from keepwell.relationships.commands.own import assign_owner, hand_over_relationships
from keepwell.relationships.commands.refresh import refresh_contact_facts
from keepwell.relationships.commands.stages import derive_stages
from keepwell.relationships.models import ContactFacts, Ownership, Relationship, StageChange
from keepwell.relationships.queries.book import contact_of
from keepwell.relationships.queries.contact import contact_facts_as_of
from keepwell.walls.models import Sight

pytestmark = pytest.mark.django_db


@pytest.fixture
def lucia(harbour, now):
    """Lucia works for Harbour & Sons since March."""
    lucia = Party.objects.create(
        nature="person", name="Lucia", sort_name="lucia", created_at=now, changed_at=now
    )
    Tie.objects.create(party=lucia, role="works_for", other=harbour, starts_on=date(2026, 3, 1))
    return lucia


def test_a_call_with_lucia_is_contact_with_her_firm(harbour, lucia, amara, now):
    on = now - timedelta(days=3)
    log_call([lucia], direction="outbound", outcome="connected", on=on, at=now, by=amara)
    refresh_contact_facts(at=now, party_ids=[lucia.pk])
    assert ContactFacts.objects.get(party=harbour).last_two_way == on
    assert ContactFacts.objects.get(party=harbour).last_inbound is None


def test_what_lucia_said_before_she_came_does_not_count_for_the_firm(
    harbour, lucia, amara, now
):
    before = now.replace(month=2)
    log_call([lucia], direction="inbound", outcome="connected", on=before, at=now, by=amara)
    facts = dict(contact_facts_as_of([harbour.pk, lucia.pk], now))
    assert facts[lucia.pk].last_inbound == before
    assert facts[harbour.pk].last_inbound is None


def test_an_unanswered_mail_is_no_touch_and_its_answer_is(lucia, amara, now):
    sent = log_mail(
        [lucia], direction="outbound", on=now - timedelta(days=2), title="Audit", at=now,
        by=amara,
    )  # fmt: skip
    assert dict(contact_facts_as_of([lucia.pk], now))[lucia.pk].last_two_way is None
    answer = log_mail(
        [lucia], direction="inbound", on=now - timedelta(days=1), title="Re: Audit",
        answers=sent, at=now, by=amara,
    )  # fmt: skip
    contact = dict(contact_facts_as_of([lucia.pk], now))[lucia.pk]
    assert (contact.last_two_way, contact.unanswered_since) == (answer.at, answer.at)
    assert answer.conversation_id == sent.pk
    trash_activity(answer, at=now, by=amara)
    assert not Presence.objects.filter(two_way=True).exists()


def test_the_kept_facts_are_those_computed_anew(harbour, lucia, amara, now):
    for days in (40, 30, 20, 9):
        on = now - timedelta(days=days)
        log_call([lucia], direction="inbound", outcome="connected", on=on, at=now, by=amara)
    refresh_contact_facts(at=now)
    for party, contact in contact_facts_as_of(None, now):
        assert contact_of(ContactFacts.objects.filter(party=party).first()) == contact


def test_everything_of_a_teammate_is_handed_over_in_one_step(harbour, amara, chidi, petra, now):
    Sight.objects.all().delete()
    assign_owner(harbour, amara, on=now.date(), at=now, by=petra)
    assert hand_over_relationships(amara, chidi, on=now.date(), at=now, by=petra) == 1
    assert Relationship.objects.get(party=harbour).owner == chidi
    assert list(Sight.objects.values_list("teammate", "because")) == [(chidi.pk, "owner")]
    assert Ownership.objects.filter(party=harbour, until=None).get().teammate == chidi


def test_nobody_who_left_can_be_made_owner(harbour, dele, petra, now):
    with pytest.raises(Refused, match="Dele has left"):
        assign_owner(harbour, dele, on=now.date(), at=now, by=petra)


def test_an_end_needs_a_reason_and_a_day_to_ask_again(harbour, amara, now):
    with pytest.raises(Refused, match="Say why"):
        move_stage(harbour, "ended", on=now.date(), at=now, by=amara)
    with pytest.raises(Refused, match="Choose a day"):
        move_stage(harbour, "ended", on=now.date(), reason="Moved", at=now, by=amara)


def test_judging_kinds_twice_changes_nothing(harbour, now):
    Relationship.objects.create(party=harbour, called="customer")
    assert judge_all_kinds(at=now) == 1
    assert judge_all_kinds(at=now) == 0
    Relationship.objects.update(called="")
    assert judge_all_kinds(at=now) == 1
    assert harbour.holdings.get().until == now.date()


def test_why_an_import_moved_a_stage_is_told_in_the_language_of_who_reads_it(harbour, now):
    Relationship.objects.update_or_create(party=harbour, defaults={"called": "former"})
    derive_stages(at=now)
    move = StageChange.objects.get(party=harbour)
    with override("de"):
        assert move.why == "Das CRM nennt sie einen ehemaligen Klienten."
    with override("en"):
        assert move.why == "The CRM calls them a former client."


def test_why_somebody_moved_a_stage_is_told_in_their_own_words(harbour, amara, now):
    move_stage(harbour, "active", on=now.date(), reason="active", at=now, by=amara)
    with override("de"):
        assert StageChange.objects.get(party=harbour).why == "active"
