"""Taking in agreements from a file; the number names the agreement."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from keepwell.agreements.models import Agreement
from keepwell.kernel.command import command
from keepwell.kernel.record import changes, record


@dataclass(slots=True)
class AgreementDraft:
    """An agreement as a file tells of it; `ends_on` is the first day it no longer binds."""

    number: str
    kind: str
    party_id: UUID | None = None
    party_name: str = ""
    signatory_id: UUID | None = None
    signatory_name: str = ""
    title: str = ""
    signed_on: date | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    renewal: str = "none"
    notice_months: int | None = None
    terminated_on: date | None = None
    value_minor: int | None = None
    currency: str = ""


Changed = tuple[UUID, dict[str, Any] | None, dict[str, Any]]


@command
def take_in_agreements(
    drafts: Sequence[AgreementDraft], *, at: datetime, by: Any, tool: str
) -> dict[str, Changed]:
    """Add new agreements and bring known ones up to date; unchanged ones are left out."""
    known = {
        a.number: a for a in Agreement.objects.filter(number__in=[d.number for d in drafts])
    }
    written: dict[str, Changed] = {}
    for draft in drafts:
        agreement = known.get(draft.number)
        if agreement is None:
            agreement = Agreement.objects.create(**asdict(draft))
            known[draft.number] = agreement
            written[draft.number] = (agreement.pk, None, {})
            record(
                "take_in_agreement", "agreement", agreement.pk,
                at=at, by=by, party_id=draft.party_id, tool=tool, number=draft.number,
            )  # fmt: skip
        elif changed := _bring_up_to_date(agreement, draft):
            written[draft.number] = (agreement.pk, *changed)
            record(
                "change_agreement", "agreement", agreement.pk,
                at=at, by=by, party_id=agreement.party_id, tool=tool,
                before=changed[0], after=changed[1],
            )  # fmt: skip
    return written


def _bring_up_to_date(
    agreement: Agreement, draft: AgreementDraft
) -> tuple[dict[str, Any], dict[str, Any]] | None:
    after = {name: value for name, value in asdict(draft).items() if value not in (None, "")}
    before = {name: getattr(agreement, name) for name in after}
    changed = changes(before, after)
    if not changed:
        return None
    for name, (_, value) in changed.items():
        setattr(agreement, name, value)
    agreement.save(update_fields=list(changed))
    plain = {
        name: [None if v is None else str(v) for v in pair] for name, pair in changed.items()
    }
    return {n: p[0] for n, p in plain.items()}, {n: p[1] for n, p in plain.items()}
