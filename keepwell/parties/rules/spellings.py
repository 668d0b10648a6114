"""How a party's parts are spelt for comparison, for order and for search."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from keepwell.parties.rules.addresses import clean_address
from keepwell.parties.rules.fold import canon, fold
from keepwell.parties.rules.names import person_name
from keepwell.parties.rules.phones import clean_phone
from keepwell.parties.rules.search_keys import search_keys

_NOT_DIGIT = re.compile(r"\D+")
_SCHEME = re.compile(r"^[a-z][a-z0-9+.-]*://", re.I)
_DOMAIN = re.compile(r"^(?:[^\s@./\\:]{1,63}\.)+[^\s@./\\:\d]{2,63}$")
_LONGEST_NAME = 300
_LONGEST_TAIL = 40
_LONGEST_SEARCH = 4_000


@dataclass(frozen=True, slots=True)
class Derived:
    """The columns and keys that follow from a party's parts."""

    sort_name: str
    search_text: str
    keys: frozenset[str]


def derive(
    nature: str,
    names: Iterable[str],
    emails: Iterable[str] = (),
    phones: Iterable[str] = (),
    domains: Iterable[str] = (),
    *,
    given_name: str = "",
    family_name: str = "",
    birth_date: str = "",
) -> Derived:
    """What is stored beside a party so that it is sorted, found and matched.

    `names`: the main one first. `emails`, `phones`, `domains` in their compared spelling
    (`normal_of`). The search text holds every name folded (also with ae, oe, ue as a, o, u),
    the addresses, the digits of numbers and the domains, one a line.
    """
    names, emails, domains = tuple(names), frozenset(emails), frozenset(domains)
    main = names[0] if names else ""
    return Derived(
        sort_name_of(nature, main, given_name, family_name),
        search_text_of(names, emails, phones, domains),
        match_keys(
            nature,
            names_compared(nature, names, given_name, family_name),
            emails,
            domains,
            birth_date,
        ),
    )


def names_compared(
    nature: str, names: Iterable[str], given_name: str, family_name: str
) -> tuple[str, ...]:
    """Names as compared: where both parts are known, “Family, Given” leaves no doubt."""
    if nature != "person" or not (given_name and family_name):
        return tuple(names)
    plain = {f"{given_name} {family_name}", f"{family_name} {given_name}"}
    return (f"{family_name}, {given_name}", *(name for name in names if name not in plain))


def search_text_of(
    names: Iterable[str], emails: Iterable[str], phones: Iterable[str], domains: Iterable[str]
) -> str:
    """What search looks into: every name folded (also with ae, oe, ue as a, o, u), addresses,
    the digits of numbers and domains, one a line."""
    folded = [folded_name(name) for name in names]
    lines = [*folded, *map(canon_words, folded), *sorted(emails)]
    lines += [*sorted(map(digits_of, phones)), *sorted(domains)]
    return "\n".join(line for line in dict.fromkeys(lines) if line)[:_LONGEST_SEARCH]


def match_keys(
    nature: str,
    names: tuple[str, ...],
    emails: frozenset[str],
    domains: frozenset[str],
    birth_date: str = "",
) -> frozenset[str]:
    """The keys stored to find candidates; addresses, numbers and ids have their own indexes."""
    keys = search_keys(nature, names, emails, domains=domains, birth_date=birth_date)
    return frozenset(key for key in keys if key[0] not in "exp")


def sort_name_of(nature: str, name: str, given_name: str = "", family_name: str = "") -> str:
    """Where a party stands in a list by name: people by family name, then given name."""
    if nature == "person":
        if not family_name:
            parsed = person_name(name)
            given_name, family_name = parsed.given, parsed.family
        if sorted_ := fold(f"{family_name} {given_name}"):
            return sorted_[:_LONGEST_NAME]
    return folded_name(name)


def folded_name(name: str) -> str:
    """A name as it is compared and sorted; signs without letters stay as they are."""
    return (fold(name) or " ".join(name.lower().split()))[:_LONGEST_NAME]


def canon_words(folded: str) -> str:
    """Folded words with ae, oe, ue as a, o, u."""
    return " ".join(map(canon, folded.split(" ")))


def door_of(street: str, postal_code: str) -> str:
    """Where somebody lives or works to the door; '' where the house has no number."""
    if not postal_code or not any(sign.isdigit() for sign in street):
        return ""
    return f"{canon_words(fold(street))} {fold(postal_code)}"


def digits_of(number: str) -> str:
    """Only the digits of a number."""
    return _NOT_DIGIT.sub("", number)


def normal_of(kind: str, value: str, region: str | None = None) -> str | None:
    """What is compared of an e-mail, phone, link or domain; None when it is none."""
    value = value.strip()
    if kind == "email":
        return clean_address(value)
    if kind == "phone":
        return clean_phone(value, region or None)
    return _domain(value) if kind == "domain" else _link(value)


def _domain(value: str) -> str | None:
    host = _SCHEME.sub("", value).partition("/")[0].rpartition("@")[2].partition(":")[0]
    host = host.casefold().removeprefix("www.").strip(". ")
    return host if _DOMAIN.match(host) else None


def _link(value: str) -> str | None:
    bare = _SCHEME.sub("", value).partition("#")[0].rstrip("/")
    scheme = _SCHEME.match(value)
    if scheme and scheme.group().lower() not in ("http://", "https://"):
        return None
    host, slash, rest = bare.partition("/")
    domain = _domain(host)
    return f"{domain}{slash}{rest}"[:500] if domain else None


def tail_of(kind: str, normal: str) -> str:
    """The digits of a number backwards, '' for all that is no number."""
    return digits_of(normal)[::-1][:_LONGEST_TAIL] if kind == "phone" else ""
