from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import combinations, islice
from uuid import UUID

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from keepwell.firm.models import Teammate
from keepwell.kernel.command import command, hold
from keepwell.kernel.record import record
from keepwell.kernel.refusal import refuse_unless
from keepwell.kernel.verdict import Verdict
from keepwell.parties.commands.merge import merge_parties
from keepwell.parties.models import ContactPoint, DuplicateSuggestion, MatchKey, Party
from keepwell.parties.queries.faces import faces_of
from keepwell.parties.queries.standing_in import family_of
from keepwell.parties.rules.faces import shared_numbers
from keepwell.parties.rules.likeness import similar_organisations, similar_persons
from keepwell.parties.rules.sameness import Face, Sameness, judge_same

CHUNK = 1_000
LARGEST_BLOCK = 60
LARGEST_ADDRESS_BLOCK = 400
ASKED_AT_ONCE = 500
Pair = tuple[UUID, UUID]


@command
def suggest_duplicates(
    party_ids: Iterable[UUID] | None = None, *, at: datetime, by: Teammate | None = None
) -> int:
    """Compare parties (all, when None) with those that share a key, and ask where in doubt.

    A key that more than 60 parties share (an address: 400) finds nobody. A pair once decided
    is never asked again; an open question whose reason is gone is withdrawn. Works in chunks
    of 1,000 parties; returns how many questions are new.
    """
    wanted = Party.objects.present().order_by("pk").values_list("pk", flat=True)
    if party_ids is not None:
        given = list(dict.fromkeys(party_ids))
        rest: Iterator[UUID] = iter(given)
    else:
        rest = iter(list(wanted))
    fresh = 0
    while chunk := list(islice(rest, CHUNK)):
        fresh += _suggest_for(set(wanted.filter(pk__in=chunk)), at)
    if fresh:
        record("suggested", "duplicates", None, at=at, by=by, number=fresh)
    return fresh


def _suggest_for(ids: set[UUID], at: datetime) -> int:
    pairs = pairs_of(ids)
    decided = _decided_two(pairs)
    found: dict[Pair, tuple[float, tuple[str, ...]]] = {}
    ordered = sorted(pairs - decided)
    for start in range(0, len(ordered), 5_000):
        found |= _judged(ordered[start : start + 5_000])
    return _write(ids, found, at)


def pairs_of(ids: set[UUID]) -> set[Pair]:
    """Pairs of present parties with one of these in them that share something telling."""
    return _pairs_by_key(ids) | _pairs_by_point(ids)


def _pairs_by_key(ids: set[UUID]) -> set[Pair]:
    """Pairs with one of these in them that share a key not too many share."""
    keys = list(
        MatchKey.objects.filter(party__in=ids).values_list("key", flat=True).distinct()
    )
    pairs: set[Pair] = set()
    for some in _some(keys):
        there = MatchKey.objects.filter(key__in=some)
        sized = there.values("key").annotate(n=Count("party"))
        fair = [row["key"] for row in sized if 1 < row["n"] <= LARGEST_BLOCK]
        rows = MatchKey.objects.filter(
            key__in=fair, party__merged_into=None, party__trashed_at=None
        )
        pairs |= _pairs(rows.values_list("key", "party_id", "party__nature"), ids)
    return pairs


def _pairs_by_point(ids: set[UUID]) -> set[Pair]:
    pairs: set[Pair] = set()
    for kind in ("email", "phone", "domain"):
        points = ContactPoint.objects.filter(kind=kind)
        normals = list(
            points.filter(party__in=ids).values_list("normal", flat=True).distinct()
        )
        for some in _some(normals):
            sized = points.filter(normal__in=some).values("normal").annotate(n=Count("pk"))
            fair = [r["normal"] for r in sized if 1 < r["n"] <= LARGEST_ADDRESS_BLOCK]
            rows = points.filter(
                normal__in=fair, party__merged_into=None, party__trashed_at=None
            )
            pairs |= _pairs(rows.values_list("normal", "party_id", "party__nature"), ids)
    return pairs


def _some(values: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(values), ASKED_AT_ONCE):
        yield values[start : start + ASKED_AT_ONCE]


def _pairs(rows: Iterable[tuple[str, UUID, str]], ids: set[UUID]) -> set[Pair]:
    blocks: dict[tuple[str, str], set[UUID]] = defaultdict(set)
    for key, party_id, nature in rows:
        blocks[key, nature].add(party_id)
    return {
        (a, b)
        for block in blocks.values()
        for a, b in combinations(sorted(block), 2)
        if a in ids or b in ids
    }


def _decided_two(pairs: set[Pair]) -> set[Pair]:
    """Pairs that somebody judged to be two, also by way of parties merged into them since."""
    family = family_of({party_id for pair in pairs for party_id in pair})
    decided: set[Pair] = set()
    members = list(family)
    for start in range(0, len(members), ASKED_AT_ONCE):
        some = members[start : start + ASKED_AT_ONCE]
        rows = DuplicateSuggestion.objects.filter(a__in=some, are_one=False)
        for a, b in rows.values_list("a_id", "b_id"):
            if a in family and b in family:
                one, other = sorted((family[a], family[b]))
                decided.add((one, other))
    return decided


def _judged(pairs: list[Pair]) -> dict[Pair, tuple[float, tuple[str, ...]]]:
    ids = list({party_id for pair in pairs for party_id in pair})
    faces: dict[UUID, Face] = {}
    for start in range(0, len(ids), CHUNK):
        faces |= faces_of(ids[start : start + CHUNK])
    found = {}
    for a, b in pairs:
        verdict = judge_same(faces[a], faces[b])
        if verdict.value != Sameness.DIFFERENT:
            found[a, b] = (_score(faces[a], faces[b], verdict), verdict.because)
    return found


def _score(a: Face, b: Face, verdict: Verdict[Sameness]) -> float:
    """How near the top of the list: the verdict, then likeness of names and numbers shared."""
    compare = similar_persons if a.nature == "person" else similar_organisations
    likeness = compare(a.names[0], b.names[0]).value
    sure = 0.6 if verdict.value == Sameness.SAME else 0.3
    return round(sure + 0.3 * likeness + 0.05 * min(2, shared_numbers(a, b)), 3)


def _write(
    ids: set[UUID], found: dict[Pair, tuple[float, tuple[str, ...]]], at: datetime
) -> int:
    there: dict[Pair, DuplicateSuggestion] = {}
    for some in _some_ids(ids):
        rows = DuplicateSuggestion.objects.filter(Q(a__in=some) | Q(b__in=some))
        there |= {(row.a_id, row.b_id): row for row in rows}
    still_open = {pair: row for pair, row in there.items() if row.decided_at is None}
    gone = [row.pk for pair, row in still_open.items() if pair not in found]
    DuplicateSuggestion.objects.filter(pk__in=gone).delete()
    changed = []
    for pair, row in still_open.items():
        if pair in found and (row.score, tuple(row.because)) != found[pair]:
            row.score, row.because = found[pair][0], list(found[pair][1])
            changed.append(row)
    DuplicateSuggestion.objects.bulk_update(changed, ["score", "because"], batch_size=200)
    fresh = [
        DuplicateSuggestion(a_id=a, b_id=b, score=score, because=list(because), found_at=at)
        for (a, b), (score, because) in found.items()
        if (a, b) not in there
    ]
    DuplicateSuggestion.objects.bulk_create(fresh, batch_size=500)
    return len(fresh)


def _some_ids(ids: set[UUID]) -> Iterator[list[UUID]]:
    ordered = sorted(ids)
    for start in range(0, len(ordered), ASKED_AT_ONCE):
        yield ordered[start : start + ASKED_AT_ONCE]


@command
def decide_suggestion(
    suggestion: DuplicateSuggestion,
    *,
    are_one: bool,
    survivor: Party | None = None,
    at: datetime,
    by: Teammate | None = None,
) -> DuplicateSuggestion:
    """Answer whether two are one: then they are merged (into `survivor`, else the elder).

    Two that are two are never suggested again.
    """
    suggestion = hold(suggestion)
    refuse_unless(
        suggestion.decided_at is None,
        _("Somebody has already decided this. Look at the list again."),
    )
    if are_one:
        stays = survivor or suggestion.a
        goes = suggestion.b if stays.pk == suggestion.a_id else suggestion.a
        merge_parties(stays, [goes], at=at, by=by)
        suggestion.refresh_from_db()
        return suggestion
    suggestion.decided_at, suggestion.decided_by, suggestion.are_one = at, by, False
    suggestion.save(update_fields=["decided_at", "decided_by", "are_one"])
    for party, other in ((suggestion.a, suggestion.b), (suggestion.b, suggestion.a)):
        record(
            "told apart", "party", party.pk, at=at, by=by, party_id=party.pk,
            other=other.name, other_id=str(other.pk),
        )  # fmt: skip
    return suggestion
