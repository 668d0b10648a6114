"""One try to tell a hook what happened: signed and sent, the network in no transaction."""

import json
import logging
from datetime import datetime

from django.conf import settings
from django.core.mail import send_mail
from django.utils import translation
from django.utils.translation import gettext as _

from keepwell import __version__
from keepwell.exchange.models import Delivery, Hook
from keepwell.exchange.queries.hooks import told
from keepwell.exchange.rules.hooks import signature
from keepwell.exchange.sending import Sent, send

log = logging.getLogger(__name__)


def try_to_tell(delivery: Delivery, *, at: datetime) -> Sent | None:
    """Send it and say what came back; None where there is nothing to be told any more."""
    message = told(delivery)
    if message is None:
        return None
    body = json.dumps(message).encode()
    stamp, message_id = int(at.timestamp()), f"msg_{delivery.pk.hex}"
    headers = {
        "Content-Type": "application/json",
        "User-Agent": f"Keepwell/{__version__}",
        "webhook-id": message_id,
        "webhook-timestamp": str(stamp),
        "webhook-signature": signature(delivery.hook.secret, message_id, stamp, body),
    }
    private = settings.WEBHOOKS_PRIVATE
    return send(delivery.hook.url, headers=headers, body=body, private_too=private)


def mail_that_it_ended(hook: Hook) -> None:
    """Tell the teammate whose webhook was switched off, where mail is set up."""
    if not settings.CAN_MAIL:
        return
    with translation.override(hook.teammate.language or settings.LANGUAGE_CODE):
        said = _(
            "Nothing has arrived at %(url)s for days, so Keepwell tells it nothing more. Look "
            "at it under Settings, Webhooks; switch it on again when it answers."
        ) % {"url": hook.url}
        subject = _("A webhook was switched off")
    try:
        send_mail(subject, said, None, [hook.teammate.email])
    except OSError as fault:
        log.warning("The notice of a webhook could not be sent: %s", fault)
