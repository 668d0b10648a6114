"""Who an agreement's names mean: a party by its exact name, by its key, or one to be added."""

from dataclasses import dataclass
from uuid import UUID

from keepwell.exchange.commands.take.around import Around
from keepwell.kernel.words import keep as _kept
from keepwell.parties.commands.take_in import NOBODY, take_in_parties
from keepwell.parties.models import MatchKey, Party, Tie, TieRole
from keepwell.parties.rules.draft import PartyDraft
from keepwell.parties.rules.fold import fold
from keepwell.parties.rules.likeness import similar_organisations, similar_persons
from keepwell.parties.rules.search_keys import search_keys

ALIKE = 0.92
AT_ONCE = 400


@dataclass(frozen=True, slots=True)
class Named:
    """The party meant, the person who signed, and what a person should look at."""

    party_id: UUID | None
    signatory_id: UUID | None
    unclear: str = ""


def party_named(name: str, signatory: str, around: Around) -> Named:
    """The party of this name; the signatory tells namesakes apart; nobody known is added."""
    alone = not signatory or fold(name) == fold(signatory)
    found = _exactly(name, around) or parties_alike(name, person=alone)
    if len(found) > 1:
        some = around.standing_alone(found) if alone else _with_member(found, signatory)
        found = some or found
    if len(found) == 1:
        return Named(found[0], found[0] if alone else _member(found[0], signatory))
    if found:
        return Named(
            None,
            None,
            _kept(
                "%(count)s parties are called %(name)s; say which one it is.",
                count=len(found),
                name=name,
            ),
        )
    return _added(name, person=alone and bool(signatory), around=around)


def _exactly(name: str, around: Around) -> list[UUID]:
    return [party_id for party_id, _ in around.parties_by_name([name]).get(name, [])]


def parties_alike(name: str, *, person: bool) -> list[UUID]:
    """Parties whose names differ only as names of one party do."""
    found: dict[UUID, float] = {}
    natures = (("organisation", similar_organisations), ("person", similar_persons))
    for nature, alike in natures[1:] if person else natures:
        keys = [key for key in search_keys(nature, (name,)) if key[0] not in "exp"]
        ids = MatchKey.objects.filter(key__in=keys, party__nature=nature).values("party")
        ids = ids.order_by("party").distinct()[:AT_ONCE]
        near = Party.objects.present().filter(pk__in=[row["party"] for row in ids])
        for party in near.prefetch_related("names"):
            score = max(alike(name, text.text).value for text in party.names.all())
            if score >= ALIKE:
                found[party.pk] = score
    best = max(found.values(), default=0.0)
    return [party_id for party_id, score in found.items() if score == best]


def _with_member(parties: list[UUID], signatory: str) -> list[UUID]:
    return [party_id for party_id in parties if _member(party_id, signatory)]


def _member(party_id: UUID, signatory: str) -> UUID | None:
    """Who of this organisation's people signed; of namesakes the one longest known."""
    people = Tie.objects.filter(
        other=party_id, role=TieRole.WORKS_FOR,
        party__merged_into=None, party__trashed_at=None,
    ).order_by("party")  # fmt: skip
    best, alike = None, 0.0
    for id_, name in people.values_list("party_id", "party__name").iterator(chunk_size=AT_ONCE):
        if (value := similar_persons(signatory, name).value) > alike:
            best, alike = id_, value
    return best if alike >= ALIKE else None


def _added(name: str, *, person: bool, around: Around) -> Named:
    draft = PartyDraft("person" if person else "organisation", name)
    taken = take_in_parties(
        [draft],
        at=around.at,
        by=around.by,
        free_mail=around.reading.free_mail,
        tool=around.tool,
        mode=around.reading.mode if around.reading.mode == "update" else "both",
    )[0]
    if taken.party_id == NOBODY:
        return Named(None, None, _kept("It names no party we know; it is kept, tied to none."))
    around.aside(taken.traces)
    return Named(
        taken.party_id,
        taken.party_id if person else None,
        _kept("Nobody was called %(name)s; added.", name=name),
    )
