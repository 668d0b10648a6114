"""Writing many parties down at once, for programs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from keepwell.firm.models import Teammate
from keepwell.kernel.command import command
from keepwell.kernel.refusal import Refused
from keepwell.parties.commands.add import add_party

Draft = tuple[str, str, Sequence[str], Sequence[str], Mapping[str, Any]]


@dataclass(slots=True)
class Fates:
    """What became of each of many: its id, or why not."""

    ids: dict[int, UUID] = field(default_factory=dict)
    refused: dict[int, str] = field(default_factory=dict)

    def told(self) -> dict[str, Any]:
        """As programs read it, in the order of what was sent."""
        results = [
            {"index": number, "done": number in self.ids, "id": self.ids.get(number),
             "because": self.refused.get(number, "")}
            for number in sorted({**self.ids, **self.refused})
        ]  # fmt: skip
        return {"done": len(self.ids), "refused": len(self.refused), "results": results}


@command
def add_parties(drafts: Sequence[Draft], *, whole: bool, at: datetime, by: Teammate) -> Fates:
    """Make many known: with `whole` all or none, else each that is not refused."""
    fates = Fates()
    for number, (nature, name, emails, phones, facts) in enumerate(drafts):
        try:
            party = add_party(
                nature, name, emails=emails, phones=phones, facts=facts, at=at, by=by
            )
        except Refused as no:
            if whole:
                said = _("Number %(n)d: %(because)s Nothing was added.")
                words = {"n": number, "because": no.because}
                raise Refused(said % words, field=f"parties.{number}") from no
            fates.refused[number] = no.because
        else:
            fates.ids[number] = party.pk
    return fates
