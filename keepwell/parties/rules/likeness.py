"""How alike two names are, and in what way: by aligning their words in any order."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

from jellyfish import metaphone
from rapidfuzz.distance import JaroWinkler, Levenshtein

from keepwell.kernel.verdict import Verdict
from keepwell.parties.rules.fold import canon, lost_alike, wordlist
from keepwell.parties.rules.names import (
    OrganisationName,
    PersonName,
    organisation_name,
    person_name,
)
from keepwell.parties.rules.nicknames import are_nicknames

INITIAL, NICKNAME, FOLDED = 0.82, 0.94, 0.98
WORTH_PAIRING = 0.72


class Tie(IntEnum):
    """How two names belong together, from the surest to not at all."""

    EXACT = 0
    VARIANT = 1  # nickname, accents, a middle name dropped, joined words, other script
    INITIAL = 2  # J. Hill and Jane Hill
    TYPO = 3
    PART = 4  # one is a part of the other: Priya and Priya Sharma, Harbour and Harbour Digital
    CLASH = 5
    UNKNOWN = 6  # one has no readable name


@dataclass(frozen=True, slots=True)
class Likeness:
    """The score (0 to 1) of two names and the kind of their tie."""

    score: float
    tie: Tie


_NOTHING = (0.0, Tie.CLASH)


@lru_cache(maxsize=8_192)
def _person_words(one: str, other: str) -> tuple[float, Tie]:
    if one == other:
        return 1.0, Tie.EXACT
    if len(one) == 1 or len(other) == 1:
        return (INITIAL, Tie.INITIAL) if one[0] == other[0] else _NOTHING
    plain_one, plain_other = canon(one), canon(other)
    if plain_one == plain_other:
        return FOLDED, Tie.VARIANT
    if "?" in one or "?" in other:
        return (0.97, Tie.VARIANT) if _lost(one, other) else _NOTHING
    if are_nicknames(one, other):
        return NICKNAME, Tie.VARIANT
    return _misspelt(plain_one, plain_other)


def _lost(one: str, other: str) -> bool:
    return lost_alike(one, other) or lost_alike(canon(one), canon(other))


def _misspelt(one: str, other: str) -> tuple[float, Tie]:
    near = Levenshtein.normalized_similarity(one, other, score_cutoff=0.45)
    if not near:
        return _NOTHING
    score = max(near, 0.3 * near + 0.7 * JaroWinkler.similarity(one, other) - 0.05)
    if near >= 0.5 and min(len(one), len(other)) >= 3 and metaphone(one) == metaphone(other):
        score = max(score, 0.9)
    return (score, Tie.TYPO) if score >= WORTH_PAIRING else _NOTHING


@lru_cache(maxsize=8_192)
def _organisation_words(one: str, other: str) -> tuple[float, Tie]:
    if one == other:
        return 1.0, Tie.EXACT
    plain_one, plain_other = canon(one), canon(other)
    if plain_one == plain_other:
        return FOLDED, Tie.VARIANT
    if "?" in one or "?" in other:
        return (0.97, Tie.VARIANT) if _lost(one, other) else _NOTHING
    if min(len(one), len(other)) < 4 or any(map(str.isdigit, one + other)):
        return _NOTHING
    return _misspelt(plain_one, plain_other)


_Pairer = Callable[[str, str], tuple[float, Tie]]


def _align(
    one: tuple[str, ...], other: tuple[str, ...], alike: _Pairer
) -> tuple[list[tuple[str, str, float, Tie]], list[str], list[str]]:
    """Best pairs of words first, each word once; what stays alone on either side."""
    mine = list(one)
    theirs = list(other)
    pairs: list[tuple[str, str, float, Tie]] = []
    for word in one:
        if word in theirs:
            theirs.remove(word)
            mine.remove(word)
            pairs.append((word, word, 1.0, Tie.EXACT))
    if mine and theirs:
        found = []
        for a in mine:
            for b in theirs:
                score, tie = alike(a, b)
                if score:
                    found.append((score, a, b, tie))
        found.sort(key=lambda pair: -pair[0])
        for score, a, b, tie in found:
            if a in mine and b in theirs:
                mine.remove(a)
                theirs.remove(b)
                pairs.append((a, b, score, tie))
    return pairs, mine, theirs


def compare_persons(one: PersonName, other: PersonName) -> Likeness:
    """How alike two people's names are, whatever the order of their words."""
    if not one.words or not other.words:
        return Likeness(0.0, Tie.UNKNOWN)
    if one.words == other.words or sorted(one.words) == sorted(other.words):
        return Likeness(1.0, Tie.EXACT)
    joined_one, joined_other = canon(one.joined), canon(other.joined)
    if joined_one == joined_other:
        return Likeness(FOLDED, Tie.VARIANT)
    if one.vowelless != other.vowelless:
        return _by_bones(one, other)
    pairs, mine, theirs = _align(one.words, other.words, _person_words)
    if mine and theirs:
        return _joined_or_clash(one, other, pairs, mine, theirs)
    return _judge_person_pairs(pairs, mine + theirs)


def _by_bones(one: PersonName, other: PersonName) -> Likeness:
    near = Levenshtein.normalized_similarity(one.bones, other.bones)
    if min(len(one.bones), len(other.bones)) >= 2 and near >= 0.8:
        return Likeness(0.9 + (near - 0.8) / 4, Tie.VARIANT)
    return Likeness(near * 0.8, Tie.TYPO if near >= 0.7 else Tie.CLASH)


def _joined_or_clash(
    one: PersonName,
    other: PersonName,
    pairs: list[tuple[str, str, float, Tie]],
    mine: list[str],
    theirs: list[str],
) -> Likeness:
    left, right = canon("".join(mine)), canon("".join(theirs))
    if left == right or left == canon("".join(reversed(theirs))):
        return Likeness(0.97, Tie.VARIANT)
    whole = Levenshtein.normalized_similarity(left, right)
    if whole >= 0.86 and len(left) >= 5:
        return Likeness(whole * 0.97, Tie.TYPO)
    weight = sum(_weight(a, b) for a, b, _, _ in pairs)
    gained = sum(_weight(a, b) * score for a, b, score, _ in pairs)
    alone = (sum(map(len, mine)) + sum(map(len, theirs))) / 2
    return Likeness(0.92 * gained / (weight + alone), Tie.CLASH)


def _weight(one: str, other: str) -> float:
    size = (len(one) + len(other)) / 2
    return size if size < 8 else 8.0


def _judge_person_pairs(pairs: list[tuple[str, str, float, Tie]], alone: list[str]) -> Likeness:
    weight = sum(_weight(a, b) for a, b, _, _ in pairs)
    score = sum(_weight(a, b) * s for a, b, s, _ in pairs) / weight
    worst = max(tie for _, _, _, tie in pairs)
    score = min(score, min(s for _, _, s, _ in pairs) + 0.12)
    if worst == Tie.INITIAL and all(tie == Tie.INITIAL for _, _, _, tie in pairs):
        return Likeness(0.5, Tie.PART)
    if alone:
        score *= 0.955 if len(pairs) >= 2 else 0.78
        if len(pairs) == 1:
            return Likeness(score, Tie.PART)
        worst = max(worst, Tie.VARIANT)
    return Likeness(score, worst)


_SMALL = wordlist("and of the for de la le les des du der die das und dos da do del")
_ROMAN = wordlist("ii iii iv vi vii viii ix xi xii")


def compare_organisations(one: OrganisationName, other: OrganisationName) -> Likeness:
    """How alike two organisations' names are; a further word or another number parts them."""
    if not one.words or not other.words:
        return Likeness(0.0, Tie.UNKNOWN)
    if one.words == other.words:
        return Likeness(1.0, Tie.EXACT)
    if one.joined == other.joined:
        return Likeness(FOLDED, Tie.EXACT if one.key == other.key else Tie.VARIANT)
    words_one = tuple(word for word in one.words if word not in _SMALL) or one.words
    words_other = tuple(word for word in other.words if word not in _SMALL) or other.words
    pairs, mine, theirs = _align(words_one, words_other, _organisation_words)
    if mine and theirs and canon("".join(mine)) == canon("".join(theirs)):
        return Likeness(0.97, Tie.VARIANT)
    weight = sum(_weight(a, b) for a, b, _, _ in pairs)
    gained = sum(_weight(a, b) * score for a, b, score, _ in pairs)
    alone = sum(_alone_weight(word) for word in mine + theirs) / 2
    score = gained / (weight + alone) if pairs else 0.0
    if mine and theirs:
        if any(map(_is_number, mine)) or any(map(_is_number, theirs)):
            return Likeness(min(score, 0.8), Tie.CLASH)
        return _maybe_joined(one, other, score)
    if mine or theirs:
        numbered = any(_is_number(word) for word in mine + theirs)
        return Likeness(min(score, 0.6) if numbered else score, Tie.PART)
    worst = max(tie for _, _, _, tie in pairs)
    reordered = max(worst, Tie.VARIANT)
    return Likeness(score, reordered)


def _maybe_joined(one: OrganisationName, other: OrganisationName, score: float) -> Likeness:
    whole = Levenshtein.normalized_similarity(one.joined, other.joined)
    digits = [c for c in one.joined if c.isdigit()] == [c for c in other.joined if c.isdigit()]
    if whole >= 0.9 and digits and min(len(one.joined), len(other.joined)) >= 8:
        return Likeness(max(score, whole * 0.97), Tie.TYPO)
    return Likeness(min(score, 0.8), Tie.CLASH)


def _alone_weight(word: str) -> float:
    return 8.0 if _is_number(word) else max(float(len(word)), 4.0)


def _is_number(word: str) -> bool:
    return word.isdigit() or word in _ROMAN or len(word) == 1


def similar_persons(one: str | PersonName, other: str | PersonName) -> Verdict[float]:
    """How alike two people's names are, 0 to 1; .92 and more is worth a second look."""
    likeness = compare_persons(_person(one), _person(other))
    return Verdict(round(likeness.score, 4), (_PERSON_WORDS[likeness.tie],))


def similar_organisations(
    one: str | OrganisationName, other: str | OrganisationName
) -> Verdict[float]:
    """How alike two organisations' names are, 0 to 1, legal forms apart."""
    likeness = compare_organisations(_organisation(one), _organisation(other))
    return Verdict(round(likeness.score, 4), (_ORGANISATION_WORDS[likeness.tie],))


def _person(name: str | PersonName) -> PersonName:
    return person_name(name) if isinstance(name, str) else name


def _organisation(name: str | OrganisationName) -> OrganisationName:
    return organisation_name(name) if isinstance(name, str) else name


_PERSON_WORDS = {
    Tie.EXACT: "same name",
    Tie.VARIANT: "same name in another form",
    Tie.INITIAL: "initials fit",
    Tie.TYPO: "names spelt alike",
    Tie.PART: "one name is part of the other",
    Tie.CLASH: "names differ",
    Tie.UNKNOWN: "a name is missing",
}
_ORGANISATION_WORDS = {**_PERSON_WORDS, Tie.PART: "one name has a further word"}
