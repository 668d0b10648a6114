"""What is known of people beside their names: what they share, and what keeps them apart."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from keepwell.kernel.among import plain_rows
from keepwell.parties.models import ContactPoint, Party, Tie, TieRole
from keepwell.parties.queries.faces import free_mail_of_firm
from keepwell.parties.rules.addresses import is_free_mail
from keepwell.parties.rules.faces import workplaces_of
from keepwell.parties.rules.names import organisation_key
from keepwell.parties.rules.phones import phone_tail


@dataclass
class BesideName:
    """`tokens`: number tails, employers' ids and company mail domains. `numbers`: the last
    seven digits of each. `born`: as stored, or ''."""

    free_mail: frozenset[str]
    tokens: set[str] = field(default_factory=set)
    numbers: set[str] = field(default_factory=set)
    employers: list[str] = field(default_factory=list)
    mails: list[str] = field(default_factory=list)
    born: str = ""

    @cached_property
    def workplaces(self) -> set[str]:
        """Employers as a `Face` spells them."""
        return workplaces_of(map(organisation_key, self.employers), self.mails, self.free_mail)

    def is_apart_from(self, other: "BesideName", letters: Sequence[str]) -> bool:
        """Whether two who share a name surely are two: of other firms, with other numbers.

        `letters` are those of their name, sorted: a private person's lead names the person as
        the company, and that is no workplace.
        """
        return (
            bool(self.numbers and other.numbers)
            and self.numbers.isdisjoint(other.numbers)
            and self.workplaces.isdisjoint(other.workplaces)
            and not (self.born and other.born)
            and self._works(letters)
            and other._works(letters)
        )

    def _works(self, letters: Sequence[str]) -> bool:
        return any(sorted(place) != letters for place in self.workplaces)


def beside_names(ids: Iterable[str]) -> dict[str, BesideName]:
    """What is known of each of these parties (ids as 32 digits). Three queries."""
    free_mail = free_mail_of_firm()
    beside = {id_: BesideName(free_mail) for id_ in ids}
    if not beside:
        return beside
    points = ContactPoint.objects.filter(party__one_of=beside, kind__in=("email", "phone"))
    for id_, kind, normal in plain_rows(points.values_list("party_id", "kind", "normal")):
        told = beside[id_]
        if kind == "phone":
            told.tokens.add(phone_tail(normal))
            told.numbers.add(normal[-7:])
        elif not is_free_mail(domain := normal.rpartition("@")[2], free_mail):
            told.tokens.add(domain)
            told.mails.append(normal)
    ties = Tie.objects.filter(party__one_of=beside, role=TieRole.WORKS_FOR)
    rows = ties.values_list("party_id", "other_id", "other__name", "ends_on")
    for id_, other, name, ends_on in plain_rows(rows):
        beside[id_].tokens.add(other)
        if ends_on is None:
            beside[id_].employers.append(name)
    born = Party.objects.filter(pk__one_of=beside, birth_date__isnull=False)
    for id_, date in plain_rows(born.values_list("pk", "birth_date")):
        beside[id_].born = str(date)
    return beside
