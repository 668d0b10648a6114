"""What a teammate wants to hear, by which way, and when."""

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext as _

from keepwell.firm.models import Teammate
from keepwell.kernel.command import command, hold
from keepwell.kernel.record import record
from keepwell.kernel.refusal import refuse_unless
from keepwell.notices.models import Digest, Preference
from keepwell.notices.rules import USUAL, Sort, Ways


@command
def prefer_notices(
    teammate: Teammate,
    *,
    ways: Mapping[Sort, Ways],
    hour: int,
    wants_digest: bool,
    at: datetime,
) -> Digest:
    """Hear of each sort here, by mail, both or not at all; the digest at an hour, or none."""
    refuse_unless(0 <= hour < 24, _("Choose an hour of the day."), field="hour")
    digest, _made = Digest.objects.get_or_create(teammate=teammate)
    digest = hold(digest)
    for sort, way in ways.items():
        mine = Preference.objects.filter(teammate=teammate, sort=sort)
        mine.delete()
        if way != USUAL[sort]:
            Preference.objects.create(
                teammate=teammate, sort=sort, here=way.here, by_mail=way.by_mail
            )
    digest.hour = hour
    digest.stopped_at = None if wants_digest else digest.stopped_at or at
    digest.save(update_fields=["hour", "stopped_at"])
    record(
        "prefer_notices", "teammate", teammate.pk, at=at, by=teammate, hour=hour,
        wants_digest=wants_digest,
        ways={sort.value: [way.here, way.by_mail] for sort, way in ways.items()},
    )  # fmt: skip
    return digest


@command
def stop_digest(teammate: Teammate, *, at: datetime) -> Digest:
    """Send them no more digests; saying so twice changes nothing."""
    digest, _made = Digest.objects.get_or_create(teammate=teammate)
    if digest.stopped_at is None:
        digest.stopped_at = at
        digest.save(update_fields=["stopped_at"])
        record("stop_digest", "teammate", teammate.pk, at=at, by=teammate)
    return digest
