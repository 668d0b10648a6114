"""Taking in what users did, from a file of events."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from keepwell.kernel.bulk import insert_rows
from keepwell.kernel.command import command
from keepwell.kernel.record import record
from keepwell.usage.models import Use

USE_FIELDS = ("at", "party", "user_id", "address", "event", "product", "key")


@dataclass(slots=True)
class UseDraft:
    """One event: when, which user of the product, what they did."""

    key: str
    at: datetime
    user_id: str
    event: str
    product: str
    address: str = ""
    party_id: UUID | None = None


@command
def take_in_uses(drafts: Sequence[UseDraft], *, at: datetime, by: Any, tool: str) -> set[str]:
    """Add the events whose fingerprint is new; gives the keys added."""
    there = set(
        Use.objects.filter(key__in=[d.key for d in drafts]).values_list("key", flat=True)
    )
    new = {draft.key: draft for draft in drafts if draft.key not in there}
    rows = (
        [
            d.at,
            d.party_id,
            d.user_id[:200],
            d.address[:320],
            d.event[:120],
            d.product[:200],
            d.key,
        ]
        for d in new.values()
    )
    insert_rows(Use, USE_FIELDS, rows)
    if new:
        record("take_in_uses", "use", None, at=at, by=by, tool=tool, events=len(new))
    return set(new)


@command
def name_users(users: Sequence[tuple[str, UUID]], *, at: datetime, by: Any) -> int:
    """Say whose events these are: each (user id of the product, party)."""
    named = sum(
        Use.objects.filter(party=None, user_id=user_id).update(party_id=party_id)
        for user_id, party_id in users
    )
    if named:
        record("name_users", "use", None, at=at, by=by, events=named)
    return named
