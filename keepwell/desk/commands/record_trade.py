"""Orders and events of use told by programs, many at once; what is known is left out."""

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from keepwell.desk.queries.trade import parties_by_address
from keepwell.firm.models import Teammate
from keepwell.firm.rules import Act, may
from keepwell.kernel.command import command
from keepwell.kernel.refusal import refuse_unless
from keepwell.orders.commands.take_in import LineDraft, take_in_order_lines
from keepwell.parties.rules.addresses import clean_address
from keepwell.usage.commands.take_in import UseDraft, take_in_uses
from keepwell.walls.queries import visible_parties


@command
def record_orders(
    lines: Sequence[LineDraft], *, source: str, at: datetime, by: Teammate
) -> int:
    """Keep the lines of orders that are new; their keys are made of source, order and line."""
    _must_be_allowed(by)
    _must_see({line.party_id for line in lines if line.party_id}, by)
    known = parties_by_address(by, {clean_address(line.address) or "" for line in lines})
    drafts = [
        replace(
            line,
            key=_key("order", source, line.number, line.key),
            party_id=line.party_id or known.get(clean_address(line.address) or ""),
        )
        for line in lines
    ]
    return len(take_in_order_lines(drafts, at=at, by=by, tool=f"api:{source}"))


@command
def record_uses(events: Sequence[UseDraft], *, source: str, at: datetime, by: Teammate) -> int:
    """Keep the events that are new; their keys are made of source and event."""
    _must_be_allowed(by)
    _must_see({event.party_id for event in events if event.party_id}, by)
    known = parties_by_address(by, {clean_address(event.address) or "" for event in events})
    drafts = [
        replace(
            event,
            key=_key("use", source, event.key),
            party_id=event.party_id or known.get(clean_address(event.address) or ""),
        )
        for event in events
    ]
    return len(take_in_uses(drafts, at=at, by=by, tool=f"api:{source}"))


def _must_be_allowed(by: Teammate) -> None:
    allowed = may(by.role, Act.IMPORT)
    refuse_unless(allowed, _("Only who may import brings in orders and events."))


def _must_see(party_ids: Collection[UUID], by: Teammate) -> None:
    seen = visible_parties(by).in_bulk(list(party_ids))
    unknown = _("There is no such party here, or it is not for you.")
    refuse_unless(len(seen) == len(party_ids), unknown, field="party_id")


def _key(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()
