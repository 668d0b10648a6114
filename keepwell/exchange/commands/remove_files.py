"""The end of Keepwell's copies of files that were brought in; undoing an import needs none."""

import logging
import shutil
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

from keepwell.exchange import progress
from keepwell.exchange.models import Import, ImportState
from keepwell.exchange.queries.files_kept import files_kept_until
from keepwell.firm.charge import must_be_allowed
from keepwell.firm.models import Teammate
from keepwell.firm.rules import Act
from keepwell.kernel.command import command, hold
from keepwell.kernel.record import record
from keepwell.kernel.refusal import refuse_unless

# Copies of files that never became an import: the disk was full, or the process was killed.
NOBODYS_AFTER = timedelta(days=1)
logger = logging.getLogger(__name__)


@command
def remove_files(job: Import, *, at: datetime, by: Teammate | None) -> Import:
    """Remove the copy of an import's files now; what came of them stays."""
    must_be_allowed(by, Act.IMPORT)
    job = hold(job)
    refuse_unless(
        job.state != ImportState.RUNNING,
        _("This import is still running. Stop it first."),
    )
    place = progress.place_of(job.pk)
    if place.exists():
        record("remove_files", "import", job.pk, at=at, by=by)
        shutil.rmtree(place)
    return job


def remove_old_files(*, at: datetime) -> int:
    """Remove copies whose time is over, and what never became an import; counts them."""
    gone = 0
    for place in sorted((settings.FILES / "imports").glob("*")):
        job = (
            Import.objects.filter(pk=UUID(place.name)).first()
            if _names_one(place.name)
            else None
        )
        try:
            if job is None:
                if at.timestamp() - place.stat().st_mtime < NOBODYS_AFTER.total_seconds():
                    continue
                shutil.rmtree(place)
            else:
                until = files_kept_until(job)
                if until is None or until > at:
                    continue
                remove_files(job, at=at, by=None)
            gone += 1
        except OSError:
            logger.exception("The copy of imported files in %s could not be removed.", place)
    return gone


def _names_one(name: str) -> bool:
    try:
        return str(UUID(name)) == name
    except ValueError:
        return False
