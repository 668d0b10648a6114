"""The words a reader sees for the roles."""

from django.utils.translation import gettext as _

from keepwell.firm.rules import Role


def role_words() -> list[tuple[str, str]]:
    """Each role with what it is for."""
    return [
        (Role.ADVISER, _("Adviser: owns relationships")),
        (Role.DELIVERY, _("Delivery: does the work")),
        (Role.FINANCE, _("Finance: rates and invoices")),
        (Role.PARTNER, _("Partner: sees the whole book, approves")),
        (Role.COMPLIANCE, _("Compliance: conflicts, walls, requests")),
        (Role.ADMINISTRATOR, _("Administrator: runs the firm's Keepwell")),
    ]


def role_word(role: str) -> str:
    """The word for a role alone."""
    return dict(role_words()).get(role, role).partition(":")[0]
