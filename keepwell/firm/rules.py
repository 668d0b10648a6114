"""What the firm's people may do, and when the firm works. Plain Python."""

from enum import StrEnum


class Role(StrEnum):
    """The roles of `domain.md`: who uses Keepwell."""

    ADVISER = "adviser"
    DELIVERY = "delivery"
    FINANCE = "finance"
    PARTNER = "partner"
    COMPLIANCE = "compliance"
    ADMINISTRATOR = "administrator"


MANAGERS = frozenset({Role.PARTNER, Role.ADMINISTRATOR})
IMPORTERS = frozenset({Role.PARTNER, Role.ADMINISTRATOR, Role.FINANCE, Role.COMPLIANCE})
EXPORTERS = frozenset({Role.PARTNER, Role.ADMINISTRATOR, Role.COMPLIANCE})
