"""Taking back what was just decided about a relationship, or about many: as it was before."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from keepwell.firm.models import Teammate
from keepwell.kernel.command import command, hold
from keepwell.kernel.news import announce
from keepwell.kernel.record import record
from keepwell.kernel.refusal import refuse_unless
from keepwell.parties.models import Party
from keepwell.relationships.models import Relationship, StageChange
from keepwell.relationships.news import StageMoved

STAGE = ("stage", "stage_since", "ended_because", "follow_up_on")
TOUCH = ("next_touch_on", "next_touch_what", "next_touch_by_id")


@command
def take_back_stage(
    party: Party, before: Mapping[str, Any], *, at: datetime, by: Teammate
) -> Relationship:
    """Undo a move by hand: stage and what goes with it are as before, the move is no more.

    `before` holds `STAGE` as plain values. No guard asks: they stood there before.
    """
    relationship = hold(Relationship.objects.get(party=party))
    moves = StageChange.objects.filter(party=party, by=by, after=relationship.stage)
    last = moves.order_by("-pk").first()
    refuse_unless(last is not None, _("Somebody else moved it since."))
    if last is not None:
        last.delete()
    now = relationship.stage
    _put(relationship, STAGE, before)
    record(
        "took_back_stage", "relationship", party.pk, at=at, by=by, party_id=party.pk,
        stage=[now, relationship.stage],
    )  # fmt: skip
    announce(StageMoved(party.pk, now, relationship.stage, at.date(), at))
    return relationship


@command
def take_back_move(
    party: Party, move: UUID, before: Mapping[str, Any], *, at: datetime, by: Teammate
) -> Relationship:
    """Undo one move of one's own, unless somebody moved it since; undone twice is undone once.

    `before` holds `STAGE` as plain values, as they were when it was moved.
    """
    relationship = hold(Relationship.objects.get(party=party))
    moved = StageChange.objects.filter(party=party, pk__gte=move).order_by("pk")
    last = moved.last()
    is_undone = last is None and relationship.stage == before["stage"]
    if is_undone:
        return relationship
    is_last = last is not None and last.pk == move and relationship.stage == last.after
    refuse_unless(is_last, _("Somebody moved it since."))
    return take_back_stage(party, before, at=at, by=by)


@command
def take_back_touch(
    party: Party, before: Mapping[str, Any], *, at: datetime, by: Teammate
) -> Relationship:
    """Undo the planning of a touch: what was planned before is planned again, if overdue too.

    `before` holds `TOUCH` as plain values.
    """
    relationship = hold(Relationship.objects.get(party=party))
    now = str(relationship.next_touch_on)
    _put(relationship, TOUCH, before)
    record(
        "took_back_touch", "relationship", party.pk, at=at, by=by, party_id=party.pk,
        next_touch_on=[now, before["next_touch_on"]],
    )  # fmt: skip
    return relationship


def _put(relationship: Relationship, names: tuple[str, ...], values: Mapping[str, Any]) -> None:
    for name in names:
        value = values[name]
        is_day = name.endswith(("_on", "_since")) and value is not None
        setattr(relationship, name, date.fromisoformat(value) if is_day else value)
    relationship.save(update_fields=[name.removesuffix("_id") for name in names])
