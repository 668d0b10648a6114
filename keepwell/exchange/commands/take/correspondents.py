"""Addresses in mails and invitations: ours, a party's, an organisation's, nobody's yet."""

from collections.abc import Iterable
from uuid import UUID

from keepwell.exchange.commands.take.around import Around
from keepwell.exchange.rules.party_rows import is_nobody, is_ours, name_from_address
from keepwell.parties.commands.learn_names import Heard, learn_names
from keepwell.parties.commands.take_in import take_in_parties
from keepwell.parties.rules.addresses import is_shared_mailbox
from keepwell.parties.rules.draft import PartyDraft, PointDraft, TieDraft


class Correspondents:
    """Who is behind the addresses of one chunk.

    Somebody unknown who writes from the domain of exactly one organisation we know becomes
    one of its people; other unknown addresses are kept aside until they are claimed.
    """

    def __init__(self, around: Around) -> None:
        self.around = around
        self.parties: dict[str, UUID] = {}

    def learn(self, people: Iterable[tuple[str, str]]) -> None:
        """Find out who these (address, name) are, adding people of organisations we know."""
        if self.around.reading.mode == "update":
            return  # what is here already is not told anew, and nobody is to be added
        names: dict[str, str] = {}
        for address, name in people:
            if address and (address not in names or (name and not names[address])):
                names[address] = name
        theirs = {a for a in names if not is_ours(a, self.around.reading)}
        self.parties = self.around.parties_by_address(theirs)
        heard = [
            (party, _person(names[a]), name_from_address(a))
            for a, party in sorted(self.parties.items())
        ]
        self._hear([each for each in heard if each[1]])
        unknown = [
            a for a in theirs if a not in self.parties and not is_nobody(a, self.around.reading)
        ]
        domains = {address: address.rpartition("@")[2] for address in unknown}
        known = self.around.organisations_by_domain(domains.values())
        self._add({a: names[a] for a in sorted(unknown) if domains[a] in known}, known)

    def _hear(self, heard: list[Heard]) -> None:
        """Learn how people sign, with a trace of each name that changed or came."""
        for each in learn_names(heard, at=self.around.at, by=self.around.by):
            party = str(each.party_id)
            if each.after != each.before:
                was, now = {"name": each.before}, {"name": each.after}
                self.around.aside([("parties.Party", party, was, now)])
            if each.added:
                named = {"party": party, "text": each.added}
                self.around.aside([("parties.PartyName", "", None, named)])

    def _add(self, people: dict[str, str], known: dict[str, tuple[UUID, str]]) -> None:
        drafts = []
        for address, name in people.items():
            organisation, called = known[address.rpartition("@")[2]]
            if is_shared_mailbox(address.partition("@")[0]):
                self.parties[address] = organisation
                continue
            draft = PartyDraft("person", _person(name) or name_from_address(address))
            draft.points.append(PointDraft("email", address, address, "work"))
            draft.ties.append(
                TieDraft("works_for", organisation, is_primary=True, other_name=called)
            )
            drafts.append((address, draft))
        taken = take_in_parties(
            [draft for _, draft in drafts],
            at=self.around.at, by=self.around.by, free_mail=self.around.reading.free_mail,
            tool=self.around.tool,
        )  # fmt: skip
        for (address, _), each in zip(drafts, taken, strict=True):
            self.parties[address] = each.party_id
            self.around.aside(each.traces)

    def is_ours(self, address: str) -> bool:
        """Whether the address is one of the firm's own."""
        return is_ours(address, self.around.reading)


def _person(name: str) -> str:
    return " ".join(name.split())[:300] if name and "@" not in name else ""
