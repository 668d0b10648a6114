"""What a card on the board of stages warns of."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from keepwell.kernel.verdict import Verdict
from keepwell.kernel.words import plural
from keepwell.kernel.words import say as _
from keepwell.ui.words import short_day

# How long a stage usually takes; longer is worth a look. Where work is delivered, and where
# it is over, there is no such length.
USUAL_DAYS: Mapping[str, int] = {
    "lead": 30,
    "consultation": 30,
    "proposal": 21,
    "agreed": 21,
    "onboarding": 60,
    "renewing": 60,
    "paused": 180,
}


@dataclass(frozen=True, slots=True)
class TouchMark:
    """Whether a next touch is planned: none, late or planned."""

    state: str
    words: str


def days_in_stage(stage: str, since: date | None, today: date) -> int | None:
    """How many days it is in this stage; None where nobody wrote down since when."""
    return max(0, (today - since).days) if since else None


def judge_stay(stage: str, days: int | None, usual: Mapping[str, int]) -> Verdict[bool]:
    """Whether it stays longer in a stage than is usual."""
    most = usual.get(stage)
    if days is None or most is None or days <= most:
        return Verdict(False, ())
    because = plural(
        "In this stage for %(count)d day; %(most)s are usual.",
        "In this stage for %(count)d days; %(most)s are usual.",
        days,
        most=most,
    )
    return Verdict(True, (because,))


def mark_of(next_touch: date | None, today: date) -> TouchMark:
    """The mark of the next touch, in words as well: colour alone tells nobody."""
    if next_touch is None:
        return TouchMark("none", _("no next touch"))
    if next_touch < today:
        return TouchMark(
            "late", _("touch overdue since %(day)s", day=short_day(next_touch, today))
        )
    return TouchMark("planned", _("touch on %(day)s", day=short_day(next_touch, today)))
