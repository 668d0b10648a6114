"""Parties that may be one: those found before, and those found while a name is typed."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from keepwell.firm.models import Firm
from keepwell.kernel.verdict import Verdict
from keepwell.parties.models import DuplicateSuggestion, MatchKey, Party, PartyQuerySet
from keepwell.parties.queries.faces import faces_of, free_mail_of_firm
from keepwell.parties.rules.reasons import in_one_sentence
from keepwell.parties.rules.sameness import Face, Sameness, judge_same
from keepwell.parties.rules.spellings import match_keys, normal_of

MOST_JUDGED = 40
LARGEST_BLOCK = 300


@dataclass(frozen=True, slots=True)
class Candidate:
    """A party that may be the one being written down, and why."""

    party: Party
    verdict: Verdict[Sameness]

    @property
    def why(self) -> str:
        """Why they may be one, in the reader's language."""
        return in_one_sentence(self.verdict.because)


def duplicates_open(among: PartyQuerySet) -> QuerySet[DuplicateSuggestion]:
    """Suggestions nobody has decided whose both sides are among these, the surest first."""
    sides = [Exists(among.filter(pk=OuterRef(side))) for side in ("a_id", "b_id")]
    return (
        DuplicateSuggestion.objects.filter(*sides, decided_at=None)
        .select_related("a", "b")
        .order_by("-score", "pk")
    )


def possible_duplicates(
    among: PartyQuerySet,
    nature: str,
    names: Iterable[str],
    emails: Iterable[str] = (),
    phones: Iterable[str] = (),
    *,
    most: int = 5,
) -> list[Candidate]:
    """Parties among these that what is being typed may already be; at most 40 are judged."""
    face = _typed(nature, names, emails, phones)
    found = _near(among, face)
    faces = faces_of(party.pk for party in found)
    judged = [Candidate(party, judge_same(face, faces[party.pk])) for party in found]
    likely = [each for each in judged if each.verdict.value != Sameness.DIFFERENT]
    return sorted(likely, key=lambda each: each.verdict.value != Sameness.SAME)[:most]


def _typed(
    nature: str, names: Iterable[str], emails: Iterable[str], phones: Iterable[str]
) -> Face:
    country = Firm.objects.values_list("country", flat=True).first()
    return Face(
        nature,
        tuple(name for name in (" ".join(name.split()) for name in names) if name),
        emails=frozenset(filter(None, (normal_of("email", each) for each in emails))),
        phones=frozenset(filter(None, (normal_of("phone", each, country) for each in phones))),
        free_mail=free_mail_of_firm(),
    )


def _near(among: PartyQuerySet, face: Face) -> list[Party]:
    """Those who share an address or number, then those who share most keys."""
    normals = Q(contact_points__kind="email", contact_points__normal__in=face.emails)
    normals |= Q(contact_points__kind="phone", contact_points__normal__in=face.phones)
    same = among.filter(nature=face.nature)
    found = {}
    if face.emails or face.phones:
        found = {party.pk: party for party in same.filter(normals).distinct()[:MOST_JUDGED]}
    ids = [pk for pk in _sharing_keys(face) if pk not in found]
    found |= same.in_bulk(ids[: 5 * MOST_JUDGED])
    return list(found.values())[:MOST_JUDGED]


def _sharing_keys(face: Face) -> list[UUID]:
    """Those who share a key that not too many share, most keys first."""
    keys = MatchKey.objects.filter(
        key__in=match_keys(face.nature, face.names, face.emails, face.domains)
    )
    sizes = keys.values("key").annotate(size=Count("party")).values_list("key", "size")
    fair = [key for key, size in sizes if size <= LARGEST_BLOCK]
    shared = Counter(keys.filter(key__in=fair).values_list("party_id", flat=True))
    return [party_id for party_id, _ in shared.most_common()]
