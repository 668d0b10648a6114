"""The record as a list, for those who run the firm."""

import json
from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext_lazy, ngettext

from keepwell.desk.queries.filtered_days import on_days
from keepwell.desk.queries.filtered_texts import on_text
from keepwell.desk.queries.narrowing import by_day, by_name, by_party, by_teammate
from keepwell.desk.queries.nouns.noun import Line, Link, ListNoun, Value, View
from keepwell.desk.queries.views import Viewer
from keepwell.desk.rules.catalogues.journal import JOURNAL
from keepwell.desk.rules.filter_tree import Condition
from keepwell.desk.words import tell_all
from keepwell.firm.models import Teammate
from keepwell.firm.rules import Act, may
from keepwell.journal.models import Entry
from keepwell.journal.stories import chapters_for, lines_seen_by
from keepwell.kernel.keyset import Count, Order
from keepwell.walls.queries import visible_parties

LONGEST = 300


def entries_of(viewer: Viewer) -> QuerySet[Entry]:
    """The lines one may read, and none for who does not run the firm."""
    if not _may(viewer.teammate):
        return Entry.objects.none()
    return lines_seen_by(viewer.teammate).entries


def _may(teammate: Teammate) -> bool:
    return may(teammate.role, Act.RUN_FIRM)


def entry_lines(rows: Sequence[Entry], viewer: Viewer, columns: Collection[str]) -> list[Line]:
    """A page of lines in words; who did it and whom it is about are read for all at once."""
    tells = lines_seen_by(viewer.teammate).tells_facts
    if not tells:
        for row in rows:
            row.facts = {}
    seen = visible_parties(viewer.teammate, with_trash=True)
    names = dict(
        seen.filter(pk__in={row.party_id for row in rows if row.party_id})
        .values_list("pk", "name")
    )  # fmt: skip
    lines = []
    chapters = tell_all(chapters_for(rows, viewer.teammate))
    for row, told in zip(rows, chapters, strict=True):
        name = names.get(row.party_id) if row.party_id else None
        party = reverse("desk:party_history", args=[row.party_id]) if name else ""
        values: dict[str, Value] = {
            "what": capfirst(told.what),
            "who": told.who,
            "party": Link(name, party) if name else None,
            "verb": row.verb,
            "noun": row.noun,
            "facts": _facts(row) if tells else None,
            "day": row.at,
        }
        wanted = {column: values[column] for column in columns}
        lines.append(Line(row.pk, capfirst(told.what), party, wanted))
    return lines


def _facts(row: Entry) -> str | None:
    if not row.facts:
        return None
    return Truncator(json.dumps(row.facts, ensure_ascii=False, default=str)).chars(LONGEST)


def _on(day: date) -> Q:
    return on_days("at", Condition("day", "today"), day, moments=True)


def _counted(count: Count) -> str:
    return ngettext("%(count)s line", "%(count)s lines", count.number) % {"count": count}


def _hold(_viewer: Viewer, rows: QuerySet[Any], text: str) -> QuerySet[Any]:
    return rows.filter(on_text("verb", "contains", text.replace(" ", "_")))


NOUN = ListNoun(
    JOURNAL,
    "desk:journal",
    gettext_lazy("Journal"),
    _counted,
    entries_of,
    {
        "all": View(gettext_lazy("All")),
        "mine": View(
            gettext_lazy("By me"), lambda viewer, rows: rows.filter(by_id=viewer.teammate.pk)
        ),
        "today": View(
            gettext_lazy("Today"), lambda viewer, rows: rows.filter(_on(viewer.on))
        ),
    },
    {
        "day": by_day("at", moments=True),
        "who": by_teammate("by_id"),
        "verb": by_name("verb"),
        "noun": by_name("noun"),
        "party": by_party("party_id"),
    },
    {
        "day": Order("day", "at", read=datetime.fromisoformat, read_pk=int),
        "-day": Order("-day", "at", True, datetime.fromisoformat, read_pk=int),
    },
    entry_lines,
    _hold,
    beside=lambda rows, _order: rows.defer("seal"),
    paths={"day": "at", "verb": "verb", "noun": "noun"},
    may=_may,
    quick=(
        ("day:today", gettext_lazy("Today")),
        ("who:is:me", gettext_lazy("By me")),
        ("who:is:nobody", gettext_lazy("By Keepwell itself")),
        ("noun:is:party", gettext_lazy("Parties")),
        ("verb:starts:export", gettext_lazy("Exports")),
        ("noun:is:wall", gettext_lazy("Walls")),
    ),
    search_label=gettext_lazy("A piece of the verb"),
    legend=gettext_lazy("Lines for which"),
)  # fmt: skip
