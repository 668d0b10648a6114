"""The cast as party drafts: organisations, their people, addresses and numbers."""

from uuid import UUID

from keepwell.config.sample.reading import Character, Someone
from keepwell.config.sample.wording import given_name
from keepwell.parties.rules.draft import AddressDraft, PartyDraft, PointDraft, TieDraft
from keepwell.parties.rules.fold import fold
from keepwell.parties.rules.phones import clean_phone

# Numbers that the regulators keep for fiction: Ofcom (GB), Bundesnetzagentur (DE), Arcep (FR),
# PTS (SE), NANP 555-01xx (CA). Other countries' people are reached at a London number.
_NUMBERS = {
    "GB": "+44 20 7946 0{:03d}",
    "DE": "+49 30 23125 {:03d}",
    "FR": "+33 1 99 00 1{:d} {:02d}",
    "SE": "+46 8 465 004 {:02d}",
    "CA": "+1 604 555 01{:02d}",
}
_COUNTRIES = {
    "GB": "United Kingdom", "DE": "Germany", "FR": "France", "SE": "Sweden", "CA": "Canada",
    "CZ": "Czechia", "ES": "Spain", "JP": "Japan", "NO": "Norway", "NL": "Netherlands",
}  # fmt: skip
_NATIVE_LEGAL = "株"


class Numbers:
    """Hands out each invented number once."""

    def __init__(self) -> None:
        self._given: dict[str, int] = {}

    def next(self, country: str) -> PointDraft:
        """The next number of a country's range."""
        place = country if country in _NUMBERS else "GB"
        count = self._given[place] = self._given.get(place, 9) + 1
        form = _NUMBERS[place]
        value = form.format(*divmod(count, 100)) if place == "FR" else form.format(count)
        return PointDraft("phone", value, clean_phone(value) or value, "work")


def address_of(name: str, domain: str) -> str:
    """An invented mail address: given.family at the domain, in plain letters."""
    given = given_name(name)
    family = name[name.index(given) + len(given) :].strip() or given
    plain = (fold(part).replace(" ", "-") for part in (given, family))
    return f"{'.'.join(plain)}@{domain}"


def draft_of(who: Character, numbers: Numbers) -> PartyDraft:
    """An organisation, or a person who is a party alone."""
    street, code, city, country = who.address
    place = AddressDraft(street, code, city, "", _COUNTRIES.get(country, ""), "work")
    draft = PartyDraft(
        "person" if who.is_person else "organisation", who.name,
        addresses=[place], city=city, country=place.country,
        external=[("sample", who.key, who.key)],
        fields={"industry": who.industry, "employees": who.employees, "about": who.about,
                "language": who.get("lang")},
    )  # fmt: skip
    if who.legal and who.legal != who.name:
        draft.other_names.append(
            ("native" if _NATIVE_LEGAL in who.legal else "legal", who.legal)
        )
    if who.is_person:
        _name_parts(draft, who.name)
        address = address_of(who.name, who.domain)
        draft.points.append(PointDraft("email", address, address, "private"))
    elif who.domain:
        draft.points.append(PointDraft("domain", who.domain, who.domain))
        draft.points.append(
            PointDraft("link", f"https://www.{who.domain}", f"www.{who.domain}", "website")
        )
    draft.points.append(numbers.next(country))
    return draft


def draft_of_person(
    someone: Someone, who: Character, employer: UUID, numbers: Numbers, *, is_first: bool
) -> PartyDraft:
    """Somebody who works for an organisation."""
    draft = PartyDraft(
        "person", someone.name,
        external=[("sample", f"{who.key}/{someone.name}", someone.name)],
        ties=[TieDraft("works_for", employer, title=someone.title, is_primary=True,
                       other_name=who.name)],
        fields={"language": someone.language or who.get("lang")},
    )  # fmt: skip
    _name_parts(draft, someone.name)
    if someone.native:
        draft.other_names.append(("native", someone.native))
    if who.domain and not someone.unreachable:
        address = address_of(someone.name, who.domain)
        draft.points.append(PointDraft("email", address, address, "work"))
    if is_first:
        draft.points.append(numbers.next(who.address[3]))
    return draft


def _name_parts(draft: PartyDraft, name: str) -> None:
    draft.given_name = given_name(name)
    before, _, after = name.partition(draft.given_name)
    draft.honorific, draft.family_name = before.strip(), after.strip()
