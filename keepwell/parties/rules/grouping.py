"""From many records to parties: candidates by shared keys, judgements, groups that agree."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations

from keepwell.kernel.verdict import Verdict
from keepwell.parties.rules.likeness import Tie, compare_persons
from keepwell.parties.rules.sameness import (
    Face,
    Sameness,
    are_rivals,
    contradict,
    judge_same,
    shared_numbers,
)
from keepwell.parties.rules.search_keys import is_strong, search_keys

LARGEST_WEAK_BLOCK = 60
LARGEST_STRONG_BLOCK = 400


@dataclass(frozen=True, slots=True)
class Settled:
    """Groups that are one party each (two or more records), and pairs a person must judge."""

    groups: tuple[frozenset[str], ...]
    perhaps: tuple[tuple[str, str, Verdict[Sameness]], ...]


def keys_of(face: Face) -> frozenset[str]:
    """The search keys of a face."""
    return search_keys(
        face.nature, face.names, face.emails, face.phones, domains=face.domains,
        external_ids=face.external_ids, free_mail=face.free_mail,
        birth_date=face.birth_date,
    )  # fmt: skip


def candidates(keys: Mapping[str, Iterable[str]]) -> set[tuple[str, str]]:
    """Pairs of records that share a key; keys that too many share find nobody."""
    blocks: dict[str, list[str]] = defaultdict(list)
    for record, theirs in keys.items():
        for key in theirs:
            blocks[key].append(record)
    found: set[tuple[str, str]] = set()
    for key, records in blocks.items():
        limit = LARGEST_STRONG_BLOCK if is_strong(key) else LARGEST_WEAK_BLOCK
        if 1 < len(records) <= limit:
            found.update(combinations(sorted(records), 2))
    return found


def settle(
    faces: Mapping[str, Face], pairs: Iterable[tuple[str, str]] | None = None
) -> Settled:
    """Judges all candidates; a group never holds two records that contradict each other.

    `pairs` are the candidates where they are known already, else those that share a key.
    """
    if pairs is None:
        pairs = candidates({record: keys_of(face) for record, face in faces.items()})
    verdicts = {
        (a, b): judge_same(faces[a], faces[b], alone=False)
        for a, b in sorted(pairs)
        if faces[a].nature == faces[b].nature
    }
    _let_initials_in(faces, verdicts)
    return _grouped(faces, verdicts)


def _let_initials_in(
    faces: Mapping[str, Face], verdicts: dict[tuple[str, str], Verdict[Sameness]]
) -> None:
    """An initial is settled where it fits one person of that organisation and no other."""
    fits: dict[str, list[str]] = defaultdict(list)
    for (a, b), verdict in verdicts.items():
        if verdict.value != Sameness.DIFFERENT:
            fits[a].append(b)
            fits[b].append(a)
    for (a, b), verdict in list(verdicts.items()):
        if verdict.value != Sameness.PERHAPS or faces[a].nature != "person":
            continue
        if _one_person(faces, fits[a]) and _one_person(faces, fits[b]):
            verdicts[a, b] = judge_same(faces[a], faces[b], alone=True)


def _one_person(faces: Mapping[str, Face], records: list[str]) -> bool:
    names = [name for record in records for name in faces[record].persons]
    return all(
        compare_persons(one, other).tie <= Tie.VARIANT for one, other in combinations(names, 2)
    )


def _grouped(
    faces: Mapping[str, Face], verdicts: dict[tuple[str, str], Verdict[Sameness]]
) -> Settled:
    """Joins the surest pairs first; what would join two who differ becomes a question."""
    group: dict[str, set[str]] = {record: {record} for record in faces}
    perhaps = [(a, b, v) for (a, b), v in verdicts.items() if v.value == Sameness.PERHAPS]
    same = {pair: _strength(faces, *pair) for pair, v in verdicts.items() if _is_same(v)}
    unclear = _unclear(faces, same)
    for a, b in sorted(same, key=lambda pair: (-same[pair], pair)):
        if group[a] is group[b]:
            continue
        if (a, b) in unclear:
            perhaps.append((a, b, Verdict(Sameness.PERHAPS, ("it fits two people",))))
        elif _agree(faces, group[a], group[b]):
            group[a] |= group[b]
            for record in group[b]:
                group[record] = group[a]
        else:
            perhaps.append((a, b, Verdict(Sameness.PERHAPS, ("others of them differ",))))
    groups = {id(members): frozenset(members) for members in group.values()}
    open_pairs = [(a, b, v) for a, b, v in perhaps if group[a] is not group[b]]
    return Settled(
        tuple(sorted((g for g in groups.values() if len(g) > 1), key=min)), tuple(open_pairs)
    )


def _is_same(verdict: Verdict[Sameness]) -> bool:
    return verdict.value == Sameness.SAME


def _strength(faces: Mapping[str, Face], a: str, b: str) -> int:
    """3 for an own address or record id in common, else the numbers in common (at most 2)."""
    one, other = faces[a], faces[b]
    if one.own_mail & other.own_mail or one.external_ids & other.external_ids:
        return 3
    return min(2, shared_numbers(one, other))


def _unclear(
    faces: Mapping[str, Face], same: Mapping[tuple[str, str], int]
) -> set[tuple[str, str]]:
    """Pairs where a record fits two namesakes of one organisation equally well."""
    near: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for (a, b), strength in same.items():
        near[a].append((b, strength))
        near[b].append((a, strength))
    return {
        (a, b)
        for (a, b), strength in same.items()
        for here, there in ((a, b), (b, a))
        for third, its in near[here]
        if third != there and its >= strength and are_rivals(faces[there], faces[third])
    }


def _agree(faces: Mapping[str, Face], ones: set[str], others: set[str]) -> bool:
    return not any(contradict(faces[one], faces[other]) for one in ones for other in others)
