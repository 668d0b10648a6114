from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from keepwell.journal.models import Entry, Seal
from keepwell.journal.rules import FIRST, canonical, digest_of


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
