"""Taking in who looks after whom, and work that may come, from a file."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from keepwell.kernel.command import command
from keepwell.kernel.ids import uuid7
from keepwell.kernel.record import Line, changes, record, record_many
from keepwell.relationships.models import Opportunity, Ownership, Relationship
from keepwell.walls.commands import give_sight


@dataclass(slots=True)
class StandingDraft:
    """How another tool says we stand to a party: the owner, their name there, the label."""

    party_id: UUID
    owner_id: UUID | None = None
    owner_named: str = ""
    called: str = ""
    since: date | None = None


@command
def take_in_standings(
    drafts: Sequence[StandingDraft], *, at: datetime, by: Any, tool: str
) -> list[tuple[UUID, dict[str, Any] | None, dict[str, Any]]]:
    """Name owner and label of each party where nobody has yet; gives (party, before, after)."""
    known = Relationship.objects.in_bulk([draft.party_id for draft in drafts])
    new: dict[UUID, Relationship] = {}
    written: list[tuple[UUID, dict[str, Any] | None, dict[str, Any]]] = []
    owned: list[tuple[UUID, UUID]] = []
    for draft in drafts:
        row = known.get(draft.party_id) or new.get(draft.party_id)
        after = _what_is_new(row, draft)
        if row is None:
            new[draft.party_id] = row = Relationship(party_id=draft.party_id)
            written.append((draft.party_id, None, {}))
        elif after:
            written.append(
                (draft.party_id, {n: _plain(getattr(row, n)) for n in after}, _all_plain(after))
            )
        for name, value in after.items():
            setattr(row, name, value)
        if "owner_id" in after:
            owned.append((draft.party_id, after["owner_id"]))
    _write(new, known, at)
    _let_see(owned, at)
    by_id = getattr(by, "pk", None)
    record_many(
        Line(
            "take_in_standing",
            "relationship",
            party_id,
            at,
            by_id,
            party_id,
            {"tool": tool, "after": after},
        )
        for party_id, before, after in written
        if before is not None
    )
    return written


def _what_is_new(row: Relationship | None, draft: StandingDraft) -> dict[str, Any]:
    after: dict[str, Any] = {}
    for name in ("owner_id", "owner_named", "called"):
        value = getattr(draft, name)
        if value and not (row and getattr(row, name)):
            after[name] = value
    return after


def _plain(value: Any) -> Any:
    return value if isinstance(value, str | int | None) else str(value)


def _all_plain(values: dict[str, Any]) -> dict[str, Any]:
    return {name: _plain(value) for name, value in values.items()}


def _write(new: dict[UUID, Relationship], known: dict[Any, Relationship], at: datetime) -> None:
    today = at.date()
    for row in (*new.values(), *known.values()):
        if row.owner_id and row.owner_since is None:
            row.owner_since = today
    Relationship.objects.bulk_create(new.values(), batch_size=1000)
    Relationship.objects.bulk_update(
        known.values(), ["owner", "owner_since", "owner_named", "called"], batch_size=500
    )


def _let_see(owned: list[tuple[UUID, UUID]], at: datetime) -> None:
    Ownership.objects.bulk_create(
        (Ownership(id=uuid7(), party_id=p, teammate_id=t, since=at.date()) for p, t in owned),
        ignore_conflicts=True,
        batch_size=1000,
    )
    give_sight(owned, because="owner", at=at)


@dataclass(slots=True)
class OpportunityDraft:
    """Work that may come, as a deal in another tool."""

    key: str
    name: str
    party_id: UUID | None = None
    contact_id: UUID | None = None
    stage_named: str = ""
    outcome: str = "open"
    amount_minor: int | None = None
    currency: str = ""
    closes_on: date | None = None
    opened_on: date | None = None
    next_step: str = ""
    owner_id: UUID | None = None


@command
def take_in_opportunities(
    drafts: Sequence[OpportunityDraft], *, at: datetime, by: Any, tool: str
) -> dict[str, tuple[UUID, dict[str, Any] | None, dict[str, Any]]]:
    """Add new opportunities and bring known ones up to date; unchanged ones are left out."""
    known = {o.key: o for o in Opportunity.objects.filter(key__in=[d.key for d in drafts])}
    written: dict[str, tuple[UUID, dict[str, Any] | None, dict[str, Any]]] = {}
    new: list[Opportunity] = []
    for draft in drafts:
        row = known.get(draft.key)
        if row is None:
            row = Opportunity(**asdict(draft), source=tool)
            known[draft.key] = row
            new.append(row)
            written[draft.key] = (row.pk, None, {})
            continue
        after = {n: v for n, v in asdict(draft).items() if v not in (None, "")}
        changed = changes({n: getattr(row, n) for n in after}, after)
        if changed and draft.key not in written:
            for name, (_, value) in changed.items():
                setattr(row, name, value)
            row.save(update_fields=list(changed))
            before = {n: _plain(pair[0]) for n, pair in changed.items()}
            written[draft.key] = (
                row.pk,
                before,
                {n: _plain(pair[1]) for n, pair in changed.items()},
            )
    Opportunity.objects.bulk_create(new, batch_size=500)
    if written:
        record(
            "take_in_opportunities", "opportunity", None, at=at, by=by, tool=tool,
            ids=[str(id_) for id_, _, _ in written.values()],
        )  # fmt: skip
    return written
