"""What an activity was to each who was in it: heard from, written to, two-way."""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

from keepwell.conversations.rules.threads import Letter

Who = TypeVar("Who", bound=Hashable)
RECIPIENTS = frozenset({"to", "cc"})


class Mark(NamedTuple):
    """Inbound: they spoke to us. Outbound: we to them. Two-way: one answered the other."""

    inbound: bool = False
    outbound: bool = False
    two_way: bool = False


NOTHING = Mark()


@dataclass(frozen=True, slots=True)
class Seen:
    """One who was there: `who` by party or address, `ours` when one of us."""

    who: str
    role: str
    ours: bool
    response: str = ""


def marks_of_mail(letter: Letter, answered: Letter | None, seen: Iterable[Seen]) -> list[Mark]:
    """The mark of each of `seen`, in order, by the definitions of contact.

    A mail counts when a person wrote it and it went between them and us. It is two-way when
    it answers a human mail of the other side; for an answer of ours, to those who are
    answered.
    """
    people = list(seen)
    if not letter.is_human:
        return [NOTHING] * len(people)
    reached_us = letter.from_us or any(each.ours and each.role != "from" for each in people)
    answers = answered is not None and answered.is_human and answered.from_us != letter.from_us
    return [_mark_of_mail(letter, answered, each, reached_us, answers) for each in people]


def _mark_of_mail(
    letter: Letter, answered: Letter | None, person: Seen, reached_us: bool, answers: bool
) -> Mark:
    if person.ours:
        return NOTHING
    if not letter.from_us:
        inbound = person.role == "from" and reached_us
        return Mark(inbound=inbound, two_way=inbound and answers)
    outbound = person.role in RECIPIENTS
    to_writer = answered is not None and person.who == answered.writer
    return Mark(outbound=outbound, two_way=outbound and answers and to_writer)


def mark_of_call(direction: str, outcome: str) -> Mark:
    """Any call to them is outbound; a connected one is two-way, inbound when they called."""
    connected = outcome == "connected"
    inbound = direction == "inbound"
    return Mark(inbound=inbound and connected, outbound=not inbound, two_way=connected)


def is_held(outcome: str, seen: Iterable[Seen], *, in_calendar: bool) -> bool:
    """Whether a meeting took place if its time has come: confirmed, and both sides accepted.

    Somebody who only organised it counts as having accepted. A meeting that no calendar tells
    of stands in our own books, so one of us was there.
    """
    people = list(seen)
    ours = not in_calendar or any(each.ours and has_accepted(each) for each in people)
    theirs = any(not each.ours and has_accepted(each) for each in people)
    return outcome == "confirmed" and ours and theirs


def has_accepted(person: Seen) -> bool:
    """Whether they said they would come; an organiser without an answer comes."""
    return person.response == "accepted" or (person.role == "organiser" and not person.response)


def marks_of_meeting(outcome: str, seen: Iterable[Seen], *, in_calendar: bool) -> list[Mark]:
    """Two-way for each of theirs who accepted, when it was held; the day decides the rest."""
    people = list(seen)
    held = is_held(outcome, people, in_calendar=in_calendar)
    return [Mark(two_way=held and not each.ours and has_accepted(each)) for each in people]


@dataclass(frozen=True, slots=True)
class Sitting:
    """A meeting as far as mirrors care: whether a calendar told it, and who was in it."""

    id: str
    told_by_calendar: bool
    people: frozenset[str]


def mirrors(sittings: Iterable[Sitting]) -> Mapping[str, str]:
    """Which meetings of one and the same minute only repeat one that a calendar told.

    `people` are parties, their organisations and teammates. A mirror shares somebody with the
    calendar's meeting, most of them if several would do; each is mirrored once.
    """
    all_of_them = sorted(sittings, key=lambda each: each.id)
    originals = {each.id: each for each in all_of_them if each.told_by_calendar}
    same: dict[str, str] = {}
    for copy in (each for each in all_of_them if not each.told_by_calendar):
        shared = {
            key: len(copy.people & original.people)
            for key, original in originals.items()
            if key not in same.values()
        }
        best = max(shared, key=lambda key: (shared[key], key), default=None)
        if best is not None and shared[best]:
            same[copy.id] = best
    return same
