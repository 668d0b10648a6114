"""Whether Keepwell still has its copy of an import's files, and until when."""

from datetime import datetime

from django.conf import settings

from keepwell.exchange import progress
from keepwell.exchange.models import Import
from keepwell.exchange.rules.keeping import kept_until


def files_are_kept(job: Import) -> bool:
    """Whether the copy is there."""
    return progress.place_of(job.pk).exists()


def files_kept_until(job: Import) -> datetime | None:
    """When the copy goes; None as long as the import can go on with it."""
    last = job.undone_at or job.finished_at or job.heartbeat_at or job.created_at
    days = settings.KEEP_FILES_DAYS
    return kept_until(job.state, is_dry_run=job.is_dry_run, last=last, days=days)
