"""What the journal does by itself."""

from django.utils import timezone

from keepwell.journal.commands import seal_journal


def seal() -> None:
    """Seal all lines that are not sealed yet, batch by batch."""
    while seal_journal(at=timezone.now()):
        pass
