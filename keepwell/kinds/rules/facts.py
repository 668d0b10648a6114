"""The facts kinds rest on: what each is called, which aspect it tells of, how it is told."""

from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from typing import Any

from keepwell.kernel.words import gettext_noop as _

CLIENT, CUSTOMER, USER = "client", "customer", "user"
PROSPECT, FORMER = "prospect", "former client"
# In the order in which they are judged: a later one may ask whether an earlier one is held.
KINDS = (CUSTOMER, USER, FORMER, CLIENT, PROSPECT)
# What the table of aspects compares.
SPOKEN_FOR = (CLIENT, CUSTOMER, USER)

# The canonical words for what another tool calls a party; "" where it says nothing.
CALLED = (
    "customer", "lead", "prospect", "opportunity", "former", "partner", "supplier",
    "competitor", "other", "",
)  # fmt: skip


class Sort(StrEnum):
    """What a fact is, and so what can be asked of it."""

    COUNT = "count"
    YES_NO = "yes_no"
    WORD = "word"
    DAY = "day"
    KIND = "kind"
    ASPECTS = "aspects"


@dataclass(frozen=True, slots=True)
class Facts:
    """All that the kinds of one party rest on, as of a day; one row of the table of facts.

    Counts of opportunities are of work offered to this party. `net_minor` has returns taken
    off; its currencies are added up, for only its being more than a threshold counts. People
    are those who work for an organisation today.
    """

    is_person: bool = False
    acts_for_another: bool = False
    called: str = ""
    engaged_now: int = 0
    engaged_ever: int = 0
    terminated: int = 0
    first_engaged_on: date | None = None
    engaged_as: str = ""
    engaged_on: date | None = None
    last_ended_on: date | None = None
    paid_now: int = 0
    won: int = 0
    lost: int = 0
    open: int = 0
    first_won_on: date | None = None
    first_open_on: date | None = None
    orders: int = 0
    net_minor: int = 0
    first_order_on: date | None = None
    last_order_on: date | None = None
    uses: int = 0
    last_use_on: date | None = None
    people_using: int = 0
    use_since: date | None = None
    people_interested: int = 0
    is_owned: bool = False
    team: int = 0
    first_contact_on: date | None = None
    last_two_way_on: date | None = None


NAMES = tuple(each.name for each in fields(Facts))


@dataclass(frozen=True, slots=True)
class Telling:
    """A sentence about a fact: its words, the facts in it, and the one that must be known."""

    words: str
    facts: tuple[tuple[str, str], ...] = ()
    needs: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """Something a rule can ask for. `yes` tells what was found, `no` what was not.

    Of several tellings the first is told whose needs are known; the last needs nothing.
    """

    name: str
    sort: Sort
    label: str
    aspect: str = ""
    yes: tuple[Telling, ...] = ()
    no: tuple[Telling, ...] = ()


def _counted(words: str, name: str) -> tuple[Telling, ...]:
    return (Telling(words, (("count", name),)),)


def _dated(words: str, name: str) -> tuple[Telling, ...]:
    return (Telling(words, (("day", name),)),)


_ALL = (
    Fact(
        "engaged_now", Sort.COUNT, _("engagements in force (letter, contract, retainer, work)"),
        "agreement",
        (
            Telling(
                _("Their %(kind)s is in force since %(day)s."),
                (("kind", "engaged_as"), ("day", "engaged_on")), needs="engaged_on",
            ),
            Telling(_("Their %(kind)s is in force."), (("kind", "engaged_as"),)),
        ),
        (
            Telling(
                _("Their last agreement ended on %(day)s and was not renewed."),
                (("day", "last_ended_on"),), needs="last_ended_on",
            ),
            Telling(_("No agreement for advice or work is in force.")),
        ),
    ),
    Fact(
        "engaged_ever", Sort.COUNT, _("engagements ever begun"), "agreement",
        _counted(_("Engagements so far: %(count)d."), "engaged_ever"),
        no=(Telling(_("No agreement with them is known.")),),
    ),
    Fact(
        "terminated", Sort.COUNT, _("engagements terminated"), "agreement",
        (Telling(_("It was terminated.")),),
    ),
    Fact(
        "first_engaged_on", Sort.DAY, _("first engagement"), "duration",
        _dated(_("First engaged on %(day)s."), "first_engaged_on"),
    ),
    Fact(
        "paid_now", Sort.COUNT, _("engagements in force with a price"), "payment",
        _counted(_("Engagements in force with a price: %(count)d."), "paid_now"),
    ),
    Fact(
        "won", Sort.COUNT, _("offers won"), "customisation",
        _counted(_("Deals won with them: %(count)d."), "won"),
    ),
    Fact(
        "lost", Sort.COUNT, _("offers lost"), "customisation",
        (Telling(_("Further work was offered and lost.")),),
    ),
    Fact(
        "open", Sort.COUNT, _("offers undecided"), "customisation",
        _counted(_("Work is offered to them and undecided: %(count)d."), "open"),
    ),
    Fact(
        "orders", Sort.COUNT, _("orders at list price"), "payment",
        (
            Telling(
                _("Orders at list price: %(count)d, the last on %(day)s."),
                (("count", "orders"), ("day", "last_order_on")), needs="last_order_on",
            ),
            Telling(_("Orders at list price: %(count)d."), (("count", "orders"),)),
        ),
    ),
    Fact("net_minor", Sort.COUNT, _("sum of orders less returns, in cents"), "payment"),
    Fact(
        "last_order_on", Sort.DAY, _("last order"), "relationship",
        _dated(_("Last order on %(day)s."), "last_order_on"),
    ),
    Fact(
        "uses", Sort.COUNT, _("times they used the product"), "involvement",
        (
            Telling(
                _("They used it %(count)d times, the last on %(day)s."),
                (("count", "uses"), ("day", "last_use_on")), needs="last_use_on",
            ),
            Telling(_("They used it %(count)d times."), (("count", "uses"),)),
        ),
    ),
    Fact(
        "last_use_on", Sort.DAY, _("last use of the product"), "duration",
        _dated(_("Last used on %(day)s."), "last_use_on"),
    ),
    Fact(
        "people_using", Sort.COUNT, _("people there who use the product"), "involvement",
        _counted(_("People there who use it: %(count)d."), "people_using"),
    ),
    Fact(
        "people_interested", Sort.COUNT, _("people there who have shown interest"), "focus",
        _counted(_("People there who have shown interest: %(count)d."), "people_interested"),
    ),
    Fact(
        "called", Sort.WORD, _("what another tool calls them"), "relationship",
        (Telling(_("The CRM calls them “%(called)s”."), (("called", "called"),)),),
    ),
    Fact(
        "is_owned", Sort.YES_NO, _("a teammate looks after them"), "handling",
        (Telling(_("Somebody here looks after them.")),),
        (Telling(_("Nobody here looks after them.")),),
    ),
    Fact(
        "team", Sort.COUNT, _("teammates on the account team"), "handling",
        _counted(_("Teammates on the account team: %(count)d."), "team"),
    ),
    Fact(
        "first_contact_on", Sort.DAY, _("first contact"), "relationship",
        _dated(_("In contact since %(day)s."), "first_contact_on"),
    ),
    Fact(
        "last_two_way_on", Sort.DAY, _("last contact both ways"), "involvement",
        _dated(_("Last contact both ways on %(day)s."), "last_two_way_on"),
    ),
    Fact("is_person", Sort.YES_NO, _("is a person, not an organisation")),
    Fact("acts_for_another", Sort.YES_NO, _("works for an organisation")),
    Fact("is_customer", Sort.KIND, _("is a customer")),
    Fact("is_user", Sort.KIND, _("is a user")),
    Fact("is_former", Sort.KIND, _("is a former client")),
    Fact("is_client", Sort.KIND, _("is a client")),
    Fact(
        "for_client", Sort.ASPECTS, _("aspects that speak for a client"), "",
        _counted(_("Aspects that speak for a client: %(count)d."), "for_client"),
    ),
    Fact(
        "for_customer", Sort.ASPECTS, _("aspects that speak for a customer"), "",
        _counted(_("Aspects that speak for a customer: %(count)d."), "for_customer"),
    ),
    Fact(
        "for_user", Sort.ASPECTS, _("aspects that speak for a user"), "",
        _counted(_("Aspects that speak for a user: %(count)d."), "for_user"),
    ),
)  # fmt: skip
FACTS = {fact.name: fact for fact in _ALL}
# Which kind a fact of that sort asks for.
KIND_OF = {
    "is_customer": CUSTOMER, "is_user": USER, "is_former": FORMER, "is_client": CLIENT,
}  # fmt: skip
ASPECTS_OF = {"for_client": CLIENT, "for_customer": CUSTOMER, "for_user": USER}
# The days a kind can be held since.
SINCE = (
    "first_engaged_on", "last_ended_on", "first_won_on", "first_open_on", "first_order_on",
    "use_since", "first_contact_on", "",
)  # fmt: skip


def value_of(facts: Facts, name: str) -> Any:
    """A fact by its name."""
    return getattr(facts, name)
