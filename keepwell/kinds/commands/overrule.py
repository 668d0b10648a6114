"""Somebody's word over the policy's, for one party and for a time."""

from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from keepwell.firm.models import Teammate
from keepwell.kernel.command import command, hold
from keepwell.kernel.record import record
from keepwell.kernel.refusal import refuse_unless
from keepwell.kinds.commands.judge import judge_all_kinds
from keepwell.kinds.models import Kind, Overruling
from keepwell.parties.models import Party

LONGEST = timedelta(days=730)


@command
def overrule_kind(
    party: Party, kind: str, *, is_held: bool, reason: str, ends_on: date, at: datetime,
    by: Teammate,
) -> Overruling:  # fmt: skip
    """Say that a party is, or is not, of a kind, until a day, whatever the policy says.

    It takes the place of what somebody said before, and falls away by itself at its end.
    """
    today = at.date()
    refuse_unless(kind in Kind.values, _("Choose a kind."), field="kind")
    refuse_unless(
        bool(reason.strip()), _("Say why, for whoever wonders later."), field="reason"
    )
    refuse_unless(
        ends_on > today,
        _("Choose a day in the future; then it is judged anew."),
        field="ends_on",
    )
    refuse_unless(
        ends_on <= today + LONGEST, _("Two years at most; then somebody looks again."),
        field="ends_on",
    )  # fmt: skip
    hold(party)  # of two words at once the later one stands
    stands = Overruling.objects.filter(party=party, kind=kind, taken_back_at=None)
    stands.update(taken_back_at=at)
    row = Overruling.objects.create(
        party=party, kind=kind, is_held=is_held, reason=reason.strip(), starts_on=today,
        ends_on=ends_on, made_at=at, made_by=by, made_by_name=by.name,
    )  # fmt: skip
    record(
        "overruled", "holding", row.pk, at=at, by=by, party_id=party.pk, kind=kind,
        is_held=is_held, reason=row.reason, ends_on=str(ends_on),
    )  # fmt: skip
    judge_all_kinds(at=at, party_ids=[party.pk])
    return row


@command
def take_back_overruling(row: Overruling, *, at: datetime, by: Teammate) -> Overruling:
    """From now on the policy decides again."""
    row = hold(row)
    if row.taken_back_at is not None:
        return row
    row.taken_back_at = at
    row.save(update_fields=["taken_back_at"])
    record(
        "took_back_overruling", "holding", row.pk, at=at, by=by, party_id=row.party_id,
        kind=row.kind,
    )  # fmt: skip
    judge_all_kinds(at=at, party_ids=[row.party_id])
    return row
