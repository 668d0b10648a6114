"""Tending: rhythm, pauses, the next touch, and items of Today put off."""

from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from keepwell.conversations.commands.log import log_call
from keepwell.conversations.models import Activity
from keepwell.firm.models import Teammate
from keepwell.kernel.command import command, hold
from keepwell.kernel.record import changes, record
from keepwell.kernel.refusal import refuse_unless
from keepwell.parties.models import Party
from keepwell.relationships.commands.refresh import refresh_contact_facts
from keepwell.relationships.models import Relationship, Snooze

LONGEST_CADENCE = 730


@command
def set_cadence(party: Party, *, days: int | None, at: datetime, by: Teammate) -> Relationship:
    """Agree how many days may lie between touches; None is the firm's usual rhythm."""
    fits = days is None or 1 <= days <= LONGEST_CADENCE
    refuse_unless(fits, _("Choose between 1 and 730 days."), field="days")
    relationship = _change(party, "set_cadence", {"cadence_days": days}, at=at, by=by)
    refresh_contact_facts(at=at, party_ids=[party.pk])
    return relationship


@command
def pause_relationship(
    party: Party, *, until: date, reason: str, at: datetime, by: Teammate
) -> Relationship:
    """Agree not to be in touch until a day; until then nothing is quiet."""
    refuse_unless(until > at.date(), _("A pause ends on a day ahead."), field="until")
    refuse_unless(bool(reason.strip()), _("Say why contact pauses."), field="reason")
    relationship = _change(
        party, "paused", {"paused_until": until}, at=at, by=by, reason=reason.strip()
    )
    refresh_contact_facts(at=at, party_ids=[party.pk])
    return relationship


@command
def end_pause(party: Party, *, at: datetime, by: Teammate) -> Relationship:
    """Contact goes on before the pause is over."""
    relationship = _change(party, "ended_pause", {"paused_until": None}, at=at, by=by)
    refresh_contact_facts(at=at, party_ids=[party.pk])
    return relationship


@command
def plan_touch(
    party: Party,
    *,
    on: date,
    what: str = "",
    teammate: Teammate | None = None,
    at: datetime,
    by: Teammate,
) -> Relationship:
    """Say when this party is touched next, how, and by whom (else whoever says so)."""
    refuse_unless(on >= at.date(), _("The next touch is today or later."), field="on")
    who = teammate or by
    left = _("%(name)s has left the firm. Choose somebody else.")
    refuse_unless(who.is_active, left % {"name": who.name}, field="teammate")
    planned = {
        "next_touch_on": on, "next_touch_what": what.strip()[:200], "next_touch_by_id": who.pk,
    }  # fmt: skip
    return _change(party, "planned_touch", planned, at=at, by=by)


@command
def drop_touch(party: Party, *, at: datetime, by: Teammate) -> Relationship:
    """Take back the planned touch; the rhythm says when the next one is due."""
    nothing = {"next_touch_on": None, "next_touch_what": "", "next_touch_by_id": None}
    return _change(party, "dropped_touch", nothing, at=at, by=by)


@command
def log_call_and_plan(  # noqa: PLR0913 - a call and the next touch in one step
    party: Party,
    *,
    direction: str,
    outcome: str,
    on: datetime,
    text: str = "",
    with_person: Party | None = None,
    next_on: date | None = None,
    next_what: str = "",
    at: datetime,
    by: Teammate,
) -> Activity:
    """Write down a call and, in the same step, plan the next touch where a day is given.

    A touch that was planned for then or earlier is done by a connected call.
    """
    call = log_call(
        [with_person or party], direction=direction, outcome=outcome, on=on, text=text,
        at=at, by=by,
    )  # fmt: skip
    if next_on is not None:
        plan_touch(party, on=next_on, what=next_what, at=at, by=by)
    elif outcome == "connected":
        due = Relationship.objects.filter(party=party, next_touch_on__lte=on.date())
        if due.exists():
            drop_touch(party, at=at, by=by)
    return call


def _change(
    party: Party, verb: str, after: dict[str, Any], *, at: datetime, by: Teammate, **facts: Any
) -> Relationship:
    relationship, _made = Relationship.objects.get_or_create(party=party)
    relationship = hold(relationship)
    before = {name: getattr(relationship, name) for name in after}
    for name, value in after.items():
        setattr(relationship, name, value)
    relationship.save(update_fields=[name.removesuffix("_id") for name in after])
    changed = {
        name: [None if each is None else str(each) for each in pair]
        for name, pair in changes(before, after).items()
    }
    record(
        verb,
        "relationship",
        party.pk,
        at=at,
        by=by,
        party_id=party.pk,
        changed=changed,
        **facts,
    )
    return relationship


@command
def snooze_item(
    item: str,
    *,
    party: Party | None,
    until: date,
    reason: str,
    at: datetime,
    by: Teammate,
) -> Snooze:
    """Put an item of one's own Today off until a day, with a reason."""
    refuse_unless(until > at.date(), _("Put it off to a day ahead."), field="until")
    refuse_unless(bool(reason.strip()), _("Say why it can wait."), field="reason")
    Snooze.objects.filter(teammate=by, item=item, woken_at=None).update(woken_at=at)
    snooze = Snooze.objects.create(
        party=party, teammate=by, item=item[:120], reason=reason.strip()[:300], until=until,
        snoozed_at=at,
    )  # fmt: skip
    record(
        "snoozed", "snooze", snooze.pk, at=at, by=by, party_id=party.pk if party else None,
        item=item, until=str(until), reason=snooze.reason,
    )  # fmt: skip
    return snooze


@command
def wake_item(snooze: Snooze, *, at: datetime, by: Teammate) -> Snooze:
    """Bring a snoozed item back to Today now."""
    snooze = hold(snooze)
    refuse_unless(snooze.woken_at is None, _("This is on Today already."))
    snooze.woken_at = at
    snooze.save(update_fields=["woken_at"])
    record(
        "woke", "snooze", snooze.pk, at=at, by=by, party_id=snooze.party_id, item=snooze.item
    )
    return snooze
