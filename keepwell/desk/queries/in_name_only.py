"""Clients in name only, one by one: what each lacks, since when, and where that is seen."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.timezone import localdate

from keepwell.agreements.models import Agreement, Renewal
from keepwell.agreements.queries import agreements_with
from keepwell.agreements.rules import NO_ENGAGEMENT
from keepwell.desk.queries.book import OVER_STAGES
from keepwell.desk.queries.concerns import RECENT_CADENCES, in_name_only
from keepwell.firm.models import Teammate
from keepwell.kernel.keyset import Order
from keepwell.kernel.words import plural
from keepwell.kernel.words import say as _
from keepwell.kinds.models import Kind
from keepwell.kinds.queries.held import KindHeld, kinds_of
from keepwell.kinds.queries.told import overrulings_of
from keepwell.parties.models import Party, PartyQuerySet
from keepwell.relationships.models import Ownership, Relationship

BY_NAME = Order("name", "sort_name")
OWNER, AGREEMENT, CONTACT = "owner", "agreement", "contact"


@dataclass(frozen=True, slots=True)
class Lack:
    """Something a tended client has and this one lacks, and the day from which it is lacking.

    `activity` is the last exchange both ways, at the moment `at`; there the silence begins.
    """

    what: str
    because: str
    on: date | None = None
    activity: UUID | None = None
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class InNameOnly:
    """A client in name only: why they are called one, and what they lack."""

    party: Party
    standing: Relationship
    client: KindHeld | None
    lacks: tuple[Lack, ...]

    @property
    def owner(self) -> Teammate | None:
        """Who looks after them and works here."""
        owner = self.standing.owner
        return owner if owner is not None and owner.is_active else None


def recent_days(cadence: int) -> int:
    """Contact both ways within so many days is recent."""
    return RECENT_CADENCES * cadence


def clients_in_name_only(seen: PartyQuerySet, on: date, cadence: int) -> PartyQuerySet:
    """Those of the parties seen who are clients in name only, with what their lines need."""
    found = in_name_only(seen, on, cadence)
    return found.select_related("relationship__owner", "contact_facts")


def lines_of(rows: Sequence[Any], on: date) -> list[InNameOnly]:
    """What each of these rows of `clients_in_name_only` lacks; three queries for all."""
    ids = [row.pk for row in rows]
    held, owned, agreed = kinds_of(ids), _last_owners(ids), _agreed(ids)
    lines = []
    for row in rows:
        standing = getattr(row, "relationship", None) or Relationship(party=row)
        lacks = []
        if not row.has_owner:
            lacks.append(_no_owner(standing, owned.get(row.pk)))
        if not row.has_agreement:
            lacks.append(_no_agreement(agreed.get(row.pk, []), on))
        if not row.has_spoken:
            lacks.append(_no_contact(row, on))
        client = next((one for one in held.get(row.pk, []) if one.kind == Kind.CLIENT), None)
        lines.append(InNameOnly(row, standing, client, tuple(lacks)))
    return lines


def _last_owners(ids: Sequence[UUID]) -> dict[UUID, Ownership]:
    rows = Ownership.objects.filter(party__in=ids).select_related("teammate")
    return {row.party_id: row for row in rows.order_by("since", "pk")}


def _agreed(ids: Sequence[UUID]) -> dict[UUID, list[Agreement]]:
    found: dict[UUID, list[Agreement]] = {}
    for row in agreements_with(ids):
        if row.party_id is not None:
            found.setdefault(row.party_id, []).append(row)
    return found


def _no_owner(standing: Relationship, last: Ownership | None) -> Lack:
    owner = standing.owner
    if owner is not None:  # who left
        day = owner.left_on
        if day is None:
            return Lack(OWNER, _("%(name)s, who looked after them, left.", name=owner.name))
        words = _("%(name)s, who looked after them, left on %(day)s.", name=owner.name, day=day)
        return Lack(OWNER, words, day)
    if last is not None and last.until is not None:
        words = _("Nobody looks after them since %(day)s; %(name)s did before.",
                  day=last.until, name=last.teammate.name)  # fmt: skip
        return Lack(OWNER, words, last.until)
    if standing.owner_named:
        words = _("Another tool names %(name)s, who is nobody here.", name=standing.owner_named)
        return Lack(OWNER, words)
    return Lack(OWNER, _("Nobody here ever looked after them."))


def _no_agreement(agreed: Sequence[Agreement], on: date) -> Lack:
    ours = [one for one in agreed if one.kind not in NO_ENGAGEMENT]
    over = [(day, one) for one in ours if (day := _ended_on(one, on)) is not None]
    if over:
        day, last = max(over, key=lambda pair: pair[0])
        words = _("The last agreement, “%(what)s”, ended on %(day)s.", what=str(last), day=day)
        return Lack(AGREEMENT, words, day)
    for one in ours:
        if one.starts_on is not None and one.starts_on > on:
            words = _("“%(what)s” begins only on %(day)s.", what=str(one), day=one.starts_on)
            return Lack(AGREEMENT, words, one.starts_on)
    if agreed:
        words = _("“%(what)s” is no agreement about work.", what=str(agreed[0]))
        return Lack(AGREEMENT, words, agreed[0].signed_on or agreed[0].starts_on)
    return Lack(AGREEMENT, _("No agreement with them is known."))


def _ended_on(one: Agreement, on: date) -> date | None:
    ends = None if one.renewal == Renewal.AUTOMATIC else one.ends_on
    days = [day for day in (one.terminated_on, ends) if day is not None and day <= on]
    return min(days, default=None)


def _no_contact(party: Any, on: date) -> Lack:
    facts = getattr(party, "contact_facts", None)
    if facts is None or facts.last_two_way is None:
        return Lack(CONTACT, _("No contact both ways, ever."))
    at = facts.last_two_way
    day = localdate(at)
    words = plural(
        "No contact both ways in %(count)d day.", "No contact both ways in %(count)d days.",
        (on - day).days,
    )  # fmt: skip
    return Lack(CONTACT, words, day, facts.last_two_way_activity_id, at)


def what_became_of(
    seen: PartyQuerySet, party_id: UUID, on: date, cadence: int
) -> tuple[Party, str] | None:
    """Somebody who was in name only and, by what was just done, is no longer; and what it was.

    None where nothing of that kind was done, or they are not for whoever asks.
    """
    party = seen.filter(pk=party_id).select_related("relationship__owner").first()
    just_this = seen.filter(pk=party_id)
    if party is None or clients_in_name_only(just_this, on, cadence).exists():
        return None
    standing = getattr(party, "relationship", None) or Relationship(party=party)
    if standing.stage in OVER_STAGES and standing.stage_since is not None:
        words = _("Moved to “%(stage)s” on %(day)s.", stage=str(standing.get_stage_display()),
                  day=standing.stage_since)  # fmt: skip
        return party, " ".join(filter(None, (words, standing.ended_because)))
    for one in overrulings_of([party.pk], on):
        if one.kind == Kind.CLIENT and not one.is_held:
            words = _("Not a client until %(day)s, says %(name)s: %(reason)s",
                      day=one.ends_on, name=one.made_by_name, reason=one.reason)  # fmt: skip
            return party, words
    if standing.owner is not None and standing.owner_since is not None:
        words = _("%(name)s looks after them since %(day)s.",
                  name=standing.owner.name, day=standing.owner_since)  # fmt: skip
        return party, words
    return None
