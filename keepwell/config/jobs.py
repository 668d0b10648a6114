"""The house's own chores."""

from datetime import timedelta
from importlib import import_module

from django.conf import settings
from django.utils import timezone

from keepwell.config.commands import forget_old_jobs as forget


def forget_old_jobs() -> None:
    """Forget jobs done more than a week ago."""
    forget(before=timezone.now() - timedelta(days=7))


def forget_old_sessions() -> None:
    """Forget sessions that have run out: nobody can come in by them any more."""
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
