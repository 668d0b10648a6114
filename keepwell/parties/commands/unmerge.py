from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.utils.translation import gettext as _

from keepwell.firm.models import Teammate
from keepwell.kernel.command import command, hold
from keepwell.kernel.news import announce
from keepwell.kernel.record import record
from keepwell.kernel.refusal import refuse_unless
from keepwell.parties.commands.derived import rederive_parties
from keepwell.parties.commands.merge import ASKED_AT_ONCE, CHOSEN
from keepwell.parties.models import (
    ContactPoint,
    DuplicateSuggestion,
    Merge,
    Party,
    PartyName,
    Tie,
)
from keepwell.parties.news import PartiesUnmerged
from keepwell.parties.queries.merges import merged_since, merged_together


@command
def undo_merge(merge: Merge, *, at: datetime, by: Teammate | None = None) -> list[Party]:
    """Part again what was merged in one go: each row goes back to where it was.

    What was changed on the survivor since then stays changed; a row removed since stays
    removed. Returns the parties that stand by themselves again.
    """
    merge = hold(merge)
    survivor = hold(merge.survivor)
    _refuse_entangled(merge, survivor)
    together = list(merged_together(merge).order_by("-pk"))
    for each in together:
        _part(each, survivor, at)
        survivor.refresh_from_db()
    parted = [Party.objects.get(pk=each.absorbed_id) for each in together]
    rederive_parties([survivor.pk, *(party.pk for party in parted)])
    for each, party in zip(together, parted, strict=True):
        for one, other in ((survivor, party), (party, survivor)):
            record(
                "parted", "party", one.pk, at=at, by=by, party_id=one.pk,
                other=other.name, other_id=str(other.pk), merge_id=str(each.pk),
            )  # fmt: skip
    ids = tuple(party.pk for party in parted)
    announce(PartiesUnmerged(survivor.pk, ids, tuple(each.pk for each in together), at))
    return parted


def _refuse_entangled(merge: Merge, survivor: Party) -> None:
    refuse_unless(merge.undone_at is None, _("This merge has already been undone."))
    refuse_unless(
        survivor.merged_into_id is None,
        _("%(name)s was itself merged since. Undo that merge first.") % {"name": survivor.name},
    )
    later = merged_since(merge).first()
    refuse_unless(
        later is None,
        _("%(name)s took in %(other)s since. Undo that merge first.")
        % {"name": survivor.name, "other": later.absorbed.name if later else ""},
    )


def _part(merge: Merge, survivor: Party, at: datetime) -> None:
    before = merge.before
    Party.objects.filter(pk=merge.absorbed_id).update(
        merged_into=None,
        revision=before["absorbed"]["revision"],
        changed_at=datetime.fromisoformat(before["absorbed"]["changed_at"]),
    )
    _restore_fields(merge, survivor, at)
    _move_back(merge)
    _restore_names(merge)
    ContactPoint.objects.filter(pk__in=before["demoted"]["points"]).update(is_primary=True)
    Tie.objects.filter(pk__in=before["demoted"]["ties"]).update(is_primary=True)
    Tie.objects.bulk_create(_rows_again(Tie, before["ties"]), ignore_conflicts=True)
    DuplicateSuggestion.objects.filter(pk__in=before["suggestions"]).update(
        decided_at=None, decided_by=None, are_one=None
    )
    Merge.objects.filter(pk=merge.pk).update(undone_at=at)


def _restore_fields(merge: Merge, survivor: Party, at: datetime) -> None:
    """Each field that still reads as the merge left it reads again as before."""
    before, after = merge.before["survivor"], merge.before["after"]
    for name in CHOSEN:
        now = getattr(survivor, name)
        if (now.isoformat() if isinstance(now, date) else now) == after[name]:
            value = before[name]
            if name == "birth_date" and value:
                value = date.fromisoformat(value)
            setattr(survivor, name, value)
    if survivor.revision == after["revision"]:
        survivor.revision = before["revision"]
        survivor.changed_at = datetime.fromisoformat(before["changed_at"])
    else:
        survivor.revision, survivor.changed_at = survivor.revision + 1, at
    survivor.save(update_fields=[*CHOSEN, "revision", "changed_at"])


def _move_back(merge: Merge) -> None:
    for name, ids in merge.moved.items():
        label, _dot, field = name.rpartition(".")
        rows = apps.get_model(label)._base_manager
        for start in range(0, len(ids), ASKED_AT_ONCE):
            some = rows.filter(pk__in=ids[start : start + ASKED_AT_ONCE])
            some.filter(**{field: merge.survivor_id}).update(**{field: merge.absorbed_id})


def _restore_names(merge: Merge) -> None:
    """Rows of names that the choice of another main name changed, made or took away."""
    before = {row["id"]: row for row in merge.before["names"]}
    after = {row["id"]: row for row in merge.before["names_after"]}
    moved = set(merge.moved.get("parties.PartyName.party", ()))
    names = PartyName.objects.filter(party=merge.survivor_id)
    names.filter(pk__in=after.keys() - before.keys() - moved).delete()
    for pk, row in before.items():
        if after.get(pk) == row:
            continue
        kept = {name: row[name] for name in ("kind", "text", "folded", "source")}
        names.filter(pk=pk).update(**kept)
    gone = [row for pk, row in before.items() if pk not in after]
    PartyName.objects.bulk_create(_rows_again(PartyName, gone), ignore_conflicts=True)


def _rows_again(model: Any, rows: list[dict[str, Any]]) -> list[Any]:
    made = []
    for row in rows:
        values = {f.attname: f.to_python(row[f.attname]) for f in model._meta.concrete_fields}
        made.append(model(**values))
    return made
