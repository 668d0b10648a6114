"""Pairs worth comparing: they share a key, and a weak key only counts with something else."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from itertools import combinations, islice
from uuid import UUID

from django.db.models import Count

from keepwell.kernel.among import one_of, plain_rows
from keepwell.parties.models import ContactPoint, MatchKey, Tie, TieRole
from keepwell.parties.queries.faces import free_mail_of_firm
from keepwell.parties.rules.addresses import is_free_mail
from keepwell.parties.rules.phones import phone_tail

LARGEST_BLOCK = 60
ASKED_AT_ONCE = 5_000
# A whole name, a birthday, or all that organisations are told apart by.
TELLING = ("n:", "y:", "o:", "j:", "d:", "b:")
Pair = tuple[UUID, UUID]
# Ids are read as 32 digits here, which are far cheaper to hold and compare than UUIDs.
Digits = tuple[str, str]


def likely_pairs(ids: Iterable[UUID], judged: Collection[UUID] = ()) -> set[Pair]:
    """Pairs of present parties, one of them of these, that `judge_same` may call one.

    Keys that more than 60 share find nobody. A likeness of names alone (an initial, a sound, a
    nickname) counts where a number, an employer or a company's mail domain is shared as well.
    Pairs with the parties `judged` before are left out.
    """
    wanted = {id_.hex for id_ in ids}
    done = {id_.hex for id_ in judged}
    found: set[Digits] = set()
    weak: list[list[str]] = []
    for key, block in _blocks(wanted, done):
        if key.startswith(TELLING):
            found.update(_pairs(block, wanted))
        else:
            weak.append(block)
    for bearers in _blocks_of_addresses(wanted, done):
        found.update(_pairs(bearers, wanted))
    shared = _tokens({party_id for block in weak for party_id in block})
    for block in weak:
        for some in _sharing(block, shared):
            found.update(_pairs(some, wanted))
    uuids = {party_id: UUID(party_id) for pair in found for party_id in pair}
    return {(uuids[a], uuids[b]) for a, b in found}


def _pairs(block: Iterable[str], wanted: set[str]) -> Iterator[Digits]:
    for a, b in combinations(sorted(block), 2):
        if a in wanted or b in wanted:
            yield a, b


def _sharing(block: list[str], shared: dict[str, set[str]]) -> Iterator[list[str]]:
    """Those of a block who have something else in common too."""
    if len(block) < 2:
        return
    by_token: dict[str, list[str]] = defaultdict(list)
    for party_id in block:
        for token in shared.get(party_id, ()):
            by_token[token].append(party_id)
    yield from (some for some in by_token.values() if len(some) > 1)


def _blocks(ids: set[str], done: set[str]) -> Iterator[tuple[str, list[str]]]:
    for some in _some(ids):
        mine = MatchKey.objects.filter(party__in=one_of(some, ids=True)).values("key")
        sized = MatchKey.objects.filter(key__in=mine).values("key").annotate(n=Count("party"))
        fair = sized.filter(n__gt=1, n__lte=LARGEST_BLOCK).values("key")
        rows = MatchKey.objects.filter(
            key__in=fair, party__merged_into=None, party__trashed_at=None
        ).values_list("key", "party_id", "party__nature")
        blocks: dict[tuple[str, str], list[str]] = defaultdict(list)
        for key, party_id, nature in plain_rows(rows):
            if party_id not in done:
                blocks[key, nature].append(party_id)
        yield from ((key, block) for (key, _), block in blocks.items())


def _blocks_of_addresses(ids: set[str], done: set[str]) -> Iterator[set[str]]:
    for some in _some(ids):
        there = ContactPoint.objects.filter(kind__in=("email", "domain"))
        mine = there.filter(party__in=one_of(some, ids=True))
        sized = there.filter(normal__in=mine.values("normal")).values("kind", "normal")
        fair = sized.annotate(n=Count("pk")).filter(n__gt=1, n__lte=LARGEST_BLOCK)
        rows = there.filter(
            normal__in=fair.values("normal"), party__merged_into=None, party__trashed_at=None
        ).values_list("normal", "party_id", "party__nature")
        blocks: dict[tuple[str, str], set[str]] = defaultdict(set)
        for normal, party_id, nature in plain_rows(rows):
            if party_id not in done:
                blocks[normal, nature].add(party_id)
        yield from blocks.values()


def _tokens(ids: set[str]) -> dict[str, set[str]]:
    """What two people may share beside their names: numbers, employers, mail domains."""
    free_mail = free_mail_of_firm()
    tokens: dict[str, set[str]] = defaultdict(set)
    for some in _some(ids):
        points = ContactPoint.objects.filter(
            party__in=one_of(some, ids=True), kind__in=("email", "phone")
        )
        for party_id, kind, normal in plain_rows(
            points.values_list("party_id", "kind", "normal")
        ):
            if kind == "phone":
                tokens[party_id].add(phone_tail(normal))
            elif not is_free_mail(domain := normal.rpartition("@")[2], free_mail):
                tokens[party_id].add(domain)
        ties = Tie.objects.filter(party__in=one_of(some, ids=True), role=TieRole.WORKS_FOR)
        for party_id, other in plain_rows(ties.values_list("party_id", "other_id")):
            tokens[party_id].add(other)
    return tokens


def _some(ids: set[str]) -> Iterator[list[str]]:
    left = iter(sorted(ids))
    while some := list(islice(left, ASKED_AT_ONCE)):
        yield some
