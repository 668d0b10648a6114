"""What people, or later imports, have done with what an import brought."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import Q

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
    "claimed_known_addresses", "suggested",
)  # fmt: skip


def touched_by_hand(noun: str, ids: Collection[UUID]) -> set[UUID]:
    """Those of these that somebody did something to, as the journal has it."""
    lines = Entry.objects.filter(noun=noun, noun_id__in=ids, by_id__isnull=False)
    return set(lines.exclude(verb__in=OF_IMPORTS).values_list("noun_id", flat=True))  # type: ignore[arg-type]


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
    talks = Presence.objects.filter(party__in=ids, address="")
    _say(found, talks.values_list("party_id", flat=True), _kept("There is contact with them."))
    merges = Merge.objects.filter(undone_at=None)
    because = _kept("They were merged by hand.")
    _say(found, merges.filter(survivor__in=ids).values_list("survivor_id", flat=True), because)
    _say(found, merges.filter(absorbed__in=ids).values_list("absorbed_id", flat=True), because)
    for party, other in Tie.objects.filter(Q(party__in=ids) | Q(other__in=ids)).values_list(
        "party_id", "other_id"
    ):
        if (party in made) is not (other in made):
            _say(
                found,
                [party if party in made else other],
                _kept("Somebody else is tied to them."),
            )
    return found


def _say(found: dict[UUID, str], ids: object, because: str) -> None:
    for party in ids:  # type: ignore[attr-defined]
        found.setdefault(party, because)
