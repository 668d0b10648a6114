from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from keepwell.firm.models import Teammate
from keepwell.kernel.command import command, hold
from keepwell.kernel.record import record
from keepwell.kernel.refusal import refuse_unless
from keepwell.kernel.verdict import Verdict
from keepwell.parties.commands.merge import merge_parties
from keepwell.parties.models import DuplicateSuggestion, Party
from keepwell.parties.queries.faces import faces_of
from keepwell.parties.queries.likely_pairs import likely_pairs
from keepwell.parties.queries.standing_in import family_of
from keepwell.parties.rules.faces import shared_numbers
from keepwell.parties.rules.likeness import similar_organisations, similar_persons
from keepwell.parties.rules.reasons import in_words
from keepwell.parties.rules.sameness import Face, Sameness, judge_same

CHUNK = 1_000
ASKED_AT_ONCE = 500
JUDGED_AT_ONCE = 5_000
FACES_KEPT = 20_000
Pair = tuple[UUID, UUID]
Found = tuple[float, list[Any]]


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
    whole = party_ids is None
    rest = iter(list(wanted) if party_ids is None else dict.fromkeys(party_ids))
    known: dict[UUID, Face] = {}
    fresh = 0
    while chunk := list(islice(rest, CHUNK)):
        ids = set(chunk) if whole else set(wanted.filter(pk__in=chunk))
        fresh += _suggest_for(ids, at, known, whole=whole)
    if fresh:
        record("suggested", "duplicates", None, at=at, by=by, number=fresh)
    return fresh


def ask_about(
    ids: set[UUID],
    verdicts: Iterable[tuple[UUID, UUID, Verdict[Sameness]]],
    *,
    at: datetime,
) -> int:
    """Keep what was found unclear among these parties as questions; gives how many are new.

    What was asked about them before and is clear by now is withdrawn.
    """
    found = [((min(a, b), max(a, b)), verdict) for a, b, verdict in verdicts]
    decided = _decided_two({pair for pair, _ in found})
    faces = faces_of({party_id for pair, _ in found for party_id in pair})
    scored = {
        pair: (_score(faces[pair[0]], faces[pair[1]], verdict), _kept(verdict))
        for pair, verdict in found
        if pair not in decided and pair[0] in faces and pair[1] in faces
    }
    return _write(ids, scored, at)


def _suggest_for(ids: set[UUID], at: datetime, known: dict[UUID, Face], *, whole: bool) -> int:
    """Where everybody is compared, each pair is judged once: with the smaller id's chunk."""
    pairs = likely_pairs(ids)
    if whole:
        pairs = {pair for pair in pairs if pair[0] in ids}
    ordered = sorted(pairs - _decided_two(pairs))
    found: dict[Pair, Found] = {}
    for start in range(0, len(ordered), JUDGED_AT_ONCE):
        found |= _judged(ordered[start : start + JUDGED_AT_ONCE], known)
    return _write(ids, found, at, whole=whole)


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


def _judged(pairs: list[Pair], known: dict[UUID, Face]) -> dict[Pair, Found]:
    """`known` keeps faces from one call to the next, so many and no more."""
    if len(known) > FACES_KEPT:
        known.clear()
    missing = list({party_id for pair in pairs for party_id in pair} - known.keys())
    for start in range(0, len(missing), CHUNK):
        known |= faces_of(missing[start : start + CHUNK])
    found = {}
    for a, b in pairs:
        verdict = judge_same(known[a], known[b])
        if verdict.value != Sameness.DIFFERENT:
            found[a, b] = (_score(known[a], known[b], verdict), _kept(verdict))
    return found


def _kept(verdict: Verdict[Sameness]) -> list[Any]:
    """The reasons as they are kept: words, with their facts beside them."""
    reasons = map(in_words, verdict.because)
    return [reason.as_json() if reason.facts else reason.words for reason in reasons]


def _score(a: Face, b: Face, verdict: Verdict[Sameness]) -> float:
    """How near the top of the list: the verdict, then likeness of names and numbers shared."""
    compare = similar_persons if a.nature == "person" else similar_organisations
    likeness = compare(a.names[0], b.names[0]).value
    sure = 0.6 if verdict.value == Sameness.SAME else 0.3
    return round(sure + 0.3 * likeness + 0.05 * min(2, shared_numbers(a, b)), 3)


def _write(
    ids: set[UUID],
    found: dict[Pair, Found],
    at: datetime,
    *,
    whole: bool = False,
) -> int:
    there: dict[Pair, DuplicateSuggestion] = {}
    for some in _some_ids(ids):
        theirs = Q(a__in=some) if whole else Q(a__in=some) | Q(b__in=some)
        rows = DuplicateSuggestion.objects.filter(theirs)
        there |= {(row.a_id, row.b_id): row for row in rows}
    # Whoever was merged may speak for somebody who was asked about before, outside of `ids`.
    for some in _some_ids({pair[0] for pair in found} - ids):
        asked = DuplicateSuggestion.objects.filter(a__in=some)
        there |= {(row.a_id, row.b_id): row for row in asked if (row.a_id, row.b_id) in found}
    still_open = {pair: row for pair, row in there.items() if row.decided_at is None}
    gone = [row.pk for pair, row in still_open.items() if pair not in found]
    DuplicateSuggestion.objects.filter(pk__in=gone).delete()
    changed = []
    for pair, row in still_open.items():
        if pair in found and (row.score, row.because) != found[pair]:
            row.score, row.because = found[pair]
            changed.append(row)
    DuplicateSuggestion.objects.bulk_update(changed, ["score", "because"], batch_size=200)
    fresh = [
        DuplicateSuggestion(a_id=a, b_id=b, score=score, because=because, found_at=at)
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
