"""One thing done to many parties: settled, done one by one, told of each, undone as one.

Each party is its own small transaction, so that a kill loses nothing: whoever goes on takes the
parties that are left. What the one who asked may not see at that moment is left alone.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from keepwell.desk.commands.bulk_verbs import Deed, way_of
from keepwell.desk.models import BulkChange, BulkRow, BulkVerb
from keepwell.firm.models import Teammate
from keepwell.kernel.bulk import insert_rows
from keepwell.kernel.command import command, hold
from keepwell.kernel.later import enqueue
from keepwell.kernel.record import record
from keepwell.kernel.refusal import Refused, refuse_unless
from keepwell.kernel.words import keep
from keepwell.notices.commands.tell import tell_of_work_done
from keepwell.parties.models import Party
from keepwell.walls.queries import visible_parties

MOST_PARTIES = 20_000
LONGEST_REASON = 1_000


@command
def begin_bulk_change(
    verb: str,
    facts: Mapping[str, Any],
    *,
    party_ids: Iterable[UUID],
    asked: str = "",
    at: datetime,
    by: Teammate,
) -> BulkChange:
    """Settle which parties something is done to and leave it to a worker.

    `asked` is the address of the list they come from, for the record.
    """
    refuse_unless(verb in BulkVerb.values, _("Choose what to do with them."))
    ids = list(dict.fromkeys(party_ids))
    refuse_unless(bool(ids), _("Tick the parties first, or choose all of the list."))
    many = _("At most %(most)s parties can be changed at once. Narrow the list first.")
    refuse_unless(len(ids) <= MOST_PARTIES, many % {"most": f"{MOST_PARTIES:,}"})
    change = BulkChange.objects.create(
        verb=verb, facts=dict(facts), asked=asked[:4_000], by=by, total=len(ids), begun_at=at
    )
    insert_rows(
        BulkRow,
        ("change", "party", "before", "after", "refused", "kept_because"),
        ([change.pk, party, {}, {}, "", ""] for party in ids),
    )
    record(
        "began_bulk_change", "bulk change", change.pk, at=at, by=by, what=verb,
        facts=dict(facts), parties=len(ids), asked=asked[:1_000],
    )  # fmt: skip
    enqueue("desk.run_bulk_change", str(change.pk))
    return change


@command
def change_row(row: BulkRow, *, at: datetime) -> BulkRow:
    """Do it to one party, or say why not; a party done already is left alone."""
    # not for the record: the verb it calls writes its own line.
    row = hold(row)
    if row.done_at is not None:
        return row
    change = row.change
    party = visible_parties(change.by).filter(pk=row.party_id).first()
    if party is None:
        row.refused = keep("It is not there for you any more: trashed, merged or hidden.")
    else:
        _do(row, change, party, at)
    row.done_at = at
    row.save(update_fields=["before", "after", "refused", "done_at"])
    return row


def _do(row: BulkRow, change: BulkChange, party: Party, at: datetime) -> None:
    way = way_of(change.verb, change.facts)
    row.before = way.seen(party)
    try:
        way.do(Deed(party, change.facts, at, change.by))
    except Refused as no:
        row.refused = no.because[:LONGEST_REASON]
        return
    row.after = way.seen(Party.objects.get(pk=party.pk))


@command
def finish_bulk_change(change: BulkChange, *, at: datetime) -> BulkChange:
    """Say that everything was done or refused."""
    change = hold(change)
    if change.finished_at is None:
        change.finished_at = at
        change.save(update_fields=["finished_at"])
        refused = change.rows.exclude(refused="").count()
        record(
            "finished_bulk_change", "bulk change", change.pk, at=at, by=change.by,
            changed=change.total - refused, refused=refused,
        )  # fmt: skip
        if change.by_id is not None:
            tell_of_work_done(change.by_id, "bulk", change.pk, at=at)
    return change


@command
def begin_bulk_undo(change: BulkChange, *, at: datetime, by: Teammate) -> BulkChange:
    """Leave it to a worker to put back what was changed."""
    change = hold(change)
    refuse_unless(change.by_id == by.pk, _("Only who changed them can undo it."))
    refuse_unless(change.finished_at is not None, _("It is still at work. Wait until it ends."))
    refuse_unless(change.undo_begun_at is None, _("This is being undone already."))
    change.undo_begun_at = at
    change.save(update_fields=["undo_begun_at"])
    record("began_bulk_undo", "bulk change", change.pk, at=at, by=by)
    enqueue("desk.undo_bulk_change", str(change.pk))
    return change


@command
def put_row_back(row: BulkRow, *, at: datetime) -> BulkRow:
    """Put one party back as it was, unless it changed since; then say so."""
    # not for the record: the verb it calls writes its own line.
    row = hold(row)
    if row.undone_at is not None:
        return row
    change = row.change
    party = visible_parties(change.by, with_trash=True).filter(pk=row.party_id).first()
    way = way_of(change.verb, change.facts)
    if party is None:
        row.kept_because = keep("It is not there for you any more: merged or hidden.")
    elif way.seen(party) != row.after:
        row.kept_because = keep("Somebody changed it since.")
    else:
        try:
            way.undo(Deed(party, change.facts, at, change.by), row.before)
        except Refused as no:
            row.kept_because = no.because[:LONGEST_REASON]
    row.undone_at = at
    row.save(update_fields=["kept_because", "undone_at"])
    return row


@command
def finish_bulk_undo(change: BulkChange, *, at: datetime) -> BulkChange:
    """Say that all that could be put back was."""
    change = hold(change)
    if change.undone_at is None:
        change.undone_at = at
        change.save(update_fields=["undone_at"])
        kept = change.rows.exclude(kept_because="").count()
        record("undid_bulk_change", "bulk change", change.pk, at=at, by=change.by, kept=kept)
    return change
