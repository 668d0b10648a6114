"""Which agreements bind, and which of them make a client."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

# Keeping a secret, handling data, standard terms or one order is no advisory relationship.
NO_ENGAGEMENT = frozenset({"nda", "dpa", "terms", "order_form"})


@dataclass(frozen=True, slots=True)
class Terms:
    """The dates of an agreement; `ends_on` is the first day it no longer binds."""

    kind: str
    starts_on: date | None = None
    ends_on: date | None = None
    renews_itself: bool = False
    terminated_on: date | None = None
    signed_on: date | None = None
    notice_months: int | None = None

    @property
    def is_engagement(self) -> bool:
        """Whether it is for advice or work, so that it makes a client."""
        return self.kind not in NO_ENGAGEMENT

    @property
    def begins_on(self) -> date | None:
        return self.starts_on or self.signed_on

    def has_begun(self, today: date) -> bool:
        """Whether it has begun; without any date it is taken to have."""
        return self.begins_on is None or self.begins_on <= today

    def is_current(self, today: date) -> bool:
        """Begun, not terminated, and without end, not yet ended, or renewing by itself."""
        if not self.has_begun(today) or self.is_terminated(today):
            return False
        return self.ends_on is None or today < self.ends_on or self.renews_itself

    def is_terminated(self, today: date) -> bool:
        return self.terminated_on is not None and self.terminated_on <= today

    def ended_on(self, today: date) -> date | None:
        """The day it stopped binding, if it has."""
        if not self.has_begun(today) or self.is_current(today):
            return None
        days = [each for each in (self.ends_on, self.terminated_on) if each and each <= today]
        # Terms that renew themselves bind until they are terminated.
        return self.terminated_on if self.renews_itself else min(days, default=None)

    def next_end(self, today: date) -> date | None:
        """The day it next ends or renews, for terms that are current."""
        if not self.is_current(today) or self.ends_on is None or today < self.ends_on:
            return self.ends_on if self.is_current(today) else None
        term = self._term_months()
        end, times = self.ends_on, 0
        while end <= today:
            times += 1
            end = add_months(self.ends_on, term * times)
        return end

    def notice_by(self, today: date) -> date | None:
        """The last day on which notice can be given before the next end."""
        end = self.next_end(today)
        if end is None or self.notice_months is None:
            return None
        return add_months(end, -self.notice_months) - timedelta(days=1)

    def _term_months(self) -> int:
        if self.begins_on is None or self.ends_on is None:
            return 12
        return max(1, round((self.ends_on - self.begins_on).days / 30.4375))


def add_months(day: date, months: int) -> date:
    """The same day so many months later, or the last day of a shorter month."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
