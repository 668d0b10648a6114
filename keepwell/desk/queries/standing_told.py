"""How the firm stands to a party, with contact and silence."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from keepwell.kernel.verdict import Verdict
from keepwell.parties.models import Party
from keepwell.relationships.models import ContactFacts, Relationship
from keepwell.relationships.queries.book import quietness_of
from keepwell.relationships.rules.quiet import Level


@dataclass(frozen=True, slots=True)
class StandsSo:
    """The relationship with a party, the facts of contact, and how quiet it is."""

    party: Party
    relationship: Relationship
    facts: Any
    quiet: Verdict[Level] | None


def stands_so(party: Party, on: date) -> StandsSo:
    """How the firm stands to this party on a day; nothing is agreed where no row is."""
    rows = Relationship.objects.filter(pk=party.pk).select_related("owner", "next_touch_by")
    return StandsSo(
        party,
        rows.first() or Relationship(party=party),
        ContactFacts.objects.filter(pk=party.pk).first(),
        quietness_of([party.pk], on).get(party.pk),
    )
