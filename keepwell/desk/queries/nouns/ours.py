"""Whose of ours a conversation is, for reports: who took part, and who wrote it down."""

from typing import Any

from django.db.models import Exists, F, FilteredRelation, OuterRef, Q, QuerySet

from keepwell.conversations.models import Presence
from keepwell.desk.queries.nouns.noun import Way
from keepwell.desk.queries.views import Viewer


def ways_of_ours(rows: QuerySet[Any], alias: str, _viewer: Viewer) -> list[Way]:
    """Two questions that share no row and teammate: who was there, and who was not but
    wrote it down. Nobody is who is in neither."""
    beside, who, row = f"{alias}_of", f"{alias}_who", f"{alias}_row"
    there = FilteredRelation("presences", condition=Q(presences__teammate__isnull=False))
    # Under names of their own: a condition on the relation would join it once more.
    present = rows.annotate(**{beside: there}).annotate(
        **{who: F(f"{beside}__teammate"), row: F(f"{beside}__pk")}
    )
    present = present.filter(Q(**{f"{who}__isnull": False}) | Q(by=None))
    before = Presence.objects.filter(
        activity=OuterRef("pk"), teammate=OuterRef(who), pk__lt=OuterRef(row)
    )
    took_part = Presence.objects.filter(activity=OuterRef("pk"), teammate=OuterRef("by"))
    wrote = rows.filter(~Q(Exists(took_part)), by__isnull=False)
    return [(present.filter(~Q(Exists(before))), F(who)), (wrote, F("by"))]
