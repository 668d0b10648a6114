"""Where an import stands, in words."""

from django.utils import timezone
from django.utils.translation import gettext as _

from keepwell.exchange.commands.stop_import import UNDOING
from keepwell.exchange.models import Import, ImportState
from keepwell.exchange.queries.imports import seems_dead


def state_word(job: Import) -> tuple[str, str]:
    """Where an import stands, in a word, and its tone."""
    if job.stage == UNDOING:
        return _("being undone"), ""
    if seems_dead(job, timezone.now()):
        return _("broke off"), "alarm"
    match job.state:
        case ImportState.READY | ImportState.READING:
            return _("not begun"), ""
        case ImportState.RUNNING:
            return (_("being tried"), "") if job.is_dry_run else (_("running"), "accent")
        case ImportState.DONE:
            return (_("tried, not begun"), "") if job.is_dry_run else (_("done"), "well")
        case ImportState.STOPPED:
            return _("stopped"), "watch"
    return _("undone"), ""
