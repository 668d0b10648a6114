"""What a worker does for tasks; each may be begun again after a kill."""

from django.utils import timezone

from keepwell.conversations.commands.remind import give_reminders as give
from keepwell.conversations.commands.repeat import make_what_comes_again


def give_reminders() -> None:
    """Give the reminders whose moment has come."""
    give(at=timezone.now())


def come_again() -> None:
    """Make the tasks whose day has come by their rule."""
    make_what_comes_again(at=timezone.now())
