"""Whether two records are one person: their names, and what else speaks for or against it."""

from collections.abc import Callable
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from keepwell.kernel.verdict import Verdict
from keepwell.parties.rules.faces import (
    SAYS,
    Face,
    Sameness,
    are_rivals,
    best_likeness,
    shared_numbers,
    verdict,
)
from keepwell.parties.rules.fold import fold
from keepwell.parties.rules.likeness import Likeness, Tie, compare_persons


@dataclass(frozen=True, slots=True)
class _Common:
    """What two people's records share and where they contradict each other."""

    numbers: int
    workplace: bool
    door: bool
    elsewhere: bool
    rival_mail: bool
    born: bool | None
    city: bool
    country: bool | None


def _common(a: Face, b: Face) -> _Common:
    work = bool(a.workplaces & b.workplaces)
    return _Common(
        numbers=shared_numbers(a, b),
        workplace=work,
        door=bool(a.door) and a.door == b.door,
        elsewhere=bool(a.workplaces and b.workplaces) and not work,
        rival_mail=are_rivals(a, b),
        born=None if not (a.birth_date and b.birth_date) else a.birth_date == b.birth_date,
        city=bool(a.city) and fold(a.city) == fold(b.city),
        country=None if not (a.country and b.country) else fold(a.country) == fold(b.country),
    )


def judge_persons(a: Face, b: Face, alone: bool) -> Verdict[Sameness]:
    likeness = best_likeness(a.persons, b.persons, compare_persons)
    says = SAYS[likeness.tie]
    if a.external_ids & b.external_ids:
        known = likeness.tie != Tie.CLASH
        return verdict(Sameness.SAME if known else Sameness.PERHAPS, "same record id", says)
    if likeness.tie == Tie.CLASH and _nothing_shared(a, b):
        return verdict(Sameness.DIFFERENT, says)
    common = _common(a, b)
    if mail := a.own_mail & b.own_mail:
        return _judge_same_mail(likeness.tie, common, sorted(mail)[0], says)
    if common.born is False:
        return _born_apart(a, b, common, likeness)
    judge = _BY_TIE[likeness.tie]
    value, why = judge(a, b, common, likeness, alone)
    return verdict(value, says, *why)


def _nothing_shared(a: Face, b: Face) -> bool:
    """The quick way out for most candidates; the careful way comes to the same end."""
    return (
        not a.own_mail & b.own_mail
        and (not a.birth_date or a.birth_date != b.birth_date)
        and (len(a.phones) < 2 or len(b.phones) < 2)
    )


def _born_apart(a: Face, b: Face, common: _Common, likeness: Likeness) -> Verdict[Sameness]:
    """Dates of birth differ: two people, unless it looks like a slip in one digit or two."""
    slip = OSA.distance(a.birth_date, b.birth_date) <= 2
    alike = likeness.tie <= Tie.VARIANT or likeness.score >= 0.9
    if slip and alike and (common.city or common.numbers or common.workplace):
        return verdict(Sameness.PERHAPS, SAYS[likeness.tie], "dates of birth nearly the same")
    return verdict(Sameness.DIFFERENT, "different dates of birth")


def _judge_same_mail(tie: Tie, common: _Common, mail: str, says: str) -> Verdict[Sameness]:
    if tie == Tie.CLASH or common.born is False:
        return verdict(Sameness.PERHAPS, f"same address {mail}", says)
    return verdict(Sameness.SAME, f"same address {mail}", says)


_Ruling = tuple[Sameness, tuple[str, ...]]


def _full_name(a: Face, b: Face, common: _Common, likeness: Likeness, alone: bool) -> _Ruling:
    if common.born:
        return Sameness.SAME, ("same date of birth",)
    single = min(len(name.words) for name in (*a.persons, *b.persons)) < 2
    if common.workplace:
        return _colleague(a, b, common, single, alone)
    if common.numbers > 1 and not single:
        return Sameness.SAME, ("two numbers shared",)
    if common.numbers:
        apart = common.elsewhere or common.country is False or _other_town(a, b, common)
        sure = not apart and not single
        return Sameness.SAME if sure else Sameness.PERHAPS, ("a number shared",)
    if not single and not common.elsewhere and common.city and _same_title(a, b):
        return Sameness.SAME, ("same town and title",)
    if not single and not common.elsewhere and common.door and not common.rival_mail:
        return Sameness.SAME, ("same house",)
    if single or (common.elsewhere and _live_apart(a, b, common)):
        return Sameness.DIFFERENT, ("namesakes: nothing else in common",)
    return Sameness.PERHAPS, ("nothing else in common",)


def _same_title(a: Face, b: Face) -> bool:
    return bool(a.title) and fold(a.title) == fold(b.title)


def _live_apart(a: Face, b: Face, common: _Common) -> bool:
    """Whether two namesakes of different firms also differ in all their numbers or place."""
    return common.country is False or _other_town(a, b, common) or bool(a.phones and b.phones)


def _other_town(a: Face, b: Face, common: _Common) -> bool:
    return bool(a.city and b.city) and not common.city


def _colleague(a: Face, b: Face, common: _Common, single: bool, alone: bool) -> _Ruling:
    if common.rival_mail:
        return Sameness.PERHAPS, ("same organisation, but each has an own mailbox there",)
    if a.title and b.title and not _same_title(a, b) and not common.numbers:
        return Sameness.PERHAPS, ("same organisation, but another title and no number shared",)
    if single and not common.numbers and not alone:
        return Sameness.PERHAPS, ("same organisation, one word of a name",)
    return Sameness.SAME, ("same organisation",)


def _initials(a: Face, b: Face, common: _Common, likeness: Likeness, alone: bool) -> _Ruling:
    if common.workplace and not common.rival_mail and (common.numbers or alone):
        return Sameness.SAME, ("same organisation", "nobody else fits")
    if common.numbers > 1 and not common.elsewhere:
        return Sameness.SAME, ("two numbers shared",)
    if common.workplace or common.numbers or common.born:
        return Sameness.PERHAPS, ("little else in common",)
    return Sameness.DIFFERENT, ("nothing else in common",)


def _spelling(a: Face, b: Face, common: _Common, likeness: Likeness, alone: bool) -> _Ruling:
    close = likeness.score >= 0.9
    if (
        common.born
        and likeness.score >= 0.8
        and (common.numbers or common.workplace or common.city)
    ):
        return Sameness.SAME, ("same date of birth",)
    if common.workplace and common.numbers and close and not common.rival_mail:
        return Sameness.SAME, ("same organisation and number",)
    if common.born or common.numbers or (common.workplace and not common.rival_mail):
        return Sameness.PERHAPS, ("something else in common",)
    return Sameness.DIFFERENT, ("nothing else in common",)


def _part(a: Face, b: Face, common: _Common, likeness: Likeness, alone: bool) -> _Ruling:
    if common.workplace and not common.rival_mail:
        sure = common.numbers and likeness.score >= 0.6
        return Sameness.SAME if sure else Sameness.PERHAPS, ("same organisation",)
    if common.numbers or common.born:
        return Sameness.PERHAPS, ("something else in common",)
    return Sameness.DIFFERENT, ("nothing else in common",)


def _clash(a: Face, b: Face, common: _Common, likeness: Likeness, alone: bool) -> _Ruling:
    near = common.numbers > 1 or common.born
    if likeness.score >= 0.4 and near and (common.workplace or common.city):
        return Sameness.PERHAPS, ("a new family name?",)
    return Sameness.DIFFERENT, ("a number or a firm alone proves nothing",)


def _nameless(a: Face, b: Face, common: _Common, likeness: Likeness, alone: bool) -> _Ruling:
    if common.numbers and common.workplace and not common.rival_mail:
        return Sameness.PERHAPS, ("same organisation and number",)
    return Sameness.DIFFERENT, ("nothing to tell by",)


_BY_TIE: dict[Tie, Callable[[Face, Face, _Common, Likeness, bool], _Ruling]] = {
    Tie.EXACT: _full_name,
    Tie.VARIANT: _full_name,
    Tie.INITIAL: _initials,
    Tie.TYPO: _spelling,
    Tie.PART: _part,
    Tie.CLASH: _clash,
    Tie.UNKNOWN: _nameless,
}
