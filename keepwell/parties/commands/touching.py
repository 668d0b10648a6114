"""What every write to a party does first and last."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F
from django.utils.translation import gettext as _

from keepwell.firm.models import Teammate
from keepwell.kernel.command import hold
from keepwell.kernel.news import announce
from keepwell.kernel.refusal import Refused, refuse_unless
from keepwell.parties.commands.derived import rederive_parties
from keepwell.parties.models import Party
from keepwell.parties.news import PartyChanged

DERIVED = frozenset({"sort_name", "search_text"})


def hold_present(party: Party) -> Party:
    """The party as it is now, kept still; refused when it is in the trash or merged."""
    party = hold(party)
    name = {"name": party.name}
    refuse_unless(
        party.merged_into_id is None,
        _("%(name)s was merged into another party. Open that one and change it there.") % name,
    )
    refuse_unless(
        party.trashed_at is None,
        _("%(name)s is in the trash. Restore it first, then change it.") % name,
    )
    return party


def mark_changed(party: Party, at: datetime, by: Teammate | None = None) -> None:
    """Move the party's revision on and make what follows from its parts again."""
    Party.objects.filter(pk=party.pk).update(changed_at=at, revision=F("revision") + 1)
    rederive_parties([party.pk])
    announce(PartyChanged(party.pk, at, by.pk if by else None))


def clean_or_refuse(row: models.Model) -> None:
    """Refuse in the sentences of the model's own fields and constraints."""
    try:
        row.full_clean(exclude=DERIVED)
    except ValidationError as wrong:
        field, sentences = next(iter(wrong.message_dict.items()))
        raise Refused(
            " ".join(sentences), field=None if field == "__all__" else field
        ) from None


def assign(row: models.Model, facts: Mapping[str, Any]) -> dict[str, list[Any]]:
    """Set these fields; returns those that differ, each `[before, after]` in plain JSON."""
    differ = {}
    for name, value in facts.items():
        before = getattr(row, name)
        if before != value:
            differ[name] = [plain(before), plain(value)]
            setattr(row, name, value)
    return differ


def plain(value: Any) -> Any:
    """A value as the journal keeps it."""
    return value if value is None or isinstance(value, str | int | float) else str(value)
