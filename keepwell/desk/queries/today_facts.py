"""The facts Today is judged from, each read by one or two bounded queries."""

from collections.abc import Iterable, Iterator, Sequence
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
from keepwell.parties.models import Tie, TieRole
from keepwell.relationships.models import ContactFacts, Opportunity, Relationship, Stage
from keepwell.relationships.rules.contact import Contact

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


def open_tasks(book: Book, kind: TaskKind, until: date) -> list[tuple[TaskFact, Whom | None]]:
    """Open tasks or promises due by that day: of these teammates, on parties they may see."""
    seen = Q(party=None) | is_among("party", book.visible)
    due = Q(due_on__lte=until) | Q(due_on=None, due_at=None)
    rows = Task.objects.filter(seen, due, kind=kind, done_at=None, trashed_at=None)
    if book.owner_ids is None:
        rows = rows.exclude(Q(party=None) & ~Q(assignee=book.teammate))
    else:
        nobody = Q(assignee=None, party__relationship__owner__in=book.owner_ids)
        rows = rows.filter(Q(assignee__in=book.owner_ids) | nobody)
    rows = rows.select_related("party", "contact", "made_in", "assignee")
    return [
        (_task_fact(row), _whom_of_task(row))
        for row in rows.order_by(F("due_on").asc(nulls_last=True), "pk")[: MOST + 1]
    ]


def _task_fact(row: Task) -> TaskFact:
    made = row.made_in
    return TaskFact(
        row.pk,
        row.kind == TaskKind.PROMISE,
        row.what,
        row.due_on,
        made.at.date() if made else None,
        made.kind if made else "",
        row.priority,
    )


def _whom_of_task(row: Task) -> Whom | None:
    if row.party is None:
        return None
    person = row.contact if row.contact_id != row.party_id else None
    return Whom(
        row.party.pk,
        row.party.name,
        person.pk if person else None,
        person.name if person else "",
        row.assignee_id,
        row.assignee.name if row.assignee else "",
        row.party.is_person,
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


def silent_clients(book: Book, on: date) -> list[tuple[Relationship, Contact]]:
    """Clients of the book who are at least to be watched that day, the quietest first."""
    rows = (
        book.clients()
        .filter(party__contact_facts__watch_on__lte=on)
        .exclude(paused_until__gt=on)
        .exclude(next_touch_on__gt=on, next_touch_on__lte=on + timedelta(days=14))
        .select_related("party__contact_facts", "owner")
        .order_by("party__contact_facts__quiet_on", "party__contact_facts__watch_on", "pk")
    )
    return [(row, contact_of(row.party.contact_facts)) for row in rows[: MOST + 1]]


def waiting_mails(book: Book, at: datetime) -> list[tuple[Relationship, MailFact]]:
    """Mails that ask and wait, of parties in the book, the longest wait first."""
    rows = list(
        book.relationships()
        .filter(party__contact_facts__unanswered_asks=True)
        .filter(party__contact_facts__unanswered_since__gt=at - timedelta(days=61))
        .filter(party__contact_facts__unanswered_since__lte=at)
        .select_related("party__contact_facts", "owner")
        .order_by("party__contact_facts__unanswered_since", "party__nature", "pk")[: MOST + 1]
    )
    ids = [row.party.contact_facts.unanswered_activity_id for row in rows]
    subjects = dict(Activity.objects.filter(pk__in=ids).values_list("pk", "title"))
    return [(row, _mail_fact(row.party.contact_facts, subjects, at)) for row in rows]


def _mail_fact(facts: ContactFacts, subjects: dict[UUID, str], at: datetime) -> MailFact:
    since, mail = facts.unanswered_since, facts.unanswered_activity_id
    assert since is not None and mail is not None
    waits = (at.astimezone(UTC).date() - since.astimezone(UTC).date()).days
    return MailFact(mail, subjects.get(mail, ""), since.date(), waits)


def due_touches(book: Book, on: date) -> list[Relationship]:
    """Relationships whose next touch has come."""
    rows = book.touches().filter(next_touch_on__lte=on).exclude(paused_until__gt=on)
    ordered = rows.select_related("party", "owner").order_by("next_touch_on", "pk")
    return list(ordered[: MOST + 1])


def running_agreements(party_ids: QuerySet[Any] | Iterable[UUID], on: date, ahead: int) -> Any:
    """Agreements with these parties that end or renew within so many days of that day."""
    return (
        Agreement.objects.filter(
            party__in=party_ids,
            terminated_on=None,
            ends_on__gte=on,
            ends_on__lte=on + timedelta(days=ahead),
        )
        .exclude(kind__in=(AgreementKind.NDA, AgreementKind.DPA, AgreementKind.TERMS))
        .order_by("ends_on", "pk")
    )


def renewals_ahead(book: Book, on: date) -> list[tuple[Relationship, AgreementFact]]:
    """Agreements of the book whose end is near enough that notice may matter."""
    relationships = book.relationships().exclude(next_touch_on__gt=on)
    rows = list(
        running_agreements(relationships.values("pk"), on, 240).select_related(
            "party__relationship__owner"
        )[: MOST + 1]
    )
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


def proposals_open(book: Book, on: date) -> Iterator[tuple[Relationship, ProposalFact]]:
    """Proposals without an answer, and work whose day to be decided is near or just past."""
    relationships = book.relationships()
    waiting = relationships.filter(stage=Stage.PROPOSAL, stage_since__lte=on)
    for row in waiting.select_related("party", "owner").order_by("stage_since", "pk")[:MOST]:
        yield row, ProposalFact(f"stage:{row.pk}", _("the proposal"), row.stage_since)
    deals = Opportunity.objects.filter(
        is_among("party", relationships),
        outcome="open",
        closes_on__gte=on - timedelta(days=60),
        closes_on__lte=on + timedelta(days=7),
    ).select_related("party__relationship__owner")
    for deal in deals.order_by("closes_on", "pk")[:MOST]:
        assert deal.party is not None
        fact = ProposalFact(
            str(deal.pk), deal.name, deal.opened_on, deal.closes_on, deal.next_step
        )
        yield deal.party.relationship, fact


def ends_by_party(party_ids: Sequence[UUID], on: date) -> dict[UUID, date]:
    """The next end of an agreement with each of these parties, within a quarter of a year."""
    rows = running_agreements(party_ids, on, 90).values_list("party_id", "ends_on")
    ends: dict[UUID, date] = {}
    for party_id, ends_on in rows:
        ends.setdefault(party_id, ends_on)
    return ends


def speakers(activity_ids: Iterable[UUID | None]) -> dict[UUID, tuple[str, UUID, str]]:
    """Of each activity: how they spoke (mail, call, meeting) and with whom, people first."""
    ids = [one for one in activity_ids if one]
    rows = (
        Presence.objects.filter(activity__in=ids, party__isnull=False)
        .filter(party__trashed_at=None, party__merged_into=None)
        .order_by("-party__nature", "-inbound", "pk")
        .values_list("activity_id", "activity__kind", "party_id", "party__name")
    )
    found: dict[UUID, tuple[str, UUID, str]] = {}
    for activity, kind, person, name in rows:
        found.setdefault(activity, (kind, person, name))
    return found


def employers_of(party_ids: Sequence[UUID]) -> dict[UUID, UUID]:
    """The organisation each of these people works for."""
    return dict(_work_now(people=party_ids))


@spelt_once
def _work_now(*, people: Many) -> QuerySet[Tie, tuple[UUID, UUID]]:
    ties = Tie.objects.filter(party__in=people, role=TieRole.WORKS_FOR, ends_on=None)
    return ties.order_by("is_primary", "-pk").values_list("party_id", "other_id")
