from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from keepwell.firm.models import Teammate
from keepwell.journal.models import Entry, Look, Seal
from keepwell.journal.queries import line_of, remember_look
from keepwell.journal.rules import FIRST, digest_of
from keepwell.kernel.bulk import insert_rows
from keepwell.kernel.command import command
from keepwell.kernel.record import Line
from keepwell.parties.models import Party

BATCH = 2_000


def write_lines(lines: Iterable[Line]) -> None:
    """Write what commands have to say, in their own transaction; bulk writes in bulk."""
    insert_rows(
        Entry,
        ("at", "verb", "noun", "noun_id", "party_id", "by_id", "facts"),
        (
            (
                line.at,
                line.verb,
                line.noun,
                line.noun_id,
                line.party_id,
                line.by_id,
                dict(line.facts),
            )
            for line in lines
        ),
    )


@command
def seal_journal(*, at: datetime, most: int = BATCH) -> Seal | None:
    """Seal the lines written since the last seal, at most `most`; None if there are none.

    Writers never wait for the chain: sealing follows behind them, one sealer at a time.
    """
    # not for the record: the seal is the record's own.
    last = Seal.objects.select_for_update().order_by("-pk").first()
    unsealed = list(Entry.objects.select_for_update().filter(seal=None).order_by("pk")[:most])
    if not unsealed:
        return None
    previous = last.digest if last else FIRST
    digest = digest_of(previous, map(line_of, unsealed))
    seal = Seal.objects.create(
        previous=previous, digest=digest, lines=len(unsealed), sealed_at=at
    )
    Entry.objects.filter(pk__in=[entry.pk for entry in unsealed]).update(seal=seal)
    return seal


@command
def note_look(party: Party, *, by: Teammate, at: datetime) -> None:
    """Keep who looked at a party; once an hour is enough to know (`looked_this_hour`)."""
    # not for the record: looks are kept beside it, or the record would be mostly looks.
    hour = at.replace(minute=0, second=0, microsecond=0)
    Look.objects.bulk_create([Look(party=party, teammate=by, hour=hour)], ignore_conflicts=True)
    transaction.on_commit(lambda: remember_look(party, by, at))
