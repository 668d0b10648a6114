"""What parties are compared by, fetched for many at once."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from keepwell.firm.models import Firm
from keepwell.kernel.among import plain_rows
from keepwell.parties.models import (
    ContactPoint,
    Party,
    PartyName,
    PostalAddress,
    Tie,
    TieRole,
)
from keepwell.parties.rules.names import organisation_key
from keepwell.parties.rules.sameness import Face
from keepwell.parties.rules.spellings import door_of


def free_mail_of_firm() -> frozenset[str]:
    """The firm's own list of further free mail domains."""
    lists = Firm.objects.values_list("free_mail_domains", flat=True)
    return frozenset(domain for known in lists for domain in known)


def faces_of(party_ids: Iterable[UUID]) -> dict[UUID, Face]:
    """The face of each party: names, addresses, numbers, employers, place. Six queries."""
    uuids = {party_id.hex: party_id for party_id in party_ids}
    parties = Party.objects.filter(pk__one_of=uuids)
    of = {"party__one_of": uuids}
    names, points, places = _names(of), _points(of), _places(of)
    employers, parents = _ties(of)
    free_mail = free_mail_of_firm()
    return {
        uuids[pk]: Face(
            nature,
            tuple(dict.fromkeys([name, *names[pk]])),
            emails=frozenset(points[pk, "email"]),
            phones=frozenset(points[pk, "phone"]),
            employer_keys=frozenset(key for key, _ in employers[pk]),
            domains=frozenset(points[pk, "domain"]),
            city=places.get(pk, _NOWHERE)[0],
            country=places.get(pk, _NOWHERE)[1],
            door=places.get(pk, _NOWHERE)[2],
            title=next((title for _, title in employers[pk] if title), ""),
            birth_date=str(born or ""),
            own_keys=frozenset([pk]),
            parent_keys=frozenset(parents[pk]),
            free_mail=free_mail,
        )
        for pk, nature, name, born in plain_rows(
            parties.values_list("pk", "nature", "name", "birth_date")
        )
    }


Of = dict[str, Any]


def _names(of: Of) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    rows = PartyName.objects.filter(**of).order_by("pk").values_list("party_id", "text")
    for party_id, text in plain_rows(rows):
        found[party_id].append(text)
    return found


def _points(of: Of) -> dict[tuple[str, str], list[str]]:
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    rows = ContactPoint.objects.filter(**of).values_list("party_id", "kind", "normal")
    for party_id, kind, normal in plain_rows(rows):
        found[party_id, kind].append(normal)
    return found


_NOWHERE = ("", "", "")


def _places(of: Of) -> dict[str, tuple[str, str, str]]:
    """City, country and door (street with number, and postal code) of the first address."""
    rows = PostalAddress.objects.filter(**of).order_by("-pk")
    return {
        party_id: (city, country, door_of(street, code))
        for party_id, city, country, street, code in plain_rows(
            rows.values_list("party_id", "city", "country", "street", "postal_code")
        )
    }


def _ties(of: Of) -> tuple[dict[str, list[tuple[str, str]]], dict[str, list[str]]]:
    employers: dict[str, list[tuple[str, str]]] = defaultdict(list)
    parents: dict[str, list[str]] = defaultdict(list)
    rows = Tie.objects.filter(
        **of, role__in=[TieRole.WORKS_FOR, TieRole.OWNED_BY], ends_on=None
    ).values_list("party_id", "role", "other_id", "other__name", "title")
    for party_id, role, other_id, name, title in plain_rows(rows):
        if role == TieRole.WORKS_FOR:
            employers[party_id].append((organisation_key(name), title))
        else:
            parents[party_id].append(other_id)
    return employers, parents
