"""Tending a relationship: owner, stage, rhythm, pauses, the next touch, handing over."""

from typing import Any
from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from keepwell.desk.api.asking import ApiRequest, a_teammate, now_by, teammate_named
from keepwell.desk.api.shapes.parties import KindHeld
from keepwell.desk.api.shapes.tending import (
    CadenceIn,
    HandedOver,
    HandOverIn,
    OwnerIn,
    PauseIn,
    RelationshipOut,
    StageIn,
    TouchIn,
)
from keepwell.desk.api.told import named
from keepwell.desk.asking import party_or_404
from keepwell.desk.queries.hand_over import owned_by
from keepwell.desk.queries.standing_told import stands_so
from keepwell.firm.gate.described import door_of
from keepwell.firm.queries import teammates
from keepwell.kinds.queries.held import kinds_of
from keepwell.parties.models import Party
from keepwell.relationships.commands.move import move_stage
from keepwell.relationships.commands.own import (
    assign_owner,
    hand_over_relationship,
    hand_over_relationships,
    leave_unowned,
)
from keepwell.relationships.commands.tend import (
    drop_touch,
    end_pause,
    pause_relationship,
    plan_touch,
    set_cadence,
)
from keepwell.relationships.queries.briefing import briefing_for
from keepwell.relationships.queries.standing import relationship_of

door = door_of("relationships", "Relationships")
kinds_door = door_of("parties", "Kinds")
_AT = "/parties/{uuid:party_id}"
PLAIN = (
    "stage", "stage_since", "owner_since", "cadence_days", "paused_until", "next_touch_on",
    "next_touch_what", "ended_because", "follow_up_on",
)  # fmt: skip
CONTACT = ("last_inbound", "last_outbound", "last_two_way")


def _told(party: Party) -> dict[str, Any]:
    found = stands_so(party, timezone.localdate())
    quiet = found.quiet
    return {
        **{name: getattr(found.relationship, name) for name in PLAIN},
        **{name: getattr(found.facts, name, None) for name in CONTACT},
        "party": named(party),
        "owner": named(found.relationship.owner),
        "next_touch_by": named(found.relationship.next_touch_by),
        "quiet": {"level": quiet.value, "because": quiet.because} if quiet else None,
    }


@kinds_door.get(_AT + "/kinds", response=list[KindHeld])
def get_kinds(request: ApiRequest, party_id: UUID) -> Any:
    """The kinds a party holds now (client, customer, user …), since when, and why."""
    party = party_or_404(request, party_id)
    return kinds_of([party.pk]).get(party.pk, [])


@door.get(_AT + "/relationship", response=RelationshipOut)
def get_relationship(request: ApiRequest, party_id: UUID) -> dict[str, Any]:
    """How the firm stands to a party, when they were last in touch, and how quiet it is."""
    return _told(party_or_404(request, party_id))


@door.put(_AT + "/relationship/owner", response=RelationshipOut)
def put_owner(request: ApiRequest, party_id: UUID, sent: OwnerIn) -> dict[str, Any]:
    """Make one teammate accountable; whoever was before is no longer."""
    party = party_or_404(request, party_id)
    who = a_teammate(sent.teammate_id, field="teammate_id")
    assign_owner(party, who, on=timezone.localdate(), **now_by(request))
    return _told(party)


@door.delete(_AT + "/relationship/owner", response=RelationshipOut)
def delete_owner(request: ApiRequest, party_id: UUID) -> dict[str, Any]:
    """Nobody looks after the party any more: an alarm until somebody does."""
    party = party_or_404(request, party_id)
    if relationship_of(party) is None:
        raise Http404
    leave_unowned(party, on=timezone.localdate(), **now_by(request))
    return _told(party)


@door.post(_AT + "/relationship/hand-over", response=RelationshipOut)
def hand_over(request: ApiRequest, party_id: UUID, sent: HandOverIn) -> dict[str, Any]:
    """Pass a relationship on, with what the next one needs to know."""
    party, on = party_or_404(request, party_id), timezone.localdate()
    who = a_teammate(sent.teammate_id, field="teammate_id")
    briefing = sent.briefing.strip() or briefing_for(party, on)
    hand_over_relationship(party, who, briefing=briefing, on=on, **now_by(request))
    return _told(party)


@door.post("/teammates/{uuid:teammate_id}/hand-over", response=HandedOver)
def hand_all_over(request: ApiRequest, teammate_id: UUID, sent: OwnerIn) -> dict[str, Any]:
    """Pass on all a teammate looks after: one's own, or for who manages anybody's."""
    before, on = get_object_or_404(teammates(), pk=teammate_id), timezone.localdate()
    if before != request.user and not request.user.is_manager:
        raise Http404
    who = a_teammate(sent.teammate_id, field="teammate_id")
    owned = owned_by(request.user, before).parties
    briefings = {one.pk: briefing_for(one, on) for one in owned}
    number = hand_over_relationships(before, who, on=on, briefings=briefings, **now_by(request))
    return {"handed_over": number}


@door.put(_AT + "/relationship/stage", response=RelationshipOut)
def put_stage(request: ApiRequest, party_id: UUID, sent: StageIn) -> dict[str, Any]:
    """Move the relationship to a stage; what is over needs a reason."""
    party, told = party_or_404(request, party_id), sent.model_dump(exclude={"stage"})
    move_stage(party, sent.stage, **told, **now_by(request))
    return _told(party)


@door.put(_AT + "/relationship/cadence", response=RelationshipOut)
def put_cadence(request: ApiRequest, party_id: UUID, sent: CadenceIn) -> dict[str, Any]:
    """Agree how many days may lie between touches."""
    party = party_or_404(request, party_id)
    set_cadence(party, days=sent.days, **now_by(request))
    return _told(party)


@door.put(_AT + "/relationship/next-touch", response=RelationshipOut)
def put_next_touch(request: ApiRequest, party_id: UUID, sent: TouchIn) -> dict[str, Any]:
    """Say when the party is touched next, how, and by whom."""
    party = party_or_404(request, party_id)
    who = teammate_named(sent.teammate_id, field="teammate_id")
    plan_touch(party, on=sent.on, what=sent.what, teammate=who, **now_by(request))
    return _told(party)


@door.delete(_AT + "/relationship/next-touch", response=RelationshipOut)
def delete_next_touch(request: ApiRequest, party_id: UUID) -> dict[str, Any]:
    """Take back the planned touch; the rhythm says when the next one is due."""
    party = party_or_404(request, party_id)
    drop_touch(party, **now_by(request))
    return _told(party)


@door.put(_AT + "/relationship/pause", response=RelationshipOut)
def put_pause(request: ApiRequest, party_id: UUID, sent: PauseIn) -> dict[str, Any]:
    """Agree not to be in touch until a day; until then nothing is quiet."""
    party = party_or_404(request, party_id)
    pause_relationship(party, until=sent.until, reason=sent.reason, **now_by(request))
    return _told(party)


@door.delete(_AT + "/relationship/pause", response=RelationshipOut)
def delete_pause(request: ApiRequest, party_id: UUID) -> dict[str, Any]:
    """Contact goes on before the pause is over."""
    party = party_or_404(request, party_id)
    end_pause(party, **now_by(request))
    return _told(party)
