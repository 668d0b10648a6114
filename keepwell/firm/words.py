"""The words a reader sees for roles, areas and places."""

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
        Area.FILES: _("Files"),
        Area.RELATIONSHIPS: _("Relationships and Today"),
        Area.ORDERS: _("Orders"),
        Area.USAGE: _("Usage"),
        Area.AGREEMENTS: _("Agreements"),
        Area.IMPORTS: _("Imports"),
        Area.EXPORTS: _("Exports"),
        Area.JOURNAL: _("The journal"),
        Area.WEBHOOKS: _("Webhooks"),
        Area.NOTICES: _("Notices, and what one follows"),
        Area.SETTINGS: _("The firm and its teammates"),
    }


_BROWSERS = (
    ("Edg", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("FxiOS/", "Firefox"),
    ("Chrome/", "Chrome"), ("CriOS/", "Chrome"), ("Safari/", "Safari"),
)  # fmt: skip
_SYSTEMS = (
    ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"),
    ("Mac OS X", "macOS"), ("CrOS", "ChromeOS"), ("Linux", "Linux"),
)  # fmt: skip


def place_word(user_agent: str) -> str:
    """Where somebody is signed in, as they would call it: “Firefox on Windows”."""
    browser = next((word for mark, word in _BROWSERS if mark in user_agent), "")
    system = next((word for mark, word in _SYSTEMS if mark in user_agent), "")
    if browser and system:
        return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return browser or system or user_agent[:60] or _("A browser that does not say its name")
