"""Hooks and what was told to them, as those who may see them; and what may be told."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet

from keepwell.exchange.models import Delivery, Hook
from keepwell.firm.models import Teammate
from keepwell.firm.rules import Act, may
from keepwell.walls.queries import visible_parties

MOST_NAMED = 500


def hooks_seen_by(teammate: Teammate) -> QuerySet[Hook]:
    """A teammate's own hooks; for who runs the firm everybody's."""
    rows = Hook.objects.select_related("teammate").order_by("-made_at", "-pk")
    return rows if may(teammate.role, Act.RUN_FIRM) else rows.filter(teammate=teammate)


def deliveries_of(hook: Hook) -> QuerySet[Delivery]:
    """What was told to a hook, or is to be told, the latest first."""
    return hook.deliveries.order_by("-pk")


def hooks_for(event: str) -> list[Hook]:
    """The hooks that want to hear of this event."""
    rows = Hook.objects.filter(disabled_at=None, teammate__is_active=True)
    return [hook for hook in rows.select_related("teammate") if event in hook.events]


def seen_among(teammate: Teammate, party_ids: Iterable[UUID]) -> list[str]:
    """Those of these parties the teammate may see, in their order; 500 at most."""
    asked = list(dict.fromkeys(party_ids))[:MOST_NAMED]
    seen = visible_parties(teammate, with_trash=True).filter(pk__in=asked)
    there = set(seen.values_list("pk", flat=True))
    return [str(each) for each in asked if each in there]


def told(delivery: Delivery) -> dict[str, Any] | None:
    """What is sent: ids and links of what its teammate may still see; None if nothing."""
    facts = dict(delivery.facts)
    ids = [UUID(each) for each in facts.pop("party_ids", [])]
    seen = seen_among(delivery.hook.teammate, ids)
    if ids and not seen:
        return None
    return {
        "type": delivery.event,
        "timestamp": delivery.happened_at.isoformat(),
        "data": {**facts, "parties": [_linked(each) for each in seen]},
    }


def _linked(party_id: str) -> dict[str, str]:
    base = settings.SITE_URL
    return {
        "id": party_id,
        "api": f"{base}/api/v1/parties/{party_id}",
        "page": f"{base}/parties/{party_id}/",
    }
