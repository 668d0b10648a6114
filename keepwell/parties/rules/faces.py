"""What is known of a record when it is compared, and what two records have in common."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property, lru_cache
from typing import TypeVar

from keepwell.kernel.verdict import Verdict
from keepwell.parties.rules.addresses import (
    domain_of,
    is_free_mail,
    is_machine,
    is_shared_mailbox,
)
from keepwell.parties.rules.fold import canon, wordlist
from keepwell.parties.rules.likeness import Likeness, Tie
from keepwell.parties.rules.names import (
    OrganisationName,
    PersonName,
    organisation_name,
    person_name,
)
from keepwell.parties.rules.phones import same_number

_T = TypeVar("_T")

# The end of a number that is the same with and without the country's code.
MARKING_DIGITS = 7


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
    organisation is named as a parent, and those of its parents. `door`: street with number and
    postal code. `free_mail`: the firm's additional free mail domains.
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
    door: str = ""
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
        # A private person's lead names the person as the company; that is no workplace.
        themselves = {canon(name.joined) for name in self.persons}
        found = workplaces_of(self.employer_keys, self.emails, self.free_mail)
        return frozenset((found | set(map(_label, self.domains))) - themselves - {""})


def workplaces_of(
    employers: Iterable[str], emails: Iterable[str], free_mail: frozenset[str]
) -> set[str]:
    """Employers by name and by mail domain, in one spelling without spaces."""
    found = {mark_of_employer(name) for name in employers}
    found.update(mark_of_mail(mail, free_mail) for mail in emails)
    found.discard("")
    return found


def mark_of_employer(name: str) -> str:
    """An employer's name in one spelling without spaces."""
    return canon(name.replace(" ", ""))


def mark_of_mail(mail: str, free_mail: frozenset[str]) -> str:
    """The company a mail domain names; '' where it is a provider's."""
    domain = mail.rpartition("@")[2]
    return "" if is_free_mail(domain, free_mail) else _label(domain)


def mark_of_number(number: str) -> str:
    """The end of a number, which is the same with and without the country's code."""
    return number[-MARKING_DIGITS:]


def marks_of(
    employers: Iterable[str],
    emails: Iterable[str],
    phones: Iterable[str],
    birth_date: str,
    free_mail: frozenset[str],
) -> set[str]:
    """What tells namesakes from one person: `judge_persons` calls two of one name the same
    without a common address only if they share one of these (an employer, the end of a number,
    a birthday), given that titles and doors are not compared."""
    marks = workplaces_of(employers, emails, free_mail)
    marks.update(map(mark_of_number, phones))
    marks.add(birth_date)
    marks.discard("")
    return marks


# Labels of a domain that name no company: mail.harbour.co.example.
_NO_COMPANY = wordlist(
    "www mail email smtp mailbox corp group team staff office home info web shop example "
    "co com org net ac gov edu"
)


@lru_cache(maxsize=65_536)  # as many as a large firm's file names companies, again and again
def _label(domain: str) -> str:
    """What a domain calls its company: kalyna-software-a-e.example.com is kalynasoftware."""
    names = [name for name in domain.split(".")[:-1] if name not in _NO_COMPANY]
    own = next((name for name in names if len(name) > 3), names[-1] if names else domain)
    return organisation_name(own.replace("-", " ")).joined


def shared_numbers(a: Face, b: Face) -> int:
    """How many telephone numbers both records have."""
    if not a.phones or not b.phones:
        return 0
    return sum(any(same_number(one, other) for other in b.phones) for one in a.phones)


def are_rivals(a: Face, b: Face) -> bool:
    """Whether two people both have an own mailbox at the same company, and not the same one."""
    return not a.own_mail & b.own_mail and any(
        domain in b.company_mail for domain in a.company_mail
    )


def company_domains(face: Face) -> frozenset[str]:
    mailed = frozenset(map(domain_of, face.emails))
    return frozenset(
        domain for domain in mailed | face.domains if not is_free_mail(domain, face.free_mail)
    )


def verdict(value: Sameness, *because: str) -> Verdict[Sameness]:
    return Verdict(value, because)


SAYS = {
    Tie.EXACT: "same name",
    Tie.VARIANT: "same name in another form",
    Tie.INITIAL: "initials fit",
    Tie.TYPO: "names spelt alike",
    Tie.PART: "one name is part of the other",
    Tie.CLASH: "names differ",
    Tie.UNKNOWN: "a name is missing",
}


def best_likeness(
    ones: tuple[_T, ...], others: tuple[_T, ...], compare: Callable[[_T, _T], Likeness]
) -> Likeness:
    best = Likeness(0.0, Tie.UNKNOWN)
    for one in ones:
        for other in others:
            found = compare(one, other)
            if best.tie == Tie.UNKNOWN or (found.tie, -found.score) < (best.tie, -best.score):
                best = found
    return best
