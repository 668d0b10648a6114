"""Finding a party by any piece of what is known of it."""

import re
from collections.abc import Iterable
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet

from keepwell.parties.lookups import begins
from keepwell.parties.models import ContactPoint, Party, PartyName, PartyQuerySet
from keepwell.parties.rules.addresses import clean_address
from keepwell.parties.rules.fold import fold
from keepwell.parties.rules.spellings import canon_words, digits_of, folded_name

SHORTEST_PIECE = 3
FEWEST_DIGITS = 4
LONGEST_TEXT = 200
POOL = 100
_NUMBER = re.compile(r"^[\s\d()+/.\-]+$")


def find_parties(among: PartyQuerySet, text: str, limit: int = 20) -> list[Party]:
    """The parties among these that fit the text best, by address, number or any name.

    An exact e-mail comes first, then numbers that end so, names that begin so, and what else
    holds every word. Bounded: at most 100 rows are looked at for each of these.
    """
    text = _tidy(text)
    found: dict[UUID, Party] = {}
    for ask in (_by_address, _by_number, _by_beginning, _by_pieces):
        if len(found) >= limit:
            break
        for party in ask(among, text):
            found.setdefault(party.pk, party)
    return list(islice(found.values(), limit))


def _tidy(text: str) -> str:
    return " ".join(text[:LONGEST_TEXT].replace("\0", " ").split())


def that_hold(among: PartyQuerySet, text: str) -> PartyQuerySet:
    """These parties narrowed to those found by the text: for lists that page and count."""
    text = _tidy(text)
    if not text:
        return among
    condition = _number(text) | _pieces(text) | Q(pk__in=_begun(text))
    if address := clean_address(text):
        condition |= Q(pk__in=_points("email").filter(normal=address).values("party"))
    return among.filter(condition)


def _points(kind: str) -> QuerySet[ContactPoint]:
    return ContactPoint.objects.filter(kind=kind)


def _by_address(among: PartyQuerySet, text: str) -> Iterable[Party]:
    if "@" not in text:
        return ()
    address = clean_address(text)
    exact = _points("email").filter(normal=address or "")
    found = list(among.filter(pk__in=exact.values("party"))[:POOL])
    if found:
        return found
    started = _points("email").filter(begins("normal", text.casefold()))
    return among.filter(pk__in=started.values("party"))[:POOL]


def _by_number(among: PartyQuerySet, text: str) -> Iterable[Party]:
    condition = _number(text)
    return among.filter(condition)[:POOL] if condition else ()


def _number(text: str) -> Q:
    """A number that ends so, however it is written: country code, trunk zero, blanks, signs."""
    digits = digits_of(text.replace("(0)", "")).lstrip("0")
    if len(digits) < FEWEST_DIGITS or not _NUMBER.match(text):
        return Q()
    tails = begins("tail", digits[::-1])
    if len(digits) > 8:
        tails |= begins("tail", digits[-8:][::-1])
    ends_so = ContactPoint.objects.filter(tails, ~Q(tail=""))
    return Q(pk__in=ends_so.values("party")) | Q(search_text__holds=digits)


def _begun(text: str) -> QuerySet[PartyName, Any]:
    return PartyName.objects.filter(begins("folded", folded_name(text))).values("party")


def _by_beginning(among: PartyQuerySet, text: str) -> Iterable[Party]:
    if not text:
        return ()
    wanted = folded_name(text)
    pool = among.filter(pk__in=_begun(text))[:POOL]
    return sorted(pool, key=lambda party: (folded_name(party.name) != wanted, party.sort_name))


def _by_pieces(among: PartyQuerySet, text: str) -> Iterable[Party]:
    condition = _pieces(text)
    pool = among.filter(condition)[:POOL] if condition else ()
    return sorted(pool, key=lambda party: party.sort_name)


def _pieces(text: str) -> Q:
    """Every word of three letters or more, in any order; Q() when no word is so long."""
    if "@" in text or (len(text) >= SHORTEST_PIECE and "." in text and " " not in text):
        return Q(search_text__holds=text.casefold())
    folded = fold(text) or text.casefold()
    return _all_words(folded) | _all_words(canon_words(folded))


def _all_words(folded: str) -> Q:
    words = [word for word in folded.split() if len(word) >= SHORTEST_PIECE]
    condition = Q()
    for word in sorted(set(words), key=len, reverse=True)[:8]:
        condition &= Q(search_text__holds=word)
    if words:
        for word in set(folded.split()) - set(words):
            condition &= Q(search_text__contains=word)
    elif len(folded) >= SHORTEST_PIECE:
        condition = Q(search_text__holds=folded)
    return condition


def unfindable_parties() -> int:
    """How many parties the index of SQLite lacks, or has rows of that are no more."""
    if connection.vendor != "sqlite":
        return 0
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT count(*) FROM parties_party p WHERE NOT EXISTS"
            " (SELECT 1 FROM parties_search_row r WHERE r.party_id = p.id))"
            " + abs((SELECT count(*) FROM parties_search_row)"
            " - (SELECT count(*) FROM parties_search_docsize))"
        )
        return int(cursor.fetchone()[0])
