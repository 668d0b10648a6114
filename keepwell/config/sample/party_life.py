"""One party of the sample from the day it became known: taken in, owned, moved, agreed with."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from keepwell.agreements.commands.take_in import take_in_agreements
from keepwell.config.sample.days import Days
from keepwell.config.sample.diary import Author
from keepwell.config.sample.firm_life import Staff
from keepwell.config.sample.happenings import Diary
from keepwell.config.sample.reading import Character
from keepwell.config.sample.staff import LEFT
from keepwell.config.sample.stage_play import Move, moves_of
from keepwell.config.sample.taking import Numbers, draft_of, draft_of_person
from keepwell.config.sample.trade import agreements_of, opportunity_of
from keepwell.firm.models import Teammate
from keepwell.parties.commands.take_in import take_in_parties
from keepwell.parties.models import Party
from keepwell.parties.rules.draft import PartyDraft
from keepwell.relationships.commands.move import move_stage
from keepwell.relationships.commands.own import (
    assign_owner,
    hand_over_relationship,
    join_account_team,
    leave_unowned,
)
from keepwell.relationships.commands.take_in import (
    StandingDraft,
    take_in_opportunities,
    take_in_standings,
)

Deed = tuple[datetime, Callable[[], object]]
TOOL = "sample"
_FREE_MAIL = frozenset({"example.com", "example.org", "example.net"})
_CALLED = {"lead": "lead", "consultation": "prospect", "proposal": "prospect",
           "former": "former", "lost": ""}  # fmt: skip
_BRIEFING = (
    "They know that {before} has left and were told by phone. Start with {person}; "
    "the open points are in the last mails."
)


class PartyLife:
    """A character becomes a party, with everything the firm did about it."""

    def __init__(self, who: Character, staff: Staff, days: Days, numbers: Numbers) -> None:
        self.who, self.staff, self.days, self.numbers = who, staff, days, numbers
        self.party_id: UUID
        self.people: list[UUID] = []
        self._party: Party | None = None
        self.began = days.moment(who.days("since") + 1, Author(who, days).chance, 8)

    @property
    def party(self) -> Party:
        """The party, read once: commands read again what they change."""
        if self._party is None:
            self._party = Party.objects.get(pk=self.party_id)
        return self._party

    @property
    def is_tended(self) -> bool:
        """Whether there is a relationship with a history."""
        return bool(self.who.get("line"))

    def diary(self) -> Diary:
        """What happened with them; nothing with those who only buy or use."""
        return Author(self.who, self.days).write() if self.is_tended else Diary()

    def owner(self, *, first: bool = False) -> Teammate | None:
        """Who looks after them now, or did at first."""
        key = (first and self.who.get("before")) or self.who.get("owner")
        return self.staff[key] if key else None

    def begin(self) -> list[Deed]:
        """Everything that was decided about them, each at its moment."""
        deeds: list[Deed] = [(self.began, self._take_in)]
        if self.is_tended:
            deeds.append((self.began + timedelta(minutes=3), self._stand))
        if owner := self.owner(first=True):
            deeds.append((self.began + timedelta(minutes=5), partial(self._assign, owner)))
        for move in moves_of(self.who, self.days):
            deeds.append((self._moment(move), partial(self._move, move)))
        left = self.days.now - timedelta(days=LEFT) + timedelta(hours=16)
        if self.who.get("before"):
            deeds.append((left, partial(self._hand_over, left)))
        elif self.who.get("owner") == "peter":
            on = left + timedelta(hours=1)
            deeds.append((on, partial(self._leave_unowned, on)))
        return deeds

    def _moment(self, move: Move) -> datetime:
        at = self.days.now - timedelta(days=move.back) + timedelta(hours=15)
        return max(at, self.began + timedelta(minutes=10))

    def _take_in(self) -> None:
        (self.party_id,) = self._taken([draft_of(self.who, self.numbers)])
        people = [
            draft_of_person(one, self.who, self.party_id, self.numbers, is_first=place == 0)
            for place, one in enumerate(self.who.people)
        ]
        self.people = [self.party_id] if self.who.is_person else self._taken(people)

    def _taken(self, drafts: list[PartyDraft]) -> list[UUID]:
        by = self.owner(first=True) or self.staff.boss
        taken = take_in_parties(drafts, at=self.began, by=by, free_mail=_FREE_MAIL, tool=TOOL)
        return [each.party_id for each in taken]

    def _stand(self) -> None:
        called = _CALLED.get(self.who.part, "customer")
        draft = StandingDraft(self.party_id, None, self.who.get("named"), called)
        take_in_standings([draft], at=self.began, by=self.staff.boss, tool=TOOL)

    def _assign(self, owner: Teammate) -> None:
        on = self.began.date()
        assign_owner(self.party, owner, on=on, at=self.began, by=self.staff.boss)
        if (self.who.employees or 0) > 150 or self.who.days("fee") > 90_000:
            delivery = self.staff["lena" if owner.name != "Lena Brandt" else "noor"]
            at = self.began + timedelta(minutes=6)
            join_account_team(self.party, delivery, role="delivery", at=at, by=owner)

    def _move(self, move: Move) -> None:
        by = self.owner(first=True) or self.staff.boss
        at = self._moment(move)
        move_stage(
            self.party, move.stage, on=at.date(), reason=move.reason,
            follow_up_on=move.follow_up_on, at=at, by=by,
        )  # fmt: skip

    def _hand_over(self, at: datetime) -> None:
        owner, before = self.owner(), self.owner(first=True)
        assert owner is not None and before is not None
        briefing = _BRIEFING.format(before=before.name, person=self.who.people[0].name)
        hand_over_relationship(
            self.party, owner, briefing=briefing, on=at.date(), at=at, by=self.staff.boss
        )

    def _leave_unowned(self, at: datetime) -> None:
        leave_unowned(self.party, on=at.date(), at=at, by=self.staff.boss)

    def agree(self) -> None:
        """Agreements and deals, as the firm's own books tell."""
        if not self.is_tended:
            return
        signer = self.people[0]
        at = self.began + timedelta(hours=1)
        drafts = agreements_of(self.who, self.party_id, signer, self.days)
        take_in_agreements(drafts, at=at, by=self.staff["marco"], tool=TOOL)
        owner = self.owner()
        owner_id = owner.pk if owner is not None and owner.is_active else None
        deal = opportunity_of(self.who, self.party_id, signer, owner_id, self.days)
        if deal is not None:
            take_in_opportunities([deal], at=at, by=self.staff["marco"], tool=TOOL)
