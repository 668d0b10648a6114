"""Who is a client, a customer, a user, and why: plain rules over facts."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from keepwell.agreements.rules import Terms
from keepwell.kernel.words import Sentence, gettext_noop

CLIENT, CUSTOMER, USER = "client", "customer", "user"
PROSPECT, FORMER = "prospect", "former client"

# What another tool calls somebody whose interest was shown but who bought nothing yet.
INTERESTED = frozenset({"lead", "prospect", "opportunity"})
BUYING = "customer"
GONE = frozenset({"former"})
# Labels that deny a going relationship when the terms have ended as well.
ELSEWHERE = frozenset({"former", "other", "partner", "supplier", "competitor"})


@dataclass(frozen=True, slots=True)
class KindFacts:
    """All that the kinds of one party rest on.

    `called` is the label another tool gives, by its canonical word; `works_for_one` says that
    a person acts for an organisation, whose kinds then are not the person's own. Counts of
    opportunities are of work offered to this party. `net_minor` has returns taken off.
    """

    is_person: bool = False
    works_for_one: bool = False
    called: str = ""
    terms: tuple[Terms, ...] = ()
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
    first_use_on: date | None = None
    last_use_on: date | None = None
    people_using: int = 0
    people_use_since: date | None = None
    people_interested: int = 0


@dataclass(frozen=True, slots=True)
class Held:
    """A kind that a party holds: since which day (None: not known), and why."""

    kind: str
    since: date | None
    because: tuple[Sentence, ...]


def judge_kinds(facts: KindFacts, today: date) -> tuple[Held, ...]:
    """The kinds a party holds today, each with its reasons.

    The interface that the written policy will keep: facts and a day in, holdings out.
    """
    tended = _as_client(facts, today)
    bought = [held for held in (_as_customer(facts), _as_user(facts)) if held]
    kinds = [*([tended] if tended else []), *bought]
    prospect = _as_prospect(facts, kinds)
    return (*kinds, prospect) if prospect else tuple(kinds)


def _as_client(facts: KindFacts, today: date) -> Held | None:
    engagements = [each for each in facts.terms if each.is_engagement and each.has_begun(today)]
    if any(each.is_current(today) for each in engagements):
        return _by_agreement(engagements, today)
    if engagements:
        return _after_agreement(facts, engagements, today)
    return None if _acts_for_another(facts) else _by_name(facts)


def _acts_for_another(facts: KindFacts) -> bool:
    return facts.is_person and facts.works_for_one


def _by_agreement(engagements: Sequence[Terms], today: date) -> Held:
    current = [each for each in engagements if each.is_current(today)]
    since = min((each.begins_on for each in engagements if each.begins_on), default=None)
    return Held(CLIENT, since, tuple(_current_sentences(current)))


def _current_sentences(current: Sequence[Terms]) -> Iterator[Sentence]:
    for each in current:
        facts: dict[str, Any] = {"kind": each.kind.replace("_", " ")}
        if each.begins_on is None:
            yield Sentence(gettext_noop("Their %(kind)s is in force."), facts)
        else:
            words = gettext_noop("Their %(kind)s is in force since %(day)s.")
            yield Sentence(words, {**facts, "day": each.begins_on.isoformat()})


def _after_agreement(facts: KindFacts, ended: Sequence[Terms], today: date) -> Held:
    """Terms have ended: a farewell makes a former client, silence a client in name."""
    last = max((day for each in ended if (day := each.ended_on(today))), default=None)
    over = _ended_sentence(last)
    goodbye = tuple(_farewell(facts, ended, today))
    if goodbye:
        return Held(FORMER, last, (over, *goodbye))
    since = min((each.begins_on for each in ended if each.begins_on), default=None)
    still = Sentence(
        gettext_noop("They are still called a customer, and nobody has said goodbye.")
    )
    return Held(CLIENT, since, (over, still))


def _ended_sentence(day: date | None) -> Sentence:
    if day is None:
        return Sentence(gettext_noop("Their last agreement is over."))
    words = gettext_noop("Their last agreement ended on %(day)s and was not renewed.")
    return Sentence(words, {"day": day.isoformat()})


def _farewell(facts: KindFacts, ended: Sequence[Terms], today: date) -> Iterator[Sentence]:
    if any(each.is_terminated(today) for each in ended):
        yield Sentence(gettext_noop("It was terminated."))
    if facts.lost:
        yield Sentence(gettext_noop("Further work was offered and lost."))
    if facts.called in ELSEWHERE:
        words = gettext_noop("The CRM calls them “%(called)s”.")
        yield Sentence(words, {"called": facts.called})
    elif facts.called != BUYING and not facts.won:
        yield Sentence(gettext_noop("Nothing calls them a client any more."))


def _by_name(facts: KindFacts) -> Held | None:
    """No agreement was ever made: what they are called, and work that was won."""
    if facts.called in GONE:
        words = gettext_noop("The CRM calls them “%(called)s”.")
        return Held(FORMER, None, (Sentence(words, {"called": facts.called}),))
    if facts.net_minor > 0 or _is_user(facts):
        return None  # what they buy or use explains the label
    if facts.called == BUYING and (facts.won or not facts.is_person):
        called = Sentence(gettext_noop("The CRM calls them a customer."))
        return Held(CLIENT, facts.first_won_on, (called, *_won(facts), _no_agreement()))
    if facts.won and facts.called not in ELSEWHERE:
        return Held(CLIENT, facts.first_won_on, (*_won(facts), _no_agreement()))
    return None


def _won(facts: KindFacts) -> tuple[Sentence, ...]:
    if not facts.won:
        return ()
    return (Sentence(gettext_noop("Deals won with them: %(count)d."), {"count": facts.won}),)


def _no_agreement() -> Sentence:
    return Sentence(gettext_noop("No agreement with them is known."))


def _as_customer(facts: KindFacts) -> Held | None:
    if facts.orders < 1 or facts.net_minor <= 0:
        return None
    words = gettext_noop("Orders at list price: %(count)d, the last on %(day)s.")
    day = facts.last_order_on.isoformat() if facts.last_order_on else "–"
    because = Sentence(words, {"count": facts.orders, "day": day})
    return Held(CUSTOMER, facts.first_order_on, (because,))


def _is_user(facts: KindFacts) -> bool:
    return facts.uses > 0 or facts.people_using > 0


def _as_user(facts: KindFacts) -> Held | None:
    if not _is_user(facts):
        return None
    because = []
    if facts.uses:
        day = facts.last_use_on.isoformat() if facts.last_use_on else "–"
        words = gettext_noop("They used it %(count)d times, the last on %(day)s.")
        because.append(Sentence(words, {"count": facts.uses, "day": day}))
    if facts.people_using:
        words = gettext_noop("People there who use it: %(count)d.")
        because.append(Sentence(words, {"count": facts.people_using}))
    days = (facts.first_use_on, facts.people_use_since)
    return Held(USER, min((day for day in days if day), default=None), tuple(because))


def _as_prospect(facts: KindFacts, kinds: Sequence[Held]) -> Held | None:
    if any(held.kind == CLIENT for held in kinds) or _acts_for_another(facts):
        return None
    if facts.open:
        words = gettext_noop("Work is offered to them and undecided: %(count)d.")
        because = Sentence(words, {"count": facts.open})
        return Held(PROSPECT, facts.first_open_on, (because,))
    if kinds:
        return None
    if facts.called in INTERESTED:
        words = gettext_noop("The CRM calls them “%(called)s”.")
        return Held(PROSPECT, None, (Sentence(words, {"called": facts.called}),))
    if facts.people_interested and not facts.called:
        words = gettext_noop("People there who have shown interest: %(count)d.")
        return Held(PROSPECT, None, (Sentence(words, {"count": facts.people_interested}),))
    return None
