"""Imports as a list: one's own; who runs the firm sees all, unless behind a wall."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse, reverse_lazy
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from keepwell.desk.queries.filtered_texts import NEGATIVE, on_text
from keepwell.desk.queries.narrowing import (
    by_choice,
    by_day,
    by_question,
    by_teammate,
    rows_meant,
)
from keepwell.desk.queries.nouns.noun import Line, Link, ListNoun, Number, Value, View, Word
from keepwell.desk.queries.views import Viewer
from keepwell.desk.rules.catalogues.imports import IMPORTS
from keepwell.desk.rules.filter_tree import Condition
from keepwell.exchange.models import Import, ImportFile
from keepwell.exchange.queries.imports import OUTCOMES, files_of, imports_seen_by
from keepwell.exchange.states import state_word
from keepwell.firm.models import Teammate
from keepwell.firm.rules import Act, may
from keepwell.kernel.keyset import Count, Order

MOST_NAMED = 2
_COUNTED = ("rows", *OUTCOMES)
_LOOK = {"unclear": "watch", "refused": "alarm"}


def _by_file(asked: Condition, _teammate: Teammate, _today: date) -> Q:
    operator = NEGATIVE.get(asked.operator, asked.operator)
    value = asked.values[0] if asked.values else ""
    files = ImportFile.objects.filter(on_text("name", operator, value))
    return rows_meant(files, "job", negative=asked.operator in NEGATIVE)


def import_lines(
    rows: Sequence[Import], _viewer: Viewer, columns: Collection[str]
) -> list[Line]:
    """A page of imports; their files with what became of the rows are one query."""
    files = files_of(rows)
    return [_line(one, files[one.pk], columns) for one in rows]


def _line(one: Import, files: Sequence[ImportFile], columns: Collection[str]) -> Line:
    href = reverse("exchange:import", args=[one.pk])
    names = [file.name for file in files]
    title = ", ".join(names[:MOST_NAMED]) or _("No files")
    if len(names) > MOST_NAMED:
        title += f" +{len(names) - MOST_NAMED}"
    state, tone = state_word(one)
    told: dict[str, Value] = {
        "files": tuple(Link(name) for name in names),
        "who": one.started_by.name if one.started_by else None,
        "state": Word(one.state, capfirst(state), tone if tone in ("watch", "alarm") else ""),
        "again": Link(_("Same again"), f"{reverse('exchange:new')}?like={one.pk}"),
        "day": one.created_at,
    }
    for name in _COUNTED:
        number = sum(getattr(file, name) for file in files)
        told[name] = Number(number, _LOOK.get(name, "") if number else "")
    return Line(one.pk, title, href, {name: told[name] for name in columns})


def _counted(count: Count) -> str:
    return ngettext("%(count)s import", "%(count)s imports", count.number) % {"count": count}


def _may(teammate: Teammate) -> bool:
    return may(teammate.role, Act.IMPORT)


def _hold(_viewer: Viewer, rows: QuerySet[Any], text: str) -> QuerySet[Any]:
    files = ImportFile.objects.filter(on_text("name", "contains", text))
    return rows.filter(rows_meant(files, "job"))


NOUN = ListNoun(
    IMPORTS,
    "desk:imports",
    gettext_lazy("Import"),
    _counted,
    lambda viewer: imports_seen_by(viewer.teammate),
    {
        "all": View(gettext_lazy("All")),
        "mine": View(
            gettext_lazy("Mine"), lambda viewer, rows: rows.filter(started_by=viewer.teammate)
        ),
    },
    {
        "day": by_day("created_at", moments=True),
        "who": by_teammate("started_by"),
        "state": by_choice("state"),
        "tried": by_question(Q(is_dry_run=True)),
        "file": _by_file,
    },
    {
        "day": Order("day", "created_at", read=datetime.fromisoformat),
        "-day": Order("-day", "created_at", True, datetime.fromisoformat),
    },
    import_lines,
    _hold,
    beside=lambda rows, _order: rows.select_related("started_by"),
    paths={"day": "created_at", "who": "started_by__name", "state": "state"},
    may=_may,
    quick=(
        ("state:is:done;tried:no", gettext_lazy("Done")),
        ("state:is:running", gettext_lazy("Running")),
        ("state:is:undone", gettext_lazy("Undone")),
        ("day:month", gettext_lazy("This month")),
    ),
    search_label=gettext_lazy("Name of a file"),
    legend=gettext_lazy("Imports for which"),
    empty=gettext_lazy(
        "Nothing has come in yet. Drop exports of your CRM, an address book, a mailbox, a "
        "calendar, orders or agreements. Keepwell says what each file is and tries it before "
        "anything is written."
    ),
    acts=((gettext_lazy("Bring in files"), "import", reverse_lazy("exchange:new")),),
)  # fmt: skip
