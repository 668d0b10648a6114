"""Parties that may be one: those found before, and those found while a name is typed."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from keepwell.firm.models import Firm
from keepwell.kernel.verdict import Verdict
from keepwell.parties.models import DuplicateSuggestion, MatchKey, Party, PartyQuerySet
from keepwell.parties.queries.faces import faces_of, free_mail_of_firm
from keepwell.parties.rules.sameness import Face, Sameness, judge_same
from keepwell.parties.rules.spellings import match_keys, normal_of

MOST_JUDGED = 40


@dataclass(frozen=True, slots=True)
class Candidate:
    """A party that may be the one being written down, and why."""

    party: Party
    verdict: Verdict[Sameness]


def duplicates_open(among: PartyQuerySet) -> QuerySet[DuplicateSuggestion]:
    """Suggestions nobody has decided whose both sides are among these, the surest first."""
    both = Q(a__in=among.values("pk")) & Q(b__in=among.values("pk"))
    return (
        DuplicateSuggestion.objects.filter(both, decided_at=None)
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
    keys = match_keys(face.nature, face.names, face.emails, face.domains)
    shared = (
        MatchKey.objects.filter(key__in=keys, party__in=same.values("pk"))
        .values("party")
        .annotate(shared=Count("key"))
        .order_by("-shared", "party")
    )
    ids = [row["party"] for row in shared[: MOST_JUDGED - len(found)]] if keys else []
    found |= same.in_bulk([pk for pk in ids if pk not in found])
    return list(found.values())
