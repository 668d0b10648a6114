"""What is known of a party and may be changed where it stands, value by value."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from babel import Locale, UnknownLocaleError
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from keepwell.parties.models import ContactKind, ContactPoint, Party, PostalAddress
from keepwell.ui.words import reading_locale, short_day

OF_BOTH: Final = ("language", "time_zone", "source", "about")
OF_ORGANISATIONS: Final = ("industry", "employees")
OF_PEOPLE: Final = ("honorific", "given_name", "family_name", "birth_date")
# Those that stand on the page whether they are known or not.
ALWAYS: Final = ("industry", "employees", "birth_date", "language", "source")
CONTACT, CITY = "contact-", "city-"


@dataclass(frozen=True, slots=True)
class Spot:
    """One value in its place: what it is called, as it is kept, and as it is read."""

    name: str
    label: str
    now: Any
    words: str
    href: str = ""

    @property
    def is_inline(self) -> bool:
        """Whether it stands in a line with others, and not under its own name."""
        return self.name == "name" or self.name.startswith((CONTACT, CITY))

    @property
    def has_pen(self) -> bool:
        """Whether it leads elsewhere itself, so that a pen beside it opens the form."""
        return self.name == "name" or bool(self.href)

    @property
    def is_always_there(self) -> bool:
        return self.name in ALWAYS


def spots_of(party: Party) -> list[Spot]:
    """The party's own fields that stand on its page: some always, the others when known."""
    found = (spot_of_field(party, name) for name in fields_of(party))
    return [one for one in found if one.words or one.is_always_there]


def fields_of(party: Party) -> tuple[str, ...]:
    """The fields a party of this nature has, in the order they are shown."""
    return (*(OF_PEOPLE if party.is_person else OF_ORGANISATIONS), *OF_BOTH)


def spot_of_field(party: Party, name: str) -> Spot:
    """One of the party's own fields."""
    field: Any = Party._meta.get_field(name)
    now = getattr(party, name)
    return Spot(name, str(capfirst(field.verbose_name)), now, _words(name, now))


def spot_named(party: Party, name: str) -> Spot | None:
    """The value of this name: a field, a way to reach the party, or the city of an address."""
    if name == "name" or name in fields_of(party):
        return spot_of_field(party, name)
    point, address = point_named(party, name), address_named(party, name)
    if point is not None:
        return spot_of_point(point)
    return spot_of_city(address) if address is not None else None


def spot_of_point(point: ContactPoint) -> Spot:
    """A way to reach a party."""
    label = str(capfirst(ContactKind(point.kind).label))
    leads = {
        ContactKind.EMAIL: f"mailto:{point.value}",
        ContactKind.PHONE: f"tel:{point.normal}",
    }
    href = leads.get(ContactKind(point.kind), "")
    return Spot(f"{CONTACT}{point.pk}", label, point.value, point.value, href)


def spot_of_city(address: PostalAddress) -> Spot:
    """The city of an address."""
    label = str(capfirst(_("city")))
    return Spot(f"{CITY}{address.pk}", label, address.city, address.city)


def point_named(party: Party, name: str) -> ContactPoint | None:
    """The way to reach a party that “contact-12” names."""
    pk = _number(name, CONTACT)
    rows = ContactPoint.objects.filter(party=party, pk=pk)
    return rows.select_related("party").first() if pk else None


def address_named(party: Party, name: str) -> PostalAddress | None:
    """The address whose city “city-12” names."""
    pk = _number(name, CITY)
    rows = PostalAddress.objects.filter(party=party, pk=pk)
    return rows.select_related("party").first() if pk else None


def _number(name: str, begins: str) -> int | None:
    rest = name.removeprefix(begins)
    fits = name.startswith(begins) and rest.isascii() and rest.isdigit() and len(rest) < 19
    return int(rest) if fits else None


def _words(name: str, now: Any) -> str:
    if now in ("", None):
        return ""
    if name == "language":
        return _language(str(now))
    return short_day(now) if isinstance(now, date) else str(now)


def _language(code: str) -> str:
    try:
        told = Locale.parse(code, sep="-" if "-" in code else "_")
    except (UnknownLocaleError, ValueError):
        return code
    return told.get_display_name(reading_locale()) or code
