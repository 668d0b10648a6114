"""What is known of one party's kinds: facts, aspects, somebody's word, and their history."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _now

from keepwell.kernel.words import sentence_from_json
from keepwell.kinds.models import Holding, Kind, Overruling, PartyFacts, PolicyVersion
from keepwell.kinds.queries.facts import kind_facts
from keepwell.kinds.queries.policy import policy_in_force
from keepwell.kinds.rules.default import DEFAULT
from keepwell.kinds.rules.facts import NAMES, SPOKEN_FOR, Facts
from keepwell.kinds.rules.policy import Held, Policy, judge_kinds, policy_from_json, signs_met
from keepwell.kinds.rules.words import ASPECTS
from keepwell.parties.models import Party


@dataclass(frozen=True, slots=True)
class AspectRead:
    """An aspect: which kinds something in it speaks for, and what that is."""

    key: str
    label: str
    speaks_for: tuple[str, ...]
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """What the kinds of a party rest on today."""

    facts: Facts
    policy: Policy
    overruled: tuple[Overruling, ...] = ()

    def computed(self, today: date) -> tuple[Held, ...]:
        """What the policy says, whatever somebody's word is."""
        return judge_kinds(self.facts, today, self.policy)

    def aspects(self, today: date) -> tuple[AspectRead, ...]:
        """All aspects, in the order of the table."""
        found: dict[str, dict[str, list[str]]] = {}
        for sign, because in signs_met(self.facts, today, self.policy):
            found.setdefault(sign.aspect, {}).setdefault(sign.speaks_for, []).extend(because)
        return tuple(
            AspectRead(
                key, _now(label),
                tuple(kind for kind in SPOKEN_FOR if kind in found.get(key, {})),
                tuple(dict.fromkeys(
                    each for kind in SPOKEN_FOR for each in found.get(key, {}).get(kind, ())
                )),
            )
            for key, label in ASPECTS.items()
        )  # fmt: skip


def known_of(party_id: UUID, today: date) -> Known:
    """Facts, policy and words about one party; one query, where nobody overruled anything."""
    newest = PolicyVersion.objects.exclude(number=None).order_by("-number")
    words = overrulings_of([party_id], today).filter(party=OuterRef("pk"))
    row: dict[str, Any] | None = (
        PartyFacts.objects.filter(pk=party_id)
        .annotate(
            number=Subquery(newest.values("number")[:1]),
            content=Subquery(newest.values("content")[:1]),
            is_overruled=Exists(words),
        )
        .values(*NAMES, "number", "content", "is_overruled")
        .first()
    )
    if row is None:  # known a moment ago: no facts are kept of it yet
        facts = dict(kind_facts([party_id], today)).get(party_id, Facts())
        return Known(facts, policy_in_force(), tuple(overrulings_of([party_id], today)))
    number, content, is_overruled = (row.pop(n) for n in ("number", "content", "is_overruled"))
    policy = policy_from_json(content, number) if number else DEFAULT
    overruled = tuple(overrulings_of([party_id], today)) if is_overruled else ()
    return Known(Facts(**row), policy, overruled)


def overrulings_of(party_ids: Sequence[UUID], today: date) -> QuerySet[Overruling]:
    """What somebody's word decides of these parties today."""
    rows = Overruling.objects.filter(
        party__in=party_ids, taken_back_at=None, starts_on__lte=today, ends_on__gt=today
    )
    return rows.select_related("made_by").order_by("kind", "pk")


def overruling_of(party: Party, pk: UUID) -> Overruling | None:
    """One of them."""
    return Overruling.objects.filter(party=party, pk=pk).first()


@dataclass(frozen=True, slots=True)
class HeldOnce:
    """A kind that was or is held: from when to when, by what, and why."""

    kind: str
    since: date | None
    until: date | None
    decided_by: str
    because: tuple[str, ...]

    @property
    def label(self) -> str:
        return str(Kind(self.kind).label)


def history_of_kinds(party: Party, *, most: int = 100) -> list[HeldOnce]:
    """Every kind a party ever held, what it holds now first, then the latest."""
    rows = Holding.objects.filter(party=party).order_by("-until", "-since", "-pk")[:most]
    told = [
        HeldOnce(
            row.kind, row.since, row.until, row.decided_by,
            tuple(str(sentence_from_json(kept)) for kept in row.because),
        )
        for row in rows
    ]  # fmt: skip
    return sorted(told, key=lambda one: one.until is not None)
