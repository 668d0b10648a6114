"""Whether reminders are due, and whether something comes again."""

from datetime import datetime

from keepwell.conversations.models import Series, Task
from keepwell.conversations.rules.recurrence import FIRST_DAWN


def a_reminder_is_due(at: datetime) -> bool:
    """Whether the moment of some reminder has come."""
    return Task.objects.filter(
        remind_at__lte=at, reminded_at=None, done_at=None, trashed_at=None
    ).exists()


def something_comes_again(at: datetime) -> bool:
    """Whether the day of something that comes again has begun somewhere."""
    return Series.objects.filter(next_on__lte=(at + FIRST_DAWN).date()).exists()
