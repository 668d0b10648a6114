"""The stages a party of the sample went through, each on its day."""

from dataclasses import dataclass
from datetime import date

from keepwell.config.sample.days import Days
from keepwell.config.sample.reading import Character
from keepwell.config.sample.trade import CLIENTS

_TO_ACTIVE = ("lead", "consultation", "proposal", "agreed", "onboarding", "active")
_SHARES = (1.0, 0.86, 0.68, 0.5, 0.42, 0.0)
_LONG = (0, 11, 24, 38, 41, 74)


@dataclass(frozen=True, slots=True)
class Move:
    """A move to a stage, so many days ago, with its reason and follow-up."""

    stage: str
    back: int
    reason: str = ""
    follow_up_on: date | None = None


def moves_of(who: Character, days: Days) -> list[Move]:
    """The stages that this party's part in the play has behind it."""
    since, last, part = who.days("since"), who.days("last"), who.part
    if part in ("lead", "consultation", "proposal", "agreed", "onboarding"):
        upto = _TO_ACTIVE.index(part)
        return [
            Move(stage, max(3, round(since * share)))
            for stage, share in zip(_TO_ACTIVE[: upto + 1], _SHARES, strict=False)
        ]
    if part == "lost":
        why = "They chose a firm in their own trade, and said so openly."
        return [*_all_the_way(since)[:3], Move("lost", last - 8, why)]
    if part not in CLIENTS | {"former", "hollow"}:
        return []
    found = _all_the_way(since)
    if part == "former":
        why = "The work is done; they carry on by themselves."
        found.append(Move("ended", last - 25, who.about or why, days.ahead(90)))
    elif part == "paused":
        found.append(Move("paused", last - 4, "Closed for the roof until spring."))
    elif part == "renewing":
        found.append(Move("renewing", 33))
    return found


def _all_the_way(since: int) -> list[Move]:
    return [Move(stage, since - later) for stage, later in zip(_TO_ACTIVE, _LONG, strict=True)]
