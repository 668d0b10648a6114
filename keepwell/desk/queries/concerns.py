"""What a book lacks: clients without owner, and clients in name only."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import (
    BooleanField,
    Case,
    Exists,
    ExpressionWrapper,
    IntegerField,
    OuterRef,
    Q,
    Value,
    When,
)

from keepwell.agreements.models import Agreement, AgreementKind, Renewal
from keepwell.desk.queries.book import OVER_STAGES, is_client
from keepwell.desk.queries.filtered_days import day_begins
from keepwell.kernel.words import plural
from keepwell.kernel.words import say as _
from keepwell.parties.models import Party, PartyQuerySet

RECENT_CADENCES = 2
ENOUGH_MISSING = 2


def unowned(among: PartyQuerySet) -> PartyQuerySet:
    """Clients nobody who works here is accountable for."""
    nobody = Q(relationship=None) | Q(relationship__owner=None)
    left = Q(relationship__owner__is_active=False)
    return among.filter(is_client()).filter(nobody | left).exclude(_over())


def _over() -> Q:
    return Q(relationship__stage__in=OVER_STAGES)


def in_name_only(among: PartyQuerySet, on: date, cadence_days: int) -> PartyQuerySet:
    """Clients who lack at least two of: an owner, an agreement in force, recent contact.

    Recent means within twice the usual rhythm (domain K7; reference/services.md 3.3). Each
    row carries `has_owner`, `has_agreement`, `has_spoken`.
    """
    since = on - timedelta(days=RECENT_CADENCES * cadence_days)
    spoken = Q(contact_facts__last_two_way__gte=day_begins(since))
    has = {
        "has_owner": _truth(Q(relationship__owner__is_active=True)),
        "has_agreement": Exists(agreements_in_force(on).filter(party=OuterRef("pk"))),
        "has_spoken": _truth(spoken),
    }
    missing: Any = sum(
        (Case(When(**{name: True}, then=Value(0)), default=Value(1)) for name in has),
        start=Value(0, output_field=IntegerField()),
    )
    found = among.filter(is_client()).exclude(_over()).annotate(**has)
    return found.annotate(missing=missing).filter(missing__gte=ENOUGH_MISSING)


def _truth(condition: Q) -> Any:
    return ExpressionWrapper(condition, output_field=BooleanField())


def agreements_in_force(on: date) -> Any:
    """Agreements for work that bind on that day; a non-disclosure agreement makes no client."""
    running = Q(ends_on=None) | Q(ends_on__gt=on) | Q(renewal=Renewal.AUTOMATIC)
    begun = Q(starts_on=None) | Q(starts_on__lte=on)
    open_ = Q(terminated_on=None) | Q(terminated_on__gt=on)
    without = (AgreementKind.NDA, AgreementKind.DPA, AgreementKind.TERMS)
    return Agreement.objects.filter(running, begun, open_).exclude(kind__in=without)


def what_is_missing(party: Any, on: date) -> str:
    """What a client in name only lacks, from the row of `in_name_only`."""
    said = []
    if not party.has_owner:
        said.append(_("no owner"))
    if not party.has_agreement:
        said.append(_("no agreement in force"))
    if not party.has_spoken:
        facts = getattr(party, "contact_facts", None)
        if facts is not None and facts.last_two_way is not None:
            days = (on - facts.last_two_way.date()).days
            said.append(
                plural(
                    "no two-way contact in %(count)d day",
                    "no two-way contact in %(count)d days",
                    days,
                )
            )
        else:
            said.append(_("no two-way contact ever"))
    return ", ".join(said)


@dataclass(frozen=True, slots=True)
class Concern:
    """A party that lacks something, and what."""

    party: Party
    missing: str
    kinds: tuple[str, ...] = ()
