"""Saying who the owners are whom files name: a teammate, somebody to be taken in, or nobody."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from keepwell.exchange.commands.take.around import Trace
from keepwell.exchange.models import Import, ImportState, NamedOwner
from keepwell.exchange.models import Trace as KeptTrace
from keepwell.exchange.queries.owners import called, owners_to_settle, parties_waiting_for
from keepwell.firm.charge import must_be_allowed
from keepwell.firm.commands.take_in import (
    NAMED,
    ListedTeammate,
    know_teammate_as,
    take_in_teammates,
)
from keepwell.firm.models import Teammate
from keepwell.firm.rules import Act, Role
from keepwell.kernel.bulk import insert_rows
from keepwell.kernel.command import command, hold
from keepwell.kernel.record import record
from keepwell.kernel.refusal import refuse_unless
from keepwell.parties.rules.addresses import clean_address
from keepwell.relationships.commands.take_in import StandingDraft, take_in_standings
from keepwell.walls.models import Wall

INVITE, LEFT, LEAVE = "invite", "left", "leave"
AT_ONCE = 500
# Of those taken in for their name alone: whoever invites them says more.
SEES_LEAST = Role.DELIVERY


@command
def note_named_owners(job: Import, rows: Mapping[str, int]) -> None:
    """Keep which owners some rows named that no list of teammates tells of, and how often."""
    # not for the record: the rows are recorded portion by portion
    known = {each.name: each for each in job.named_owners.filter(name__in=list(rows))}
    new = [
        NamedOwner(job=job, name=n, rows=often) for n, often in rows.items() if n not in known
    ]
    for each in known.values():
        each.rows += rows[each.name]
    NamedOwner.objects.bulk_create(new, batch_size=AT_ONCE)
    NamedOwner.objects.bulk_update(known.values(), ["rows"], batch_size=AT_ONCE)


@command
def settle_owners(
    job: Import, chosen: Mapping[str, str], *, at: datetime, by: Teammate | None
) -> int:
    """Say who the owners are whom an import names; what waits for them is theirs then.

    `chosen` says for each name a teammate's id, `invite` or `left` (taken in without a way to
    sign in, working here or gone), or `leave`. Whoever has an owner keeps them. Counts the
    parties that got one; all of it goes back when the import is undone.
    """
    must_be_allowed(by, Act.IMPORT)
    job = hold(job)
    refuse_unless(
        job.state in (ImportState.DONE, ImportState.STOPPED) and not job.is_dry_run,
        _("Nothing of this import is in yet. Import it first, then say who its owners are."),
    )
    traces: list[Trace] = []
    settled: dict[str, str] = {}
    parties = 0
    for owner in job.named_owners.filter(name__in=list(chosen)).order_by("name", "pk"):
        teammate = _meant(owner.name, chosen[owner.name], traces, at, by)
        if teammate is None:
            continue
        parties += _give(owner.name, teammate, traces, at, by)
        owner.teammate, owner.settled_at = teammate, at
        owner.save(update_fields=["teammate", "settled_at"])
        settled[owner.name] = str(teammate.pk)
    insert_rows(
        KeptTrace,
        ("job", "noun", "noun_id", "before", "after"),
        ([job.pk, noun, noun_id, before, after] for noun, noun_id, before, after in traces),
    )
    if settled:
        record("settle_owners", "import", job.pk, at=at, by=by, owners=settled, parties=parties)
    return parties


@command
def take_in_owners(job: Import, *, at: datetime, by: Teammate | None) -> int:
    """Settle every owner at once: the teammate of that name, else somebody to be invited."""
    # not for the record: settling them is
    settled = 0
    while left := owners_to_settle(job, by):
        chosen = {
            each.owner.name: str(each.proposed.pk) if each.proposed else INVITE for each in left
        }
        given = settle_owners(job, chosen, at=at, by=by)
        settled += given
        if not given:
            break
    return settled


def _meant(
    name: str, choice: str, traces: list[Trace], at: datetime, by: Teammate | None
) -> Teammate | None:
    if choice == LEAVE:
        return None
    if choice in (INVITE, LEFT):
        return _taken_in(name, choice == INVITE, traces, at, by)
    teammate: Teammate | None = Teammate.objects.filter(pk=_id(choice)).first()
    refuse_unless(
        teammate is not None, _("Choose one of the list for %(name)s.") % {"name": name}
    )
    if teammate and know_teammate_as(teammate, name, at=at, by=by):
        traces.append(_alias(name))
    return teammate


def _id(word: str) -> UUID | None:
    try:
        return UUID(word)
    except ValueError:
        return None


def _taken_in(
    name: str, is_here: bool, traces: list[Trace], at: datetime, by: Teammate | None
) -> Teammate:
    row = ListedTeammate(called(name), clean_address(name) or "", name, is_here)
    taken = take_in_teammates([row], source=NAMED, at=at, by=by, role=SEES_LEAST)
    traces += [("firm.Teammate", str(pk), None, None) for pk in taken.added]
    traces += [("firm.Teammate", str(pk), old, new) for pk, old, new in taken.changed]
    traces += [_alias(id_) for id_ in taken.aliases]
    return taken.teammates[0]


def _alias(word: str) -> Trace:
    return "firm.TeammateAlias", "", None, {"source": NAMED, "external_id": word}


def _give(
    name: str, teammate: Teammate, traces: list[Trace], at: datetime, by: Teammate | None
) -> int:
    """Make the teammate owner of what waits under this name, except behind a wall."""
    waiting = parties_waiting_for([name], by)
    walled = Wall.objects.filter(teammate=teammate).values("party")
    ids = list(waiting.exclude(party__in=walled).order_by("pk").values_list("pk", flat=True))
    given = 0
    for start in range(0, len(ids), AT_ONCE):
        part = ids[start : start + AT_ONCE]
        # Held, so that nobody gives them another owner meanwhile.
        list(
            parties_waiting_for([name], None)
            .select_for_update(of=("self",))
            .filter(pk__in=part)
        )
        drafts = [StandingDraft(party_id, teammate.pk) for party_id in part]
        for party_id, before, after in take_in_standings(drafts, at=at, by=by, tool="import"):
            given += 1
            traces.append(("relationships.Relationship", str(party_id), before, after))
    return given
