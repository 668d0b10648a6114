"""All that is known and judged of each party, as plain facts: the contract for scripts."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from keepwell.conversations.queries.waiting import Stranger, strangers_as_of
from keepwell.firm.queries import the_firm
from keepwell.kinds.queries.facts import kind_facts
from keepwell.kinds.queries.policy import policy_in_force
from keepwell.kinds.rules.policy import judge_kinds
from keepwell.parties.models import (
    ContactPoint,
    DuplicateSuggestion,
    ExternalId,
    Party,
    PartyName,
    Tie,
    TieRole,
)
from keepwell.relationships.models import Relationship
from keepwell.relationships.queries.contact import contact_facts_as_of
from keepwell.relationships.rules.contact import NO_CONTACT, Contact
from keepwell.relationships.rules.quiet import Level, judge_quietness

CHUNK = 400
Facts = dict[str, Any]
Many = dict[UUID, list[Any]]


def facts_as_of(moment: datetime) -> Iterator[Facts]:
    """One dict for each party, merged ones left out, then one for each address kept aside.

    Contact, quietness and kinds are computed anew from what happened until the moment. Times
    are UTC; `quietness` is None for whoever is no client. Memory is bounded.
    """
    last: UUID | None = None
    while True:
        after = Q() if last is None else Q(pk__gt=last)
        parties = list(Party.objects.filter(after, merged_into=None).order_by("pk")[:CHUNK])
        if not parties:
            break
        yield from _facts_of(parties, moment)
        last = parties[-1].pk
    yield from map(_kept_aside, strangers_as_of(moment))


def _facts_of(parties: Sequence[Party], moment: datetime) -> Iterator[Facts]:
    ids, today, firm = [party.pk for party in parties], moment.date(), the_firm()
    contacts = dict(contact_facts_as_of(ids, moment))
    policy = policy_in_force()
    kinds = {pk: judge_kinds(facts, today, policy) for pk, facts in kind_facts(ids, today)}
    standings = Relationship.objects.select_related("owner").in_bulk(ids)
    parts = _Parts(ids)
    for party in parties:
        contact, standing = contacts.get(party.pk, NO_CONTACT), standings.get(party.pk)
        held = {each.kind: each for each in kinds.get(party.pk, ())}
        cadence = (standing and standing.cadence_days) or firm.cadence_days
        yield {
            "id": str(party.pk),
            "nature": party.nature,
            "name": party.name,
            **parts.of(party),
            **_owned(standing),
            "kinds": {
                kind: {"since": _day(each.since), "because": [str(b) for b in each.because]}
                for kind, each in held.items()
            },
            **_contact(contact),
            "quietness": _quietness(contact, cadence, standing, today)
            if "client" in held
            else None,
            "trashed": party.trashed_at is not None,
        }


class _Parts:
    """Names, ways to reach, ties and ids of some parties; seven queries."""

    def __init__(self, ids: Sequence[UUID]) -> None:
        self.names = _gather(PartyName.objects.filter(party__in=ids), "party_id", "text")
        points = ContactPoint.objects.filter(party__in=ids)
        self.emails = _gather(points.filter(kind="email"), "party_id", "normal")
        self.phones = _gather(points.filter(kind="phone"), "party_id", "value")
        self.domains = _gather(points.filter(kind="domain"), "party_id", "normal")
        works = Tie.objects.filter(role=TieRole.WORKS_FOR, ends_on=None)
        self.members = _gather(works.filter(other__in=ids), "other_id", "party_id")
        self.member_of = _gather(works.filter(party__in=ids), "party_id", "other_id")
        self.external = _external(ids)
        self.duplicates = _duplicates(ids)

    def of(self, party: Party) -> Facts:
        """The parts of one party, plain."""
        names = list(dict.fromkeys([party.name, *self.names[party.pk]]))
        return {
            "names": names,
            "emails": self.emails[party.pk],
            "phones": self.phones[party.pk],
            "domains": self.domains[party.pk],
            "external_ids": self.external.get(party.pk, {}),
            "members": sorted(map(str, self.members[party.pk])),
            "member_of": sorted(map(str, self.member_of[party.pk])),
            "suggested_duplicates": sorted(map(str, self.duplicates[party.pk])),
        }


def _gather(rows: Any, key: str, value: str) -> Many:
    found: Many = defaultdict(list)
    for owner, each in rows.order_by("pk").values_list(key, value):
        found[owner].append(each)
    return found


def _external(ids: Sequence[UUID]) -> dict[UUID, dict[str, list[str]]]:
    found: dict[UUID, dict[str, list[str]]] = {}
    rows = (
        ExternalId.objects.filter(party__in=ids)
        .exclude(source__startswith="row:")
        .order_by("pk")
    )
    for party_id, source, id_, written in rows.values_list(
        "party_id", "source", "external_id", "written"
    ):
        known = found.setdefault(party_id, {})
        known.setdefault(source, []).append(written or id_)
        file, _, number = written.rpartition("#")
        if source == "vcard" and file:
            known.setdefault(file, []).append(number)
    return found


def _duplicates(ids: Sequence[UUID]) -> dict[UUID, set[UUID]]:
    found: dict[UUID, set[UUID]] = defaultdict(set)
    rows = DuplicateSuggestion.objects.filter(
        Q(a__in=ids) | Q(b__in=ids), decided_at=None,
        a__merged_into=None, b__merged_into=None, a__trashed_at=None, b__trashed_at=None,
    )  # fmt: skip
    for a, b in rows.values_list("a_id", "b_id"):
        found[a].add(b)
        found[b].add(a)
    return found


def _owned(standing: Relationship | None) -> Facts:
    """Who looks after it: nobody who has left counts."""
    owner = standing.owner if standing and standing.owner and standing.owner.is_active else None
    return {
        "owner": owner.email if owner else None,
        "owner_name": owner.name if owner else None,
        "stage": (standing.stage or None) if standing else None,
    }


def _contact(contact: Contact) -> Facts:
    return {
        "last_inbound": _moment(contact.last_inbound),
        "last_outbound": _moment(contact.last_outbound),
        "last_two_way": _moment(contact.last_two_way),
        "inbound_gap_median_days": contact.gap_median_days,
        "unanswered_since": _moment(contact.unanswered_since),
    }


def _quietness(
    contact: Contact, cadence: int, standing: Relationship | None, today: Any
) -> Facts:
    verdict = judge_quietness(
        contact, cadence_days=cadence, today=today,
        paused_until=standing.paused_until if standing else None,
    )  # fmt: skip
    level = "ok" if verdict.value == Level.FINE else str(verdict.value)
    return {"level": level, "because": [str(b) for b in verdict.because]}


def _kept_aside(stranger: Stranger) -> Facts:
    """Somebody who writes and is no party yet, in the same shape."""
    return {
        "id": f"address:{stranger.address}",
        "nature": "unclaimed",
        "name": stranger.name or stranger.address,
        "names": [stranger.name] if stranger.name else [],
        "emails": [stranger.address],
        "phones": [],
        "domains": [],
        "external_ids": {},
        "members": [],
        "member_of": [],
        "suggested_duplicates": [],
        "owner": None,
        "owner_name": None,
        "stage": None,
        "kinds": {},
        "last_inbound": _moment(stranger.last_inbound),
        "last_outbound": _moment(stranger.last_outbound),
        "last_two_way": _moment(stranger.last_two_way),
        "inbound_gap_median_days": None,
        "unanswered_since": None,
        "quietness": None,
        "trashed": False,
    }


def _moment(at: datetime | None) -> str | None:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if at else None


def _day(day: Any) -> str | None:
    return day.isoformat() if day else None
