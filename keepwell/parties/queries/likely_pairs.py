"""Pairs worth comparing: they share a key, and a weak key only counts with something else."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations, groupby
from uuid import UUID

from django.db.models import Count, QuerySet

from keepwell.kernel.among import plain_rows
from keepwell.parties.models import ContactPoint, MatchKey
from keepwell.parties.queries.beside_names import BesideName, beside_names

LARGEST_BLOCK = 60
ASKED_AT_ONCE = 5_000
READ_AT_ONCE = 20_000
NAMESAKES = "n:"
# A whole name, a birthday, or all that organisations are told apart by.
TELLING = ("n:", "y:", "o:", "j:", "d:", "b:")
Pair = tuple[UUID, UUID]
# Ids are read as 32 digits here, which are far cheaper to hold and compare than UUIDs.
Digits = tuple[str, str]
# A key, the nature of who bears it, and who does.
Block = tuple[str, str, list[str]]
KEY_ROW = ("key", "party_id", "party__nature")


def likely_pairs(ids: Iterable[UUID]) -> set[Pair]:
    """Pairs of present parties, one of them of these, that `judge_same` may call one.

    Keys that more than 60 share find nobody. A likeness of names alone (an initial, a sound, a
    nickname) counts where a number, an employer or a company's mail domain is shared as well;
    people of one name who work elsewhere and are reached elsewhere are left out. For a few
    parties their keys are asked for; for many, all keys are read through once, in order.
    """
    wanted = {id_.hex for id_ in ids}
    many = len(wanted) > ASKED_AT_ONCE
    found: set[Digits] = set()
    for blocks in _all_blocks() if many else _blocks_of(wanted):
        shared = [block for block in blocks if not wanted.isdisjoint(block[2])]
        found.update(pair for pair in _of_blocks(shared) if not wanted.isdisjoint(pair))
    for bearers in _bearers(_all_addresses() if many else _addresses_of(wanted)):
        found.update(pair for pair in _pairs(bearers) if not wanted.isdisjoint(pair))
    uuids = {party_id: UUID(party_id) for pair in found for party_id in pair}
    return {(uuids[a], uuids[b]) for a, b in found}


def _pairs(block: Iterable[str]) -> Iterator[Digits]:
    return combinations(sorted(block), 2)


def _of_blocks(blocks: list[Block]) -> Iterator[Digits]:
    unsure = {
        party_id
        for key, nature, block in blocks
        if not key.startswith(TELLING) or _are_namesakes(key, nature)
        for party_id in block
    }
    beside = beside_names(unsure)
    for key, nature, block in blocks:
        if _are_namesakes(key, nature):
            yield from _unless_apart(key, block, beside)
        elif key.startswith(TELLING):
            yield from _pairs(block)
        else:
            for some in _sharing(block, beside):
                yield from _pairs(some)


def _are_namesakes(key: str, nature: str) -> bool:
    return nature == "person" and key.startswith(NAMESAKES)


def _unless_apart(
    key: str, block: list[str], beside: dict[str, BesideName]
) -> Iterator[Digits]:
    """Namesakes, but for those of whom `judge_same` would only say that they are two."""
    letters = sorted(key[2:].replace(" ", ""))
    for a, b in _pairs(block):
        if not beside[a].is_apart_from(beside[b], letters):
            yield a, b


def _sharing(block: list[str], beside: dict[str, BesideName]) -> Iterator[list[str]]:
    """Those of a block who have something else in common too."""
    by_token: dict[str, list[str]] = defaultdict(list)
    for party_id in block:
        for token in beside[party_id].tokens:
            by_token[token].append(party_id)
    yield from (some for some in by_token.values() if len(some) > 1)


def _blocks_of(ids: set[str]) -> Iterator[list[Block]]:
    """The blocks these parties stand in."""
    for some in _some(ids):
        mine = MatchKey.objects.filter(party__one_of=some).values("key")
        sized = MatchKey.objects.filter(key__in=mine).values("key").annotate(n=Count("party"))
        fair = sized.filter(n__gt=1, n__lte=LARGEST_BLOCK).values("key")
        rows = _present_keys().filter(key__in=fair).order_by("key")
        yield list(_blocks(plain_rows(rows.values_list(*KEY_ROW))))


def _all_blocks() -> Iterator[list[Block]]:
    """All blocks there are, in the order of their keys, some thousand rows at a time."""
    last = ""
    while True:
        rows = _present_keys().filter(key__gt=last).order_by("key", "party")
        read = plain_rows(rows.values_list(*KEY_ROW)[:READ_AT_ONCE])
        if len(read) == READ_AT_ONCE and read[0][0] != read[-1][0]:
            last = read[-1][0]  # it may go on: the next portion begins with it
            read = [row for row in read if row[0] != last]
            last = read[-1][0]
        elif read:
            last = read[-1][0]
        else:
            return
        yield list(_blocks(read))


def _present_keys() -> QuerySet[MatchKey]:
    return MatchKey.objects.filter(party__merged_into=None, party__trashed_at=None)


def _blocks(rows: Iterable[tuple[str, str, str]]) -> Iterator[Block]:
    for key, found in groupby(rows, key=lambda row: row[0]):
        by_nature: dict[str, list[str]] = defaultdict(list)
        for _, party_id, nature in found:
            by_nature[nature].append(party_id)
        for nature, block in by_nature.items():
            if 1 < len(block) <= LARGEST_BLOCK:
                yield key, nature, block


def _addresses_of(ids: set[str]) -> Iterator[list[str]]:
    """Addresses and domains of these parties that others have, too."""
    for some in _some(ids):
        mine = _mail().filter(party__one_of=some)
        yield _shared(_mail().filter(normal__in=mine.values("normal")))


def _all_addresses() -> Iterator[list[str]]:
    shared = _shared(_mail())
    for start in range(0, len(shared), ASKED_AT_ONCE):
        yield shared[start : start + ASKED_AT_ONCE]


def _shared(points: QuerySet[ContactPoint]) -> list[str]:
    sized = points.values("kind", "normal").annotate(n=Count("pk"))
    fair = sized.filter(n__gt=1, n__lte=LARGEST_BLOCK)
    return [normal for (normal,) in plain_rows(fair.values_list("normal").distinct())]


def _bearers(addresses: Iterable[list[str]]) -> Iterator[set[str]]:
    for some in addresses:
        rows = _mail().filter(
            normal__one_of=some, party__merged_into=None, party__trashed_at=None
        )
        bearers: dict[tuple[str, str], set[str]] = defaultdict(set)
        for normal, party_id, nature in plain_rows(
            rows.values_list("normal", "party_id", "party__nature")
        ):
            bearers[normal, nature].add(party_id)
        yield from bearers.values()


def _mail() -> QuerySet[ContactPoint]:
    return ContactPoint.objects.filter(kind__in=("email", "domain"))


def _some(ids: set[str]) -> Iterator[list[str]]:
    ordered = sorted(ids)
    for start in range(0, len(ordered), ASKED_AT_ONCE):
        yield ordered[start : start + ASKED_AT_ONCE]
