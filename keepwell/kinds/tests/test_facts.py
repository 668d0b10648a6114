"""Facts kept up to date by news are those made from scratch, whatever happened."""

from contextlib import suppress
from datetime import date, timedelta
from random import Random

import pytest

from keepwell.agreements.models import Agreement
from keepwell.conversations.commands.log import log_call
from keepwell.firm.commands.people import rejoin, teammate_left
from keepwell.kernel.refusal import Refused
from keepwell.kinds.commands.judge import follow_news, judge_all_kinds
from keepwell.kinds.models import Due, Holding, PartyFacts
from keepwell.kinds.queries.checked import facts_checked
from keepwell.kinds.queries.facts import facts_kept
from keepwell.parties.commands.add import add_party
from keepwell.parties.commands.merge import merge_parties
from keepwell.parties.commands.ties import end_tie, tie_parties
from keepwell.parties.commands.trash import restore_party, trash_party
from keepwell.parties.commands.unmerge import undo_merge
from keepwell.parties.models import Merge, Party, Tie
from keepwell.relationships.commands.own import (
    assign_owner,
    join_account_team,
    leave_unowned,
)
from keepwell.relationships.models import Opportunity, Relationship
from keepwell.usage.models import Use

pytestmark = pytest.mark.django_db


class Doings:
    """A firm in which chance does one thing after another."""

    def __init__(self, chance, now, amara, petra):
        self.chance, self.now, self.amara, self.petra = chance, now, amara, petra
        self.firms = [add_party("organisation", f"Firm {n}", at=now) for n in range(4)]
        self.people = [add_party("person", f"Ann {n}", at=now) for n in range(6)]
        for n, person in enumerate(self.people):
            Use.objects.create(at=now, party=person, event="open", key=f"u{n}")
            Relationship.objects.create(party=person, called="lead" if n % 2 else "")
        for n, firm in enumerate(self.firms):
            Opportunity.objects.create(party=firm, name="Work", outcome="open")
            Agreement.objects.create(
                party=firm, number=f"A{n}", kind="retainer", starts_on=date(2026, 1, 1),
                ends_on=date(2026, 6 + 2 * n, 1),
            )  # fmt: skip

    def do(self):
        doing = self.chance.choice((
            self.tie, self.untie, self.own, self.unown, self.trash, self.restore, self.merge,
            self.part, self.call, self.team, self.leave,
        ))  # fmt: skip
        with suppress(Refused, Relationship.DoesNotExist):
            doing()

    def one(self, some):
        return Party.objects.get(pk=self.chance.choice(some).pk)

    def tie(self):
        tie_parties(self.one(self.people), "works_for", self.one(self.firms), at=self.now)

    def untie(self):
        if ties := list(Tie.objects.filter(ends_on=None).order_by("pk")):
            end_tie(self.chance.choice(ties), on=self.now.date(), at=self.now)

    def own(self):
        assign_owner(
            self.one(self.firms), self.amara, on=self.now.date(), at=self.now, by=self.petra
        )

    def unown(self):
        leave_unowned(self.one(self.firms), on=self.now.date(), at=self.now, by=self.petra)

    def trash(self):
        trash_party(self.one(self.people), at=self.now)

    def restore(self):
        restore_party(self.one(self.people), at=self.now)

    def merge(self):
        some = self.chance.choice((self.people, self.firms))
        merge_parties(self.one(some), [self.one(some)], at=self.now)

    def part(self):
        if merge := Merge.objects.filter(undone_at=None).order_by("-pk").first():
            undo_merge(merge, at=self.now)

    def call(self):
        parties = [self.one(self.people + self.firms)]
        log_call(
            parties, direction="inbound", outcome="connected", on=self.now, at=self.now,
            by=self.petra,
        )  # fmt: skip

    def team(self):
        join_account_team(
            self.one(self.firms), self.amara, role="sales", at=self.now, by=self.petra
        )

    def leave(self):
        self.amara.refresh_from_db()
        if self.amara.is_active:
            teammate_left(self.amara, on=self.now.date(), at=self.now, by=None)
        else:
            rejoin(self.amara, at=self.now, by=None)


@pytest.mark.parametrize("seed", range(4))
def test_news_keeps_facts_and_kinds_as_a_rebuild_would_make_them(seed, now, amara, petra):
    doings = Doings(Random(seed), now, amara, petra)
    for _ in range(5):
        for _ in range(8):
            doings.do()
        follow_news(at=now)
        checked = facts_checked(now.date())
        assert checked.is_same, [
            (Party.objects.get(pk=each), facts_kept(each)) for each in checked.among
        ]
    assert not Due.objects.exists()
    assert judge_all_kinds(at=now) == 0


def test_the_kinds_of_a_company_follow_the_use_of_its_people(harbour, now):
    ann = add_party("person", "Ann", at=now)
    Use.objects.create(at=now, party=ann, event="open", key="1")
    tie = tie_parties(ann, "works_for", harbour, at=now)
    follow_news(at=now)
    assert Holding.objects.get(party=harbour).because == [
        ["People there who use it: %(count)d.", {"count": 1}]
    ]
    end_tie(tie, on=now.date(), at=now)
    follow_news(at=now)
    assert Holding.objects.get(party=harbour).until == now.date()


def test_news_is_written_with_what_it_is_news_of(harbour, amara, petra, now):
    assign_owner(harbour, amara, on=now.date(), at=now, by=petra)
    assert list(Due.objects.values_list("party", flat=True)) == [harbour.pk]


def test_an_agreement_ends_by_itself_with_the_day(harbour, now):
    Agreement.objects.create(
        party=harbour, number="1", kind="retainer", starts_on=date(2026, 1, 1),
        ends_on=now.date() + timedelta(days=1),
    )  # fmt: skip
    judge_all_kinds(at=now)
    assert Holding.objects.get(party=harbour, until=None).kind == "client"
    judge_all_kinds(at=now + timedelta(days=1))
    assert Holding.objects.get(party=harbour, until=None).kind == "former client"
    assert PartyFacts.objects.get(party=harbour).last_ended_on == date(2026, 11, 24)


def test_a_kind_that_was_somebodys_word_is_not_the_policys_to_end(harbour, now):
    Holding.objects.create(party=harbour, kind="client", decided_by="test")
    assert judge_all_kinds(at=now) == 0
    assert Holding.objects.get(party=harbour).until is None
