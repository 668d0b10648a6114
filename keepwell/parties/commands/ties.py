from datetime import date, datetime

from django.utils.translation import gettext as _

from keepwell.firm.models import Teammate
from keepwell.kernel.command import command, hold
from keepwell.kernel.news import announce
from keepwell.kernel.record import record
from keepwell.kernel.refusal import Refused, refuse_unless
from keepwell.parties.commands.touching import (
    assign,
    clean_or_refuse,
    hold_present,
    mark_changed,
)
from keepwell.parties.models import Party, Tie, TieRole
from keepwell.parties.news import TiesChanged

OF_PEOPLE = {TieRole.WORKS_FOR, TieRole.REPORTS_TO, TieRole.FAMILY_OF}


@command
def tie_parties(
    party: Party,
    role: str,
    other: Party,
    *,
    title: str = "",
    starts_on: date | None = None,
    ends_on: date | None = None,
    is_primary: bool = False,
    at: datetime,
    by: Teammate | None = None,
) -> Tie:
    """Say how one party stands to another: works for, reports to, is owned by, buys for …

    A person's first employer is the primary one. `ends_on` is the first day no longer.
    """
    refuse_unless(party.pk != other.pk, _("Nobody is tied to themselves."), field="other")
    party, other = hold_present(party), hold_present(other)
    _refuse_ill_suited(party, role, other)
    _refuse_backwards(starts_on, ends_on)
    mates = Tie.objects.filter(party=party, role=role, is_primary=True, ends_on=None)
    first = is_primary or (role == TieRole.WORKS_FOR and not mates.exists())
    tie = Tie(
        party=party, role=role, other=other, title=title.strip(), is_primary=first,
        starts_on=starts_on, ends_on=ends_on,
    )  # fmt: skip
    clean_or_refuse(tie)
    if first:
        mates.update(is_primary=False)
    tie.save(force_insert=True)
    _tell(tie, "tied", at, by, role=role, other=other.name, title=tie.title)
    return tie


def _refuse_ill_suited(party: Party, role: str, other: Party) -> None:
    if role in OF_PEOPLE and not party.is_person:
        raise Refused(
            _("%(name)s is an organisation: only people work for or report to somebody.")
            % {"name": party.name},
            field="role",
        )
    if role == TieRole.WORKS_FOR and other.is_person:
        raise Refused(
            _("%(name)s is a person. Choose the organisation, or “reports to”.")
            % {"name": other.name},
            field="other",
        )


def _refuse_backwards(starts_on: date | None, ends_on: date | None) -> None:
    refuse_unless(
        starts_on is None or ends_on is None or starts_on < ends_on,
        _("It must end after it began."),
        field="ends_on",
    )


@command
def change_tie(
    tie: Tie,
    *,
    title: str,
    starts_on: date | None,
    ends_on: date | None,
    at: datetime,
    by: Teammate | None = None,
) -> Tie:
    """Correct the title or the days of a tie."""
    hold_present(tie.party)
    tie = hold(tie)
    _refuse_backwards(starts_on, ends_on)
    differ = assign(tie, {"title": title.strip(), "starts_on": starts_on, "ends_on": ends_on})
    if differ:
        clean_or_refuse(tie)
        tie.save()
        _tell(tie, "changed tie", at, by, other=tie.other.name, **differ)
    return tie


@command
def end_tie(tie: Tie, *, on: date, at: datetime, by: Teammate | None = None) -> Tie:
    """From `on` they are no longer tied; that they were stays on record."""
    hold_present(tie.party)
    tie = hold(tie)
    refuse_unless(tie.ends_on is None, _("This has already ended."))
    _refuse_backwards(tie.starts_on, on)
    tie.ends_on = on
    tie.save(update_fields=["ends_on"])
    _tell(tie, "ended tie", at, by, role=tie.role, other=tie.other.name, on=str(on))
    return tie


def _tell(tie: Tie, verb: str, at: datetime, by: Teammate | None, **facts: object) -> None:
    mark_changed(tie.party, at, by)
    told = {"other_id": str(tie.other_id), **{key: fact for key, fact in facts.items() if fact}}
    record(verb, "tie", None, at=at, by=by, party_id=tie.party_id, **told)
    announce(TiesChanged(tie.party_id, tie.other_id, at))
