"""Who works at the sample firm. Everybody is invented."""

from dataclasses import dataclass

from keepwell.firm.rules import Role

NAME = "Harbour & Finch Advisory"
DOMAIN = "harbourfinch.example"
DEMO_EMAIL = f"demo@{DOMAIN}"
DEMO_ADVISER_EMAIL = f"noor@{DOMAIN}"
DEMO_PASSWORD = "harbour-and-finch"
# Days before today.
LEFT, AWAY_FROM, AWAY_UNTIL = 24, 4, -7


@dataclass(frozen=True, slots=True)
class Colleague:
    """One of the firm: `joined` in days before today."""

    key: str
    name: str
    email: str
    role: Role
    joined: int

    @property
    def first(self) -> str:
        return self.name.split()[0]


def _of(key: str, name: str, role: Role, joined: int) -> Colleague:
    return Colleague(key, name, f"{key}@{DOMAIN}", role, joined)


INES = Colleague("ines", "Ines Harbour", DEMO_EMAIL, Role.ADMINISTRATOR, 730)
STAFF = (
    INES,
    _of("tobias", "Tobias Finch", Role.PARTNER, 730),
    _of("noor", "Noor Haddad", Role.ADVISER, 730),
    _of("callum", "Callum Reid", Role.ADVISER, 725),
    _of("adaeze", "Adaeze Obi", Role.ADVISER, 700),
    _of("lena", "Lena Brandt", Role.DELIVERY, 400),
    _of("marco", "Marco Villani", Role.FINANCE, 690),
    _of("sofia", "Sofia Lindqvist", Role.COMPLIANCE, 310),
    _of("peter", "Peter Quill", Role.ADVISER, 730),
)
BY_KEY = {each.key: each for each in STAFF}
