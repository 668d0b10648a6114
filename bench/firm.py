"""An invented firm of any size, written straight into its tables; a seed always gives the same.

Made for measuring reads: what stands in the tables is what an import and a year of work would
have left there, but no command was asked and nothing is in the journal.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from bench.contacts import CITIES, GIVEN, SYLLABLES

ADVISERS, OPEN_TASKS, LONG_STORY = 20, 10_000, 10_000
STAGES = ("lead", "consultation", "proposal", "agreed", "onboarding", "active", "paused")
PORTION = 20_000


@dataclass(slots=True)
class Book:
    """What the measurements name."""

    partner: Any
    field: Any
    longest: Any
    fragment: str


def write_firm(parties: int, at: datetime) -> Book:
    """A firm with so many parties and three times as many conversations."""
    from keepwell.fields.commands.define import define_field
    from keepwell.firm.commands.found import found_firm
    from keepwell.firm.models import Teammate
    from keepwell.kernel.bulk import know_sizes

    found_firm(
        name="Finch Advisory", domains=["finch.example"], country="GB",
        time_zone="Europe/London", at=at,
    )  # fmt: skip
    staff = [
        Teammate(email=f"t{n}@finch.example", name=f"{GIVEN[n]} Finch", role="adviser",
                 created_at=at, joined_on=at.date())
        for n in range(ADVISERS)
    ]  # fmt: skip
    staff[0].role = "partner"
    Teammate.objects.bulk_create(staff)
    field = define_field("Score", "number", at=at, by=None)
    writer = _Writer(parties, at, staff, field, random.Random(7))
    writer.write()
    know_sizes()
    return Book(staff[0], field, writer.organisations[0], writer.fragment)


class _Writer:
    def __init__(
        self, parties: int, at: datetime, staff: list[Any], field: Any, chance: random.Random
    ) -> None:
        from keepwell.kernel.ids import uuid7

        self.at, self.staff, self.field, self.chance = at, staff, field, chance
        self.organisations = [uuid7() for _ in range(max(20, parties // 10))]
        self.people = [uuid7() for _ in range(parties - len(self.organisations))]
        self.talks = 3 * parties
        self.fragment = ""

    def write(self) -> None:
        """Everything, table by table, each in one transaction."""
        for table in (self._parties, self._relationships, self._conversations, self._tasks):
            with transaction.atomic():
                table()

    def _parties(self) -> None:
        from keepwell.fields.models import OwnValue
        from keepwell.kernel.bulk import insert_rows
        from keepwell.parties.commands.derived import index_search
        from keepwell.parties.models import ContactPoint, Party, PartyName, Tie

        columns = (
            "id", "nature", "name", "sort_name", "given_name", "family_name", "search_text",
            "industry", "employees", "source", "created_at", "changed_at", "revision",
            "honorific", "language", "time_zone", "about",
        )  # fmt: skip
        for some in _portions(list(self._people_and_firms())):
            insert_rows(Party, columns, (
                (id_, nature, name, sort, given, family, text, "Trade", None, "import",
                 self.at - timedelta(minutes=n), self.at - timedelta(minutes=n), 1,
                 "", "", "", "")
                for n, id_, nature, name, sort, given, family, text, _ in some
            ))  # fmt: skip
            insert_rows(PartyName, ("party", "kind", "text", "folded", "source"), (
                (id_, "usual", name, name.lower(), "")
                for _, id_, _, name, *_ in some
            ))  # fmt: skip
            insert_rows(
                ContactPoint,
                ("party", "kind", "value", "normal", "tail", "label", "is_primary", "source"),
                (
                    (id_, kind, value, value, tail, "", True, "")
                    for _, id_, *_, points in some
                    for kind, value, tail in points
                ),
            )
            insert_rows(OwnValue, ("field", "party", "slot", "text", "number"), (
                (self.field.pk, id_, "", "", 1_000_000 * (n % 1_000)) for n, id_, *_ in some
            ))  # fmt: skip
            index_search([each[1] for each in some])
        firms = self.organisations
        for people in _portions(list(enumerate(self.people))):
            insert_rows(Tie, ("party", "role", "other", "title", "is_primary", "source"), (
                (id_, "works_for", firms[n % len(firms)], "Director", True, "")
                for n, id_ in people
            ))  # fmt: skip

    def _people_and_firms(self) -> Iterator[tuple[Any, ...]]:
        for n, id_ in enumerate(self.organisations):
            name = f"{self._word()} {self._word()} {n} Ltd"
            domain = f"company-{n}.example.com"
            text = f"{name.lower()}\n{domain}"
            points = (("domain", domain, ""),)
            yield n, id_, "organisation", name, name.lower(), "", "", text, points
        for n, id_ in enumerate(self.people):
            given, family = self.chance.choice(GIVEN), self._word()
            mail = f"{given}.{family}.{n}@company-{n % len(self.organisations)}.example.com"
            phone = f"+44{7_000_000_000 + n}"
            points = (("email", mail.lower(), ""), ("phone", phone, phone[::-1]))
            name = f"{given} {family}"
            if n == len(self.people) // 2:
                self.fragment = mail.lower().partition("@")[0]
            text = f"{name.lower()}\n{mail.lower()}\n{phone[1:]}"
            sort = f"{family} {given}".lower()
            yield n, id_, "person", name, sort, given, family, text, points

    def _word(self) -> str:
        pieces = (self.chance.choice(SYLLABLES) for _ in range(self.chance.randint(2, 4)))
        return "".join(pieces).capitalize()

    def _relationships(self) -> None:
        from keepwell.kernel.bulk import insert_rows
        from keepwell.kinds.models import Holding
        from keepwell.parties.models import PostalAddress
        from keepwell.relationships.models import ContactFacts, Relationship

        day = self.at.date()
        rows = list(enumerate(self.organisations))
        insert_rows(
            Relationship,
            ("party", "stage", "stage_since", "owner", "owner_since", "owner_named", "called",
             "next_touch_on", "next_touch_what", "ended_because"),
            (
                (id_, STAGES[n % len(STAGES)], day - timedelta(days=n % 300),
                 self.staff[n % ADVISERS].pk, day - timedelta(days=400), "", "",
                 day + timedelta(days=n % 90 - 20), "", "")
                for n, id_ in rows
            ),
        )  # fmt: skip
        insert_rows(
            ContactFacts,
            ("party", "last_inbound", "last_outbound", "last_two_way", "first_contact",
             "gaps_used", "unanswered_outbound", "unanswered_asks", "watch_on", "quiet_on",
             "silent_on"),
            ((id_, *self._contact(n), *self._quiet_days(n)) for n, id_ in rows),
        )  # fmt: skip
        columns = ("id", "party", "kind", "since", "because", "decided_by", "rule")
        insert_rows(Holding, columns, (
            (_id(), id_, "client" if n % 2 else "prospect", day - timedelta(days=n % 900),
             [], "rule", "")
            for n, id_ in rows
        ))  # fmt: skip
        insert_rows(
            PostalAddress,
            ("party", "label", "street", "postal_code", "city", "region", "country", "source"),
            ((id_, "", f"{n} High Street", code, city, "", country, "")
             for n, id_ in rows for city, code, country in [CITIES[n % len(CITIES)]]),
        )  # fmt: skip

    def _contact(self, n: int) -> tuple[Any, ...]:
        last = self.at - timedelta(days=n % 200)
        return last, last, last, self.at - timedelta(days=900), 5, 0, False

    def _quiet_days(self, n: int) -> tuple[date, date, date]:
        last = self.at.date() - timedelta(days=n % 200)
        return last + timedelta(60), last + timedelta(120), last + timedelta(240)

    def _conversations(self) -> None:
        from keepwell.conversations.models import Activity, Presence
        from keepwell.kernel.bulk import insert_rows

        firms = self.organisations
        for some in _portions(range(self.talks + LONG_STORY)):
            ids = [(n, _id(), self.at - timedelta(minutes=7 * n)) for n in some]
            insert_rows(
                Activity,
                ("id", "kind", "at", "title", "text", "place", "nature", "direction",
                 "outcome", "asks", "by", "in_reply_to", "thread_key", "source", "created_at"),
                (
                    (id_, "call" if n % 3 else "note", moment, f"About the report {n}",
                     "We spoke of the quarterly report and what comes next.", "", "", "in",
                     "", False, self.staff[n % ADVISERS].pk, "", "", "", moment)
                    for n, id_, moment in ids
                ),
            )  # fmt: skip
            insert_rows(
                Presence,
                ("activity", "party", "address", "name", "role", "response", "at", "inbound",
                 "outbound", "two_way"),
                (
                    (id_, party, "", "", "with", "", moment, True, False, True)
                    for n, id_, moment in ids
                    for party in self._with(n, firms)
                ),
            )  # fmt: skip

    def _with(self, n: int, firms: list[Any]) -> list[Any]:
        if n >= self.talks:
            return [firms[0]]
        person = self.people[n % len(self.people)]
        return [person, firms[(n % len(self.people)) % len(firms)]]

    def _tasks(self) -> None:
        from keepwell.conversations.models import Task
        from keepwell.kernel.bulk import insert_rows

        firms = self.organisations
        insert_rows(
            Task,
            ("id", "kind", "what", "text", "party", "assignee", "due_on", "outcome",
             "feedback", "priority", "source", "created_at"),
            (
                (_id(), "promise" if n % 4 == 0 else "task", f"Send the report {n}", "",
                 firms[n % len(firms)], self.staff[n % ADVISERS].pk,
                 self.at.date() + timedelta(days=n % 60 - 10), "", "", "", "", self.at)
                for n in range(min(OPEN_TASKS, len(firms)))
            ),
        )  # fmt: skip


def _id() -> Any:
    from keepwell.kernel.ids import uuid7

    return uuid7()


def _portions(items: Any) -> Iterator[Any]:
    for start in range(0, len(items), PORTION):
        yield items[start : start + PORTION]
