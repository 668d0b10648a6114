"""Owners that files name and no list of teammates tells of: who they are likely to be."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count, QuerySet

from keepwell.exchange.models import Import, NamedOwner
from keepwell.exchange.rules.party_rows import name_from_address
from keepwell.firm.models import Teammate
from keepwell.firm.queries import teammates
from keepwell.kernel.among import is_among
from keepwell.parties.models import Party
from keepwell.parties.rules.likeness import similar_persons
from keepwell.relationships.models import Relationship
from keepwell.walls.queries import visible_parties

ALIKE = 0.92
MOST_SHOWN = 100


@dataclass(frozen=True, slots=True)
class Unsettled:
    """An owner nobody has settled, how many parties wait for them, and who it may be."""

    owner: NamedOwner
    parties: int
    proposed: Teammate | None = None


def parties_waiting_for(
    names: Iterable[str], teammate: Teammate | None
) -> QuerySet[Relationship]:
    """What is nobody's and named so by a file, as far as this teammate sees (None: all)."""
    seen = visible_parties(teammate) if teammate else Party.objects.present()
    named = Relationship.objects.filter(owner=None, owner_named__in=list(names))
    return named.filter(is_among("party", seen))


def owners_to_settle(job: Import, teammate: Teammate | None) -> list[Unsettled]:
    """The owners an import names for whom parties still wait, the most named first."""
    nobodys = Relationship.objects.filter(owner=None).exclude(owner_named="")
    open_ = job.named_owners.filter(settled_at=None, name__in=nobodys.values("owner_named"))
    named = list(open_.order_by("-rows", "name")[:MOST_SHOWN])
    waiting = parties_waiting_for([each.name for each in named], teammate)
    counted = waiting.order_by().values_list("owner_named").annotate(Count("pk"))
    parties = dict(counted)
    left = [each for each in named if parties.get(each.name)]
    ours = list(teammates()) if left else []
    return [Unsettled(each, parties[each.name], _likely(each.name, ours)) for each in left]


def called(word: str) -> str:
    """What somebody is called whom a file names by a name or an address."""
    return name_from_address(word) if "@" in word else word


def _likely(word: str, ours: Sequence[Teammate]) -> Teammate | None:
    """The one teammate whose name is the same in another form; nobody where it may be two."""
    scores = [(similar_persons(called(word), each.name).value, each) for each in ours]
    best = max((score for score, _ in scores), default=0.0)
    likely = [each for score, each in scores if score == best]
    return likely[0] if best >= ALIKE and len(likely) == 1 else None
