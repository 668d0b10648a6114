"""Tasks and promises as a list: of parties one may see, and one's own for nobody."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import Case, F, Q, QuerySet, When
from django.db.models import Value as Literal
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from keepwell.conversations.models import Task
from keepwell.conversations.rules.recurrence_told import told_rule
from keepwell.conversations.rules.words import TASK
from keepwell.desk.queries.narrowing import (
    by_choice,
    by_day,
    by_party,
    by_question,
    by_teammate,
    of_seen,
)
from keepwell.desk.queries.nouns.noun import Line, Link, ListNoun, RowAct, Value, View, Word
from keepwell.desk.queries.nouns.words import holding
from keepwell.desk.queries.views import Viewer
from keepwell.desk.rules.catalogues.tasks import OUTCOMES, PRIORITIES, TASKS
from keepwell.kernel.keyset import Count, Order

OPEN = Q(done_at__isnull=True)


def tasks_of(viewer: Viewer) -> QuerySet[Task]:
    """Tasks and promises that are not in the trash, behind the walls."""
    own = Q(party=None, assignee=viewer.teammate)
    return Task.objects.filter(of_seen(viewer, "party_id") | own, trashed_at=None)


def _beside(rows: QuerySet[Any], _order: Order) -> QuerySet[Any]:
    return rows.select_related("party", "assignee", "series")


def task_lines(rows: Sequence[Task], viewer: Viewer, columns: Collection[str]) -> list[Line]:
    """A page of tasks; all of it came with the rows."""
    return [_line(one, viewer.on, columns) for one in rows]


def _line(one: Task, on: date, columns: Collection[str]) -> Line:
    href = reverse("desk:task", args=[one.pk])
    series = one.series if one.series and one.series.ended_at is None else None
    told: dict[str, Value] = {
        "what": Link(one.what, href),
        "party": (
            Link(one.party.name, reverse("desk:party", args=[one.party.pk]))
            if one.party else None
        ),
        "assignee": one.assignee.name if one.assignee else None,
        "kind": Word(one.kind, capfirst(one.get_kind_display())),
        "priority": Word(one.priority or "normal", _(PRIORITIES[one.priority or "normal"]),
                         "watch" if one.priority == "high" and one.done_at is None else ""),
        "state": _state(one, on),
        "due": one.due_on,
        "done": one.done_at,
        "created": one.created_at,
        "reminder": one.remind_at,
        "repeats": told_rule(series.rule, after_done=series.counts_from_done) if series
        else None,
        "feedback": one.feedback or None,
    }  # fmt: skip
    done = None if one.done_at else RowAct(
        _("Done: %(what)s") % {"what": one.what}, "check",
        reverse("desk:task_done", args=[one.pk]),
    )  # fmt: skip
    return Line(one.pk, one.what, href, {name: told[name] for name in columns}, done)


def _state(one: Task, on: date) -> Word:
    if one.done_at is not None:
        return Word(one.outcome, _(OUTCOMES.get(one.outcome, "done")))
    if one.due_on is not None and one.due_on < on:
        return Word("late", _("late"), "alarm")
    return Word("open", _("open"))


def _mine(viewer: Viewer, rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.filter(OPEN, assignee=viewer.teammate)


def _promises(_viewer: Viewer, rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.filter(OPEN, kind="promise")


def _counted(count: Count) -> str:
    return ngettext("%(count)s entry", "%(count)s entries", count.number) % {"count": count}


_PRIORITY = Case(When(priority="", then=Literal("normal")), default=F("priority"))
_TEXT = holding(TASK, table="conversations_task")
_BY_CREATED = Order("created", "created_at", read=datetime.fromisoformat)


def _sparse(name: str, column: str, read: Any) -> dict[str, Order]:
    return {
        sign + name: Order(sign + name, column, bool(sign), read, rest=_BY_CREATED)
        for sign in ("", "-")
    }


NOUN = ListNoun(
    TASKS,
    "desk:tasks",
    gettext_lazy("Tasks and promises"),
    _counted,
    tasks_of,
    {
        "mine": View(
            gettext_lazy("Mine"), _mine
        ),
        "open": View(gettext_lazy("Open"), lambda _viewer, rows: rows.filter(OPEN)),
        "late": View(
            gettext_lazy("Late"), lambda viewer, rows: rows.filter(OPEN, due_on__lt=viewer.on)
        ),
        "promises": View(
            gettext_lazy("Open promises"), _promises
        ),
        "done": View(gettext_lazy("Closed"), lambda _viewer, rows: rows.filter(~OPEN)),
        "all": View(gettext_lazy("All")),
    },
    {
        "due": by_day("due_on"),
        "open": by_question(OPEN),
        "assignee": by_teammate("assignee"),
        "party": by_party("party"),
        "kind": by_choice("kind"),
        "priority": by_choice("priority", {"high": "high", "normal": "", "low": "low"}),
        "text": lambda asked, _teammate, _today: _TEXT(asked.values[0], asked.operator),
        "outcome": by_choice("outcome"),
        "done": by_day("done_at", moments=True),
        "reminder": by_day("remind_at", moments=True),
        "repeats": by_question(Q(series__isnull=False)),
        "created": by_day("created_at", moments=True),
    },
    {
        **_sparse("due", "due_on", date.fromisoformat),
        **_sparse("done", "done_at", datetime.fromisoformat),
        "created": _BY_CREATED,
        "-created": Order("-created", "created_at", True, datetime.fromisoformat),
    },
    task_lines,
    lambda _viewer, rows, text: rows.filter(_TEXT(text, "contains")),
    beside=_beside,
    paths={"due": "due_on", "done": "done_at", "created": "created_at",
           "reminder": "remind_at", "party": "party__name", "assignee": "assignee__name",
           "kind": "kind", "priority": "priority", "outcome": "outcome"},
    gathers={"due": "due_on", "done": "done_at", "created": "created_at",
             "reminder": "remind_at", "assignee": "assignee", "party": "party", "kind": "kind",
             "outcome": "outcome", "priority": _PRIORITY},
    quick=(
        ("assignee:is:me", gettext_lazy("Mine")),
        ("due:past;open:yes", gettext_lazy("Late")),
        ("due:today", gettext_lazy("Due today")),
        ("due:next:7", gettext_lazy("Due in seven days")),
        ("due:empty", gettext_lazy("Without a day")),
        ("kind:is:promise", gettext_lazy("Promises")),
        ("assignee:is:nobody", gettext_lazy("Of nobody")),
    ),
    search_label=gettext_lazy("Words in it"),
    legend=gettext_lazy("Tasks and promises for which"),
    empty=gettext_lazy("Nothing is to be done here."),
    ticked=(
        ("done", gettext_lazy("Done"), "check"),
        ("assignee", gettext_lazy("Give to"), "person"),
        ("due", gettext_lazy("Day"), "calendar"),
    ),
    is_ticked=True,
)  # fmt: skip
