"""The parties a search finds, and those looked at last."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Max

from keepwell.conversations.rules.words import Piece, around, wanted_words
from keepwell.desk.queries.kinds import kinds_by_party
from keepwell.desk.queries.today_facts import employers_of
from keepwell.firm.models import Teammate
from keepwell.journal.models import Look
from keepwell.parties.models import ContactPoint, Party, PartyName, PartyQuerySet
from keepwell.parties.queries.alike import parties_alike
from keepwell.parties.queries.search import find_parties
from keepwell.parties.rules.spellings import digits_of
from keepwell.relationships.models import Relationship
from keepwell.walls.queries import names_among, visible_parties

RECENT = 8


@dataclass(frozen=True, slots=True)
class Hit:
    """A party found, with what tells it from its namesakes.

    `name` is its name with the words where they stand; `by` another name, an address or a
    number, when that is what was found.
    """

    party: Party
    kinds: tuple[str, ...]
    why: str
    name: tuple[Piece, ...] = ()
    by: tuple[Piece, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """What was found; without a text what was looked at last; else what is spelt alike."""

    hits: tuple[Hit, ...]
    is_recent: bool
    is_guess: bool = False


def found_for(teammate: Teammate, text: str, *, most: int) -> Found:
    """The parties this teammate may see that fit the text best; at most `most`."""
    seen = visible_parties(teammate)
    if not text:
        return Found(_hits(_recent(seen, teammate), seen, ""), True)
    if parties := find_parties(seen, text, limit=most):
        return Found(_hits(parties, seen, text), False)
    alike = parties_alike(seen, text, limit=most)
    return Found(_hits(alike, seen, ""), False, bool(alike))


def _recent(seen: PartyQuerySet, teammate: Teammate) -> list[Party]:
    looks = Look.objects.filter(teammate=teammate).values("party").annotate(last=Max("hour"))
    ids = [row["party"] for row in looks.order_by("-last")[: 3 * RECENT]]
    there = seen.in_bulk(ids)
    return [there[pk] for pk in ids if pk in there][:RECENT]


def _hits(parties: Sequence[Party], seen: PartyQuerySet, text: str) -> tuple[Hit, ...]:
    ids, words = [party.pk for party in parties], wanted_words(text)
    kinds, employers = kinds_by_party(ids), employers_of(ids)
    names = names_among(seen, set(employers.values()))
    owners = dict(
        Relationship.objects.filter(pk__in=ids, owner__isnull=False).values_list(
            "pk", "owner__name"
        )
    )
    told = {party.pk: around(party.name, words, most=300) for party in parties}
    by_name = {pk for pk in ids if "@" not in text and any(p.found for p in told[pk])}
    plain = [pk for pk in ids if text and pk not in by_name]
    others = _others(plain, text, words)
    return tuple(
        Hit(
            party,
            kinds.get(party.pk, ()),
            " · ".join(
                filter(
                    None,
                    (
                        names.get(employers[party.pk]) if party.pk in employers else "",
                        owners.get(party.pk),
                    ),
                )
            ),
            told[party.pk],
            others.get(party.pk, ()),
        )
        for party in parties
    )


def _others(
    ids: Sequence[UUID], text: str, words: Sequence[str]
) -> dict[UUID, tuple[Piece, ...]]:
    """By what these were found when it is not their name; two queries."""
    found: dict[UUID, tuple[Piece, ...]] = {}
    if not ids:
        return found
    names = PartyName.objects.filter(party__in=ids).order_by("pk")
    for pk, name in names.values_list("party_id", "text"):
        pieces = around(name, words, most=300)
        if "@" not in text and any(piece.found for piece in pieces):
            found.setdefault(pk, pieces)
    digits = digits_of(text.replace("(0)", "")).lstrip("0")[-8:]
    points = ContactPoint.objects.filter(party__in=ids).order_by("-is_primary", "pk")
    for pk, kind, value, normal in points.values_list("party_id", "kind", "value", "normal"):
        is_number = kind == "phone" and len(digits) > 3 and digits in digits_of(normal)
        if is_number or text.casefold() in normal.casefold():
            found.setdefault(pk, (Piece(value, True),))
    return found
