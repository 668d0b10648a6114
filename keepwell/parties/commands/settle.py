from collections.abc import Iterable
from datetime import datetime
from itertools import islice
from uuid import UUID

from keepwell.firm.models import Teammate
from keepwell.kernel.among import one_of
from keepwell.kernel.command import command
from keepwell.parties.commands.merge import merge_parties
from keepwell.parties.commands.suggest import ask_about
from keepwell.parties.models import Merge, Party
from keepwell.parties.queries.faces import faces_of
from keepwell.parties.queries.likely_pairs import likely_pairs
from keepwell.parties.rules.grouping import settle

AT_ONCE = 5_000


@command
def settle_parties(
    party_ids: Iterable[UUID], *, at: datetime, by: Teammate | None = None
) -> list[Merge]:
    """Merge what is surely one party, and ask a person about what may be.

    Compares these parties with each other and with all that share a key with them; the eldest
    of a group takes in the others. Groups never hold two that contradict each other.
    """
    left = iter(list(dict.fromkeys(party_ids)))
    merges: list[Merge] = []
    judged: set[UUID] = set()
    while some := list(islice(left, AT_ONCE)):
        merged = _settle_some(some, judged, at, by)
        merges += merged
        # who took in another is somebody new to those who come later
        judged.update(some)
        judged -= {merge.survivor_id for merge in merged}
    return merges


def _settle_some(
    ids: list[UUID], judged: set[UUID], at: datetime, by: Teammate | None
) -> list[Merge]:
    present = Party.objects.present().filter(pk__in=one_of(ids))
    here = set(present.values_list("pk", flat=True))
    pairs = {(str(a), str(b)) for a, b in likely_pairs(here, judged)}
    faces = {
        str(pk): f for pk, f in faces_of({UUID(pk) for pair in pairs for pk in pair}).items()
    }
    settled = settle(faces, pairs)
    stays: dict[UUID, UUID] = {}
    merges: list[Merge] = []
    for group in settled.groups:
        members = Party.objects.present().filter(pk__in=[UUID(pk) for pk in group])
        eldest, *others = members.order_by("pk")
        if others:
            merges += merge_parties(eldest, others, at=at, by=by)
            stays.update({other.pk: eldest.pk for other in others})
    asked = [
        (stays.get(UUID(a), UUID(a)), stays.get(UUID(b), UUID(b)), v)
        for a, b, v in settled.perhaps
    ]
    asked = [each for each in asked if each[0] != each[1]]
    ask_about(here, asked, judged=judged, at=at)
    return merges
