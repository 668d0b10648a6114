"""What is agreed with whom, and what ends or renews next."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from keepwell.agreements.models import Agreement, Renewal
from keepwell.agreements.rules import NO_ENGAGEMENT, Terms
from keepwell.kernel.among import is_among
from keepwell.parties.models import PartyQuerySet


def terms_of(agreement: Agreement) -> Terms:
    """The dates of an agreement, for the rules."""
    return Terms(
        kind=agreement.kind,
        starts_on=agreement.starts_on,
        ends_on=agreement.ends_on,
        renews_itself=agreement.renewal == Renewal.AUTOMATIC,
        terminated_on=agreement.terminated_on,
        signed_on=agreement.signed_on,
        notice_months=agreement.notice_months,
    )


def is_current(today: date) -> Q:
    """Agreements that bind today: `Terms.is_current` for the database."""
    begun = Q(starts_on__lte=today) | Q(starts_on=None) & (
        Q(signed_on=None) | Q(signed_on__lte=today)
    )
    lasts = Q(ends_on=None) | Q(ends_on__gt=today) | Q(renewal=Renewal.AUTOMATIC)
    return begun & lasts & (Q(terminated_on=None) | Q(terminated_on__gt=today))


def current_agreements(parties: Collection[UUID], today: date) -> QuerySet[Agreement]:
    """What binds these parties and us today, newest first."""
    mine = Agreement.objects.filter(is_current(today), party__in=parties)
    return mine.order_by("-starts_on", "-pk")


def agreements_with(parties: Collection[UUID]) -> QuerySet[Agreement]:
    """Every agreement with these parties, newest first."""
    return Agreement.objects.filter(party__in=parties).order_by("-starts_on", "-pk")


def without_current_agreement(today: date) -> Q:
    """Parties without an engagement that binds today."""
    binding = Agreement.objects.filter(is_current(today), party=OuterRef("pk"))
    return ~Q(Exists(binding.exclude(kind__in=NO_ENGAGEMENT)))


@dataclass(frozen=True, slots=True)
class Ahead:
    """An agreement whose end is near: the day it ends or renews, the last day for notice."""

    agreement: Agreement
    ends_on: date
    notice_by: date | None

    @property
    def renews_itself(self) -> bool:
        return self.agreement.renewal == Renewal.AUTOMATIC


def renewals_ahead(among: PartyQuerySet, today: date, *, until: date) -> Iterator[Ahead]:
    """Engagements with these parties that end, renew or can be given notice before `until`.

    Read one by one; soonest first only within a page of the caller's own.
    """
    binding = Agreement.objects.filter(
        is_current(today), is_among("party", among), ends_on__isnull=False
    ).exclude(kind__in=NO_ENGAGEMENT)
    for agreement in binding.select_related("party").order_by("ends_on", "pk").iterator():
        terms = terms_of(agreement)
        end, notice = terms.next_end(today), terms.notice_by(today)
        if end is not None and (
            end < until or (notice is not None and today <= notice < until)
        ):
            yield Ahead(agreement, end, notice)


def next_ends(parties: Collection[UUID], today: date) -> dict[UUID, date]:
    """The day each party's engagement next ends or renews, the soonest of several."""
    ends: dict[UUID, list[date]] = defaultdict(list)
    for agreement in current_agreements(parties, today).exclude(kind__in=NO_ENGAGEMENT):
        end = terms_of(agreement).next_end(today)
        if end is not None and agreement.party_id is not None:
            ends[agreement.party_id].append(end)
    return {party: min(days) for party, days in ends.items()}
