from datetime import datetime

from django.db.models import F
from django.utils.translation import gettext as _

from keepwell.firm.models import Teammate
from keepwell.kernel.command import command, hold
from keepwell.kernel.news import announce
from keepwell.kernel.record import record
from keepwell.kernel.refusal import refuse_unless
from keepwell.parties.commands.touching import hold_present
from keepwell.parties.models import Party
from keepwell.parties.news import PartyRestored, PartyTrashed


@command
def trash_party(party: Party, *, at: datetime, by: Teammate | None = None) -> Party:
    """Put a party aside: it leaves every list until it is restored; nothing is lost."""
    party = hold_present(party)
    Party.objects.filter(pk=party.pk).update(
        trashed_at=at, trashed_by=by, changed_at=at, revision=F("revision") + 1
    )
    record("trashed", "party", party.pk, at=at, by=by, party_id=party.pk, name=party.name)
    announce(PartyTrashed(party.pk, at))
    party.refresh_from_db()
    return party


@command
def restore_party(party: Party, *, at: datetime, by: Teammate | None = None) -> Party:
    """Take a party out of the trash, as it was."""
    party = hold(party)
    refuse_unless(
        party.trashed_at is not None,
        _("%(name)s is not in the trash.") % {"name": party.name},
    )
    Party.objects.filter(pk=party.pk).update(
        trashed_at=None, trashed_by=None, changed_at=at, revision=F("revision") + 1
    )
    record("restored", "party", party.pk, at=at, by=by, party_id=party.pk, name=party.name)
    announce(PartyRestored(party.pk, at))
    party.refresh_from_db()
    return party
