"""Ties that could not be made when their rows came, and those that mail domains tell of."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef

from keepwell.kernel.command import command
from keepwell.kernel.record import Line, record_many
from keepwell.parties.models import ContactPoint, ExternalId, LooseTie, Tie, TieRole
from keepwell.parties.rules.addresses import is_free_mail

AT_ONCE = 2_000
Made = tuple[UUID, str, UUID]


@command
def tie_loose_ends(*, at: datetime, by: Any, gone: list[LooseTie] | None = None) -> list[Made]:
    """Make the ties whose other end has come in since; gives (party, role, other).

    The loose ones that became ties are put in `gone`.
    """
    made: list[Made] = []
    loose = LooseTie.objects.order_by("pk")
    for some in _portions(loose.iterator(chunk_size=AT_ONCE)):
        found = _ends_of(some)
        pairs = {
            (tie.party_id, tie.role, found[tie.source, tie.external_id]): tie
            for tie in some
            if (tie.source, tie.external_id) in found
        }
        made += _tie({key: (tie.title, tie.is_primary) for key, tie in pairs.items()}, at, by)
        if gone is not None:
            gone += pairs.values()
        LooseTie.objects.filter(pk__in=[tie.pk for tie in pairs.values()]).delete()
    return made


def _ends_of(ties: Iterable[LooseTie]) -> dict[tuple[str, str], UUID]:
    asked: dict[str, set[str]] = defaultdict(set)
    for tie in ties:
        asked[tie.source].add(tie.external_id)
    found = {}
    for source, ids in asked.items():
        rows = ExternalId.objects.filter(source=source, external_id__in=ids)
        for id_, party_id in rows.values_list("external_id", "party_id"):
            found[source, id_] = party_id
    return found


@command
def tie_by_domain(*, free_mail: frozenset[str], at: datetime, by: Any) -> list[Made]:
    """Tie people without an organisation to the one whose mail domain their address has."""
    made: list[Made] = []
    employed = Tie.objects.filter(party=OuterRef("party"), role=TieRole.WORKS_FOR)
    points = ContactPoint.objects.filter(
        ~Exists(employed), kind="email", party__nature="person",
        party__merged_into=None, party__trashed_at=None,
    ).order_by("pk").values_list("party_id", "normal")  # fmt: skip
    for some in _portions(points.iterator(chunk_size=AT_ONCE)):
        domains = {normal.rpartition("@")[2] for _, normal in some}
        owners = _organisations_of({d for d in domains if not is_free_mail(d, free_mail)})
        ties = {
            (party_id, str(TieRole.WORKS_FOR), owners[domain]): ("", True)
            for party_id, normal in some
            if (domain := normal.rpartition("@")[2]) in owners
        }
        made += _tie(ties, at, by)
    return made


def _organisations_of(domains: set[str]) -> dict[str, UUID]:
    """The one organisation that has each domain; none where two have it."""
    rows = ContactPoint.objects.filter(
        kind="domain", normal__in=domains, party__nature="organisation",
        party__merged_into=None, party__trashed_at=None,
    ).values_list("normal", "party_id")  # fmt: skip
    owners: dict[str, set[UUID]] = defaultdict(set)
    for normal, party_id in rows:
        owners[normal].add(party_id)
    return {normal: next(iter(ids)) for normal, ids in owners.items() if len(ids) == 1}


@command
def learn_domains(
    *, free_mail: frozenset[str], at: datetime, by: Any
) -> list[tuple[UUID, str]]:
    """Give organisations without a mail domain the one all their people write from."""
    known = ContactPoint.objects.filter(party=OuterRef("other"), kind="domain")
    ties = Tie.objects.filter(
        ~Exists(known), role=TieRole.WORKS_FOR, ends_on=None,
        other__merged_into=None, other__trashed_at=None,
        party__contact_points__kind="email",
    ).values_list("other_id", "party__contact_points__normal")  # fmt: skip
    seen: dict[UUID, Counter[str]] = defaultdict(Counter)
    for organisation, normal in ties.order_by("pk").iterator(chunk_size=AT_ONCE):
        domain = normal.rpartition("@")[2]
        if domain and not is_free_mail(domain, free_mail):
            seen[organisation][domain] += 1
    told = {org: next(iter(domains)) for org, domains in seen.items() if len(domains) == 1}
    taken = _organisations_of(set(told.values()))
    counts = Counter(told.values())
    learned = [(o, d) for o, d in told.items() if d not in taken and counts[d] == 1]
    ContactPoint.objects.bulk_create(
        [
            ContactPoint(
                party_id=o, kind="domain", value=d, normal=d, is_primary=True, source="mail"
            )
            for o, d in learned
        ],
        batch_size=500,
    )
    record_many(
        Line("learn_domain", "party", o, at, getattr(by, "pk", None), o, {"domain": d})
        for o, d in learned
    )
    return learned


def _tie(ties: dict[Made, tuple[str, bool]], at: datetime, by: Any) -> list[Made]:
    there = set(
        Tie.objects.filter(party__in={key[0] for key in ties}, ends_on=None).values_list(
            "party_id", "role", "other_id"
        )
    )
    new = [key for key in ties if key not in there and key[0] != key[2]]
    Tie.objects.bulk_create(
        [
            Tie(
                party_id=p,
                role=r,
                other_id=o,
                title=ties[p, r, o][0],
                is_primary=ties[p, r, o][1],
            )
            for p, r, o in new
        ],
        batch_size=500,
    )
    by_id = getattr(by, "pk", None)
    record_many(
        Line("tie_parties", "party", p, at, by_id, p, {"role": r, "other": str(o)})
        for p, r, o in new
    )
    return new


def _portions(rows: Iterator[Any]) -> Iterator[list[Any]]:
    while some := list(islice(rows, AT_ONCE)):
        yield some
