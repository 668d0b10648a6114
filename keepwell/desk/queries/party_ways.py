"""What a report gathers parties by: for each field the column, or the rows beside the party.

A party that stands beside several rows of one value counts once under it. What is gathered is
what the filter of the same field means, so that each number opens exactly its rows.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.db.models import (
    Case,
    CharField,
    Exists,
    FilteredRelation,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.functions import Lower

from keepwell.desk.queries.filtered import this_quiet
from keepwell.desk.queries.filtered_own import with_own
from keepwell.desk.queries.nouns.noun import Way
from keepwell.desk.queries.views import Viewer
from keepwell.desk.rules.report import Grouping
from keepwell.fields.rules.definitions import FieldSort
from keepwell.parties.models import ExternalId, PostalAddress
from keepwell.relationships.models import TeamMember

LEVELS = ("silent", "quiet", "watch", "fine")
_KINDS = ("client", "customer", "user", "prospect")
# A column of the party, or of the one row beside it.
_PATHS = {
    "nature": "nature",
    "stage": "relationship__stage",
    "owner": "relationship__owner",
    "team": "relationship__owner__teams",
    "source": "source",
    "industry": "industry",
    "language": "language",
    "stage_since": "relationship__stage_since",
    "next_touch": "relationship__next_touch_on",
    "last_two_way": "contact_facts__last_two_way",
    "last_inbound": "contact_facts__last_inbound",
    "last_outbound": "contact_facts__last_outbound",
    "created": "created_at",
    "changed": "changed_at",
}
# Rows beside the party: their name from it, which of them, the column.
_BESIDE: Mapping[str, tuple[str, Q, str]] = {
    "kind": ("holdings", Q(holdings__until=None), "kind"),
    "account_team": ("account_team", Q(), "teammate"),
    "city": ("addresses", ~Q(addresses__city=""), "city"),
    "country": ("addresses", ~Q(addresses__country=""), "country"),
    "external": ("external_ids", ~Q(external_ids__source__startswith="row:"), "source"),
    **{
        f"{kind}_since": ("holdings", Q(holdings__until=None, holdings__kind=kind), "since")
        for kind in _KINDS
    },
}
# Of these a party may have the same several times.
_AGAIN: Mapping[str, Callable[[], QuerySet[Any]]] = {
    "account_team": TeamMember.objects.all,
    "city": PostalAddress.objects.all,
    "country": PostalAddress.objects.all,
    "external": ExternalId.objects.all,
}
_OWN = {FieldSort.YES_NO: "number", FieldSort.PARTY: "other", FieldSort.DATE: "day"}


def party_ways(
    among: QuerySet[Any], grouping: Grouping, alias: str, viewer: Viewer
) -> list[Way]:
    """The parties with what stands beside them, and the way to the value from there."""
    name, beside = grouping.field.name, f"{alias}_of"
    if name == "quiet":
        return [(among, _silence(viewer.on))]
    if own := grouping.field.own:
        return [(with_own(among, own, beside), f"{beside}__{_OWN.get(own.sort, 'key')}")]
    if name not in _BESIDE:
        return [(among, _PATHS[name])]
    relation, which, column = _BESIDE[name]
    joined = among.annotate(**{beside: FilteredRelation(relation, condition=which)})
    if name in _AGAIN:
        joined = joined.filter(~Q(Exists(_before(name, column, beside))))
    return [(joined, f"{beside}__{column}")]


def _before(name: str, column: str, beside: str) -> QuerySet[Any]:
    """Rows of the same party and value that come before this one."""
    at = f"{beside}__{column}"
    rows: QuerySet[Any] = _AGAIN[name]().filter(
        party=OuterRef("pk"), pk__lt=OuterRef(f"{beside}__pk")
    )
    if name == "account_team":
        same = rows.filter(teammate=OuterRef(at))
    else:
        same = rows.annotate(same=Lower(column)).filter(same=Lower(OuterRef(at)))
    return same


def _silence(today: date) -> Case:
    paused = Q(relationship__paused_until__gt=today)
    whens = [When(this_quiet(level, paused, today), then=Value(level)) for level in LEVELS]
    return Case(*whens, default=Value(""), output_field=CharField())
