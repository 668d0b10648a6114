"""Whether two records are of one party: merge by itself, ask a person, or leave apart."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import TypeVar

from keepwell.kernel.verdict import Verdict
from keepwell.parties.rules.addresses import (
    domain_of,
    is_free_mail,
    is_machine,
    is_shared_mailbox,
)
from keepwell.parties.rules.fold import canon, fold
from keepwell.parties.rules.likeness import (
    Likeness,
    Tie,
    compare_organisations,
    compare_persons,
)
from keepwell.parties.rules.names import (
    OrganisationName,
    PersonName,
    organisation_name,
    person_name,
)
from keepwell.parties.rules.phones import same_number


_T = TypeVar("_T")


class Sameness(StrEnum):
    """What to do with two records."""

    SAME = "same"
    PERHAPS = "perhaps"
    DIFFERENT = "different"


@dataclass(frozen=True)
class Face:
    """What is known of one record when it is compared; addresses and numbers are cleaned.

    `names`: as written, the main one first ("Family, Given" and native script allowed).
    `employer_keys`: organisation keys or ids of a person's organisations. `domains`: of an
    organisation's own web sites and mail. `own_keys` and `parent_keys`: ids by which an
    organisation is named as a parent, and those of its parents. `free_mail`: the firm's
    additional free mail domains.
    """

    nature: str
    names: tuple[str, ...] = ()
    emails: frozenset[str] = frozenset()
    phones: frozenset[str] = frozenset()
    employer_keys: frozenset[str] = frozenset()
    domains: frozenset[str] = frozenset()
    external_ids: frozenset[tuple[str, str]] = frozenset()
    city: str = ""
    country: str = ""
    title: str = ""
    birth_date: str = ""
    own_keys: frozenset[str] = frozenset()
    parent_keys: frozenset[str] = frozenset()
    free_mail: frozenset[str] = frozenset()

    @cached_property
    def persons(self) -> tuple[PersonName, ...]:
        """The names taken apart as a person's."""
        return tuple(person_name(name) for name in self.names if name)

    @cached_property
    def organisations(self) -> tuple[OrganisationName, ...]:
        """The names taken apart as an organisation's."""
        return tuple(organisation_name(name) for name in self.names if name)

    @cached_property
    def own_mail(self) -> frozenset[str]:
        """Addresses that are nobody else's: no shared mailbox, no machine."""
        return frozenset(
            mail for mail in self.emails if not is_shared_mailbox(mail) and not is_machine(mail)
        )

    @cached_property
    def company_mail(self) -> dict[str, str]:
        """The mailbox at each company domain, without free mail."""
        return {
            domain_of(mail): mail
            for mail in self.own_mail
            if not is_free_mail(domain_of(mail), self.free_mail)
        }

    @cached_property
    def workplaces(self) -> frozenset[str]:
        """Employers in one spelling without spaces, also those that a mail domain names."""
        named = {canon(key.replace(" ", "")) for key in self.employer_keys}
        mailed = {
            domain_of(mail) for mail in self.emails
            if not is_free_mail(domain_of(mail), self.free_mail)
        }  # fmt: skip
        return frozenset(named | set(map(_label, mailed | self.domains)) - {""})


def _label(domain: str) -> str:
    """What a domain calls its company: kalyna-software-a-e.example.com is kalynasoftware."""
    return organisation_name(domain.partition(".")[0].replace("-", " ")).joined


def judge_same(a: Face, b: Face, *, alone: bool = False) -> Verdict[Sameness]:
    """Whether two records are one party, cautious: in doubt PERHAPS.

    `alone`: nobody else at that employer bears a name these initials would fit.
    """
    if a.nature != b.nature:
        return _verdict(Sameness.DIFFERENT, "one is a person, the other an organisation")
    if a.nature == "person":
        return _judge_persons(a, b, alone)
    return _judge_organisations(a, b)


def _verdict(value: Sameness, *because: str) -> Verdict[Sameness]:
    return Verdict(value, because)


_SAYS = {
    Tie.EXACT: "same name",
    Tie.VARIANT: "same name in another form",
    Tie.INITIAL: "initials fit",
    Tie.TYPO: "names spelt alike",
    Tie.PART: "one name is part of the other",
    Tie.CLASH: "names differ",
    Tie.UNKNOWN: "a name is missing",
}


def _best(
    ones: tuple[_T, ...], others: tuple[_T, ...], compare: Callable[[_T, _T], Likeness]
) -> Likeness:
    best = Likeness(0.0, Tie.UNKNOWN)
    for one in ones:
        for other in others:
            found = compare(one, other)
            if best.tie == Tie.UNKNOWN or (found.tie, -found.score) < (best.tie, -best.score):
                best = found
    return best


@dataclass(frozen=True, slots=True)
class _Common:
    """What two people's records share and where they contradict each other."""

    numbers: int
    workplace: bool
    elsewhere: bool
    rival_mail: bool
    born: bool | None
    city: bool
    country: bool | None


def _common(a: Face, b: Face) -> _Common:
    work = bool(a.workplaces & b.workplaces)
    return _Common(
        numbers=_numbers(a, b),
        workplace=work,
        elsewhere=bool(a.workplaces and b.workplaces) and not work,
        rival_mail=_rival_mail(a, b),
        born=None if not (a.birth_date and b.birth_date) else a.birth_date == b.birth_date,
        city=bool(a.city) and fold(a.city) == fold(b.city),
        country=None if not (a.country and b.country) else fold(a.country) == fold(b.country),
    )


def _numbers(a: Face, b: Face) -> int:
    if not a.phones or not b.phones:
        return 0
    return sum(any(same_number(one, other) for other in b.phones) for one in a.phones)


def _rival_mail(a: Face, b: Face) -> bool:
    """Whether both have an own mailbox at the same company, and not the same one."""
    return not a.own_mail & b.own_mail and any(
        domain in b.company_mail for domain in a.company_mail
    )


def _judge_persons(a: Face, b: Face, alone: bool) -> Verdict[Sameness]:
    likeness = _best(a.persons, b.persons, compare_persons)
    says = _SAYS[likeness.tie]
    if a.external_ids & b.external_ids:
        known = likeness.tie != Tie.CLASH
        return _verdict(Sameness.SAME if known else Sameness.PERHAPS, "same record id", says)
    common = _common(a, b)
    if mail := a.own_mail & b.own_mail:
        return _judge_same_mail(likeness.tie, common, sorted(mail)[0], says)
    if common.born is False:
        return _verdict(Sameness.DIFFERENT, "different dates of birth")
    judge = _BY_TIE[likeness.tie]
    value, why = judge(a, b, common, likeness, alone)
    return _verdict(value, says, *why)


def _judge_same_mail(
    tie: Tie, common: _Common, mail: str, says: str
) -> Verdict[Sameness]:
    if tie == Tie.CLASH or common.born is False:
        return _verdict(Sameness.PERHAPS, f"same address {mail}", says)
    return _verdict(Sameness.SAME, f"same address {mail}", says)


_Ruling = tuple[Sameness, tuple[str, ...]]


def _full_name(
    a: Face, b: Face, common: _Common, likeness: Likeness, alone: bool
) -> _Ruling:
    if common.born:
        return Sameness.SAME, ("same date of birth",)
    single = min(len(name.words) for name in (*a.persons, *b.persons)) < 2
    if common.workplace:
        return _colleague(common, single, alone)
    if common.numbers > 1 and not single:
        return Sameness.SAME, ("two numbers shared",)
    if common.numbers:
        sure = not common.elsewhere and not single and common.country is not False
        return Sameness.SAME if sure else Sameness.PERHAPS, ("a number shared",)
    if single or (common.elsewhere and common.country is False):
        return Sameness.DIFFERENT, ("nothing else in common",)
    return Sameness.PERHAPS, ("nothing else in common",)


def _colleague(common: _Common, single: bool, alone: bool) -> _Ruling:
    if common.rival_mail:
        return Sameness.PERHAPS, ("same organisation, but each has an own mailbox there",)
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
    if common.born and close and (common.numbers or common.workplace or common.city):
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
    if likeness.score >= 0.4 and (common.numbers > 1 or common.born) and common.workplace:
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


def _judge_organisations(a: Face, b: Face) -> Verdict[Sameness]:
    likeness = _best(a.organisations, b.organisations, compare_organisations)
    says = _SAYS[likeness.tie]
    if likeness.tie == Tie.PART:
        says = "one name has a further word"
    if a.external_ids & b.external_ids:
        known = likeness.tie not in (Tie.CLASH, Tie.PART)
        return _verdict(Sameness.SAME if known else Sameness.PERHAPS, "same record id", says)
    if a.parent_keys & b.own_keys or b.parent_keys & a.own_keys:
        return _verdict(Sameness.DIFFERENT, "one is the parent of the other")
    shared = bool(_company_domains(a) & _company_domains(b))
    value, why = _weigh_organisations(a, b, likeness, shared)
    return _verdict(value, says, why)


def _company_domains(face: Face) -> frozenset[str]:
    mailed = frozenset(map(domain_of, face.emails))
    return frozenset(
        domain for domain in mailed | face.domains if not is_free_mail(domain, face.free_mail)
    )


def _weigh_organisations(
    a: Face, b: Face, likeness: Likeness, domain: bool
) -> tuple[Sameness, str]:
    apart = bool(_company_domains(a) and _company_domains(b)) and not domain
    numbers = _numbers(a, b)
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


def _same_words(
    a: Face, b: Face, likeness: Likeness, numbers: int
) -> tuple[Sameness, str]:
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
