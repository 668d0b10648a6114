"""Who uses what the firm offers."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db.models import Count, Max, Min, QuerySet

from keepwell.kernel.spelt import Many, spelt_once
from keepwell.usage.models import Use


class Used(NamedTuple):
    """How often, and from when to when, a party used what the firm offers."""

    times: int
    first_at: datetime
    last_at: datetime


def used_by(parties: Collection[UUID]) -> dict[UUID, Used]:
    """The use each of these parties made; those who made none are left out."""
    rows = _uses(parties=parties) if parties else ()
    return {party: Used(times, first, last) for party, times, first, last in rows if party}


@spelt_once
def _uses(*, parties: Many) -> QuerySet[Use, tuple[UUID, int, datetime, datetime]]:
    return (
        Use.objects.filter(party__in=parties)
        .values_list("party_id")
        .annotate(times=Count("pk"), first=Min("at"), last=Max("at"))
        .order_by("party_id")
    )
