"""Invented companies and contacts as a CRM exports them; a seed always gives the same files."""

import csv
import random
from collections.abc import Iterator
from pathlib import Path

GIVEN = (
    "Anna", "Bruno", "Carla", "David", "Elena", "Farid", "Greta", "Hugo", "Ines", "Jonas",
    "Katja", "Liam", "Maria", "Noor", "Oskar", "Paula", "Quentin", "Rosa", "Stefan", "Tara",
    "Ute", "Viktor", "Wanda", "Xenia", "Yusuf", "Zoe", "Amara", "Chidi", "Dele", "Petra", "Mei",
    "Jing", "Minh", "Sven", "Lars", "Olga", "Ivan", "Pablo", "Lucia", "Marco",
)  # fmt: skip
SYLLABLES = (
    "ber", "man", "son", "ski", "ton", "ley", "wick", "ham", "ford", "stein", "bach", "mann",
    "hof", "feld", "berg", "lund", "strom", "qvist", "sen", "dottir", "ova", "enko", "idis",
    "akis", "ez", "ini", "elli", "ard", "oux", "eau", "in", "or", "an", "el", "ra", "mi", "to",
    "ka", "lo", "vi", "za", "no",
)  # fmt: skip
FORMS = ("Ltd", "GmbH", "Inc", "SARL", "AG", "Partners")
CITIES = (
    ("London", "EC1A 4HD", "United Kingdom"),
    ("Berlin", "10115", "Germany"),
    ("Lyon", "69001", "France"),
)
COMPANY_HEADER = (
    "Record ID", "Company name", "Company Domain Name", "Industry", "City", "Country/Region",
)  # fmt: skip
CONTACT_HEADER = (
    "Record ID", "First Name", "Last Name", "Email", "Phone Number", "Mobile Phone Number",
    "Lifecycle Stage", "Create Date", "Job Title", "Associated Company",
    "Associated Company IDs", "Street Address", "City", "Postal Code", "Country/Region",
)  # fmt: skip
KNOWN, REPEATED = 0.05, 0.03


def write_companies(path: Path, count: int, *, seed: int) -> None:
    """A table of companies with ids and domains of their own."""
    chance = random.Random(seed)
    with path.open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(COMPANY_HEADER)
        for number in range(count):
            city, _, country = CITIES[number % len(CITIES)]
            name = f"{_word(chance)} {_word(chance)} {number} {chance.choice(FORMS)}"
            domain = f"company-{number}.example.com"
            rows.writerow((50_000_000 + number, name, domain, "Trade", city, country))


def write_contacts(
    path: Path, count: int, companies: int, *, seed: int, before: int = 0
) -> None:
    """A table of contacts, ten or so to a company.

    Colleagues share the number of their company; whoever shares a name works elsewhere. 5 % are
    people of an earlier file of `before` contacts under a new id, 3 % repeat somebody of this
    file under another id: both are for the matching to find by their address.
    """
    chance = random.Random(seed)
    names = [_word(chance) + chance.choice(SYLLABLES) for _ in range(20_000)]
    with path.open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(CONTACT_HEADER)
        rows.writerows(_contacts(count, companies, chance, names, before))


def _contacts(
    count: int, companies: int, chance: random.Random, names: list[str], before: int
) -> Iterator[tuple[object, ...]]:
    for place in range(count):
        number = place + before
        draw = chance.random()
        if before and draw < KNOWN:
            number = chance.randrange(before)
        elif draw < KNOWN + REPEATED and place > 100:
            number = before + chance.randrange(place)
        # What somebody is called and where they work follows from their number alone.
        given, family = GIVEN[number * 7 % len(GIVEN)], names[number * 31 % len(names)]
        # Each name is borne by several people, of different companies.
        company = (number * 13 + number // len(names) * 101) % companies
        city, code, country = CITIES[company % len(CITIES)]
        mail = f"{given}.{family}.{number}@company-{company}.example.com".lower()
        switchboard = f"+44 20 7{company % 1_000:03d} {company // 1_000:04d}"
        yield (
            1_000_000 + before + place, given, family, mail, switchboard,
            f"+44 7911 {number % 1_000_000:06d}", "lead", "2024-03-12 09:14",
            chance.choice(("Head of Purchasing", "Managing Director", "Clerk", "")),
            "", 50_000_000 + company, f"{number % 200 + 1} High Street", city, code, country,
        )  # fmt: skip


def _word(chance: random.Random) -> str:
    return "".join(chance.choices(SYLLABLES, k=chance.choice((2, 3)))).capitalize()
