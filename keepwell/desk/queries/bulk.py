"""What became of a bulk change: how far it is, who was left alone and why."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.text import capfirst

from keepwell.conversations.models import Priority, Task
from keepwell.desk.models import BulkChange, BulkRow, BulkVerb
from keepwell.desk.queries.bulk_rows import MANY
from keepwell.desk.queries.nouns.every import NOUNS
from keepwell.fields.queries.values import in_words
from keepwell.fields.rules.definitions import TAGS, definition_named
from keepwell.fields.rules.values import label_of, read_value
from keepwell.firm.models import Teammate
from keepwell.kernel.keyset import Count as Counted
from keepwell.kernel.words import say as _
from keepwell.kernel.words import told
from keepwell.parties.models import Party, PartyQuerySet
from keepwell.relationships.models import Stage
from keepwell.walls.queries import visible_parties

MOST_LISTED = 200


def changes_by(teammate: Teammate) -> QuerySet[BulkChange]:
    """What this teammate did to many at once, the newest first."""
    return BulkChange.objects.filter(by=teammate).order_by("-begun_at", "-pk")


@dataclass(frozen=True, slots=True)
class LeftAlone:
    """What was not changed, or not put back, and why; no name and address where it is hidden.

    `pk` is None where it is hidden.
    """

    because: str
    pk: UUID | None = None
    name: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a bulk change is."""

    change: BulkChange
    done: int
    refused: int
    undone: int
    kept: int
    left_alone: tuple[LeftAlone, ...]

    @property
    def changed(self) -> int:
        return self.done - self.refused

    @property
    def is_at_work(self) -> bool:
        change = self.change
        undoing = change.undo_begun_at is not None and change.undone_at is None
        return change.finished_at is None or undoing

    @property
    def restored(self) -> int:
        return self.undone - self.kept


def progress_of(change: BulkChange) -> Progress:
    """The counts, and up to two hundred parties with what stood in the way."""
    numbers = change.rows.aggregate(
        done=Count("pk", filter=Q(done_at__isnull=False)),
        refused=Count("pk", filter=~Q(refused="")),
        undone=Count("pk", filter=Q(undone_at__isnull=False)),
        kept=Count("pk", filter=~Q(kept_because="")),
    )
    rows = list(change.rows.exclude(refused="", kept_because="").order_by("pk")[:MOST_LISTED])
    return Progress(change, **numbers, left_alone=tuple(_left_alone(change, rows)))


def _left_alone(change: BulkChange, rows: Sequence[BulkRow]) -> Iterator[LeftAlone]:
    many = MANY[change.noun]
    seen = many.with_trash(change.by).in_bulk([many.id_in(row) for row in rows])
    for row in rows:
        because, one = told(row.kept_because or row.refused), seen.get(many.id_in(row))
        yield LeftAlone(because, one.pk, *_named(one)) if one else LeftAlone(because)


def _named(one: Any) -> tuple[str, str]:
    """What it is called, and where it is looked at; a conversation stands in its list."""
    match one:
        case Party():
            return one.name, reverse("desk:party", args=[one.pk])
        case Task():
            return one.what, reverse("desk:task", args=[one.pk])
    return str(one), ""


def counted_rows(change: BulkChange, number: int) -> str:
    """ "3 tasks", in the words of their list."""
    return NOUNS[change.noun].counted(Counted(number, is_more=False))


def change_in_words(change: BulkChange) -> str:
    """ "Give an owner: Ines Harbour"."""
    verb, facts = capfirst(BulkVerb(change.verb).label), change.facts
    if change.verb == BulkVerb.OWN:
        return _own_in_words(facts, visible_parties(change.by))
    if "tags" in facts:
        asked = definition_named(TAGS)
        tags = [label_of(asked, key) if asked else key for key in facts["tags"]]
        return f"{verb}: {', '.join(tags)}"
    said = _said(change.verb, facts)
    return f"{verb}: {said}" if said else str(verb)


def _own_in_words(facts: Mapping[str, Any], seen: PartyQuerySet) -> str:
    """ "Tier: Gold"."""
    asked = definition_named(str(facts["field"]))
    if asked is None:
        return str(facts["field"])
    cells = read_value(asked, facts["value"])
    other = ""
    if cells and cells[0].party:
        other = seen.filter(pk=cells[0].party).values_list("name", flat=True).first() or "…"
    return f"{asked.label}: {in_words(asked, cells, other) or _('empty')}"


def _said(verb: str, facts: Mapping[str, Any]) -> str:
    if verb in (BulkVerb.OWNER, BulkVerb.HAND_OVER, BulkVerb.ASSIGNEE):
        found = Teammate.objects.filter(pk=facts.get("teammate")).first()
        return found.name if found else ""
    if verb == BulkVerb.STAGE:
        return str(Stage(facts["stage"]).label)
    if verb == BulkVerb.PRIORITY:
        return str(Priority(facts.get("priority", "")).label)
    if verb == BulkVerb.DUE and "days" in facts:
        return _("by %(days)s days", days=f"{facts['days']:+d}")
    if verb in (BulkVerb.NEXT_TOUCH, BulkVerb.DUE):
        return _("%(day)s", day=facts["on"])
    return str(facts.get("value") or _("empty")) if "value" in facts else ""
