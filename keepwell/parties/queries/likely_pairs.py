"""Pairs worth comparing: they share a key, and a weak key only counts with something else."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations, islice
from typing import Any
from uuid import UUID

from django.db.models import Count

from keepwell.parties.models import ContactPoint, MatchKey, Tie, TieRole
from keepwell.parties.queries.faces import free_mail_of_firm
from keepwell.parties.rules.addresses import is_free_mail
from keepwell.parties.rules.phones import phone_tail

LARGEST_BLOCK = 60
ASKED_AT_ONCE = 5_000
# A whole name, a birthday, or all that organisations are told apart by.
TELLING = ("n:", "y:", "o:", "j:", "d:", "b:")
Pair = tuple[UUID, UUID]


def likely_pairs(ids: Iterable[UUID]) -> set[Pair]:
    """Pairs of present parties, one of them of these, that `judge_same` may call one.

    Keys that more than 60 share find nobody. A likeness of names alone (an initial, a sound, a
    nickname) counts where a number, an employer or a company's mail domain is shared as well.
    """
    wanted = set(ids)
    telling: set[Pair] = set()
    weak: set[Pair] = set()
    for key, block in _blocks(wanted):
        into = telling if key.startswith(TELLING) else weak
        into.update(_pairs(block, wanted))
    for block in _blocks_of_addresses(wanted):
        telling.update(_pairs(block, wanted))
    weak -= telling
    shared = _tokens({party_id for pair in weak for party_id in pair})
    return telling | {(a, b) for a, b in weak if shared[a] & shared[b]}


def _pairs(block: dict[str, set[UUID]], wanted: set[UUID]) -> Iterator[Pair]:
    for members in block.values():
        for a, b in combinations(sorted(members), 2):
            if a in wanted or b in wanted:
                yield a, b


def _blocks(ids: set[UUID]) -> Iterator[tuple[str, dict[str, set[UUID]]]]:
    for some in _some(ids):
        mine = MatchKey.objects.filter(party__in=some).values("key")
        sized = MatchKey.objects.filter(key__in=mine).values("key").annotate(n=Count("party"))
        fair = sized.filter(n__gt=1, n__lte=LARGEST_BLOCK).values("key")
        rows = MatchKey.objects.filter(
            key__in=fair, party__merged_into=None, party__trashed_at=None
        ).values_list("key", "party_id", "party__nature")
        blocks: dict[str, dict[str, set[UUID]]] = defaultdict(lambda: defaultdict(set))
        for key, party_id, nature in rows:
            blocks[key][nature].add(party_id)
        yield from blocks.items()


def _blocks_of_addresses(ids: set[UUID]) -> Iterator[dict[str, set[UUID]]]:
    for some in _some(ids):
        mine = ContactPoint.objects.filter(party__in=some, kind__in=("email", "domain"))
        there = ContactPoint.objects.filter(kind__in=("email", "domain"))
        sized = there.filter(normal__in=mine.values("normal")).values("kind", "normal")
        fair = sized.annotate(n=Count("pk")).filter(n__gt=1, n__lte=LARGEST_BLOCK)
        rows = there.filter(
            normal__in=fair.values("normal"), party__merged_into=None, party__trashed_at=None
        ).values_list("normal", "party_id", "party__nature")
        blocks: dict[str, dict[str, set[UUID]]] = defaultdict(lambda: defaultdict(set))
        for normal, party_id, nature in rows:
            blocks[normal][nature].add(party_id)
        yield from blocks.values()


def _tokens(ids: set[UUID]) -> dict[UUID, set[Any]]:
    """What two people may share beside their names: numbers, employers, mail domains."""
    free_mail = free_mail_of_firm()
    tokens: dict[UUID, set[Any]] = defaultdict(set)
    for some in _some(ids):
        points = ContactPoint.objects.filter(party__in=some, kind__in=("email", "phone"))
        for party_id, kind, normal in points.values_list("party_id", "kind", "normal"):
            if kind == "phone":
                tokens[party_id].add(phone_tail(normal))
            elif not is_free_mail(domain := normal.rpartition("@")[2], free_mail):
                tokens[party_id].add(domain)
        ties = Tie.objects.filter(party__in=some, role=TieRole.WORKS_FOR)
        for party_id, other in ties.values_list("party_id", "other_id"):
            tokens[party_id].add(other)
    return tokens


def _some(ids: set[UUID]) -> Iterator[list[UUID]]:
    left = iter(sorted(ids))
    while some := list(islice(left, ASKED_AT_ONCE)):
        yield some
