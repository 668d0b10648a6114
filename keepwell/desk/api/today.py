"""Today: what to do now, in order, each with its reason; put off and taken back."""

from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Query
from ninja.responses import Status

from keepwell.desk.api.asking import ApiRequest, now_by, party_named
from keepwell.desk.api.shapes.tending import SnoozeIn, SnoozeOut, TodayAsked, TodayOut
from keepwell.desk.queries.concerns import Concern
from keepwell.desk.queries.tasks import put_off_by
from keepwell.desk.queries.today import today_of
from keepwell.desk.rules.items import Item
from keepwell.firm.gate.described import door_of
from keepwell.relationships.commands.tend import snooze_item, wake_item

door = door_of("relationships", "Today")


@door.get("/today", response=TodayOut)
def get_today(request: ApiRequest, asked: Query[TodayAsked]) -> dict[str, Any]:
    """What to do now, in order: mine, my team's, or the whole book one may see."""
    on = timezone.localdate()
    found = today_of(request.user, on=on, at=timezone.now(), scope=asked.scope)
    return {
        "on": on,
        "scope": found.scope,
        "lead": str(found.lead),
        "order": found.order,
        "items": [_item(one) for one in found.items],
        "more": found.more,
        "put_off": found.put_off,
        "unowned": [_concern(one) for one in found.unowned],
        "in_name_only": [_concern(one) for one in found.in_name_only],
    }


def _item(item: Item) -> dict[str, Any]:
    facts = item.as_facts()
    plain = (
        "key",
        "cause",
        "verb",
        "what",
        "because",
        "due",
        "tone",
        "party",
        "person",
        "kinds",
    )
    return {
        **{name: facts[name] for name in plain},
        "owner": facts["owner"] or "",
        "facts": item.tells,
    }


def _concern(one: Concern) -> dict[str, Any]:
    return {"id": one.party.pk, "name": one.party.name, "because": one.missing}


@door.post("/today/snoozes", response={201: SnoozeOut})
def create_snooze(request: ApiRequest, sent: SnoozeIn) -> Any:
    """Put an item of one's own Today off until a day, with a reason."""
    party = party_named(request, sent.party_id, field="party_id")
    told = sent.model_dump(include={"until", "reason"})
    return Status(201, snooze_item(sent.item, party=party, **told, **now_by(request)))


@door.post("/today/snoozes/{uuid:snooze_id}/wake", response=SnoozeOut)
def wake_snooze(request: ApiRequest, snooze_id: UUID) -> Any:
    """Bring an item back to Today now."""
    row = get_object_or_404(put_off_by(request.user), pk=snooze_id)
    return wake_item(row, **now_by(request))
