"""What relationships do by themselves."""

from datetime import timedelta

from django.utils import timezone

from keepwell.relationships.commands.refresh import (
    refresh_after_meetings,
    refresh_contact_facts,
)
from keepwell.relationships.commands.stages import derive_stages

# Longer than the pause between two turns, so that a worker that was away misses nothing.
LOOKED_BACK = timedelta(hours=1)


def know_of_meetings() -> None:
    """Meetings whose time has come are contact now."""
    now = timezone.now()
    refresh_after_meetings(since=now - LOOKED_BACK, at=now)


def refresh_all() -> None:
    """Make every party's facts of contact again: a day has passed for all of them."""
    refresh_contact_facts(at=timezone.now())


def derive_all_stages() -> None:
    """Read the stages again that nobody moved by hand: agreements begin and end."""
    derive_stages(at=timezone.now())
