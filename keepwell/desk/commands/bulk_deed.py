"""One thing done to one of many: what it is done to, and what a way of doing it can."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, Protocol, TypeVar

from django.utils.translation import gettext as _

from keepwell.firm.models import Teammate
from keepwell.kernel.refusal import Refused

Facts = Mapping[str, Any]
Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Deed(Generic[Row]):
    """One row, at one moment, by whoever asked."""

    row: Row
    facts: Facts
    at: datetime
    by: Teammate


class Way(Protocol):
    """How one verb looks at a row, changes it and puts it back."""

    def seen(self, row: Any, /) -> dict[str, Any]: ...
    def do(self, deed: Deed[Any]) -> None: ...
    def undo(self, deed: Deed[Any], before: Facts) -> None: ...


def teammate_of(facts: Facts) -> Teammate:
    """The one these facts name."""
    found: Teammate | None = Teammate.objects.filter(pk=facts["teammate"]).first()
    if found is None:
        raise Refused(_("Choose somebody who works here."))
    return found
