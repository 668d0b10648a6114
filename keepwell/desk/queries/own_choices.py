"""Fields of the firm's own in which parties to be merged differ."""

from collections.abc import Sequence

from keepwell.fields.queries.values import values_of_parties
from keepwell.fields.rules.definitions import Definition, FieldSort, shown_definitions
from keepwell.parties.models import Party, PartyQuerySet
from keepwell.parties.queries.merges import Choice


def choosable() -> list[Definition]:
    """Fields of which one value stands; what holds several is joined."""
    return [one for one in shown_definitions() if one.sort is not FieldSort.CHOICES]


def own_choices_between(
    parties: Sequence[Party], survivor: Party, seen: PartyQuerySet
) -> list[Choice]:
    """As for a party's other fields: the newest value is suggested."""
    ids = [party.pk for party in parties]
    held = values_of_parties(ids, seen)
    newest = sorted(parties, key=lambda one: (one.changed_at, one == survivor), reverse=True)
    found = []
    for asked in choosable():
        words = {pk: held[pk][asked.name].words if asked.name in held.get(pk, {}) else ""
                 for pk in ids}  # fmt: skip
        if len(set(words.values())) < 2:
            continue
        suggested = next(one.pk for one in newest if words[one.pk])
        found.append(Choice(asked.name, asked.label, tuple(words.items()), suggested))
    return found
