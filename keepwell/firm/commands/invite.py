import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from keepwell.firm.charge import must_be_allowed, must_be_role
from keepwell.firm.models import Invitation, Teammate
from keepwell.firm.queries import digest_of, is_open, teammate_by_email
from keepwell.firm.rules import Act, Role
from keepwell.kernel.command import command, hold
from keepwell.kernel.record import record
from keepwell.kernel.refusal import Refused, refuse_unless

GOOD_FOR = timedelta(days=7)


@dataclass(frozen=True, slots=True, repr=False)
class Invited:
    """A link with which a teammate sets a password. Its secret is known only here and now."""

    invitation: Invitation
    secret: str


@command
def invite_teammate(
    *, email: str, name: str, role: str = Role.ADVISER, at: datetime, by: Teammate | None
) -> Invited:
    """Keep a place for somebody who shall work here, and make the link to take it."""
    must_be_allowed(by, Act.RUN_FIRM)
    must_be_role(role)
    email, name = email.strip().lower(), name.strip()
    refuse_unless(bool(name), _("Give the name of your teammate."), field="name")
    _must_be_address(email)
    known = teammate_by_email(email)
    taken = _("%(name)s has this mail address already. Make a new link for them in the list.")
    refuse_unless(known is None, taken % {"name": known.name if known else ""}, field="email")
    teammate = Teammate(
        email=email, name=name, role=role, role_chosen_at=at, joined_on=at.date(), created_at=at
    )
    teammate.set_unusable_password()
    teammate.save()
    invited = _new_link(teammate, at, by)
    record("invite_teammate", "teammate", teammate.pk, at=at, by=by, name=name, role=str(role))
    return invited


@command
def renew_invitation(teammate: Teammate, *, at: datetime, by: Teammate | None) -> Invited:
    """Make a new link for a teammate to set a password; older links end.

    The same link serves one never invited, one whose invitation ran out, and one who
    forgot the password: the old password works until the link is used.
    """
    must_be_allowed(by, Act.RUN_FIRM)
    teammate = hold(teammate)
    gone = _("%(name)s has left the firm. Let them back in first.")
    refuse_unless(teammate.is_active, gone % {"name": teammate.name})
    nowhere = _("%(name)s has no real mail address yet. Give them one first.")
    refuse_unless(not teammate.email.endswith(".invalid"), nowhere % {"name": teammate.name})
    invited = _new_link(teammate, at, by)
    record("renew_invitation", "teammate", teammate.pk, at=at, by=by)
    return invited


@command
def withdraw_invitation(teammate: Teammate, *, at: datetime, by: Teammate | None) -> Teammate:
    """End every open link of this teammate."""
    must_be_allowed(by, Act.RUN_FIRM)
    ended = close_links(teammate, at)
    nothing = _("%(name)s has no open invitation.")
    refuse_unless(ended > 0, nothing % {"name": teammate.name})
    record("withdraw_invitation", "teammate", teammate.pk, at=at, by=by)
    return teammate


@command
def accept_invitation(secret: str, *, password: str, at: datetime) -> Teammate:
    """Set the password the link is for; the link works once, and all sessions end.

    A second factor set up before stays asked for.
    """
    invitation = Invitation.objects.select_for_update().filter(secret_digest=digest_of(secret))
    found = invitation.select_related("teammate").first()
    if found is None or not is_open(found, at):
        raise Refused(_("This link has been used or has run out. Ask for a new one."))
    teammate = found.teammate
    teammate.set_password(password)
    teammate.save(update_fields=["password"])
    found.accepted_at = at
    found.save(update_fields=["accepted_at"])
    close_links(teammate, at)
    record("accept_invitation", "teammate", teammate.pk, at=at, by=teammate)
    return teammate


def close_links(teammate: Teammate, at: datetime) -> int:
    """Withdraw the open links of a teammate, inside another command; how many there were."""
    links = Invitation.objects.filter(teammate=teammate, accepted_at=None, withdrawn_at=None)
    return links.update(withdrawn_at=at)


def _new_link(teammate: Teammate, at: datetime, by: Teammate | None) -> Invited:
    close_links(teammate, at)
    secret = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        teammate=teammate,
        invited_by=by,
        secret_digest=digest_of(secret),
        sent_at=at,
        expires_at=at + GOOD_FOR,
    )
    return Invited(invitation, secret)


def _must_be_address(email: str) -> None:
    try:
        validate_email(email)
    except ValidationError as fault:
        because = _("“%(email)s” is not a mail address. Write it like ines@example.org.")
        raise Refused(because % {"email": email}, field="email") from fault
