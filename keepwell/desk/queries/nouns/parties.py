"""Parties as a list like any other; their page adds a board and what is done to many."""

from collections.abc import Collection, Sequence
from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy, ngettext

from keepwell.desk.queries.filtered import ASKS
from keepwell.desk.queries.filtered_own import by_own, order_by_own
from keepwell.desk.queries.list_foot import PARTY_PATHS
from keepwell.desk.queries.nouns.noun import Line, ListNoun, View
from keepwell.desk.queries.party_list import ORDERS, in_order, rows_of
from keepwell.desk.queries.party_values import value_of
from keepwell.desk.queries.party_ways import party_ways
from keepwell.desk.queries.views import NAMES, Viewer
from keepwell.desk.rules.catalogue import PARTIES
from keepwell.kernel.keyset import Count, Order
from keepwell.parties.models import Party
from keepwell.parties.queries.search import that_hold


def _narrow(name: str, viewer: Viewer, _rows: QuerySet[Any]) -> QuerySet[Any]:
    return viewer.narrow(name)


def _hold(_viewer: Viewer, rows: Any, text: str) -> QuerySet[Any]:
    return that_hold(rows, text)


def _beside(rows: Any, order: Order) -> QuerySet[Any]:
    return in_order(rows, order)


def _lines(rows: Sequence[Party], viewer: Viewer, columns: Collection[str]) -> list[Line]:
    return [
        Line(
            row.party.pk,
            row.party.name,
            reverse("desk:party", args=[row.party.pk]),
            {name: value_of(row, name) for name in columns},
        )
        for row in rows_of(rows, viewer.on, viewer.seen, columns)
    ]


def _counted(count: Count) -> str:
    return ngettext("%(count)s party", "%(count)s parties", count.number) % {"count": count}


NOUN = ListNoun(
    PARTIES,
    "desk:parties",
    gettext_lazy("Parties"),
    _counted,
    lambda viewer: viewer.seen,
    {name: View(label, partial(_narrow, name)) for name, label in NAMES.items()},
    ASKS,
    ORDERS,
    _lines,
    _hold,
    beside=_beside,
    otherwise=by_own,
    other_order=order_by_own,
    paths=PARTY_PATHS,
    ways=party_ways,
    quick=(
        ("owner:is:me", gettext_lazy("Mine")),
        ("next_touch:past", gettext_lazy("Next touch overdue")),
        ("next_touch:empty", gettext_lazy("No next touch")),
        ("waits:yes", gettext_lazy("Waits for our answer")),
        ("last_two_way:ago:90", gettext_lazy("Silent for 90 days")),
        ("followed:yes", gettext_lazy("Followed by me")),
        ("created:month", gettext_lazy("New this month")),
    ),
    search_label=gettext_lazy("Name, mail or number"),
)
