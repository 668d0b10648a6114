"""Undoing a whole import: created and updated values, except what was changed since."""

from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from typing import Any
from uuid import UUID

from keepwell.conversations.commands.claim import claim_known_addresses
from keepwell.conversations.commands.join import join_conversations
from keepwell.exchange import progress
from keepwell.exchange.commands.new_fields import take_back_fields
from keepwell.exchange.commands.stop_import import can_be_undone
from keepwell.exchange.commands.take_back import TakenBack
from keepwell.exchange.models import Import, ImportState, NamedOwner, Trace
from keepwell.exchange.queries.worked_on import why_they_stay
from keepwell.firm.charge import must_be_allowed
from keepwell.firm.models import Teammate, TeammateAlias
from keepwell.firm.queries import can_sign_in
from keepwell.firm.rules import Act
from keepwell.journal.models import Look
from keepwell.kernel.command import command, hold
from keepwell.kernel.record import Line, record, record_many
from keepwell.kernel.refusal import Refused
from keepwell.kernel.words import keep as _kept
from keepwell.kinds.commands.judge import judge_all_kinds
from keepwell.kinds.models import Holding
from keepwell.parties.commands.derived import rederive_parties
from keepwell.parties.commands.suggest import suggest_duplicates
from keepwell.parties.commands.unmerge import undo_merge
from keepwell.parties.models import Merge, Party, Tie
from keepwell.relationships.commands.refresh import refresh_contact_facts
from keepwell.relationships.commands.stages import derive_stages
from keepwell.walls.models import Sight

PORTION, FEW = 2_000, 400
# What goes with a teammate an import made, and does not keep them.
SAY_NOTHING = (TeammateAlias, Sight, Look, NamedOwner)
MOST_LISTED = 5_000


@command
def undo_import(job: Import, *, at: datetime, by: Teammate | None) -> Import:
    """Take back what an import made and changed, the newest first, all of it or nothing.

    What somebody changed since stays and is listed in `kept_on_undo`; so do parties that were
    worked on. Facts, stages and kinds are made again. A second time changes nothing.
    """
    must_be_allowed(by, Act.IMPORT)
    job = hold(job)
    if job.state == ImportState.UNDONE:
        return job
    can_be_undone(job)
    back = TakenBack(job)
    _take_back_rows(job, back, at, by)
    back.emptied_orders()
    back.unclaim()
    stays = _take_back_parties(job, back, at, by)
    _take_back_teammates(job, back)
    take_back_fields(job, back, at=at, by=by)
    _take_back_judgements(job, back)
    _judge_again(back, stays, at=at, by=by)
    job.state, job.stage, job.undone_at, job.because = ImportState.UNDONE, "", at, ""
    job.kept_on_undo = back.kept[:MOST_LISTED]
    job.save(update_fields=["state", "stage", "undone_at", "because", "kept_on_undo"])
    record(
        "undo_import", "import", job.pk, at=at, by=by,
        parties=len(back.made) - len(stays), kept=len(back.kept),
    )  # fmt: skip
    progress.forget(job.pk)
    return job


def _take_back_rows(job: Import, back: TakenBack, at: datetime, by: Teammate | None) -> None:
    for portion in _newest_first(job):
        run: list[Trace] = []
        for trace in portion:
            if trace.noun != "parties.Merge":
                run.append(trace)
                continue
            back.rows(run)
            run = []
            _part(UUID(trace.noun_id), back, at, by)
        back.rows(run)


def _newest_first(job: Import) -> Iterator[list[Trace]]:
    last = None
    while True:
        traces = Trace.objects.filter(job=job).order_by("-pk")
        portion = list((traces.filter(pk__lt=last) if last else traces)[:PORTION])
        if not portion:
            return
        yield portion
        last = portion[-1].pk


def _part(merge_id: UUID, back: TakenBack, at: datetime, by: Teammate | None) -> None:
    """Undo a merge of the import; those merged in one go are parted together, so once."""
    merge = Merge.objects.filter(pk=merge_id, undone_at=None).first()
    if merge is None:
        return
    pair = {merge.survivor_id, merge.absorbed_id}
    back.concerned |= pair
    try:
        undo_merge(merge, at=at, by=by)
    except Refused:
        name = str(Party.objects.get(pk=merge.survivor_id))
        because = _kept("They were merged again since. Undo that merge first.")
        back.keep("party", str(merge.survivor_id), name, because)


def _take_back_parties(
    job: Import, back: TakenBack, at: datetime, by: Teammate | None
) -> dict[UUID, str]:
    ids = sorted(back.made, reverse=True)
    stays: dict[UUID, str] = {}
    for part in _parts(ids):
        stays |= why_they_stay(part, back.made, job.finished_at or job.heartbeat_at)
    stays |= _employers_of(stays, back.made)
    by_id = by.pk if by else None
    for part in _parts([pk for pk in ids if pk not in stays]):
        Party.objects.filter(pk__in=part).delete()
        record_many(
            Line("took_back", "party", pk, at, by_id, pk, {"import": str(job.pk)})
            for pk in part
        )
    for part in _parts(sorted(stays)):
        for party in Party.objects.filter(pk__in=part).order_by("sort_name", "pk"):
            back.keep("party", str(party.pk), party.name, stays[party.pk])
    return stays


def _employers_of(stays: dict[UUID, str], made: set[UUID]) -> dict[UUID, str]:
    """Where somebody stays, what they work for stays."""
    found: dict[UUID, str] = {}
    for part in _parts(sorted(stays)):
        ties = Tie.objects.filter(party__in=part, role="works_for").select_related("party")
        for tie in ties:
            if tie.other_id in made and tie.other_id not in stays:
                found[tie.other_id] = _kept("%(name)s works for them.", name=tie.party.name)
    return found


def _parts(ids: list[UUID]) -> Iterator[list[UUID]]:
    rest = iter(ids)
    while part := list(islice(rest, FEW)):
        yield part


def _take_back_teammates(job: Import, back: TakenBack) -> None:
    """Teammates go again who were only on the list: nobody invited, nothing in their name."""
    made = Trace.objects.filter(job=job, noun="firm.Teammate", before__isnull=True)
    for teammate in Teammate.objects.filter(pk__in=[UUID(t.noun_id) for t in made]):
        if can_sign_in(teammate) or teammate.role_chosen_at or _is_named(teammate):
            because = _kept("They were invited, or something is in their name.")
            back.keep("teammate", str(teammate.pk), teammate.name, because)
            continue
        TeammateAlias.objects.filter(teammate=teammate).delete()
        teammate.delete()


def _is_named(teammate: Teammate) -> bool:
    """Whether anything that stays has to do with a teammate."""
    found: Any = Teammate._meta.get_fields(include_hidden=True)
    return any(
        each.related_model._base_manager.filter(**{each.field.name: teammate}).exists()
        for each in found
        if each.one_to_many and each.related_model not in SAY_NOTHING
    )


def _take_back_judgements(job: Import, back: TakenBack) -> None:
    """What the import had judged of parties that were here before is judged afresh."""
    for part in _parts(sorted(back.concerned)):
        employers = Tie.objects.filter(party__in=part, role="works_for")
        back.concerned.update(employers.values_list("other_id", flat=True))
    older = sorted(pk for pk in back.concerned if pk not in back.made)
    for part in _parts(older):
        Holding.objects.filter(party__in=part, pk__gt=job.pk).delete()
    for part in _parts(back.ended):
        ended = Holding.objects.filter(pk__in=part, pk__lt=job.pk)
        again = Holding.objects.filter(party__in=ended.values("party"), pk__gt=job.pk)
        again.delete()
        ended.update(until=None)


def _judge_again(
    back: TakenBack, stays: dict[UUID, str], *, at: datetime, by: Teammate | None
) -> None:
    ids: list[UUID] = []
    for part in _parts(sorted(back.concerned | {*stays})):
        ids += Party.objects.filter(pk__in=part).values_list("pk", flat=True)
    rederive_parties(ids)
    if back.contact_changed:
        claim_known_addresses(at=at)
        join_conversations(at=at)
    refresh_contact_facts(at=at)
    derive_stages(at=at)
    judge_all_kinds(at=at)
    suggest_duplicates(ids, at=at, by=by)
