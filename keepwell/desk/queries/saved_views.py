"""The views a teammate may open, and the list each of them stands for."""

import json
import re
from collections.abc import Sequence
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from keepwell.desk.models import FirstView, PinnedView, SavedView
from keepwell.desk.queries.nouns.every import NOUNS
from keepwell.desk.rules.filter_tree import EVERYBODY
from keepwell.desk.rules.filters import filter_from_json
from keepwell.desk.rules.listing import Listing
from keepwell.firm.models import Teammate
from keepwell.kernel.refusal import Refused
from keepwell.kernel.spelt import spelt_once

MOST_TABS = 12


def views_for(teammate: Teammate) -> QuerySet[SavedView]:
    """Their own and the shared ones, by name; `is_pinned` says which are among their tabs."""
    mine = Q(owner=teammate) | Q(shared_at__isnull=False)
    pins = PinnedView.objects.filter(view=OuterRef("pk"), teammate=teammate)
    views = SavedView.objects.filter(mine, dropped_at=None).select_related("owner")
    return views.annotate(is_pinned=Exists(pins)).order_by("name", "pk")


def dropped_view_of(teammate: Teammate) -> QuerySet[SavedView]:
    """Views of their own that they dropped."""
    return SavedView.objects.filter(owner=teammate, dropped_at__isnull=False)


def pinned_views(teammate: Teammate, noun: str = "parties") -> Sequence[SavedView]:
    """Those of a noun among a teammate's tabs, a dozen at most."""
    return _pinned(noun, who=teammate.pk)


@spelt_once
def _pinned(noun: str, *, who: UUID) -> QuerySet[SavedView]:
    return views_for(Teammate(pk=who)).filter(is_pinned=True, noun=noun)[:MOST_TABS]


def view_of(teammate: Teammate, name: str, noun: str = "parties") -> SavedView | None:
    """The view of this noun and id if the teammate may open it."""
    try:
        asked = UUID(name)
    except ValueError:
        return None
    return views_for(teammate).filter(pk=asked, noun=noun).first()


def first_view_of(teammate: Teammate, noun: str = "parties") -> str:
    """What their list of a noun opens with, '' where they did not choose."""
    return _chosen.first(noun, who=teammate.pk) or ""


@spelt_once
def _chosen(noun: str, *, who: UUID) -> QuerySet[FirstView, str]:
    chosen = FirstView.objects.filter(teammate=who, noun=noun)
    return chosen.order_by("pk").values_list("name", flat=True)[:1]


def listing_of(view: SavedView) -> Listing:
    """The list a view stands for; a filter that can be read no more is left out."""
    of = NOUNS[view.noun].catalogue
    try:
        tree = filter_from_json(view.tree, of.fields)
    except Refused:
        tree = EVERYBODY
    layout = of.parse_layout(view.columns)
    return Listing(
        str(view.pk), tree, view.q, view.sort, layout, view.look, view.noun, view.by, view.of
    )


def is_named_in_a_view(name: str) -> bool:
    """Whether a list somebody keeps asks for this field, shows it, or is gathered by it."""
    word = re.compile(rf"(?<![a-z0-9_]){re.escape(name)}(?![a-z0-9_])")
    kept = SavedView.objects.filter(dropped_at=None)
    rows = kept.values_list("tree", "columns", "sort", "by", "of")
    return any(word.search(json.dumps(row)) for row in rows)
