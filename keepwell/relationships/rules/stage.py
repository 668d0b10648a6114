"""In which stage a relationship is, read from what was imported."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from keepwell.agreements.rules import Terms
from keepwell.kernel.words import Sentence

STAGES = (
    "lead", "consultation", "proposal", "agreed", "onboarding", "active", "renewing", "paused",
    "ended", "lost",
)  # fmt: skip
# An agreement that does not renew by itself is talked about this long before its end.
RENEWAL_TALK = timedelta(days=60)
INTERESTED = frozenset({"lead", "prospect", "opportunity"})
_PRICED = re.compile(
    r"propos|quote|quotation|negotiat|contract|decision|angebot|verhandl|vertrag|devis|contrat"
    r"|propuesta|negociaci",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class StageFacts:
    """What a stage is read from; `open_stages` are the names of open deals' stages.

    `works_for_one` is a person who acts for an organisation: the relationship is with it.
    """

    called: str = ""
    terms: tuple[Terms, ...] = ()
    won: int = 0
    lost: int = 0
    open_stages: tuple[str, ...] = ()
    has_spoken: bool = False
    works_for_one: bool = False


@dataclass(frozen=True, slots=True)
class ReadStage:
    """A stage, and the sentences it rests on, to be kept and read later."""

    value: str
    because: tuple[Sentence, ...]


def judge_stage(facts: StageFacts, today: date) -> ReadStage:
    """The stage, or "" where nothing tells of a relationship, and why."""
    engagements = [each for each in facts.terms if each.is_engagement]
    current = [each for each in engagements if each.is_current(today)]
    if current:
        return _while_agreed(current, today)
    if any(not each.has_begun(today) for each in engagements):
        return ReadStage("agreed", (Sentence("An agreement is signed and has not begun."),))
    if engagements:
        return _after(facts, engagements, today)
    return ReadStage("", ()) if facts.works_for_one else _before_any(facts)


def _while_agreed(current: Sequence[Terms], today: date) -> ReadStage:
    ends = [each.ends_on for each in current if each.ends_on and not each.renews_itself]
    if len(ends) == len(current) and max(ends) - today <= RENEWAL_TALK:
        because = Sentence("The agreement ends on %(day)s.", {"day": max(ends).isoformat()})
        return ReadStage("renewing", (because,))
    return ReadStage("active", (Sentence("An agreement is in force."),))


def _after(facts: StageFacts, engagements: Sequence[Terms], today: date) -> ReadStage:
    last = max((day for each in engagements if (day := each.ended_on(today))), default=None)
    over = Sentence(
        "The last agreement ended on %(day)s.", {"day": last.isoformat() if last else "–"}
    )
    said_goodbye = facts.lost or any(each.is_terminated(today) for each in engagements)
    if said_goodbye or facts.called != "customer":
        return ReadStage("ended", (over,))
    return ReadStage("active", (over, Sentence("They are still called a customer.")))


def _before_any(facts: StageFacts) -> ReadStage:
    if facts.won:
        return ReadStage("active", (Sentence("Deals won: %(count)d.", {"count": facts.won}),))
    if any(_PRICED.search(name) for name in facts.open_stages):
        because = Sentence("An open deal is at “%(name)s”.", {"name": _first(facts)})
        return ReadStage("proposal", (because,))
    if facts.open_stages:
        because = Sentence("An open deal is at “%(name)s”.", {"name": _first(facts) or "–"})
        return ReadStage("consultation" if facts.has_spoken else "lead", (because,))
    if facts.called == "former":
        return ReadStage("ended", (Sentence("The CRM calls them a former client."),))
    if facts.lost:
        return ReadStage("lost", (Sentence("Work was offered and lost."),))
    if facts.called in INTERESTED:
        because = Sentence("The CRM calls them “%(called)s”.", {"called": facts.called})
        return ReadStage("consultation" if facts.has_spoken else "lead", (because,))
    return ReadStage("", ())


def _first(facts: StageFacts) -> str:
    priced = [name for name in facts.open_stages if _PRICED.search(name)]
    return (priced or list(facts.open_stages))[0]
