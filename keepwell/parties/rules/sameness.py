"""Whether two records are of one party: merge by itself, ask a person, or leave apart."""

from keepwell.kernel.verdict import Verdict
from keepwell.parties.rules.faces import (
    Face,
    Sameness,
    are_rivals,
    best_likeness,
    company_domains,
    shared_numbers,
    verdict,
)
from keepwell.parties.rules.likeness import Tie, compare_persons
from keepwell.parties.rules.same_organisations import judge_organisations
from keepwell.parties.rules.same_persons import judge_persons

__all__ = ["Face", "Sameness", "are_rivals", "contradict", "judge_same", "shared_numbers"]


def judge_same(a: Face, b: Face, *, alone: bool = False) -> Verdict[Sameness]:
    """Whether two records are one party, cautious: in doubt PERHAPS.

    `alone`: nobody else at that employer bears a name these initials would fit.
    """
    if a.nature != b.nature:
        return verdict(Sameness.DIFFERENT, "one is a person, the other an organisation")
    if a.nature == "person":
        return judge_persons(a, b, alone)
    return judge_organisations(a, b)


def contradict(a: Face, b: Face) -> bool:
    """Whether two records cannot be one party, even if a third record looks like both."""
    if a.nature != b.nature:
        return True
    if a.nature == "person":
        if a.own_mail & b.own_mail or a.external_ids & b.external_ids:
            return False
        if are_rivals(a, b) or (a.birth_date and b.birth_date and a.birth_date != b.birth_date):
            return True
        return best_likeness(a.persons, b.persons, compare_persons).tie == Tie.CLASH
    ruling = judge_same(a, b)
    domains = company_domains(a), company_domains(b)
    return ruling.value == Sameness.DIFFERENT or (
        bool(domains[0] and domains[1]) and not domains[0] & domains[1]
    )
