"""Which kinds parties hold, why, and which clients are so in name only."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import BooleanField, Case, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from keepwell.agreements.models import Agreement
from keepwell.agreements.queries import is_current
from keepwell.agreements.rules import NO_ENGAGEMENT
from keepwell.firm.models import Firm
from keepwell.kernel.spelt import Many, spelt_once
from keepwell.kernel.words import sentence_from_json
from keepwell.kinds.models import Holding, Kind
from keepwell.parties.models import PartyQuerySet

# A client without two-way contact for this many times the rhythm is not tended.
RHYTHMS = 2
ENOUGH_MISSING = 2


@dataclass(frozen=True, slots=True)
class KindHeld:
    """A kind a party holds, since when, and why, in the reader's language."""

    kind: str
    since: date | None
    because: tuple[str, ...]

    @property
    def label(self) -> str:
        """The kind in words."""
        return str(Kind(self.kind).label)


@spelt_once
def _held(*, parties: Many) -> QuerySet[Holding]:
    return Holding.objects.filter(party__in=parties, until=None).order_by("pk")


def kinds_of(parties: Collection[UUID]) -> dict[UUID, list[KindHeld]]:
    """The kinds these parties hold now, client first; one query."""
    order = {kind: place for place, kind in enumerate(Kind.values)}
    held: dict[UUID, list[KindHeld]] = defaultdict(list)
    for each in _held(parties=tuple(parties)):
        because = tuple(str(sentence_from_json(kept)) for kept in each.because)
        held[each.party_id].append(KindHeld(each.kind, each.since, because))
    return {p: sorted(kinds, key=lambda k: order[k.kind]) for p, kinds in held.items()}


def holders(kind: str) -> Q:
    """Parties that hold this kind now."""
    return Q(Exists(Holding.objects.filter(party=OuterRef("pk"), kind=kind, until=None)))


@dataclass(frozen=True, slots=True)
class Untended:
    """A client in name only, and what is missing to make it one."""

    party_id: UUID
    name: str
    missing: tuple[str, ...]


def in_name_only(among: PartyQuerySet, as_of: datetime) -> Iterator[Untended]:
    """Clients among these that lack two of: owner, agreement in force, recent two-way contact.

    Recent is within twice the agreed rhythm (reference/services.md 3.3). Outcomes are not
    known yet. One query, read row by row, by name.
    """
    usual = Firm.objects.values_list("cadence_days", flat=True).first() or 30
    binding = Agreement.objects.filter(is_current(as_of.date()), party=OuterRef("pk")).exclude(
        kind__in=NO_ENGAGEMENT
    )
    clients = (
        among.filter(holders(Kind.CLIENT))
        .annotate(
            is_owned=Case(
                When(relationship__owner__is_active=True, then=Value(True)),
                default=Value(False),
                output_field=BooleanField(),
            ),
            has_agreement=Exists(binding),
            rhythm=Coalesce(F("relationship__cadence_days"), Value(usual)),
            heard=F("contact_facts__last_two_way"),
        )
        .order_by("sort_name", "pk")
        .values_list("pk", "name", "is_owned", "has_agreement", "rhythm", "heard")
    )
    for pk, name, is_owned, has_agreement, rhythm, heard in clients.iterator(chunk_size=1_000):
        recent = heard is not None and heard >= as_of - timedelta(days=RHYTHMS * rhythm + 1)
        missing = what_is_missing(is_owned, has_agreement, recent)
        if len(missing) >= ENOUGH_MISSING:
            yield Untended(pk, name, missing)


def what_is_missing(is_owned: bool, has_agreement: bool, recent: bool) -> tuple[str, ...]:
    """What a tended client would have and this one lacks, as sentences."""
    lacks = (
        (is_owned, _("Nobody here looks after them.")),
        (has_agreement, _("No agreement is in force.")),
        (recent, _("There was no two-way contact for more than twice the agreed rhythm.")),
    )
    return tuple(words for there, words in lacks if not there)
