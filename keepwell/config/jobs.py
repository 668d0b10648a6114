"""The house's own chores."""

from datetime import timedelta

from django.utils import timezone

from keepwell.config.commands import forget_old_jobs as forget


def forget_old_jobs() -> None:
    """Forget jobs done more than a week ago."""
    forget(before=timezone.now() - timedelta(days=7))
