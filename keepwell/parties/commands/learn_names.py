from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from keepwell.firm.models import Teammate
from keepwell.kernel.command import command
from keepwell.kernel.record import Line, record_many
from keepwell.parties.commands.derived import rederive_parties
from keepwell.parties.models import Nature, Party, PartyName
from keepwell.parties.rules.likeness import similar_persons
from keepwell.parties.rules.spellings import folded_name

THE_SAME_PERSON = 0.8
Heard = tuple[UUID, str, str]


@dataclass(frozen=True, slots=True)
class Learned:
    """What one person is called since, what they were called before, the spelling added."""

    party_id: UUID
    before: str
    after: str
    added: str = ""


@command
def learn_names(heard: Sequence[Heard], *, at: datetime, by: Teammate | None) -> list[Learned]:
    """Learn how people sign: each (party, name heard, name guessed from the address).

    A name that was only guessed gives way to the one heard; another spelling is added. A name
    that is nothing like theirs is somebody else's and is left alone. Who has several addresses
    may be heard by several names. Gives who learned what.
    """
    names: dict[UUID, list[tuple[str, str]]] = defaultdict(list)
    for party_id, name, guess in heard:
        names[party_id].append((name, guess))
    people = Party.objects.filter(pk__in=names, nature=Nature.PERSON).prefetch_related("names")
    learned: list[Learned] = []
    changed: list[Party] = []
    for party in people.order_by("pk"):
        known = {text.folded for text in party.names.all()}
        found = [
            each
            for name, guess in names[party.pk]
            if (each := _learn(party, name, guess, known))
        ]
        if found:
            changed.append(party)
            learned += found
    Party.objects.bulk_update(changed, ["name"], batch_size=500)
    by_id = getattr(by, "pk", None)
    record_many(
        Line(
            "learn_name", "party", each.party_id, at, by_id, each.party_id,
            {"name": each.added or each.after},
        )
        for each in learned
    )  # fmt: skip
    rederive_parties(party.pk for party in changed)
    return learned


def _learn(party: Party, name: str, guess: str, known: set[str]) -> Learned | None:
    if folded_name(name) in known and party.name != guess:
        return None
    before = party.name
    guessed = party.name == guess and not party.family_name
    if guessed and name != party.name:
        party.name = name[:300]
    elif similar_persons(name, party.name).value < THE_SAME_PERSON:
        return None
    if folded_name(name) in known:
        changed = guessed and name != guess
        return Learned(party.pk, before, party.name) if changed else None
    _row, is_new = PartyName.objects.get_or_create(
        party=party, text=name[:300], defaults={"kind": "alias", "folded": folded_name(name)}
    )
    known.add(folded_name(name))
    return Learned(party.pk, before, party.name, name[:300] if is_new else "")
