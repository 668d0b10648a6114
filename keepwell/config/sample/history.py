"""The history of all parties, taken in month by month as a mailbox and a calendar would be."""

from collections import defaultdict
from datetime import timedelta
from uuid import UUID

from keepwell.config.sample import noise
from keepwell.config.sample.days import Days
from keepwell.config.sample.firm_life import Staff
from keepwell.config.sample.happenings import Happening, Vow
from keepwell.config.sample.party_life import TOOL, PartyLife
from keepwell.config.sample.staff import BY_KEY
from keepwell.config.sample.taking import address_of
from keepwell.config.sample.trade import order_lines_of, uses_of
from keepwell.conversations.commands.take_in import (
    ActivityDraft,
    PresenceDraft,
    TaskDraft,
    take_in_activities,
    take_in_tasks,
)
from keepwell.orders.commands.take_in import LineDraft, take_in_order_lines
from keepwell.usage.commands.take_in import UseDraft, take_in_uses

_MONTH = timedelta(days=30)
# Whose out-of-office answers, whose mailbox is gone, and who sends newsletters.
AWAY = frozenset({"pallant", "pinnacle", "brook", "jasmin"})
GONE = "bellweather"
NEWS = ("saltmarsh", "whitcombe", "pallant", "vester", "quayside", "fairlight",
        "ashgrove")  # fmt: skip


class History:
    """Collects what happened with everybody, then takes it in."""

    def __init__(self, staff: Staff, days: Days) -> None:
        self.staff, self.days = staff, days
        self.activities: list[ActivityDraft] = []
        self.promises: list[TaskDraft] = []
        self.lines: list[LineDraft] = []
        self.uses: list[UseDraft] = []

    def learn(self, life: PartyLife) -> None:
        """Everything one party's life holds."""
        life.agree()
        diary = life.diary()
        drafts = [self._draft(each, life) for each in diary.happenings]
        self.activities += drafts
        self.promises += [self._promise(vow, life) for vow in diary.vows]
        self._add_noise(drafts, life)
        if life.who.part in ("customer", "mixed"):
            self.lines += order_lines_of(life.who, life.party_id, life.people[-1], self.days)
        if life.who.part in ("user", "mixed"):
            users = life.people[1:3] if life.who.part == "mixed" else life.people[:2]
            self.uses += uses_of(life.who, users, self.days)

    def take_in(self) -> None:
        """Give it all to the commands, oldest first, a month at a time."""
        reader = self._us("ines")
        self.activities += noise.strangers(reader, self.days)
        months: dict[int, list[ActivityDraft]] = defaultdict(list)
        for draft in self.activities:
            months[max(0, (self.days.now - draft.at) // _MONTH)].append(draft)
        boss = self.staff.boss
        for back in sorted(months, reverse=True):
            at = self.days.now - back * _MONTH
            take_in_activities(months[back], at=at, by=boss, tool=TOOL)
        at = self.days.now
        take_in_tasks(self.promises, at=at, by=boss, tool=TOOL)
        take_in_order_lines(self.lines, at=at, by=self.staff["marco"], tool=TOOL)
        take_in_uses(self.uses, at=at, by=self.staff["marco"], tool=TOOL)

    def _us(self, key: str) -> tuple[UUID, str]:
        return self.staff[key].pk, BY_KEY[key].email

    def _them(self, place: int, life: PartyLife) -> tuple[UUID, str, str]:
        name = life.who.name if life.who.is_person else life.who.people[place].name
        return life.people[place], address_of(name, life.who.domain), name

    def _draft(self, each: Happening, life: PartyLife) -> ActivityDraft:
        presences = {"mail": self._in_mail, "call": self._in_call, "meeting": self._in_meeting,
                     "note": self._in_note}[each.kind](each, life)  # fmt: skip
        ours = self.staff[each.ours].pk
        return ActivityDraft(
            each.kind, each.key, each.at, each.title, each.text, each.ends_at, each.place,
            each.nature, "outbound" if each.from_us else "inbound", each.outcome, each.asks,
            ours if each.from_us or each.kind != "mail" else None, each.answers, presences,
        )  # fmt: skip

    def _in_mail(self, each: Happening, life: PartyLife) -> list[PresenceDraft]:
        pk, address = self._us(each.ours)
        us = PresenceDraft("from" if each.from_us else "to", teammate_id=pk, address=address,
                           name=BY_KEY[each.ours].name)  # fmt: skip
        found = [us]
        for place, person in enumerate(each.theirs):
            party, address, name = self._them(person, life)
            role = "cc" if place else ("to" if each.from_us else "from")
            found.append(PresenceDraft(role, party, address=address, name=name))
        return found

    def _in_call(self, each: Happening, life: PartyLife) -> list[PresenceDraft]:
        found = [PresenceDraft("with", life.people[place]) for place in each.theirs]
        if not life.who.is_person:
            found.append(PresenceDraft("about", life.party_id))
        return [*found, PresenceDraft("by", teammate_id=self.staff[each.ours].pk)]

    def _in_meeting(self, each: Happening, life: PartyLife) -> list[PresenceDraft]:
        pk, address = self._us(each.ours)
        found = [
            PresenceDraft("organiser", teammate_id=pk, address=address, response="accepted")
        ]
        for place in each.theirs:
            party, address, name = self._them(place, life)
            found.append(PresenceDraft("attendee", party, None, address, name, "accepted"))
        return found

    def _in_note(self, each: Happening, life: PartyLife) -> list[PresenceDraft]:
        ours = PresenceDraft("by", teammate_id=self.staff[each.ours].pk)
        return [PresenceDraft("about", life.party_id), ours]

    def _promise(self, vow: Vow, life: PartyLife) -> TaskDraft:
        return TaskDraft(
            vow.what, vow.key, "promise", "", life.party_id, life.people[vow.person],
            self.staff[vow.ours].pk, vow.due_on, None, vow.done_at,
            "kept" if vow.done_at else "", vow.made_at, vow.mail_key,
        )  # fmt: skip

    def _add_noise(self, drafts: list[ActivityDraft], life: PartyLife) -> None:
        key = life.who.key
        if key in NEWS:
            sender = (life.party_id, f"news@{life.who.domain}")
            self.activities += noise.newsletters(
                life.who.name, *sender, self._us(life.who.get("owner") or "ines"), self.days
            )
        chased = [each for each in drafts if each.key.endswith(".c@sample")]
        if key in AWAY and chased:
            person, address, name = self._them(0, life)
            self.activities.append(
                noise.automatic_reply(chased[-1], (person, address), name, self._us("ines"))
            )
        if key == GONE and chased:
            _, address, _ = self._them(1, life)
            self.activities.append(noise.bounce(chased[-1], address, self._us("tobias")))
