"""What a worker does for imports; each may be begun again after a kill.

What they keep for people is English, put into the language of who reads it when it is shown.
"""

from datetime import timedelta
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from keepwell.exchange.commands.hooks import (
    forget_deliveries,
    give_up_delivery,
    note_delivery,
)
from keepwell.exchange.commands.remove_files import remove_old_files as remove
from keepwell.exchange.commands.run_import import run_import as run
from keepwell.exchange.commands.stop_import import note_trouble
from keepwell.exchange.commands.undo_import import undo_import as undo
from keepwell.exchange.delivering import mail_that_it_ended, try_to_tell
from keepwell.exchange.models import Delivery, Import, ImportState
from keepwell.firm.models import Teammate
from keepwell.kernel.refusal import Refused
from keepwell.kernel.words import keep as _kept


def run_import(import_id: str) -> None:
    """Take in, or try, what is left of an import; nothing if it was stopped meanwhile."""
    job = Import.objects.filter(pk=UUID(import_id)).first()
    if job is None or job.state != ImportState.RUNNING:
        return
    try:
        with override("en"):
            run(job.pk)
    except Exception:
        because = _kept(
            "It broke off at something it did not expect. Keepwell tries again by itself."
        )
        note_trouble(job, because, at=timezone.now())
        raise


def undo_import(import_id: str, teammate_id: str) -> None:
    """Undo an import for whoever asked."""
    job = Import.objects.filter(pk=UUID(import_id)).first()
    by = Teammate.objects.filter(pk=UUID(teammate_id)).first()
    if job is None or by is None:
        return
    try:
        with override("en"):
            undo(job, at=timezone.now(), by=by)
    except Refused as no:
        note_trouble(job, no.because, at=timezone.now())


def deliver(delivery_id: str) -> None:
    """Tell a hook what happened; nothing where it was told, or given up, meanwhile."""
    found = Delivery.objects.select_related("hook__teammate").filter(
        pk=UUID(delivery_id), delivered_at=None, given_up_at=None
    )
    delivery = found.first()
    if delivery is None or not delivery.hook.teammate.is_active:
        return
    if delivery.hook.disabled_at is not None:
        give_up_delivery(delivery, because=_("The webhook is off."), at=timezone.now())
        return
    sent = try_to_tell(delivery, at=timezone.now())
    if sent is None:
        because = _("Its teammate may not see it any more.")
        give_up_delivery(delivery, because=because, at=timezone.now())
    elif note_delivery(delivery, sent, at=timezone.now()):
        mail_that_it_ended(delivery.hook)


def forget_old_deliveries() -> None:
    """Forget what was told more than thirty days ago."""
    forget_deliveries(before=timezone.now() - timedelta(days=30))


def remove_old_files() -> None:
    """Remove Keepwell's copies of imported files whose time is over."""
    remove(at=timezone.now())
