from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from keepwell.firm.models import Firm, Teammate
from keepwell.kernel.command import command
from keepwell.kernel.news import announce
from keepwell.kernel.record import Line, record_many
from keepwell.kernel.refusal import Refused, refuse_unless
from keepwell.parties.commands.add import fresh_party, fresh_points, told_of, usual_name
from keepwell.parties.commands.derived import rederive_parties
from keepwell.parties.commands.touching import DERIVED
from keepwell.parties.models import ContactPoint, Party, PartyName
from keepwell.parties.news import PartiesAdded

BATCH = 500
NO_COUNTRY = "ZZ"


@dataclass(frozen=True, slots=True)
class NewParty:
    """Somebody to be made known; `unfit` is why not, where that was found before."""

    nature: str
    name: str
    emails: Sequence[str] = ()
    phones: Sequence[str] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)
    unfit: str = ""


@dataclass(slots=True)
class Fates:
    """What became of each of many, by its place: its id, or why not."""

    ids: dict[int, UUID] = field(default_factory=dict)
    refused: dict[int, str] = field(default_factory=dict)


@command
def add_parties(
    drafts: Sequence[NewParty], *, whole: bool, at: datetime, by: Teammate | None = None
) -> Fates:
    """Make many known at once: with `whole` all or none, else each that is not refused."""
    region = Firm.objects.values_list("country", flat=True).first() or NO_COUNTRY
    fates, made = Fates(), _Made()
    for place, draft in enumerate(drafts):
        try:
            party = made.take(draft, region, at)
        except Refused as no:
            if whole:
                said = _("Number %(n)d: %(because)s Nothing was added.")
                words = {"n": place, "because": no.because}
                raise Refused(said % words, field=f"parties.{place}") from no
            fates.refused[place] = no.because
        else:
            fates.ids[place] = party.pk
    _write(made, at, by)
    return fates


@dataclass(slots=True)
class _Made:
    parties: list[Party] = field(default_factory=list)
    names: list[PartyName] = field(default_factory=list)
    points: list[list[ContactPoint]] = field(default_factory=list)

    def take(self, draft: NewParty, region: str, at: datetime) -> Party:
        """Everything of one, or a refusal and nothing of it."""
        refuse_unless(not draft.unfit, draft.unfit)
        party = fresh_party(draft.nature, draft.name, draft.facts, at=at)
        _clean(party)
        self.points.append(fresh_points(party, draft.emails, draft.phones, region))
        self.parties.append(party)
        self.names.append(usual_name(party))
        return party


def _clean(party: Party) -> None:
    """The fields alone: a fresh row breaks no constraint but an empty name, asked before."""
    try:
        party.clean_fields(exclude=DERIVED)
    except ValidationError as wrong:
        name, sentences = next(iter(wrong.message_dict.items()))
        raise Refused(" ".join(sentences), field=name) from None


def _write(made: _Made, at: datetime, by: Teammate | None) -> None:
    Party.objects.bulk_create(made.parties, batch_size=BATCH)
    PartyName.objects.bulk_create(made.names, batch_size=BATCH)
    ContactPoint.objects.bulk_create(chain.from_iterable(made.points), batch_size=BATCH)
    ids = [party.pk for party in made.parties]
    rederive_parties(ids)
    by_id = by.pk if by else None
    record_many(
        Line("added", "party", party.pk, at, by_id, party.pk, told_of(party, points))
        for party, points in zip(made.parties, made.points, strict=True)
    )
    for start in range(0, len(ids), BATCH):
        announce(PartiesAdded(tuple(ids[start : start + BATCH]), at, by_id))
