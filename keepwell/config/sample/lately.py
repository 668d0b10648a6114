"""What the sample firm planned in the last days: touches, tasks, pauses, walls, ties."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import partial

from keepwell.config.sample.party_life import PartyLife
from keepwell.conversations.commands.tasks import plan_task
from keepwell.firm.models import Teammate
from keepwell.parties.commands.ties import tie_parties
from keepwell.relationships.commands.tend import (
    pause_relationship,
    plan_touch,
    set_cadence,
    snooze_item,
)
from keepwell.walls.commands import raise_wall

Deed = tuple[datetime, Callable[[], object]]


def deeds_of_late(life: PartyLife, lives: Mapping[str, PartyLife]) -> list[Deed]:
    """What is planned with one party as of today, each at its moment of the last week."""
    at = life.days.now - timedelta(days=6) + timedelta(hours=10)
    who, deeds = life.who, list[Deed]()
    if tied := who.get("tied"):
        role, _, other = tied.partition(":")
        tie = partial(tie_parties, life.party, role, lives[other].party)
        deeds.append((at, partial(tie, at=at, by=life.staff.boss)))
    if against := who.get("wall"):
        reason = "Her brother works for a rival of theirs; she asked for it herself."
        wall = partial(raise_wall, life.party, teammate=life.staff[against], reason=reason)
        deeds.append((at, partial(wall, at=at, by=life.staff["sofia"])))
    owner = life.owner()
    if owner is not None and owner.is_active:
        deeds += _planned_by(owner, life, at)
    return deeds


def _planned_by(owner: Teammate, life: PartyLife, at: datetime) -> list[Deed]:
    who, on, deeds = life.who, life.days.on, list[Deed]()
    if days := who.days("cadence"):
        deeds.append((at, partial(set_cadence, life.party, days=days, at=at, by=owner)))
    if who.part == "paused":
        reason = "Closed for the roof; they asked us to wait until spring."
        pause = partial(
            pause_relationship, life.party, until=life.days.ahead(75), reason=reason
        )
        deeds.append((at, partial(pause, at=at, by=owner)))
    if task := who.get("task"):
        due, _, what = task.partition(":")
        due_on = life.days.due(int(due))
        plan = partial(plan_task, what, party=life.party, assignee=owner, due_on=due_on)
        deeds.append((at, partial(plan, at=at, by=owner)))
    if who.get("touch"):
        touch_on = life.days.due(who.days("touch"))
        touch = partial(plan_touch, life.party, on=touch_on, what=who.get("what"))
        deeds.append((at, partial(touch, at=at, by=owner)))
        if snoozed := who.get("snooze"):
            days_off, _, why = snoozed.partition(":")
            item = f"touch:{life.party_id}:{touch_on.isoformat()}"
            until = on + timedelta(days=int(days_off))
            put_off = partial(snooze_item, item, party=life.party, until=until, reason=why)
            later = life.days.now - timedelta(hours=8)
            deeds.append((later, partial(put_off, at=later, by=owner)))
    return deeds
