"""A digest as a mail: put together as late as can be, and handed to the mail server."""

import logging
import smtplib
from datetime import datetime
from email.utils import parseaddr
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from keepwell.firm.queries import the_firm, zone_of
from keepwell.notices.commands.digest import (
    begin_sending,
    give_up_letter,
    note_sent,
    put_letter_off,
)
from keepwell.notices.models import Letter
from keepwell.notices.queries.digests import Contents, contents_of

log = logging.getLogger(__name__)
SALT = "keepwell.notices.stop"


def site_url() -> str:
    """Where people reach this Keepwell."""
    return settings.SITE_URL or f"http://localhost:{settings.PORT}"


def stop_link(letter: Letter) -> str:
    """The address at which these mails are ended, without signing in."""
    token = signing.dumps(str(letter.teammate_id), salt=SALT)
    return site_url() + reverse("notices:stop", args=[token])


def teammate_id_in(token: str) -> str | None:
    """Whose mails a link ends; None where we did not make it."""
    try:
        found: str = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    return found


def mail_of(letter: Letter, contents: Contents) -> EmailMultiAlternatives:
    """The mail, in its reader's language and by their clock."""
    teammate, stop = letter.teammate, stop_link(letter)
    zone = ZoneInfo(zone_of(teammate))
    with (
        translation.override(teammate.language or settings.LANGUAGE_CODE),
        timezone.override(zone),
    ):
        facts = {
            "firm": the_firm(), "teammate": teammate, "contents": contents, "on": letter.on,
            "site": site_url(), "stop": stop, "notices": reverse("notices:notices"),
            "preferences": reverse("notices:preferences"),
        }  # fmt: skip
        text = render_to_string("notices/digest.txt", facts)
        html = render_to_string("notices/digest.html", facts)
        subject = _subject(contents)
    host = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    headers = {
        "Message-ID": f"<digest.{letter.pk.hex}@{host}>",
        "List-Unsubscribe": f"<{stop}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Auto-Submitted": "auto-generated",
    }
    mail = EmailMultiAlternatives(subject, text, None, [teammate.email], headers=headers)
    mail.attach_alternative(html, "text/html")
    return mail


def _subject(contents: Contents) -> str:
    parts = []
    if new := len(contents.notices):
        parts.append(ngettext("%(n)s new", "%(n)s new", new) % {"n": new})
    if due := len(contents.tasks):
        parts.append(ngettext("%(n)s due", "%(n)s due", due) % {"n": due})
    return _("Keepwell: %(what)s") % {"what": ", ".join(parts)}


def send_letter(letter: Letter, *, at: datetime) -> None:
    """Send it, unless that was done; keep what came of it. The network in no transaction."""
    teammate = letter.teammate
    if begin_sending(letter, at=at) is None:
        return
    contents = contents_of(letter) if teammate.is_active else None
    if not contents:
        give_up_letter(letter, because="There was nothing left to tell.", at=at)
        return
    try:
        mail_of(letter, contents).send()
    except smtplib.SMTPRecipientsRefused as no:
        code, said = next(iter(no.recipients.values()))
        _not_taken(letter, code, said, at)
    except smtplib.SMTPResponseException as no:
        _not_taken(letter, no.smtp_code, no.smtp_error, at)
    except OSError as fault:
        log.warning("A digest could not be sent: %s", fault)
        put_letter_off(letter, f"{type(fault).__name__}: {fault}", at=at)
    else:
        note_sent(letter, at=at)


def _not_taken(letter: Letter, code: int, said: bytes | str, at: datetime) -> None:
    words = said.decode(errors="replace") if isinstance(said, bytes) else said
    because = f"{code} {words}"
    if 500 <= code < 600:
        give_up_letter(letter, because=because, at=at)
    else:
        put_letter_off(letter, because, at=at)
