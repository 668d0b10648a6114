"""Today: what a teammate is to do now, each with its reason and its one button."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from keepwell.conversations.models import TaskKind
from keepwell.desk.queries import today_facts as facts
from keepwell.desk.queries.book import Book, book_of
from keepwell.desk.queries.concerns import Concern, in_name_only, unowned, what_is_missing
from keepwell.desk.queries.kinds import kinds_by_party
from keepwell.desk.rules.items import Item, Whom
from keepwell.desk.rules.judged import (
    judge_answer,
    judge_proposal,
    judge_renewal,
    judge_silence,
    judge_task,
    judge_touch,
    promise_horizon,
)
from keepwell.desk.rules.order import (
    Lead,
    Section,
    lead_of,
    once_per_party,
    order_in_words,
    order_items,
    sections_of,
)
from keepwell.firm.models import Teammate
from keepwell.firm.queries import usual_cadence
from keepwell.kernel.spelt import spelt_once
from keepwell.relationships.models import Relationship, Snooze
from keepwell.relationships.queries.contact import contact_facts_as_of
from keepwell.relationships.rules.contact import Contact
from keepwell.relationships.rules.quiet import judge_quietness
from keepwell.walls.queries import names_among

MOST_SHOWN = 50
MOST_CONCERNS = 8


@dataclass(frozen=True, slots=True)
class Today:
    """The ordered list for one teammate and day; `more` are left for when these are done."""

    on: date
    scope: str
    items: tuple[Item, ...]
    more: int
    put_off: int
    put_off_until: date | None
    lead: Lead
    unowned: tuple[Concern, ...] = ()
    in_name_only: tuple[Concern, ...] = ()
    covered: tuple[Teammate, ...] = ()

    @property
    def count(self) -> int:
        return len(self.items) + self.more

    @property
    def sections(self) -> list[Section]:
        return sections_of(self.items)

    @property
    def order(self) -> str:
        return order_in_words()


def today_of(
    teammate: Teammate, *, on: date, at: datetime, scope: str = "mine", as_of: bool = False
) -> Today:
    """What this teammate is to do on that day, in order: mine, my team's or the whole book.

    `at` is the moment it is asked. `as_of` reads contact as it was at that moment instead of
    as it is kept, for days in the past. A fixed number of queries, whatever the book's size.
    """
    book = book_of(teammate, scope, on)
    found, renewals = _judged(book, on, at, as_of)
    awake, put_off = _without_snoozed(found, teammate, on)
    ordered = order_items(awake)
    employers = facts.employers_of([one.whom.party_id for one in ordered if one.whom])
    ordered = once_per_party(ordered, employers)
    shown, more = ordered[:MOST_SHOWN], max(0, len(ordered) - MOST_SHOWN)
    items = tuple(_placed(shown, employers, book))
    return Today(
        on,
        scope,
        items,
        more,
        len(put_off),
        min(put_off, default=None),
        lead_of(items, on, renewals, more),
        *_concerns(book, on),
        covered=book.covered,
    )


def _placed(items: Sequence[Item], employers: dict[UUID, UUID], book: Book) -> Iterator[Item]:
    """Each item with the kinds of its party, and for a person whom they work for."""
    ids = {one.party_id for one in items if one.party_id}
    there = {employers[one] for one in ids if one in employers}
    names = names_among(book.visible, there)
    kinds = kinds_by_party(ids | set(names))
    for one in items:
        if one.whom is None:
            yield one
            continue
        at = employers.get(one.whom.party_id)
        whom, held = one.whom, kinds.get(one.whom.party_id, ())
        if at in names and one.whom.is_person:
            whom = replace(whom, works_for_id=at, works_for=names[at])
            held = held or kinds.get(at, ())
        yield replace(one, whom=whom, kinds=held)


def _judged(
    book: Book, on: date, at: datetime, as_of: bool
) -> tuple[list[Item], dict[UUID, date]]:
    silent = list(_silent(book, on, at, as_of))
    ends = facts.ends_by_party([row.pk for row, _contact in silent], on)
    mails = facts.waiting_mails(book, at)
    said = facts.speakers(
        [contact.last_two_way_activity_id for _row, contact in silent]
        + [mail.activity_id for _row, mail in mails]
    )
    found: list[Item | None] = []
    found += _tasks(book, on)
    found += [
        judge_answer(mail, _with_person(row, said.get(mail.activity_id))) for row, mail in mails
    ]
    found += [_silence(row, contact, said, on, ends.get(row.pk)) for row, contact in silent]
    found += _touches(book, on)
    for row, agreement in facts.renewals_ahead(book, on):
        found.append(judge_renewal(agreement, facts.whom_of(row), on))
    for row, proposal in facts.proposals_open(book, on):
        found.append(judge_proposal(proposal, facts.whom_of(row), on))
    return [one for one in found if one is not None], ends


def _tasks(book: Book, on: date) -> Iterator[Item]:
    for fact, whom in facts.open_tasks(book, TaskKind.PROMISE, promise_horizon(on)):
        yield judge_task(fact, whom, on)
    for fact, whom in facts.open_tasks(book, TaskKind.TASK, on):
        yield judge_task(fact, whom, on)


def _touches(book: Book, on: date) -> Iterator[Item]:
    for row in facts.due_touches(book, on):
        assert row.next_touch_on is not None
        yield judge_touch(facts.whom_of(row), row.next_touch_on, row.next_touch_what, on)


def _silent(
    book: Book, on: date, at: datetime, as_of: bool
) -> Iterable[tuple[Relationship, Contact]]:
    if not as_of:
        return facts.silent_clients(book, on)
    rows = book.clients().exclude(paused_until__gt=on).select_related("party", "owner")
    known = {row.pk: row for row in rows.order_by("pk")}
    return [(known[party_id], contact) for party_id, contact in contact_facts_as_of(known, at)]


def _silence(
    row: Relationship, contact: Contact, said: Any, on: date, ends: date | None
) -> Item | None:
    cadence = row.cadence_days or usual_cadence()
    verdict = judge_quietness(
        contact, cadence_days=cadence, today=on, paused_until=row.paused_until
    )
    spoke = said.get(contact.last_two_way_activity_id)
    return judge_silence(
        verdict,
        contact,
        _with_person(row, spoke),
        on,
        spoke_by=spoke[0] if spoke else "",
        renews_on=ends,
    )


def _with_person(row: Relationship, spoke: tuple[str, UUID, str] | None) -> Whom:
    whom = facts.whom_of(row)
    if spoke is None or spoke[1] == row.pk:
        return whom
    return replace(whom, person_id=spoke[1], person=spoke[2])


@spelt_once
def _asleep(*, teammate: UUID, on: date) -> QuerySet[Snooze, tuple[str, date]]:
    rows = Snooze.objects.filter(teammate=teammate, until__gt=on, woken_at=None)
    return rows.order_by("until").values_list("item", "until")[:500]


def _without_snoozed(
    items: Sequence[Item], teammate: Teammate, on: date
) -> tuple[list[Item], list[date]]:
    asleep = dict(_asleep(teammate=teammate.pk, on=on))
    awake = [one for one in items if one.key not in asleep]
    return awake, [asleep[one.key] for one in items if one.key in asleep]


def _concerns(book: Book, on: date) -> tuple[tuple[Concern, ...], tuple[Concern, ...]]:
    if not book.teammate.is_manager or book.scope == "mine":
        return (), ()
    hollow = in_name_only(book.visible, on, usual_cadence())
    nobodys = unowned(book.visible).select_related("relationship")
    alone = list(nobodys.order_by("sort_name", "pk")[:MOST_CONCERNS])
    empty = list(
        hollow.select_related("contact_facts").order_by("sort_name", "pk")[:MOST_CONCERNS]
    )
    kinds = kinds_by_party([party.pk for party in (*alone, *empty)])
    return (
        tuple(Concern(one, _whose(one), kinds.get(one.pk, ())) for one in alone),
        tuple(Concern(one, what_is_missing(one, on), kinds.get(one.pk, ())) for one in empty),
    )


def _whose(party: Any) -> str:
    standing = getattr(party, "relationship", None)
    return standing.owner_named if standing is not None else ""


def today_as_json(
    teammate: Teammate, *, on: date, at: datetime, scope: str = "mine"
) -> dict[str, Any]:
    """Today as `keepwell today --json` writes it: plain values under stable keys."""
    today = today_of(teammate, on=on, at=at, scope=scope, as_of=True)
    return {
        "as": teammate.email,
        "as_of": on.isoformat(),
        "scope": scope,
        "lead": str(today.lead),
        "order": today.order,
        "items": [one.as_facts() for one in today.items],
        "more": today.more,
        "put_off": today.put_off,
        "unowned": [_concern(one) for one in today.unowned],
        "in_name_only": [_concern(one) for one in today.in_name_only],
    }


def _concern(one: Concern) -> dict[str, Any]:
    return {"id": str(one.party.pk), "name": one.party.name, "because": one.missing}
