"""What becomes of files at night; safe to be begun again."""

from django.utils import timezone

from keepwell.files.commands.sweep import sweep_files


def sweep() -> None:
    """Forget what was removed long ago, then take away bytes that nobody names."""
    sweep_files(at=timezone.now())
