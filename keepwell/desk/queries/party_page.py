"""Everything the page of a party shows, each part bounded, whatever its history."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet

from keepwell.agreements.models import Agreement
from keepwell.agreements.queries import agreements_with, is_current, terms_of
from keepwell.agreements.rules import NO_ENGAGEMENT
from keepwell.conversations.models import Task, TaskKind
from keepwell.conversations.queries.waiting import open_tasks
from keepwell.desk.queries.kinds import SHOWN
from keepwell.firm.queries import usual_cadence
from keepwell.kernel.among import is_among
from keepwell.kernel.spelt import LENGTHS, Many, spelt_once
from keepwell.kernel.verdict import Verdict
from keepwell.kinds.queries.held import kinds_of
from keepwell.orders.queries import NOTHING_BOUGHT, Bought, bought_by
from keepwell.parties.models import (
    ContactPoint,
    DuplicateSuggestion,
    Party,
    PartyQuerySet,
    PostalAddress,
    Tie,
    TieRole,
)
from keepwell.parties.queries.duplicates import duplicates_open
from keepwell.relationships.models import ContactFacts, Relationship, StageChange, TeamMember
from keepwell.relationships.queries.book import contact_of, quietness_of
from keepwell.relationships.rules.contact import Contact
from keepwell.relationships.rules.quiet import Level, expected_days
from keepwell.usage.queries import Used, used_by

MOST_PEOPLE = 8
MOST_ROWS = 6


@dataclass(frozen=True, slots=True)
class Holds:
    """A kind the party holds, by the name the screen knows, with its reasons."""

    name: str
    since: date | None
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PersonThere:
    """Somebody who works there: their title, when they were last spoken with."""

    party: Party
    title: str
    last_two_way: datetime | None


@dataclass(frozen=True, slots=True)
class AgreementLine:
    """An agreement, whether it binds today, and its last day for notice if that is ahead."""

    agreement: Agreement
    is_ahead: bool
    is_current: bool
    next_end: date | None
    notice_by: date | None


@dataclass(frozen=True, slots=True)
class PartyPage:
    """What is known of a party beside its timeline."""

    party: Party
    kinds: tuple[Holds, ...]
    relationship: Relationship | None
    contact: Contact
    quiet: Verdict[Level] | None
    usual_days: float
    cadence_days: int
    team: tuple[TeamMember, ...]
    people: tuple[PersonThere, ...]
    more_people: bool
    ties: tuple[Tie, ...]
    points: tuple[ContactPoint, ...]
    addresses: tuple[PostalAddress, ...]
    promises: tuple[Task, ...]
    tasks: tuple[Task, ...]
    agreements: tuple[AgreementLine, ...]
    bought: Bought
    used: Used | None
    people_using: int
    duplicates: tuple[DuplicateSuggestion, ...]
    moves: tuple[StageChange, ...]

    @property
    def kind_names(self) -> tuple[str, ...]:
        return tuple(one.name for one in self.kinds)

    @property
    def is_client(self) -> bool:
        return "client" in self.kind_names

    @property
    def is_organisation(self) -> bool:
        return not self.party.is_person

    @property
    def owner_left(self) -> bool:
        owner = self.relationship.owner if self.relationship else None
        return owner is not None and not owner.is_active

    @property
    def lacks_owner(self) -> bool:
        return self.relationship is None or self.relationship.owner is None or self.owner_left

    @property
    def is_loud(self) -> bool:
        """Whether the silence is to be said first."""
        return self.quiet is not None and self.quiet.value in (Level.QUIET, Level.SILENT)

    @property
    def quiet_tone(self) -> str:
        return "alarm" if self.quiet and self.quiet.value is Level.SILENT else "watch"

    @property
    def to_speak_to(self) -> str:
        """Who spoke with us last."""
        return self.people[0].party.name if self.people else ""


def party_page(party: Party, seen: PartyQuerySet, on: date) -> PartyPage:
    """The facts of one party for somebody who sees these; a fixed number of queries."""
    people, more = _people(party, seen, on)
    kinds = _kinds(party)
    relationship = _standing.first(party=party.pk)
    contact = contact_of(_contact.first(party=party.pk))
    cadence = (relationship and relationship.cadence_days) or usual_cadence()
    is_client = any(one.name == "client" for one in kinds)
    tasks = _open(party, seen)
    used = used_by([party.pk, *(one.party.pk for one in people)])
    return PartyPage(
        party,
        kinds,
        relationship,
        contact,
        quietness_of([party.pk], on)[party.pk] if is_client else None,
        expected_days(contact, cadence),
        cadence,
        tuple(_team(party=party.pk)),
        people,
        more,
        _ties(party, seen),
        tuple(_points(party=party.pk)),
        tuple(_addresses(party=party.pk)),
        tuple(one for one in tasks if one.kind == TaskKind.PROMISE)[:MOST_ROWS],
        tuple(one for one in tasks if one.kind == TaskKind.TASK)[:MOST_ROWS],
        _agreements(party, on),
        bought_by([party.pk]).get(party.pk, NOTHING_BOUGHT),
        used.get(party.pk),
        len([pk for pk in used if pk != party.pk]),
        tuple(_duplicates(seen, party=party.pk)),
        tuple(_moves(party=party.pk)),
    )


def _kinds(party: Party) -> tuple[Holds, ...]:
    held = kinds_of([party.pk]).get(party.pk, ())
    order = list(SHOWN)
    return tuple(
        Holds(SHOWN[one.kind], one.since, one.because)
        for one in sorted(held, key=lambda one: order.index(one.kind))
    )


def _open(party: Party, seen: PartyQuerySet) -> list[Task]:
    """Open tasks and promises of the party and of who works there."""
    return _open_at(seen, parties=[party.pk, *_staff(party=party.pk)])


@spelt_once
def _staff(*, party: UUID) -> QuerySet[Tie, UUID]:
    staff = Tie.objects.filter(other=party, role=TieRole.WORKS_FOR, ends_on=None)
    return staff.values_list("party_id", flat=True).order_by()


@spelt_once
def _open_at(seen: PartyQuerySet, *, parties: Many) -> QuerySet[Task]:
    few = len(parties) <= max(LENGTHS)
    these = Q(party__in=parties) if few else Q(party__one_of=parties)
    return open_tasks(seen).filter(these)[: 4 * MOST_ROWS]


@spelt_once
def _standing(*, party: UUID) -> QuerySet[Relationship]:
    rows = Relationship.objects.filter(pk=party)
    return rows.select_related("owner", "next_touch_by")


@spelt_once
def _contact(*, party: UUID) -> QuerySet[ContactFacts]:
    return ContactFacts.objects.filter(pk=party)


@spelt_once
def _team(*, party: UUID) -> QuerySet[TeamMember]:
    return TeamMember.objects.filter(party=party).select_related("teammate")[:12]


@spelt_once
def _points(*, party: UUID) -> QuerySet[ContactPoint]:
    points = ContactPoint.objects.filter(party=party)
    return points.order_by("kind", "-is_primary", "pk")[:24]


@spelt_once
def _addresses(*, party: UUID) -> QuerySet[PostalAddress]:
    return PostalAddress.objects.filter(party=party).order_by("pk")[:3]


@spelt_once
def _duplicates(seen: PartyQuerySet, *, party: UUID) -> QuerySet[DuplicateSuggestion]:
    return duplicates_open(seen).filter(Q(a=party) | Q(b=party))[:3]


@spelt_once
def _moves(*, party: UUID) -> QuerySet[StageChange]:
    return StageChange.objects.filter(party=party).order_by("on", "pk")[:50]


def _people(
    party: Party, seen: PartyQuerySet, on: date
) -> tuple[tuple[PersonThere, ...], bool]:
    if party.is_person:
        return (), False
    ties = _work_there(seen, party=party.pk, on=on)
    rows = [PersonThere(tie.party, tie.title, _last(tie.party)) for tie in ties]
    return tuple(rows[:MOST_PEOPLE]), len(rows) > MOST_PEOPLE


@spelt_once
def _work_there(seen: PartyQuerySet, *, party: UUID, on: date) -> QuerySet[Tie]:
    return (
        Tie.objects.filter(is_among("party", seen), other=party, role=TieRole.WORKS_FOR)
        .filter(Q(ends_on=None) | Q(ends_on__gt=on))
        .select_related("party__contact_facts")
        .order_by(F("party__contact_facts__last_two_way").desc(nulls_last=True), "pk")
    )[: MOST_PEOPLE + 1]


def _last(party: Any) -> datetime | None:
    facts = getattr(party, "contact_facts", None)
    return facts.last_two_way if facts else None


def _ties(party: Party, seen: PartyQuerySet) -> tuple[Tie, ...]:
    """How the party stands to others, and they to it; who works there is told apart."""
    return tuple(_ties_of(seen, party=party.pk))


@spelt_once
def _ties_of(seen: PartyQuerySet, *, party: UUID) -> QuerySet[Tie]:
    own = Q(party=party) & is_among("other", seen)
    theirs = Q(other=party) & is_among("party", seen) & ~Q(role=TieRole.WORKS_FOR)
    rows = Tie.objects.filter(own | theirs, ends_on=None).select_related("party", "other")
    return rows.order_by("role", "-is_primary", "pk")[:12]


@spelt_once
def _agreed(*, party: UUID) -> QuerySet[Agreement]:
    return agreements_with([party])[:MOST_ROWS]


@spelt_once
def _binding(on: date, *, ids: Many) -> QuerySet[Agreement, UUID]:
    return Agreement.objects.filter(is_current(on), pk__in=ids).values_list("pk", flat=True)


def _agreements(party: Party, on: date) -> tuple[AgreementLine, ...]:
    rows = _agreed(party=party.pk)
    current = set(_binding(on, ids=[row.pk for row in rows])) if rows else set()
    return tuple(_line(row, row.pk in current, on) for row in rows)


def _line(row: Agreement, binds: bool, on: date) -> AgreementLine:
    ahead = row.starts_on is not None and row.starts_on > on
    if not binds or row.kind in NO_ENGAGEMENT:
        return AgreementLine(row, ahead, binds, None, None)
    terms = terms_of(row)
    notice = terms.notice_by(on)
    return AgreementLine(
        row, ahead, binds, terms.next_end(on), notice if notice and notice >= on else None
    )
