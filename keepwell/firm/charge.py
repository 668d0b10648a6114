"""Checks that several commands of the firm share: who may, and who must stay."""

from collections.abc import Iterable
from zoneinfo import ZoneInfo, available_timezones

from django.db import transaction
from django.utils.translation import gettext as _

from keepwell.firm.models import Teammate
from keepwell.firm.queries import forget_firm, managers_able_to_sign_in
from keepwell.firm.rules import Act, Deed, Role, leaves_nobody_in_charge, may
from keepwell.kernel.refusal import refuse_unless


def must_be_allowed(by: Teammate | None, act: Act) -> None:
    """Refuse unless this teammate may; None is Keepwell itself, on the command line."""
    allowed = by is None or (by.is_active and may(by.role, act))
    refuse_unless(
        allowed, _("Only administrators and partners may do this. Ask one of them to do it.")
    )


def must_leave_somebody_in_charge(teammate: Teammate, *, role: str, works_here: bool) -> None:
    """Refuse what would leave no administrator or partner who can sign in."""
    deed = Deed(teammate.role, works_here, role)
    nobody = leaves_nobody_in_charge(
        deed, other_managers=managers_able_to_sign_in(but=teammate)
    )
    because = _(
        "%(name)s is the last administrator or partner who can sign in. "
        "Make somebody else one first."
    )
    refuse_unless(not nobody, because % {"name": teammate.name}, field="role")


def must_be_role(role: str) -> None:
    """Refuse a role that does not exist."""
    because = _("“%(role)s” is not a role. Choose one of the list.")
    refuse_unless(role in set(Role), because % {"role": role}, field="role")


def must_be_zone(zone: str) -> None:
    """Refuse a time zone that is not in the IANA list."""
    because = _("“%(zone)s” is not a time zone. Choose one such as Europe/Berlin.")
    refuse_unless(zone in available_timezones(), because % {"zone": zone}, field="time_zone")
    ZoneInfo(zone)


def plain_domains(words: Iterable[str]) -> list[str]:
    """Domains as they are compared: lower case, without @ and blanks, each once, in order."""
    cleaned = (word.strip().lower().lstrip("@").rstrip(".") for word in words)
    return list(dict.fromkeys(word for word in cleaned if word))


def must_be_domains(domains: Iterable[str], field: str) -> None:
    """Refuse what cannot be the domain of a mail address."""
    for domain in domains:
        fine = "." in domain and not set(domain) & set(" @/:,;") and len(domain) <= 253
        because = _("“%(domain)s” is not a mail domain. Write it like example.org.")
        refuse_unless(fine, because % {"domain": domain}, field=field)


def firm_changed() -> None:
    """Let every later question read the firm afresh, now and once this is committed."""
    forget_firm()
    transaction.on_commit(forget_firm)
