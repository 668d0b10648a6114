"""Who asks by the API, which parties and teammates they name."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, TypedDict
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from keepwell.desk.asking import TeammateRequest
from keepwell.firm.gate.askers import AskerRequest
from keepwell.firm.models import Teammate
from keepwell.firm.queries import teammates
from keepwell.kernel.refusal import Refused, refuse_unless
from keepwell.parties.models import Party
from keepwell.walls.queries import visible_parties


class ApiRequest(AskerRequest, TeammateRequest):
    """A program's request, as a teammate's."""


class Deed(TypedDict):
    """When, and by whom."""

    at: datetime
    by: Teammate


def now_by(request: ApiRequest) -> Deed:
    """Every command is given the moment and the teammate."""
    return {"at": timezone.now(), "by": request.user}


def parties_named(request: ApiRequest, ids: Sequence[UUID], *, field: str) -> list[Party]:
    """The parties of these ids, in their order; one that is not for them is refused."""
    wanted = list(dict.fromkeys(ids))
    found = visible_parties(request.user).in_bulk(wanted)
    unknown = _("There is no such party here, or it is not for you.")
    refuse_unless(len(found) == len(wanted), unknown, field=field)
    return [found[each] for each in wanted]


def party_named(request: ApiRequest, party_id: UUID | None, *, field: str) -> Party | None:
    """The party of this id; one that is not for them is refused."""
    return parties_named(request, [party_id], field=field)[0] if party_id else None


def teammate_named(teammate_id: UUID | None, *, field: str) -> Teammate | None:
    """The teammate of this id."""
    if teammate_id is None:
        return None
    found: Teammate | None = teammates().filter(pk=teammate_id).first()
    if found is None:
        raise Refused(_("There is no such teammate."), field=field)
    return found


def a_teammate(teammate_id: UUID, *, field: str) -> Teammate:
    """The teammate of this id, who must be there."""
    found = teammate_named(teammate_id, field=field)
    assert found is not None
    return found


def as_facts(sent: Any) -> dict[str, Any]:
    """The fields that were really sent."""
    facts: dict[str, Any] = sent.model_dump(exclude_unset=True)
    return facts
