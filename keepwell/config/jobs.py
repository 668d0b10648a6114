"""The house's own chores."""

from datetime import timedelta
from importlib import import_module

from django.conf import settings
from django.utils import timezone

from keepwell.config.commands import forget_old_jobs as forget
from keepwell.kernel.bulk import know_sizes as look_at_sizes


def forget_old_jobs() -> None:
    """Forget jobs done more than a week ago."""
    forget(before=timezone.now() - timedelta(days=7))


def know_sizes() -> None:
    """Let SQLite look at its tables again, as PostgreSQL does by itself: they grow."""
    look_at_sizes()


def forget_old_sessions() -> None:
    """Forget sessions that have run out: nobody can come in by them any more."""
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
