"""Keeping the table of facts: for whom news came, or made again from the rooms below."""

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from django.db import connection
from django.db.models import Q

from keepwell.kernel.bulk import insert_rows
from keepwell.kernel.command import command
from keepwell.kinds.models import Due, PartyFacts
from keepwell.kinds.queries.facts import facts_asked
from keepwell.kinds.queries.whose import These, Whose, stretches
from keepwell.kinds.rules.facts import NAMES
from keepwell.parties.models import Party, Tie, TieRole

SOME = 2_000


@command
def remember_news_of(party_ids: Iterable[UUID]) -> None:
    """News came of these parties: their facts are looked at as soon as a worker is free.

    Written with what it is news of, so that no crash can lose it.
    """
    # not for the record: what happened is in the journal already
    rows = sorted({(party,) for party in party_ids})
    insert_rows(Due, ("party",), rows, ignore_conflicts=True)


@command
def remember_what_they_look_after(teammate_id: UUID) -> None:
    """A teammate came or went: look again at what they own and at their account teams."""
    # not for the record: what happened is in the journal already
    theirs = Q(relationship__owner=teammate_id) | Q(account_team__teammate=teammate_id)
    rows = Party.objects.filter(theirs).order_by("pk").distinct().values_list("pk")
    insert_rows(Due, ("party",), rows.iterator(), ignore_conflicts=True)


def rebuild_facts(day: date) -> None:
    """Make the facts of all parties again; every stretch is whole by itself."""
    for stretch in stretches():
        write_facts(stretch, day)


def refresh_facts(party_ids: Sequence[UUID], day: date) -> None:
    """Make the facts of these parties again."""
    for start in range(0, len(party_ids), SOME):
        write_facts(These(party_ids[start : start + SOME]), day)


@command
def write_facts(whose: Whose, day: date) -> None:
    """Write what is known today over what was; rows that are the same are left alone."""
    # not for the record: facts follow from what is journalled
    said, values = facts_asked(whose, day)
    with connection.cursor() as cursor:
        cursor.execute(_upsert(said), values)


def _upsert(said: str) -> str:
    table = PartyFacts._meta.db_table
    columns = ", ".join(f'"{name}"' for name in NAMES)
    changes = ", ".join(f'"{name}" = excluded."{name}"' for name in NAMES)
    stand = ", ".join(f'{table}."{name}"' for name in NAMES)
    come = ", ".join(f'excluded."{name}"' for name in NAMES)
    differ = "IS DISTINCT FROM" if connection.vendor == "postgresql" else "IS NOT"
    asked, _, rest = said.partition(" SELECT p.id AS party_id")
    return (
        f"{asked} INSERT INTO {table} (party_id, {columns}) SELECT p.id AS party_id{rest}"
        f" ON CONFLICT (party_id) DO UPDATE SET {changes} WHERE ({stand}) {differ} ({come})"
    )


def with_organisations(party_ids: Sequence[UUID]) -> list[UUID]:
    """These parties and the organisations they work for, whose kinds rest on them too."""
    found = dict.fromkeys(party_ids)
    for start in range(0, len(party_ids), SOME):
        ties = Tie.objects.filter(
            party__in=party_ids[start : start + SOME], role=TieRole.WORKS_FOR
        )
        found.update(dict.fromkeys(ties.values_list("other_id", flat=True)))
    return list(found)
