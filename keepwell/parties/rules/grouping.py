"""From many records to parties: candidates by shared keys, judgements, groups that agree."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations

from keepwell.kernel.verdict import Verdict
from keepwell.parties.rules.likeness import Tie, compare_persons
from keepwell.parties.rules.sameness import Face, Sameness, judge_same
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


def settle(faces: Mapping[str, Face]) -> Settled:
    """Judges all candidates; a group never holds two records that are judged DIFFERENT."""
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
        if verdict.value == Sameness.PERHAPS:
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
    group: dict[str, set[str]] = {record: {record} for record in faces}
    perhaps = [(a, b, v) for (a, b), v in verdicts.items() if v.value == Sameness.PERHAPS]
    same = [(a, b, v) for (a, b), v in verdicts.items() if v.value == Sameness.SAME]
    same.sort(key=lambda found: not found[2].because[0].startswith("same address"))
    for a, b, verdict in same:
        if group[a] is group[b]:
            continue
        if _agree(faces, verdicts, group[a], group[b]):
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


def _agree(
    faces: Mapping[str, Face],
    verdicts: dict[tuple[str, str], Verdict[Sameness]],
    ones: set[str],
    others: set[str],
) -> bool:
    for one in ones:
        for other in others:
            pair = (one, other) if one < other else (other, one)
            verdict = verdicts.get(pair) or judge_same(faces[pair[0]], faces[pair[1]])
            if verdict.value == Sameness.DIFFERENT:
                return False
    return True
