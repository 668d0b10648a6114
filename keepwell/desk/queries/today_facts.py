"""The facts Today is judged from, each read by one or two bounded queries."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from dateutil.relativedelta import relativedelta
from django.db.models import F, Q, QuerySet

from keepwell.agreements.models import Agreement, AgreementKind, Renewal
from keepwell.conversations.models import Activity, Presence, Task, TaskKind
from keepwell.desk.queries.book import Book
from keepwell.desk.rules.items import Whom
from keepwell.desk.rules.judged import AgreementFact, MailFact, ProposalFact, TaskFact
from keepwell.kernel.among import is_among
from keepwell.kernel.spelt import Many, spelt_once
from keepwell.kernel.words import say as _
from keepwell.parties.models import Nature, Tie, TieRole
from keepwell.relationships.models import ContactFacts, Opportunity, Relationship, Stage
from keepwell.relationships.rules.contact import Contact

Owners = Collection[UUID] | None
MOST = 60  # of each cause; more than anybody does in a day, and the page says how many more


def whom_of(relationship: Relationship) -> Whom:
    """The party of a relationship and its owner."""
    party, owner = relationship.party, relationship.owner
    return Whom(
        party.pk,
        party.name,
        owner_id=owner.pk if owner else None,
        owner=owner.name if owner else "",
        is_person=party.is_person,
    )


@spelt_once
def _open_tasks(
    sight: str, kind: TaskKind, *, who: UUID, until: date, owners: Owners = None
) -> QuerySet[Task, tuple[Any, ...]]:
    book = Book.again(sight, who, owners)
    seen = Q(party=None) | is_among("party", book.visible)
    due = Q(due_on__lte=until) | Q(due_on=None, due_at=None)
    rows = Task.objects.filter(seen, due, kind=kind, done_at=None, trashed_at=None)
    if book.owner_ids is None:
        rows = rows.exclude(Q(party=None) & ~Q(assignee=book.teammate))
    else:
        nobody = Q(assignee=None, party__relationship__owner__in=book.owner_ids)
        rows = rows.filter(Q(assignee__in=book.owner_ids) | nobody)
    return rows.order_by(F("due_on").asc(nulls_last=True), "pk").values_list(
        "pk", "what", "due_on", "made_in__at", "made_in__kind", "priority",
        "party_id", "party__name", "party__nature", "contact_id", "contact__name",
        "assignee_id", "assignee__name",
    )[: MOST + 1]  # fmt: skip


def open_tasks(book: Book, kind: TaskKind, until: date) -> list[tuple[TaskFact, Whom | None]]:
    """Open tasks or promises due by that day: of these teammates, on parties they may see."""
    is_promise = kind == TaskKind.PROMISE
    return [
        (_task_fact(is_promise, *row[:6]), _whom_of_task(*row[6:]))
        for row in book.ask(_open_tasks, kind, until=until)
    ]


def _task_fact(
    is_promise: bool,
    pk: UUID,
    what: str,
    due_on: date | None,
    made_at: datetime | None,
    made_in: str | None,
    priority: str,
) -> TaskFact:
    made_on = made_at.date() if made_at else None
    return TaskFact(pk, is_promise, what, due_on, made_on, made_in or "", priority)


def _whom_of_task(
    party: UUID | None,
    name: str,
    nature: str,
    contact: UUID | None,
    contact_name: str | None,
    assignee: UUID | None,
    assignee_name: str | None,
) -> Whom | None:
    if party is None:
        return None
    person = contact if contact != party else None
    return Whom(
        party,
        name,
        person,
        (contact_name or "") if person else "",
        assignee,
        assignee_name or "",
        nature == Nature.PERSON,
    )


def contact_of(facts: ContactFacts) -> Contact:
    """The cached facts of contact as the rules read them."""
    return Contact(
        facts.last_inbound,
        facts.last_outbound,
        facts.last_two_way,
        facts.last_two_way_activity_id,
        facts.first_contact,
        facts.gap_median_days,
        facts.gaps_used,
        facts.unanswered_outbound,
        facts.unanswered_since,
        facts.unanswered_activity_id,
        facts.unanswered_asks,
    )


@spelt_once
def _silent_clients(
    sight: str, *, who: UUID, on: date, soon: date, owners: Owners = None
) -> QuerySet[Relationship]:
    return (
        Book.again(sight, who, owners)
        .clients()
        .filter(party__contact_facts__watch_on__lte=on)
        .exclude(paused_until__gt=on)
        .exclude(next_touch_on__gt=on, next_touch_on__lte=soon)
        .select_related("party__contact_facts", "owner")
        .order_by("party__contact_facts__quiet_on", "party__contact_facts__watch_on", "pk")
    )[: MOST + 1]


def silent_clients(book: Book, on: date) -> list[tuple[Relationship, Contact]]:
    """Clients of the book who are at least to be watched that day, the quietest first."""
    rows = book.ask(_silent_clients, on=on, soon=on + timedelta(days=14))
    return [(row, contact_of(row.party.contact_facts)) for row in rows]


@spelt_once
def _waiting(
    sight: str, *, who: UUID, since: datetime, at: datetime, owners: Owners = None
) -> QuerySet[Relationship]:
    return (
        Book.again(sight, who, owners)
        .relationships()
        .filter(party__contact_facts__unanswered_asks=True)
        .filter(party__contact_facts__unanswered_since__gt=since)
        .filter(party__contact_facts__unanswered_since__lte=at)
        .select_related("party__contact_facts", "owner")
        .order_by("party__contact_facts__unanswered_since", "party__nature", "pk")[: MOST + 1]
    )


@spelt_once
def _subjects(*, ids: Many) -> QuerySet[Activity, tuple[UUID, str]]:
    return Activity.objects.filter(pk__in=ids).values_list("pk", "title")


def waiting_mails(book: Book, at: datetime) -> list[tuple[Relationship, MailFact]]:
    """Mails that ask and wait, of parties in the book, the longest wait first."""
    rows = book.ask(_waiting, since=at - timedelta(days=61), at=at)
    ids = [row.party.contact_facts.unanswered_activity_id for row in rows]
    subjects = dict(_subjects(ids=[one for one in ids if one])) if ids else {}
    return [(row, _mail_fact(row.party.contact_facts, subjects, at)) for row in rows]


def _mail_fact(facts: ContactFacts, subjects: dict[UUID, str], at: datetime) -> MailFact:
    since, mail = facts.unanswered_since, facts.unanswered_activity_id
    assert since is not None and mail is not None
    waits = (at.astimezone(UTC).date() - since.astimezone(UTC).date()).days
    return MailFact(mail, subjects.get(mail, ""), since.date(), waits)


@spelt_once
def _due_touches(
    sight: str, *, who: UUID, on: date, owners: Owners = None
) -> QuerySet[Relationship]:
    rows = Book.again(sight, who, owners).touches()
    rows = rows.filter(next_touch_on__lte=on).exclude(paused_until__gt=on)
    return rows.select_related("party", "owner").order_by("next_touch_on", "pk")[: MOST + 1]


def due_touches(book: Book, on: date) -> list[Relationship]:
    """Relationships whose next touch has come."""
    return book.ask(_due_touches, on=on)


def running_agreements(
    parties: QuerySet[Any] | Iterable[Any], on: date, until: date
) -> QuerySet[Agreement]:
    """Agreements with these parties that end or renew between these days."""
    return (
        Agreement.objects.filter(
            party__in=parties, terminated_on=None, ends_on__gte=on, ends_on__lte=until
        )
        .exclude(kind__in=(AgreementKind.NDA, AgreementKind.DPA, AgreementKind.TERMS))
        .order_by("ends_on", "pk")
    )


@spelt_once
def _renewals(
    sight: str, *, who: UUID, on: date, until: date, owners: Owners = None
) -> QuerySet[Agreement]:
    relationships = Book.again(sight, who, owners).relationships().exclude(next_touch_on__gt=on)
    rows = running_agreements(relationships.values("pk"), on, until)
    return rows.select_related("party__relationship__owner")[: MOST + 1]


def renewals_ahead(book: Book, on: date) -> list[tuple[Relationship, AgreementFact]]:
    """Agreements of the book whose end is near enough that notice may matter."""
    rows: list[Any] = book.ask(_renewals, on=on, until=on + timedelta(days=240))
    return [(row.party.relationship, agreement_fact(row)) for row in rows]


def agreement_fact(row: Agreement) -> AgreementFact:
    """An agreement with the last day on which notice can be given."""
    assert row.ends_on is not None
    notice = (
        row.ends_on - relativedelta(months=row.notice_months) if row.notice_months else None
    )
    title = row.title or f"{row.get_kind_display()} {row.number}"
    by_itself = row.renewal == Renewal.AUTOMATIC
    return AgreementFact(row.pk, title[:1].upper() + title[1:], row.ends_on, notice, by_itself)


@spelt_once
def _waiting_proposals(
    sight: str, *, who: UUID, on: date, owners: Owners = None
) -> QuerySet[Relationship]:
    rows = Book.again(sight, who, owners).relationships()
    waiting = rows.filter(stage=Stage.PROPOSAL, stage_since__lte=on)
    return waiting.select_related("party", "owner").order_by("stage_since", "pk")[:MOST]


@spelt_once
def _closing_work(
    sight: str, *, who: UUID, since: date, until: date, owners: Owners = None
) -> QuerySet[Opportunity]:
    deals = Opportunity.objects.filter(
        is_among("party", Book.again(sight, who, owners).relationships()),
        outcome="open",
        closes_on__gte=since,
        closes_on__lte=until,
    ).select_related("party__relationship__owner")
    return deals.order_by("closes_on", "pk")[:MOST]


def proposals_open(book: Book, on: date) -> Iterator[tuple[Relationship, ProposalFact]]:
    """Proposals without an answer, and work whose day to be decided is near or just past."""
    for row in book.ask(_waiting_proposals, on=on):
        yield row, ProposalFact(f"stage:{row.pk}", _("the proposal"), row.stage_since)
    since, until = on - timedelta(days=60), on + timedelta(days=7)
    deals: list[Any] = book.ask(_closing_work, since=since, until=until)
    for deal in deals:
        fact = ProposalFact(
            str(deal.pk), deal.name, deal.opened_on, deal.closes_on, deal.next_step
        )
        yield deal.party.relationship, fact


def ends_by_party(party_ids: Sequence[UUID], on: date) -> dict[UUID, date]:
    """The next end of an agreement with each of these parties, within a quarter of a year."""
    ends: dict[UUID, date] = {}
    if party_ids:
        until = on + timedelta(days=90)
        for party_id, ends_on in _ends(parties=party_ids, on=on, until=until):
            ends.setdefault(party_id, ends_on)
    return ends


@spelt_once
def _ends(*, parties: Many, on: date, until: date) -> QuerySet[Agreement, tuple[Any, ...]]:
    return running_agreements(parties, on, until).values_list("party_id", "ends_on")


def speakers(activity_ids: Iterable[UUID | None]) -> dict[UUID, tuple[str, UUID, str]]:
    """Of each activity: how they spoke (mail, call, meeting) and with whom, people first."""
    ids = [one for one in activity_ids if one]
    found: dict[UUID, tuple[str, UUID, str]] = {}
    for activity, kind, person, name in _speakers(activities=ids) if ids else ():
        found.setdefault(activity, (kind, person, name))
    return found


@spelt_once
def _speakers(*, activities: Many) -> QuerySet[Presence, tuple[Any, ...]]:
    return (
        Presence.objects.filter(activity__in=activities, party__isnull=False)
        .filter(party__trashed_at=None, party__merged_into=None)
        .order_by("-party__nature", "-inbound", "pk")
        .values_list("activity_id", "activity__kind", "party_id", "party__name")
    )


def employers_of(party_ids: Sequence[UUID]) -> dict[UUID, UUID]:
    """The organisation each of these people works for."""
    return dict(_work_now(people=party_ids))


@spelt_once
def _work_now(*, people: Many) -> QuerySet[Tie, tuple[UUID, UUID]]:
    ties = Tie.objects.filter(party__in=people, role=TieRole.WORKS_FOR, ends_on=None)
    return ties.order_by("is_primary", "-pk").values_list("party_id", "other_id")
