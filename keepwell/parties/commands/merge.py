from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F, Q
from django.utils.translation import gettext as _

from keepwell.firm.models import Teammate
from keepwell.kernel.command import command
from keepwell.kernel.news import announce
from keepwell.kernel.record import record
from keepwell.kernel.refusal import refuse_unless
from keepwell.parties.commands.add import FIELDS
from keepwell.parties.commands.derived import rederive_parties
from keepwell.parties.commands.names import put_main_name
from keepwell.parties.commands.touching import assign, clean_or_refuse, hold_present, plain
from keepwell.parties.models import (
    ContactPoint,
    DuplicateSuggestion,
    MatchKey,
    Merge,
    Party,
    PartyName,
    Tie,
)
from keepwell.parties.news import PartiesMerged
from keepwell.parties.queries.pointing import pointers

CHOSEN = ("name", *sorted(FIELDS))
MOST_AT_ONCE = 20
ASKED_AT_ONCE = 500


@command
def merge_parties(
    survivor: Party,
    absorbed: Sequence[Party],
    *,
    choices: Mapping[str, UUID] | None = None,
    at: datetime,
    by: Teammate | None = None,
) -> list[Merge]:
    """Let one party take in others: everything that points at them moves to it.

    `choices` says per field (`CHOSEN`) whose value to keep; without one the survivor's stays,
    and what it leaves blank is filled. Rows that would collide stay with the absorbed party and
    are counted in `Merge.before["left"]`. `undo_merge` puts every row back.
    """
    survivor = hold_present(survivor)
    others = [hold_present(party) for party in absorbed]
    _refuse_odd(survivor, others)
    merges = []
    for other in others:
        merge = _absorb(survivor, other, choices or {}, at, by)
        merges.append(merge)
        survivor.refresh_from_db()
    rederive_parties([survivor.pk])
    for merge, other in zip(merges, others, strict=True):
        _tell(merge, survivor, other, at, by)
    ids = tuple(other.pk for other in others)
    announce(
        PartiesMerged(
            survivor.pk, ids, tuple(merge.pk for merge in merges), at, getattr(by, "pk", None)
        )
    )
    return merges


def _refuse_odd(survivor: Party, others: Sequence[Party]) -> None:
    ids = {other.pk for other in others}
    refuse_unless(bool(others), _("Choose at least two parties to merge."))
    refuse_unless(
        survivor.pk not in ids and len(ids) == len(others),
        _("A party cannot be merged with itself."),
    )
    refuse_unless(
        len(others) < MOST_AT_ONCE,
        _("Merge at most %(most)s at a time.") % {"most": MOST_AT_ONCE},
    )
    refuse_unless(
        all(other.nature == survivor.nature for other in others),
        _("A person and an organisation are never one. Tie them to each other instead."),
    )


def _absorb(
    survivor: Party,
    other: Party,
    choices: Mapping[str, UUID],
    at: datetime,
    by: Teammate | None,
) -> Merge:
    before: dict[str, Any] = {
        "survivor": _told(survivor),
        "absorbed": _told(other),
        "names": list(_rows(PartyName.objects.filter(party=survivor))),
        "ties": _drop_ties_between(survivor, other),
        "demoted": _demote(survivor, other),
        "suggestions": _close_suggestions(survivor, other, at, by),
        # What rooms above let one choose; they read it when they hear of the merge.
        "choices": {name: str(id_) for name, id_ in choices.items() if name not in CHOSEN},
    }
    moved, left = _move(survivor, other)
    before["left"] = left
    _choose(survivor, other, choices, at)
    MatchKey.objects.filter(party=other).delete()
    Party.objects.filter(pk=other.pk).update(
        merged_into=survivor, changed_at=at, revision=F("revision") + 1
    )
    survivor.refresh_from_db()
    before["after"] = _told(survivor)
    before["names_after"] = list(_rows(PartyName.objects.filter(party=survivor)))
    return Merge.objects.create(
        survivor=survivor, absorbed=other, merged_at=at, merged_by=by,
        moved=moved, before=before,
    )  # fmt: skip


def _told(party: Party) -> dict[str, Any]:
    fields = (*CHOSEN, "changed_at", "revision")
    return {name: _stored(getattr(party, name)) for name in fields}


def _stored(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value


def _rows(found: Any) -> list[dict[str, Any]]:
    return [
        {name: plain(value) for name, value in row.items()}
        for row in found.order_by("pk").values()
    ]


def _drop_ties_between(survivor: Party, other: Party) -> list[dict[str, Any]]:
    """Ties that would tie the survivor to itself; kept in the record until undone."""
    between = Q(party=survivor, other=other) | Q(party=other, other=survivor)
    ties = Tie.objects.filter(between)
    rows = _rows(ties)
    ties.delete()
    return rows


def _demote(survivor: Party, other: Party) -> dict[str, list[int]]:
    """One first choice of each kind: the survivor's, where it has one."""
    kinds = ContactPoint.objects.filter(party=survivor, is_primary=True).values("kind")
    points = ContactPoint.objects.filter(party=other, is_primary=True, kind__in=kinds)
    roles = Tie.objects.filter(party=survivor, is_primary=True, ends_on=None).values("role")
    ties = Tie.objects.filter(party=other, is_primary=True, role__in=roles, ends_on=None)
    demoted = {
        "points": list(points.values_list("pk", flat=True)),
        "ties": list(ties.values_list("pk", flat=True)),
    }
    ContactPoint.objects.filter(pk__in=demoted["points"]).update(is_primary=False)
    Tie.objects.filter(pk__in=demoted["ties"]).update(is_primary=False)
    return demoted


def _close_suggestions(
    survivor: Party, other: Party, at: datetime, by: Teammate | None
) -> list[str]:
    a, b = sorted((survivor.pk, other.pk))
    between = DuplicateSuggestion.objects.filter(a=a, b=b, decided_at=None)
    ids = [str(pk) for pk in between.values_list("pk", flat=True)]
    between.update(decided_at=at, decided_by=by, are_one=True)
    return ids


def _move(survivor: Party, other: Party) -> tuple[dict[str, list[Any]], dict[str, int]]:
    moved: dict[str, list[Any]] = {}
    left: dict[str, int] = {}
    for pointer in pointers():
        here = list(pointer.rows(other.pk).order_by("pk").values_list("pk", flat=True))
        if not here:
            continue
        stay = set(here) if pointer.is_single else pointer.colliding(other.pk, survivor.pk)
        go = [pk for pk in here if pk not in stay]
        for start in range(0, len(go), ASKED_AT_ONCE):
            some = pointer.model._base_manager.filter(pk__in=go[start : start + ASKED_AT_ONCE])
            some.update(**{pointer.field: survivor.pk})
        if go:
            moved[pointer.name] = [pk if isinstance(pk, int) else str(pk) for pk in go]
        if stay:
            left[pointer.name] = len(stay)
    return moved, left


def _choose(survivor: Party, other: Party, choices: Mapping[str, UUID], at: datetime) -> None:
    facts: dict[str, Any] = {}
    for name in CHOSEN:
        theirs = getattr(other, name)
        blank = getattr(survivor, name) in ("", None)
        if choices.get(name) == other.pk or (name not in choices and blank):
            facts[name] = theirs
    old = survivor.name
    if not facts.get("name", True):
        facts.pop("name")
    differ = assign(survivor, facts)
    clean_or_refuse(survivor)
    survivor.changed_at, survivor.revision = at, survivor.revision + 1
    survivor.save(update_fields=[*differ, "changed_at", "revision"])
    if "name" in differ:
        put_main_name(survivor, old, keep_as="alias")


def _tell(
    merge: Merge, survivor: Party, other: Party, at: datetime, by: Teammate | None
) -> None:
    moved = sum(map(len, merge.moved.values()))
    record(
        "took in", "party", survivor.pk, at=at, by=by, party_id=survivor.pk,
        other=other.name, other_id=str(other.pk), merge_id=str(merge.pk), moved=moved,
    )  # fmt: skip
    record(
        "merged", "party", other.pk, at=at, by=by, party_id=other.pk,
        into=survivor.name, into_id=str(survivor.pk), merge_id=str(merge.pk),
    )  # fmt: skip
