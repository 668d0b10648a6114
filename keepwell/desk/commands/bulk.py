"""One thing done to many: settled, done one by one, told of each, undone as one.

Each row is its own small transaction, so that a kill loses nothing: whoever goes on takes the
rows that are left. What the one who asked may not see at that moment is left alone.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from keepwell.desk.commands.bulk_deed import Deed, Way
from keepwell.desk.commands.bulk_verbs import way_with_party
from keepwell.desk.commands.bulk_work import WITH_CONVERSATIONS, WITH_TASKS
from keepwell.desk.models import BulkChange, BulkRow
from keepwell.desk.queries.bulk_rows import MANY
from keepwell.firm.models import Teammate
from keepwell.kernel.bulk import insert_rows
from keepwell.kernel.command import command, hold
from keepwell.kernel.later import enqueue
from keepwell.kernel.record import record
from keepwell.kernel.refusal import Refused, refuse_unless
from keepwell.kernel.words import keep as _kept
from keepwell.notices.commands.tell import tell_of_work_done

MOST_ROWS = 20_000
LONGEST_REASON = 1_000


@command
def begin_bulk_change(
    verb: str,
    facts: Mapping[str, Any],
    *,
    ids: Iterable[UUID],
    noun: str = "parties",
    asked: str = "",
    at: datetime,
    by: Teammate,
) -> BulkChange:
    """Settle which rows of a noun something is done to and leave it to a worker.

    `asked` is the address of the list they come from, for the record.
    """
    known = _way_of(noun, verb, facts) is not None
    refuse_unless(known, _("Choose what to do with them."), field="do")
    ids = list(dict.fromkeys(ids))
    refuse_unless(bool(ids), _("Tick some rows first, or choose all of the list."))
    many = _("At most %(most)s can be changed at once. Narrow the list first.")
    refuse_unless(len(ids) <= MOST_ROWS, many % {"most": f"{MOST_ROWS:,}"})
    change = BulkChange.objects.create(
        noun=noun, verb=verb, facts=dict(facts), asked=asked[:4_000], by=by, total=len(ids),
        begun_at=at,
    )  # fmt: skip
    insert_rows(
        BulkRow,
        ("change", MANY[noun].column, "before", "after", "refused", "kept_because"),
        ([change.pk, one, {}, {}, "", ""] for one in ids),
    )
    record(
        "began_bulk_change", "bulk change", change.pk, at=at, by=by, what=verb,
        facts=dict(facts), of=noun, rows=len(ids), asked=asked[:1_000],
    )  # fmt: skip
    enqueue("desk.run_bulk_change", str(change.pk))
    return change


def _way_of(noun: str, verb: str, facts: Mapping[str, Any]) -> Way | None:
    """How this verb is done to one row of this noun; None where it is none of its verbs."""
    match noun:
        case "parties":
            return way_with_party(verb, facts)
        case "tasks":
            return WITH_TASKS.get(verb)
        case "conversations":
            return WITH_CONVERSATIONS.get(verb)
    return None


def _way_with(change: BulkChange) -> Way:
    way = _way_of(change.noun, change.verb, change.facts)
    assert way is not None, change.verb
    return way


@command
def change_row(row: BulkRow, *, at: datetime) -> BulkRow:
    """Do it to one row, or say why not; one done already is left alone."""
    # not for the record: the verb it calls writes its own line.
    row = hold(row)
    if row.done_at is not None:
        return row
    change = row.change
    many = MANY[change.noun]
    one = many.seen(change.by).filter(pk=many.id_in(row)).first()
    if one is None:
        row.refused = _kept("It is not there for you any more: trashed, merged or hidden.")
    else:
        _do(row, change, one, at)
    row.done_at = at
    row.save(update_fields=["before", "after", "refused", "done_at"])
    return row


def _do(row: BulkRow, change: BulkChange, one: Any, at: datetime) -> None:
    way = _way_with(change)
    row.before = way.seen(one)
    try:
        way.do(Deed(one, change.facts, at, change.by))
    except Refused as no:
        row.refused = no.because[:LONGEST_REASON]
        return
    row.after = way.seen(type(one)._default_manager.get(pk=one.pk))


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
    """Put one row back as it was, unless it changed since; then say so."""
    # not for the record: the verb it calls writes its own line.
    row = hold(row)
    if row.undone_at is not None:
        return row
    change = row.change
    many, way = MANY[change.noun], _way_with(change)
    one = many.with_trash(change.by).filter(pk=many.id_in(row)).first()
    if one is None:
        row.kept_because = _kept("It is not there for you any more: merged or hidden.")
    elif way.seen(one) != row.after:
        row.kept_because = _kept("Somebody changed it since.")
    else:
        try:
            way.undo(Deed(one, change.facts, at, change.by), row.before)
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
