"""The sample firm: the first thing a newcomer sees, so each line of it must be true."""

import hashlib
from collections import Counter
from datetime import date

import pytest
from django.db import transaction

from keepwell.agreements.models import Agreement
from keepwell.config.sample import DEMO_EMAIL, DEMO_PASSWORD, plant_sample_firm
from keepwell.config.sample.history import History
from keepwell.config.sample.reading import the_cast
from keepwell.conversations.models import Activity, Presence, Task
from keepwell.files.models import Attachment
from keepwell.firm.models import Firm, Teammate
from keepwell.journal.models import Entry
from keepwell.journal.queries import verify_journal
from keepwell.kernel.refusal import Refused
from keepwell.kinds.models import Holding
from keepwell.orders.models import OrderLine
from keepwell.parties.models import ContactPoint, DuplicateSuggestion, Party, Tie
from keepwell.relationships.models import ContactFacts, Relationship, StageChange
from keepwell.usage.models import Use

pytestmark = pytest.mark.django_db

# A Saturday: the days before are snapped to working days, which shifts every gap.
ON = date(2026, 11, 21)
LEVELS = {
    "tended": "fine", "onboarding": "fine", "probono": "fine", "renewing": "fine",
    "mixed": "fine", "watch": "watch", "quiet": "quiet", "silent": "silent",
}  # fmt: skip
RESERVED_DOMAINS = (".example", "example.com", "example.org", "example.net")
# Ofcom, Bundesnetzagentur, Arcep, PTS and NANP keep these for fiction.
RESERVED_NUMBERS = ("+442079460", "+493023125", "+3319900", "+468465004", "+160455501")
TOLD = (
    (Party, ("nature", "name", "created_at", "about")),
    (ContactPoint, ("party__name", "kind", "normal")),
    (Tie, ("party__name", "role", "other__name", "title")),
    (Activity, ("key", "at", "title", "text", "nature", "direction", "asks", "by__name")),
    (Presence, ("activity__key", "party__name", "role", "inbound", "outbound", "two_way")),
    (Task, ("what", "due_on", "done_at", "party__name", "assignee__name")),
    (Relationship, ("party__name", "stage", "stage_since", "owner__name", "next_touch_on")),
    (StageChange, ("party__name", "before", "after", "on")),
    (ContactFacts, ("party__name", "last_two_way", "gap_median_days", "quiet_on")),
    (Agreement, ("number", "kind", "starts_on", "ends_on", "value_minor")),
    (Holding, ("party__name", "kind", "since", "because")),
    (OrderLine, ("key", "product", "quantity", "ordered_at")),
    (Use, ("key", "event", "at")),
    (Attachment, ("party__name", "name", "sha256", "activity__key", "kept_at")),
)


def digest_of_facts():
    """Everything the sample tells, without ids."""
    told = hashlib.sha256()
    for model, fields in TOLD:
        for row in sorted(map(repr, model.objects.values_list(*fields))):
            told.update(row.encode())
    return told.hexdigest()


@pytest.fixture(scope="module")
def broken_planting(django_db_setup, django_db_blocker):
    """What was there after a planting that was stopped half way: firms, parties, lines."""
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(History, "take_in", _stop)
        with pytest.raises(KeyboardInterrupt):
            plant_sample_firm(on=ON)
        return Firm.objects.count(), Party.objects.count(), Entry.objects.count()


def _stop(history):
    raise KeyboardInterrupt


@pytest.fixture(scope="module")
def first_planting(broken_planting, django_db_blocker):
    """What another planting of the same day told, before it was taken back."""
    with django_db_blocker.unblock(), transaction.atomic():
        plant_sample_firm(on=ON)
        told = digest_of_facts()
        transaction.set_rollback(True)
    return told


@pytest.fixture(scope="module", autouse=True)
def planted(first_planting, django_db_blocker):
    """The sample firm, planted once for this file."""
    with django_db_blocker.unblock(), transaction.atomic():
        plant_sample_firm(on=ON)
        yield
        transaction.set_rollback(True)


def parties_in(*parts):
    """The parties that play one of these parts, with their characters."""
    known = Party.objects.filter(external_ids__source="sample")
    cast = (who for who in the_cast() if who.part in parts)
    return [(who, known.get(external_ids__external_id=who.key)) for who in cast]


def level_of(facts):
    days = (("silent", facts.silent_on), ("quiet", facts.quiet_on), ("watch", facts.watch_on))
    return next((level for level, day in days if day and day <= ON), "fine")


def test_the_same_day_gives_the_same_firm(first_planting):
    assert digest_of_facts() == first_planting


def test_each_client_is_as_tended_or_as_quiet_as_its_part_says():
    found = {
        who.key: (who.part, level_of(party.contact_facts)) for who, party in parties_in(*LEVELS)
    }
    assert {key: each for key, each in found.items() if LEVELS[each[0]] != each[1]} == {}


@pytest.mark.parametrize(
    ("parts", "kind"),
    [
        (("tended", "watch", "quiet", "silent", "unowned", "mixed", "probono"), "client"),
        (("hollow",), "client"),
        (("former",), "former client"),
        (("lead", "consultation", "proposal"), "prospect"),
        (("customer", "mixed"), "customer"),
        (("user", "mixed"), "user"),
    ],
)
def test_each_part_holds_the_kind_it_stands_for(parts, kind):
    for who, party in parties_in(*parts):
        held = set(party.holdings.filter(until=None).values_list("kind", flat=True))
        assert kind in held, who.key


def test_a_mail_waits_only_where_the_play_wants_one_to_wait():
    waiting = ContactFacts.objects.exclude(unanswered_since=None).filter(
        party__nature="organisation"
    )
    asked = {who.name for who in the_cast() if who.get("asks")}
    assert set(waiting.values_list("party__name", flat=True)) == asked


def test_newsletters_bounces_and_automatic_replies_count_for_nothing():
    counted = Presence.objects.exclude(activity__nature="human")
    assert counted.count() > 20
    assert not counted.filter(inbound=True).exists()
    assert not counted.filter(two_way=True).exists()


def test_two_pairs_of_parties_wait_for_a_judgement():
    assert DuplicateSuggestion.objects.filter(decided_at=None).count() == 2


def test_nobody_who_left_looks_after_anybody():
    assert not Relationship.objects.filter(owner__is_active=False).exists()
    unowned = [party.relationship.owner for _, party in parties_in("unowned")]
    assert unowned == [None, None]


def test_the_demo_teammate_can_sign_in_and_has_a_book():
    demo = Teammate.objects.get(email=DEMO_EMAIL)
    assert demo.check_password(DEMO_PASSWORD)
    assert demo.relationships.count() >= 12


def test_nobody_real_can_be_reached_by_an_address_or_number_of_the_sample():
    for kind, normal in ContactPoint.objects.values_list("kind", "normal"):
        if kind == "phone":
            assert normal.startswith(RESERVED_NUMBERS), normal
        else:
            assert normal.partition("/")[0].endswith(RESERVED_DOMAINS), normal
    for address in Presence.objects.exclude(address="").values_list("address", flat=True):
        assert address.endswith(RESERVED_DOMAINS), address


def test_no_letter_is_read_twice_on_the_first_page_of_a_timeline():
    for who, party in parties_in("tended", "mixed"):
        people = [party.pk, *party.ties_to.values_list("party", flat=True)]
        rows = Activity.objects.filter(kind="mail", presences__party__in=people).distinct()
        texts = Counter(rows.order_by("-at").values_list("text", flat=True)[:30])
        assert max(texts.values()) == 1, who.key


def test_no_placeholder_was_left_in_a_text():
    for mark in ("{", "}"):
        assert not Activity.objects.filter(text__contains=mark).exists()
        assert not Activity.objects.filter(title__contains=mark).exists()


def test_nothing_but_meetings_lies_ahead():
    ahead = Activity.objects.filter(at__date__gte=ON).exclude(kind="meeting")
    assert not ahead.exists()
    assert Activity.objects.filter(at__date__gt=ON, kind="meeting").exists()


def test_the_journal_of_the_sample_holds():
    found = verify_journal()
    assert found.seals
    assert (found.unsealed, found.tampered) == (0, ())


def test_a_second_sample_is_refused():
    with pytest.raises(Refused), transaction.atomic():
        plant_sample_firm(on=ON)


def test_a_planting_that_breaks_leaves_nothing_behind(broken_planting):
    assert broken_planting == (0, 0, 0)
