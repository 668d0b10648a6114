"""Links to set a password: made absolute, and sent by mail when a mail server is known."""

import logging

from django.conf import settings
from django.core.mail import send_mail
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from keepwell.firm.commands.invite import Invited
from keepwell.firm.queries import the_firm

log = logging.getLogger(__name__)


def link_of(invited: Invited, request: HttpRequest) -> str:
    """The address that takes the invitation, as people reach this Keepwell."""
    path = reverse("firm:join", args=[invited.secret])
    if settings.SITE_URL:
        return f"{settings.SITE_URL}{path}"
    return request.build_absolute_uri(path)


def mail_link(invited: Invited, request: HttpRequest) -> bool:
    """Send the link to its teammate in their language; whether the mail server took it."""
    if not settings.CAN_MAIL:
        return False
    teammate = invited.invitation.teammate
    facts = {
        "teammate": teammate,
        "invited_by": invited.invitation.invited_by,
        "firm": the_firm(),
        "link": link_of(invited, request),
        "expires_at": invited.invitation.expires_at,
    }
    with translation.override(teammate.language or translation.get_language()):
        subject = _("Your place in Keepwell at %(firm)s") % {
            "firm": " ".join(the_firm().name.split())
        }
        text = render_to_string("firm/invitation.txt", facts)
    try:
        return send_mail(subject, text, None, [teammate.email]) == 1
    except OSError as fault:
        log.warning("An invitation could not be sent: %s", fault)
        return False
