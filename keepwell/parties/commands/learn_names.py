from collections.abc import Sequence
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


@command
def learn_names(heard: Sequence[Heard], *, at: datetime, by: Teammate | None) -> list[UUID]:
    """Learn how people sign: each (party, name heard, name guessed from the address).

    A name that was only guessed gives way to the one heard; another spelling is added. A name
    that is nothing like theirs is somebody else's and is left alone. Gives who learned one.
    """
    names = {party_id: (name, guess) for party_id, name, guess in heard}
    people = Party.objects.filter(pk__in=names, nature=Nature.PERSON).prefetch_related("names")
    learned: list[Party] = []
    for party in people:
        name, guess = names[party.pk]
        known = {text.folded for text in party.names.all()}
        if folded_name(name) in known and party.name != guess:
            continue
        if _learn(party, name, guess, known):
            learned.append(party)
    Party.objects.bulk_update(learned, ["name", "given_name", "family_name"], batch_size=500)
    record_many(
        Line(
            "learn_name",
            "party",
            p.pk,
            at,
            getattr(by, "pk", None),
            p.pk,
            {"name": names[p.pk][0]},
        )
        for p in learned
    )
    ids = [party.pk for party in learned]
    rederive_parties(ids)
    return ids


def _learn(party: Party, name: str, guess: str, known: set[str]) -> bool:
    guessed = party.name == guess and not party.family_name
    if guessed and name != party.name:
        party.name = name[:300]
    elif similar_persons(name, party.name).value < THE_SAME_PERSON:
        return False
    if folded_name(name) in known:
        return guessed and name != guess
    PartyName.objects.get_or_create(
        party=party, text=name[:300], defaults={"kind": "alias", "folded": folded_name(name)}
    )
    return True
