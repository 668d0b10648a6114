"""What is told to whom, in which words; who is mentioned; when a digest is due."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from keepwell.kernel.words import gettext_noop, plural
from keepwell.kernel.words import say as _


class Sort(StrEnum):
    """Why somebody is told something."""

    ASSIGNED = "assigned"
    MENTIONED = "mentioned"
    REMINDER = "reminder"
    FOLLOWED = "followed"
    FINISHED = "finished"
    BACKUP = "backup"
    QUIET = "quiet"


SORTS: Mapping[Sort, str] = {
    Sort.ASSIGNED: gettext_noop("Something is given to me: a task, a promise, a party"),
    Sort.MENTIONED: gettext_noop("Somebody mentions me by @name"),
    Sort.REMINDER: gettext_noop("A reminder is due"),
    Sort.FOLLOWED: gettext_noop("Something happens with a party I follow"),
    Sort.FINISHED: gettext_noop("An import or a change of many is finished"),
    Sort.BACKUP: gettext_noop("A backup failed (administrators)"),
    Sort.QUIET: gettext_noop("A client of mine goes quiet"),
}


@dataclass(frozen=True, slots=True)
class Ways:
    """How a sort of notice reaches a teammate; by neither way, it does not."""

    here: bool
    by_mail: bool


USUAL: Mapping[Sort, Ways] = {
    **dict.fromkeys(Sort, Ways(here=True, by_mail=True)),
    Sort.FINISHED: Ways(here=True, by_mail=False),
    Sort.QUIET: Ways(here=False, by_mail=True),
}
USUAL_HOUR = 8
# Read ones go after a month, others after three; a digest tells nothing older than two weeks.
KEPT_READ, KEPT = timedelta(days=30), timedelta(days=90)
TOLD_BY_MAIL = timedelta(days=14)
# A digest that could not be sent for so long is not sent any more; the next one tells it.
LETTER_LIVES = timedelta(hours=20)
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Told:
    """What a notice is about, in names; `times` is how often it happened since it was read."""

    sort: str
    what: str
    who: str = ""
    party: str = ""
    task: str = ""
    times: int = 1
    facts: Mapping[str, Any] = field(default_factory=dict)


_BY_SOMEBODY = {
    "task": gettext_noop("%(who)s gave you a task: %(task)s"),
    "promise": gettext_noop("%(who)s gave you a promise to keep: %(task)s"),
    "owner": gettext_noop("%(who)s made you the owner of %(party)s"),
    "note": gettext_noop("%(who)s mentioned you with %(party)s"),
    "changed": gettext_noop("%(who)s changed %(party)s"),
    "contact": gettext_noop("%(who)s wrote down something that happened with %(party)s"),
    "new_owner": gettext_noop("%(who)s gave %(party)s another owner"),
    "stage": gettext_noop("%(who)s moved the stage of %(party)s"),
    "merged": gettext_noop("%(who)s merged another party into %(party)s"),
    "kept": gettext_noop("%(who)s kept a promise to %(party)s"),
    "promised": gettext_noop("%(who)s promised something to %(party)s"),
}
_BY_ITSELF = {
    "task": gettext_noop("A task is yours: %(task)s"),
    "promise": gettext_noop("A promise is yours to keep: %(task)s"),
    "owner": gettext_noop("You are the owner of %(party)s now"),
    "note": gettext_noop("You were mentioned with %(party)s"),
    "reminder": gettext_noop("Reminder: %(task)s"),
    "changed": gettext_noop("%(party)s was changed"),
    "contact": gettext_noop("Something new happened with %(party)s"),
    "new_owner": gettext_noop("%(party)s has another owner"),
    "stage": gettext_noop("%(party)s is in another stage"),
    "merged": gettext_noop("Another party was merged into %(party)s"),
    "promised": gettext_noop("Something was promised to %(party)s"),
    "kept": gettext_noop("A promise to %(party)s was kept"),
    "import": gettext_noop("An import is finished"),
    "import_stopped": gettext_noop("An import stopped and waits for you"),
    "bulk": gettext_noop("A change of many is finished"),
    "backup": gettext_noop("A backup failed"),
    "quiet": gettext_noop("%(party)s goes quiet"),
}


def sentence_of(told: Told) -> str:
    """A notice as a sentence."""
    if told.what == "owners":
        said = plural("%(count)d party is yours now", "%(count)d parties are yours now",
                      int(told.facts.get("number", 0)))  # fmt: skip
    else:
        words = _BY_SOMEBODY.get(told.what) if told.who else None
        words = words or _BY_ITSELF.get(told.what, told.what)
        said = _(words, who=told.who, party=told.party, task=told.task)
    if told.times > 1:
        more = plural("and %(count)d thing more", "and %(count)d things more", told.times - 1)
        said = f"{said}, {more}"
    return said


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who can be mentioned, and the words that mean them."""

    id: UUID
    name: str
    email: str

    def words(self, first_names: Mapping[str, int]) -> Iterable[str]:
        """The whole name, the address before its @, and a first name nobody else has."""
        yield self.name
        yield self.email.partition("@")[0]
        first = self.name.split()[0] if self.name.split() else ""
        if first and first_names.get(first.casefold()) == 1:
            yield first


def mentioned_in(text: str, people: Sequence[Person]) -> list[UUID]:
    """Whom a text mentions by @name, each once: the longest name that fits is meant."""
    firsts: dict[str, int] = {}
    for one in people:
        for first in one.name.split()[:1]:
            firsts[first.casefold()] = firsts.get(first.casefold(), 0) + 1
    known: dict[str, UUID] = {}
    doubted: set[str] = set()
    for one in people:
        for word in {word.casefold() for word in one.words(firsts) if word}:
            if known.setdefault(word, one.id) != one.id:
                doubted.add(word)
    words = sorted((w for w in known if w not in doubted), key=len, reverse=True)
    found: dict[UUID, None] = {}
    folded = text.casefold()
    for at in re.finditer(r"(?<![\w@.])@", folded):
        rest = folded[at.end() :]
        named = next((w for w in words if rest.startswith(w) and _ends(rest, w)), None)
        if named is not None:
            found[known[named]] = None
    return list(found)


def _ends(rest: str, word: str) -> bool:
    """Whether the name ends here: “@Amara's” is Amara, “@Amarante” is not."""
    after = rest[len(word) : len(word) + 1]
    return not (after.isalnum() or after == "_")


def digest_is_due(
    now: datetime, *, zone: str, hour: int, looked_on: date | None
) -> date | None:
    """The day whose digest is due at this moment by a teammate's own clock, if one is."""
    local = now.astimezone(ZoneInfo(zone))
    day = local.date()
    if local.hour < hour or (looked_on is not None and looked_on >= day):
        return None
    return day


def next_try(tries: int, at: datetime) -> datetime:
    """When a letter that the mail server did not take is tried again."""
    wait: timedelta = min(FIRST_WAIT * 2 ** max(tries - 1, 0), LONGEST_WAIT)
    return at + wait
