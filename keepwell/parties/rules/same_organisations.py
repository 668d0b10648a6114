"""Whether two records are one organisation: name, legal form, place, domain and parent."""

from keepwell.kernel.verdict import Verdict
from keepwell.parties.rules.faces import (
    SAYS,
    Face,
    Sameness,
    best_likeness,
    company_domains,
    shared_numbers,
    verdict,
)
from keepwell.parties.rules.fold import fold
from keepwell.parties.rules.likeness import Likeness, Tie, compare_organisations


def judge_organisations(a: Face, b: Face) -> Verdict[Sameness]:
    likeness = best_likeness(a.organisations, b.organisations, compare_organisations)
    says = SAYS[likeness.tie]
    if likeness.tie == Tie.PART:
        says = "one name has a further word"
    if a.external_ids & b.external_ids:
        known = likeness.tie not in (Tie.CLASH, Tie.PART)
        return verdict(Sameness.SAME if known else Sameness.PERHAPS, "same record id", says)
    if a.parent_keys & b.own_keys or b.parent_keys & a.own_keys:
        return verdict(Sameness.DIFFERENT, "one is the parent of the other")
    shared = bool(company_domains(a) & company_domains(b))
    value, why = _weigh_organisations(a, b, likeness, shared)
    return verdict(value, says, why)


def _weigh_organisations(
    a: Face, b: Face, likeness: Likeness, domain: bool
) -> tuple[Sameness, str]:
    apart = bool(company_domains(a) and company_domains(b)) and not domain
    numbers = shared_numbers(a, b)
    tie = likeness.tie
    if tie in (Tie.PART, Tie.CLASH):
        near = domain or (numbers and tie == Tie.PART)
        if near and likeness.score >= 0.4:
            return Sameness.PERHAPS, "same domain or number: parent and daughter, or one?"
        return Sameness.DIFFERENT, "names of different organisations"
    if tie == Tie.UNKNOWN:
        return (Sameness.PERHAPS if domain else Sameness.DIFFERENT), "little to tell by"
    if doubt := _doubt(a, b, apart, domain):
        return Sameness.PERHAPS, doubt
    if domain and likeness.score >= 0.9:
        return Sameness.SAME, "same domain"
    if tie == Tie.TYPO:
        sure = numbers and _same_place(a, b) and likeness.score >= 0.93
        return (Sameness.SAME if sure else Sameness.PERHAPS), "spelling differs"
    return _same_words(a, b, likeness, numbers)


def _same_words(a: Face, b: Face, likeness: Likeness, numbers: int) -> tuple[Sameness, str]:
    short = min(len(name.joined) for name in (*a.organisations, *b.organisations)) < 6
    lone = short or min(len(name.words) for name in (*a.organisations, *b.organisations)) < 2
    if numbers or _same_place(a, b):
        return Sameness.SAME, "same place or number"
    if lone or likeness.tie != Tie.EXACT:
        return Sameness.PERHAPS, "nothing else in common"
    return Sameness.SAME, "nothing speaks against it"


def _same_place(a: Face, b: Face) -> bool:
    return bool(a.city) and fold(a.city) == fold(b.city)


def _doubt(a: Face, b: Face, apart: bool, domain: bool) -> str:
    """Why two organisations of one name may yet be two, '' when nothing speaks for it."""
    if apart:
        return "different domains"
    forms_a = {name.form for name in a.organisations} - {""}
    forms_b = {name.form for name in b.organisations} - {""}
    if forms_a and forms_b and not forms_a & forms_b:
        return "different legal forms"
    if a.country and b.country and fold(a.country) != fold(b.country):
        return "different countries"
    if a.city and b.city and not domain and not _same_place(a, b):
        return "different cities"
    return ""
