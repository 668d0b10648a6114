"""How the firm stands to one party."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from keepwell.firm.models import Teammate
from keepwell.parties.models import Party
from keepwell.relationships.models import Relationship, StageChange


def relationship_of(party: Party) -> Relationship | None:
    """The relationship with this party, if there is one."""
    return Relationship.objects.filter(pk=party.pk).select_related("owner").first()


def standing_as_plain(party: Party, names: Sequence[str]) -> dict[str, Any]:
    """What is decided about a party, as plain values, to be put back by an undo."""
    row = Relationship.objects.filter(party=party).first() or Relationship()
    values = {name: getattr(row, name) for name in names}
    return {
        name: str(value) if isinstance(value, date | UUID) else value
        for name, value in values.items()
    }


def last_move(party: Party, by: Teammate) -> StageChange | None:
    """The last move of the stage that a teammate made by hand."""
    return StageChange.objects.filter(party=party, by=by).order_by("pk").last()
