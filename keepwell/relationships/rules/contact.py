"""What is known of contact with a party, from the marks of what happened."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from statistics import median
from typing import NamedTuple
from uuid import UUID

# A party's own rhythm is read from this many gaps at most, and trusted from this many on
# (reference/services.md 3.3).
MOST_GAPS = 12
ENOUGH_GAPS = 5


class Marked(NamedTuple):
    """One activity's meaning for one party."""

    at: datetime
    activity_id: UUID
    inbound: bool
    outbound: bool
    two_way: bool


class Waiting(NamedTuple):
    """A mail of theirs that is the last word of its conversation."""

    at: datetime
    activity_id: UUID
    asks: bool


@dataclass(frozen=True, slots=True)
class Contact:
    """The facts of contact with a party and its people on a day.

    `gap_median_days` is the median of the last `gaps_used` gaps between days they wrote or
    called; `unanswered_outbound` counts what we sent since the last two-way contact;
    `unanswered_since` is the oldest mail of theirs that waits for an answer.
    """

    last_inbound: datetime | None = None
    last_outbound: datetime | None = None
    last_two_way: datetime | None = None
    last_two_way_activity_id: UUID | None = None
    first_contact: datetime | None = None
    gap_median_days: float | None = None
    gaps_used: int = 0
    unanswered_outbound: int = 0
    unanswered_since: datetime | None = None
    unanswered_activity_id: UUID | None = None
    unanswered_asks: bool = False

    @property
    def last_any(self) -> datetime | None:
        """The last contact in any direction."""
        moments = (self.last_inbound, self.last_outbound, self.last_two_way)
        return max((each for each in moments if each), default=None)


NO_CONTACT = Contact()


def gap_median(days: Iterable[date]) -> tuple[float | None, int]:
    """The median of the last gaps, in days, between these days, and how many it rests on."""
    in_order = sorted(set(days))[-MOST_GAPS - 1 :]
    gaps = [(after - before).days for before, after in pairwise(in_order)]
    return (float(median(gaps)), len(gaps)) if gaps else (None, 0)


def contact_from(marks: Sequence[Marked], waiting: Iterable[Waiting]) -> Contact:
    """The facts of contact that these marks and waiting mails give.

    The same activity may be marked for several people of one organisation; it counts once.
    Days are UTC days.
    """
    inbound = [each for each in marks if each.inbound]
    outbound = [each for each in marks if each.outbound]
    two_way = max((each for each in marks if each.two_way), default=None)
    since = two_way.at if two_way else None
    sent = {each.activity_id for each in outbound if since is None or each.at > since}
    middle, used = gap_median(each.at.date() for each in inbound)
    oldest = min(waiting, default=None)
    return Contact(
        last_inbound=max((each.at for each in inbound), default=None),
        last_outbound=max((each.at for each in outbound), default=None),
        last_two_way=since,
        last_two_way_activity_id=two_way.activity_id if two_way else None,
        first_contact=min((each.at for each in marks), default=None),
        gap_median_days=middle,
        gaps_used=used,
        unanswered_outbound=len(sent),
        unanswered_since=oldest.at if oldest else None,
        unanswered_activity_id=oldest.activity_id if oldest else None,
        unanswered_asks=oldest.asks if oldest else False,
    )
