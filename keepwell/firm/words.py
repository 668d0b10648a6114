"""The words a reader sees for the roles."""

from django.utils.translation import gettext as _

from keepwell.firm.rules import Area, Role


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


def area_words() -> dict[str, str]:
    """Each area a token may be let into, in words."""
    return {
        Area.PARTIES: _("Parties, their kinds and duplicates"),
        Area.CONVERSATIONS: _("Conversations, tasks and promises"),
        Area.RELATIONSHIPS: _("Relationships and Today"),
        Area.ORDERS: _("Orders"),
        Area.USAGE: _("Usage"),
        Area.AGREEMENTS: _("Agreements"),
        Area.IMPORTS: _("Imports"),
        Area.EXPORTS: _("Exports"),
        Area.JOURNAL: _("The journal"),
        Area.WEBHOOKS: _("Webhooks"),
        Area.SETTINGS: _("The firm and its teammates"),
    }
