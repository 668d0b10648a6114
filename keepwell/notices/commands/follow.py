"""Following a party, and following it no more."""

from datetime import datetime

from keepwell.firm.models import Teammate
from keepwell.kernel.command import command
from keepwell.kernel.record import record
from keepwell.notices.models import Follow
from keepwell.parties.models import Party


@command
def follow_party(party: Party, *, at: datetime, by: Teammate) -> Follow:
    """Be told what happens with a party; saying so twice changes nothing."""
    follow, made = Follow.objects.get_or_create(
        party=party, teammate=by, defaults={"since": at}
    )
    if made:
        record("followed", "party", party.pk, at=at, by=by, party_id=party.pk)
    return follow


@command
def unfollow_party(party: Party, *, at: datetime, by: Teammate) -> None:
    """Be told no more what happens with a party."""
    gone, _each = Follow.objects.filter(party=party, teammate=by).delete()
    if gone:
        record("unfollowed", "party", party.pk, at=at, by=by, party_id=party.pk)
