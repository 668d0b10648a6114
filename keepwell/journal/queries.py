from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from django.core.cache import caches

from keepwell.firm.models import Teammate
from keepwell.journal.models import Entry, Seal
from keepwell.journal.rules import FIRST, canonical, digest_of
from keepwell.parties.models import Party


def line_of(entry: Entry) -> bytes:
    """The entry as it is hashed."""
    return canonical(
        {
            "id": entry.pk,
            "at": entry.at,
            "verb": entry.verb,
            "noun": entry.noun,
            "noun_id": entry.noun_id,
            "party_id": entry.party_id,
            "by_id": entry.by_id,
            "facts": entry.facts,
        }
    )


@dataclass(frozen=True, slots=True)
class Tampering:
    """A seal that no longer fits its lines or the seal before it."""

    seal_id: int
    because: str


@dataclass(frozen=True, slots=True)
class Verification:
    """What `keepwell journal verify` found."""

    seals: int
    lines: int
    unsealed: int
    tampered: tuple[Tampering, ...]


def verify_journal(*, using: str = "default", newest: int | None = None) -> Verification:
    """Hash the record again and compare it with every seal, or with the newest so many.

    `using` names the database.
    """
    every = Seal.objects.using(using)
    last = list(every.order_by("-pk").values_list("pk", "previous")[:newest]) if newest else []
    chain = every.filter(pk__gte=last[-1][0]) if last else every
    previous, lines, seals = last[-1][1] if last else FIRST, 0, 0
    found: list[Tampering] = []
    for seal in chain.order_by("pk").iterator():
        entries = list(seal.entries.order_by("pk"))
        found += _faults(seal, entries, previous)
        previous, seals, lines = seal.digest, seals + 1, lines + len(entries)
    return Verification(seals, lines, unsealed_lines(using=using), tuple(found))


def _faults(seal: Seal, entries: list[Entry], previous: str) -> Iterator[Tampering]:
    if seal.previous != previous:
        yield Tampering(seal.pk, f"Seal {seal.pk} does not follow the seal before it.")
    if len(entries) != seal.lines:
        yield Tampering(
            seal.pk, f"Seal {seal.pk} holds {seal.lines} lines, but {len(entries)} are there."
        )
    elif digest_of(seal.previous, map(line_of, entries)) != seal.digest:
        yield Tampering(
            seal.pk, f"A line under seal {seal.pk} was changed after it was sealed."
        )


def unsealed_lines(*, using: str = "default") -> int:
    """How many lines wait for a seal."""
    return Entry.objects.using(using).filter(seal=None).count()


def oldest_unsealed() -> datetime | None:
    """When the oldest line that waits for a seal was written."""
    unsealed = Entry.objects.filter(seal=None).order_by("pk")
    return unsealed.values_list("at", flat=True).first()


def looked_this_hour(party: Party, by: Teammate, at: datetime) -> bool:
    """Whether this process has kept already that they looked at it in this hour.

    To write it again would change nothing, and a write waits for all others.
    """
    return caches["here"].get(_look(party, by, at)) is not None


def remember_look(party: Party, by: Teammate, at: datetime) -> None:
    """Know that a look was kept, once it really is."""
    caches["here"].set(_look(party, by, at), True, 3_600)


def _look(party: Party, by: Teammate, at: datetime) -> str:
    return f"look:{party.pk}:{by.pk}:{at.astimezone(UTC):%Y%m%d%H}"
