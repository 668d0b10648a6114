"""The firm's chores."""

from datetime import timedelta

from django.utils import timezone

from keepwell.firm.commands.asked import KEPT_HOURS, forget_what_was_asked


def forget_old_answers() -> None:
    """Forget answers to programs after a day."""
    now = timezone.now()
    minute = int(now.timestamp() // 60) - 60
    forget_what_was_asked(before=now - timedelta(hours=KEPT_HOURS), minute=minute)
