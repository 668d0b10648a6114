"""What people, or later imports, have done with what an import brought."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from keepwell.agreements.models import Agreement
from keepwell.conversations.models import Presence, Task
from keepwell.journal.models import Entry
from keepwell.kernel.words import keep as _kept
from keepwell.parties.models import Merge, Tie
from keepwell.relationships.models import Opportunity

# What an import and its conclusions write themselves; nobody's own work.
OF_IMPORTS = (
    "take_in_party", "complete_party", "take_in_standing", "tie_parties", "learn_domain",
    "learn_name", "take_in_agreement", "change_agreement", "take_in_teammate", "took in",
    "merged", "parted", "take_in_activities", "take_in_tasks", "take_in_opportunities",
    "take_in_orders", "take_in_uses", "derived_stages", "judged_kinds", "kept",
    "claimed_known_addresses", "suggested", "take_in_values",
)  # fmt: skip

# Of a party, what stands in rows of its own, as the journal calls it.
PARTS = ("name", "email", "phone", "link", "domain", "address", "tie")


def touched_by_hand(noun: str, ids: Collection[UUID]) -> set[UUID]:
    """Those of these that somebody did something to, as the journal has it."""
    lines = Entry.objects.filter(noun=noun, noun_id__in=ids, by_id__isnull=False)
    return set(lines.exclude(verb__in=OF_IMPORTS).values_list("noun_id", flat=True))  # type: ignore[arg-type]


def changed_by_hand(
    parties: Collection[UUID], since: datetime
) -> dict[tuple[UUID | None, str | None], set[str]]:
    """What was changed of names, ways to reach and ties: (party, noun) → the words concerned.

    What was added or removed by hand is none of an import's rows, so that is left out.
    """
    found: dict[tuple[UUID | None, str | None], set[str]] = defaultdict(set)
    lines = Entry.objects.filter(party_id__in=parties, at__gt=since, by_id__isnull=False)
    changed = lines.filter(noun__in=PARTS).exclude(verb__in=(*OF_IMPORTS, "added", "removed"))
    for party, noun, facts in changed.values_list("party_id", "noun", "facts"):
        found[party, noun].update(_words_in(facts))
    return found


def _words_in(facts: Any) -> Iterator[str]:
    if isinstance(facts, dict):
        facts = list(facts.values())
    if isinstance(facts, list):
        for each in facts:
            yield from _words_in(each)
    elif facts:
        yield str(facts)


def why_they_stay(
    ids: Collection[UUID], made: Collection[UUID], since: datetime | None
) -> dict[UUID, str]:
    """Of parties an import made, those worked on since, and how; asked when its rows are back.

    `made` are all parties of the import; `since` when it ended, after which another import may
    have completed them.
    """
    found: dict[UUID, str] = {}
    lines = Entry.objects.filter(party_id__in=ids)
    by_hand = lines.filter(by_id__isnull=False).exclude(verb__in=OF_IMPORTS)
    _say(
        found,
        by_hand.values_list("party_id", flat=True),
        _kept("Somebody worked on them since."),
    )
    if since is not None:
        later = lines.filter(at__gt=since, verb__in=("complete_party", "change_agreement"))
        because = _kept("A later import told more of them.")
        _say(found, later.values_list("party_id", flat=True), because)
    for model, because in (
        (Task, _kept("There is something to do for them.")),
        (Agreement, _kept("There is an agreement with them.")),
        (Opportunity, _kept("There is an opportunity with them.")),
    ):
        _say(
            found,
            model.objects.filter(party__in=ids).values_list("party_id", flat=True),
            because,
        )
    ties = Tie.objects.filter(other__in=ids).values_list("party_id", "other_id")
    others = [other for party, other in ties if party not in made]
    _say(found, others, _kept("Somebody else is tied to them."))
    talks = Presence.objects.filter(party__in=ids, address="")
    _say(found, talks.values_list("party_id", flat=True), _kept("There is contact with them."))
    merges = Merge.objects.filter(undone_at=None)
    because = _kept("They were merged by hand.")
    _say(found, merges.filter(survivor__in=ids).values_list("survivor_id", flat=True), because)
    _say(found, merges.filter(absorbed__in=ids).values_list("absorbed_id", flat=True), because)
    return found


def _say(found: dict[UUID, str], ids: object, because: str) -> None:
    for party in ids:  # type: ignore[attr-defined]
        found.setdefault(party, because)
