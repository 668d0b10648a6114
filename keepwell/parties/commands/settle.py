from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime
from uuid import UUID

from keepwell.firm.models import Teammate
from keepwell.kernel.command import command
from keepwell.parties.commands.merge import merge_parties
from keepwell.parties.commands.suggest import ask_about
from keepwell.parties.models import Merge, Party
from keepwell.parties.queries.faces import faces_of
from keepwell.parties.queries.likely_pairs import likely_pairs
from keepwell.parties.rules.grouping import settle

AT_ONCE = 5_000
Pair = tuple[UUID, UUID]


@command
def settle_parties(
    party_ids: Iterable[UUID], *, at: datetime, by: Teammate | None = None
) -> list[Merge]:
    """Merge what is surely one party, and ask a person about what may be.

    Compares these parties with each other and with all that share a key with them; the eldest
    of a group takes in the others. Groups never hold two that contradict each other.
    """
    here: set[UUID] = set()
    for some in _some(list(party_ids)):
        present = Party.objects.present().filter(pk__one_of=some)
        here.update(present.values_list("pk", flat=True))
    pairs = likely_pairs(here)
    merges: list[Merge] = []
    for together in _together(pairs):
        merges += _settle_some(together, here, at, by)
    paired = {party_id for pair in pairs for party_id in pair}
    for some in _some(list(here - paired)):
        ask_about(set(some), (), at=at)  # whoever was like them once
    return merges


def _some(ids: list[UUID]) -> Iterator[list[UUID]]:
    for start in range(0, len(ids), AT_ONCE):
        yield ids[start : start + AT_ONCE]


def _together(pairs: Iterable[Pair]) -> Iterator[list[Pair]]:
    """The pairs in portions: whoever is joined by some chain of pairs is in one portion."""
    first: dict[UUID, UUID] = {}

    def root(party_id: UUID) -> UUID:
        while (above := first.setdefault(party_id, party_id)) != party_id:
            first[party_id] = first[above]
            party_id = above
        return party_id

    pairs = list(pairs)
    for a, b in pairs:
        first[root(b)] = root(a)
    chained: dict[UUID, list[Pair]] = defaultdict(list)
    for pair in pairs:
        chained[root(pair[0])].append(pair)
    portion: list[Pair] = []
    for _, chain in sorted(chained.items()):
        portion += chain
        if len(portion) >= AT_ONCE:
            yield portion
            portion = []
    if portion:
        yield portion


def _settle_some(
    pairs: list[Pair], here: set[UUID], at: datetime, by: Teammate | None
) -> list[Merge]:
    concerned = {party_id for pair in pairs for party_id in pair}
    faces = {str(pk): face for pk, face in faces_of(concerned).items()}
    settled = settle(faces, [(str(a), str(b)) for a, b in pairs])
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
    ask_about(concerned & here, asked, at=at)
    return merges
