"""Who bought and who used: from customer numbers, user ids and addresses to parties."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from uuid import UUID

from django.db.models import QuerySet

from keepwell.exchange.commands.take.around import Around, Trace
from keepwell.exchange.rules.party_rows import name_from_address, name_from_domain
from keepwell.orders.commands.take_in import name_buyers
from keepwell.orders.models import Order
from keepwell.parties.commands.take_in import take_in_parties
from keepwell.parties.models import Tie, TieRole
from keepwell.parties.rules.addresses import is_free_mail, is_shared_mailbox
from keepwell.parties.rules.draft import PartyDraft, PointDraft, TieDraft
from keepwell.usage.commands.take_in import name_users
from keepwell.usage.models import Use

AT_ONCE = 500


class Buyers:
    """The parties behind addresses of trade: who is unknown is added, with their company."""

    def __init__(self, around: Around) -> None:
        self.around = around
        self.people: dict[str, UUID] = {}
        self.companies: dict[str, UUID] = {}

    def learn(self, addresses: Iterable[str], *, add_companies: bool) -> None:
        """Find or add the party of each address, and the organisation of its domain."""
        wanted = sorted({address for address in addresses if address})
        self.people = self.around.parties_by_address(wanted)
        business = {a: a.rpartition("@")[2] for a in wanted if not self._is_free(a)}
        known = self.around.organisations_by_domain(business.values())
        self.companies = {domain: party_id for domain, (party_id, _) in known.items()}
        names = {domain: name for domain, (_, name) in known.items()}
        if add_companies:
            employed = self._employed(a for a in business if a in self.people)
            missing = {d for a, d in business.items() if d not in known and a not in employed}
            names |= self._add_companies(sorted(missing))
        self._add_people([a for a in wanted if a not in self.people], business, names)

    def _is_free(self, address: str) -> bool:
        return is_free_mail(address.rpartition("@")[2], self.around.reading.free_mail)

    def _employed(self, addresses: Iterable[str]) -> set[str]:
        people = {self.people[address]: address for address in addresses}
        ties = Tie.objects.filter(party__in=people, role=TieRole.WORKS_FOR, ends_on=None)
        return {people[party_id] for party_id in ties.values_list("party_id", flat=True)}

    def _add_companies(self, domains: list[str]) -> dict[str, str]:
        drafts = [PartyDraft("organisation", name_from_domain(domain)) for domain in domains]
        for draft, domain in zip(drafts, domains, strict=True):
            draft.points.append(PointDraft("domain", domain, domain))
        taken = self._take(drafts)
        self.companies.update(zip(domains, taken, strict=True))
        return {domain: draft.name for domain, draft in zip(domains, drafts, strict=True)}

    def _add_people(
        self, addresses: list[str], business: dict[str, str], names: dict[str, str]
    ) -> None:
        drafts: list[PartyDraft] = []
        people: list[str] = []
        for address in addresses:
            company = self.companies.get(business.get(address, ""))
            if company and is_shared_mailbox(address.partition("@")[0]):
                self.people[address] = company
                continue
            draft = PartyDraft("person", name_from_address(address))
            draft.points.append(PointDraft("email", address, address))
            if company:
                called = names.get(business[address], "")
                draft.ties.append(
                    TieDraft("works_for", company, is_primary=True, other_name=called)
                )
            drafts.append(draft)
            people.append(address)
        self.people.update(zip(people, self._take(drafts), strict=True))

    def _take(self, drafts: list[PartyDraft]) -> list[UUID]:
        taken = take_in_parties(
            drafts, at=self.around.at, by=self.around.by,
            free_mail=self.around.reading.free_mail, tool=self.around.tool,
        )  # fmt: skip
        self.around.aside(trace for each in taken for trace in each.traces)
        return [each.party_id for each in taken]

    def employer(self, address: str) -> UUID | None:
        """The organisation a business address buys for."""
        if self._is_free(address):
            return None
        person = self.people.get(address)
        ties = Tie.objects.filter(party=person, role=TieRole.WORKS_FOR, ends_on=None)
        main = ties.order_by("-is_primary", "pk").values_list("other_id", flat=True).first()
        return main or self.companies.get(address.rpartition("@")[2])


def nameless_orders() -> QuerySet[Order]:
    """Orders that tell a number or an address, but not yet whose they are."""
    return Order.objects.filter(party=None).exclude(customer_no="", address="")


def name_order_buyers(around: Around) -> None:
    """Say whose orders these are: the company of business addresses, else the person."""
    rows = nameless_orders()
    numbers: dict[str, set[str]] = defaultdict(set)
    alone: set[str] = set()
    for number, address in rows.values_list("customer_no", "address").distinct():
        numbers[number].update({address} - {""}) if number else alone.add(address)
    known = Order.objects.exclude(address="").filter(customer_no__in=[n for n in numbers if n])
    for number, address in known.values_list("customer_no", "address").distinct():
        numbers[number].add(address)
    buyers = Buyers(around)
    buyers.learn({a for some in numbers.values() for a in some} | alone, add_companies=True)
    named: list[tuple[dict[str, str], UUID, UUID | None]] = []
    for number, addresses in numbers.items():
        holder = _holder(sorted(addresses), buyers)
        for address in addresses:
            fields = {"customer_no": number, "address": address}
            named.append((fields, holder or buyers.people[address], buyers.people[address]))
        if holder:
            named.append(({"customer_no": number, "address": ""}, holder, None))
    for address in alone:
        party = buyers.employer(address) or buyers.people[address]
        named.append(({"customer_no": "", "address": address}, party, buyers.people[address]))
    name_buyers(named, at=around.at, by=around.by)


def _holder(addresses: list[str], buyers: Buyers) -> UUID | None:
    """Who a customer number stands for: one company of its addresses, else the one person."""
    companies = {party for a in addresses if (party := buyers.employer(a))}
    if len(companies) == 1:
        return companies.pop()
    people = {buyers.people[a] for a in addresses}
    return people.pop() if len(people) == 1 else None


def name_product_users(around: Around, *, first: int | None) -> None:
    """Say whose events these are, by the addresses that came with a user's id.

    Events older than `first`, the first one of this import (None: it brought none), leave a
    trace, so that undoing the import makes them nobody's again.
    """
    rows = Use.objects.exclude(user_id="").exclude(address="")
    nameless = Use.objects.filter(party=None).exclude(user_id="").values("user_id")
    addresses = dict(
        rows.filter(user_id__in=nameless)
        .values_list("user_id", "address")
        .distinct()
        .order_by("address")
    )
    buyers = Buyers(around)
    buyers.learn(addresses.values(), add_companies=False)
    users = [(user_id, buyers.people[address]) for user_id, address in addresses.items()]
    for start in range(0, len(users), AT_ONCE):
        around.aside(_older_uses(dict(users[start : start + AT_ONCE]), first))
    name_users(users, at=around.at, by=around.by)


def _older_uses(users: dict[str, UUID], first: int | None) -> Iterator[Trace]:
    nameless = Use.objects.filter(party=None, user_id__in=users)
    older = nameless if first is None else nameless.filter(pk__lt=first)
    found: dict[str, list[int]] = defaultdict(list)
    for pk, user_id in older.order_by("pk").values_list("pk", "user_id"):
        found[user_id].append(pk)
    for user_id, ids in found.items():
        for start in range(0, len(ids), AT_ONCE):
            some = ids[start : start + AT_ONCE]
            before = {"ids": some, "party_id": None}
            yield "usage.Use", "", before, {"ids": some, "party_id": str(users[user_id])}
