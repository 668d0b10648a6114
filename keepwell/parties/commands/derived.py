"""Columns and keys that follow from a party's parts, written whenever these parts are."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TypeVar
from uuid import UUID

from django.db import connection

from keepwell.parties.models import ContactPoint, MatchKey, Party, PartyName
from keepwell.parties.rules.spellings import Derived, derive

BATCH = 500
T = TypeVar("T")


def rederive_parties(party_ids: Iterable[UUID]) -> None:
    """Make sort name, search text and match keys of these parties again from their parts.

    A handful of statements for each 500 parties; rows that are right already are not written.
    """
    for batch in _batches(dict.fromkeys(party_ids), BATCH):
        parties = list(Party.objects.filter(pk__in=batch))
        fresh = _derived(parties)
        _write_columns(parties, fresh)
        _write_keys(fresh)
        index_search(batch)


def index_search(party_ids: Iterable[UUID | str]) -> None:
    """Bring search up to date for these parties; PostgreSQL does so by itself.

    Ids may be given as their 32 digits.
    """
    if connection.vendor != "sqlite":
        return
    for batch in _batches(dict.fromkeys(party_ids), 5_000):
        ids = json.dumps([id_ if isinstance(id_, str) else id_.hex for id_ in batch])
        with connection.cursor() as cursor:
            for statement in _INDEX_SEARCH:
                cursor.execute(statement, [ids])


_INDEX_SEARCH = (
    "DELETE FROM parties_search WHERE rowid IN (SELECT id FROM parties_search_row"
    " WHERE party_id IN (SELECT value FROM json_each(%s)))",
    "INSERT OR IGNORE INTO parties_search_row (party_id) SELECT value FROM json_each(%s)",
    "INSERT INTO parties_search (rowid, text) SELECT r.id, p.search_text"
    " FROM json_each(%s) j CROSS JOIN parties_search_row r ON r.party_id = j.value"
    " CROSS JOIN parties_party p ON p.id = r.party_id",
)


def _batches(items: Iterable[T], size: int) -> Iterator[list[T]]:
    rest = iter(items)
    while batch := list(islice(rest, size)):
        yield batch


def _derived(parties: Sequence[Party]) -> dict[UUID, Derived]:
    ids = [party.pk for party in parties]
    names: dict[UUID, list[str]] = {party.pk: [party.name] for party in parties}
    for party_id, text in (
        PartyName.objects.filter(party__in=ids).order_by("pk").values_list("party_id", "text")
    ):
        if text not in names[party_id]:
            names[party_id].append(text)
    reach: dict[tuple[UUID, str], list[str]] = defaultdict(list)
    points = ContactPoint.objects.filter(party__in=ids)
    for party_id, kind, normal in points.values_list("party_id", "kind", "normal"):
        reach[party_id, kind].append(normal)
    return {
        party.pk: derive(
            party.nature,
            names[party.pk],
            reach[party.pk, "email"],
            reach[party.pk, "phone"],
            reach[party.pk, "domain"],
            given_name=party.given_name,
            family_name=party.family_name,
            birth_date=str(party.birth_date or ""),
        )
        for party in parties
    }


def _write_columns(parties: Sequence[Party], fresh: dict[UUID, Derived]) -> None:
    stale = []
    for party in parties:
        made = fresh[party.pk]
        if (party.sort_name, party.search_text) != (made.sort_name, made.search_text):
            party.sort_name, party.search_text = made.sort_name, made.search_text
            stale.append(party)
    Party.objects.bulk_update(stale, ["sort_name", "search_text"], batch_size=200)


def _write_keys(fresh: dict[UUID, Derived]) -> None:
    there: dict[UUID, set[str]] = defaultdict(set)
    rows = MatchKey.objects.filter(party__in=list(fresh)).values_list("party_id", "key")
    for party_id, key in rows:
        there[party_id].add(key)
    for party_id, keys in there.items():
        if gone := keys - fresh[party_id].keys:
            MatchKey.objects.filter(party=party_id, key__in=gone).delete()
    MatchKey.objects.bulk_create(
        MatchKey(party_id=party_id, key=key)
        for party_id, made in fresh.items()
        for key in sorted(made.keys - there[party_id])
    )
