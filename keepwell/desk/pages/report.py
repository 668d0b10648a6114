"""A list as a report: gathered, measured, drawn; every number leads to the rows behind it."""

import csv
import io
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from keepwell.desk.asking import TeammateRequest
from keepwell.desk.commands.export_report import export_report
from keepwell.desk.pages.listed import Listed, listed_for, noun_or_404
from keepwell.desk.pages.report_charts import charts_of
from keepwell.desk.queries.names_in_filters import names_of
from keepwell.desk.queries.nouns.every import NOUNS
from keepwell.desk.queries.report import Figure, Gathered, gather
from keepwell.desk.queries.report_rows import rows_of_report
from keepwell.desk.queries.report_slots import Slot
from keepwell.desk.queries.saved_views import listing_of, views_for
from keepwell.desk.rules.filter_tree import Condition, and_also, judge_size
from keepwell.desk.rules.filter_words import filter_in_words
from keepwell.desk.rules.filters import LONGEST_TEXT, filter_as_text
from keepwell.desk.rules.listing import REPORT, TABLE, Listing, asked_in, query_of
from keepwell.desk.rules.report import (
    COUNT,
    EACH,
    HOW,
    USUAL_EACH,
    Report,
    every_grouping,
    every_measured,
    parse_report,
)
from keepwell.firm.rules import Act, may
from keepwell.kernel.refusal import Refused
from keepwell.ui.toasts import say


@dataclass(frozen=True, slots=True)
class Cell:
    """A number and where it leads; nothing where there is no number."""

    words: str
    href: str = ""


def report_of(listed: Listed) -> Gathered:
    """The list of this address gathered; `Refused` where nobody knows the words."""
    report = parse_report(by_of(listed), listed.listing.of, listed.noun.catalogue)
    return gather(listed.rows(), report, listed.viewer, listed.noun)


def by_of(listed: Listed) -> str:
    """What it is gathered by: what is asked for, or what is usual for the noun."""
    return listed.listing.by or listed.noun.catalogue.gathering.usual


def report_shown(listed: Listed) -> dict[str, Any]:
    """What the page shows of it."""
    try:
        found = report_of(listed)
    except Refused as no:
        return {"rows": [True], "report_refused": no.because, "box": _box(listed, None)}
    return {
        "rows": list(found.lines) if found.total else [],
        "found": found,
        "box": _box(listed, found.report),
        "charts": charts_of(found),
        "lines": [_line(listed, found, place) for place in range(len(found.lines))],
        "foot": _foot(listed, found),
        "report_file": f"{listed.aside('report_file')}?{listed.state}",
        "adds_up": found.report.of.adds_up
        and not any(one.has_several for one in found.report.by),
    }


def _line(listed: Listed, found: Gathered, place: int) -> tuple[Slot, list[Cell], Cell]:
    line = found.lines[place]
    cells = [
        _cell(listed, found, figure, (*line.slot.means, *column.means))
        for column, figure in zip(found.columns, line.figures, strict=True)
    ]
    return line.slot, cells, _cell(listed, found, line.total, line.slot.means)


def _foot(listed: Listed, found: Gathered) -> tuple[list[Cell], Cell]:
    cells = [
        _cell(listed, found, figure, column.means)
        for column, figure in zip(found.columns, found.totals, strict=True)
    ]
    return cells, _cell(listed, found, found.total, ())


def _cell(
    listed: Listed, found: Gathered, figure: Figure, means: tuple[Condition, ...]
) -> Cell:
    of = found.report.of
    if not figure:
        return Cell("0" if of.how == COUNT else "–")
    return Cell(figure.words, href_behind(listed, (*means, *of.behind)))


def href_behind(listed: Listed, means: tuple[Condition, ...]) -> str:
    """The list of the rows behind a number; none where no filter could say it."""
    tree = and_also(listed.listing.tree, *means) if means else listed.listing.tree
    try:
        judge_size(tree)
    except Refused:
        return ""
    if len(filter_as_text(tree)) > LONGEST_TEXT:
        return ""
    usual = listed.usual
    return listed.href(replace(listed.listing, tree=tree, look=TABLE, by=usual.by, of=usual.of))


def _box(listed: Listed, report: Report | None) -> dict[str, Any]:
    """What the form offers, and what is chosen in it."""
    kept = replace(listed.listing, by=listed.usual.by, of=listed.usual.of)
    noun = listed.noun.catalogue
    usual, _point, each = noun.gathering.usual.partition(".")
    by = report.by if report else ()
    return {
        "kept": list(asked_in(query_of(kept, listed.usual)).items()),
        "fields": [(one.name, one.label) for one in every_grouping(noun)],
        "measured": list(every_measured(noun)),
        "eaches": [(name, _(words)) for name, words in EACH.items()],
        "hows": [(name, _(words)) for name, words in HOW.items()],
        "by": by[0].field.name if by else usual,
        "by2": by[1].field.name if len(by) > 1 else "",
        "each": next((one.each for one in by if one.each), each or USUAL_EACH),
        "of": report.of.name if report else "",
        "how": report.of.how if report else "",
    }


BEGINNINGS = (
    ("parties", "view=all&by=stage,owner", gettext_lazy("Who looks after what"),
     gettext_lazy("Parties by stage and owner")),
    ("parties", "view=all&by=created.month", gettext_lazy("New parties"),
     gettext_lazy("How many came each month")),
    ("parties", "view=clients&by=quiet,owner", gettext_lazy("Silence"),
     gettext_lazy("Clients by how quiet they are, and whose they are")),
    ("parties", "view=all&by=source,kind", gettext_lazy("How they came"),
     gettext_lazy("Sources, and what became of them")),
    ("parties", "view=all&by=stage&of=sum.open_work", gettext_lazy("Open work"),
     gettext_lazy("What may come, by stage, each currency by itself")),
    ("parties", "view=customers&by=industry&of=sum.orders", gettext_lazy("What is bought"),
     gettext_lazy("Orders of customers by industry")),
    ("conversations", "view=people&by=day.month,kind", gettext_lazy("What is said"),
     gettext_lazy("Mails, calls, meetings and notes each month")),
    ("conversations", "view=people&by=teammate,contact", gettext_lazy("Who talks, and how"),
     gettext_lazy("Conversations by teammate, and what they counted as")),
    ("tasks", "view=open&by=assignee,kind", gettext_lazy("What is still to be done"),
     gettext_lazy("Open tasks and promises, and whose they are")),
    ("tasks", "view=all&by=due.month,open", gettext_lazy("Done and open"),
     gettext_lazy("Tasks and promises by the month they are due")),
    ("orders", "view=all&by=day.month&of=sum.amount", gettext_lazy("Turnover"),
     gettext_lazy("Orders added up each month, each currency by itself")),
)  # fmt: skip


@require_GET
def reports(request: TeammateRequest) -> HttpResponse:
    """The reports somebody keeps, and a few to begin with."""
    kept = views_for(request.user).filter(look=REPORT)
    found = [(view, listing_of(view)) for view in kept]
    names = names_of(
        (listing.tree, NOUNS[view.noun].catalogue.fields) for view, listing in found
    )
    rows = [
        (view, f"{reverse(NOUNS[view.noun].route)}?view={view.pk}", _said(listing, names))
        for view, listing in found
    ]
    begin = [
        (f"{reverse(NOUNS[noun].route)}?{query}&look={REPORT}", title, about)
        for noun, query, title, about in BEGINNINGS
    ]
    return render(request, "desk/reports.html", {"rows": rows, "begin": begin})


def _said(listing: Listing, names: dict[str, str]) -> str:
    """What a kept report gathers, of which rows."""
    noun = NOUNS[listing.noun].catalogue
    try:
        said = parse_report(listing.by or noun.gathering.usual, listing.of, noun).words
    except Refused as no:
        return no.because
    narrowed = filter_in_words(listing.tree, names, noun.fields)
    return f"{said} · {narrowed}" if narrowed else said


@require_POST
def export_file(request: TeammateRequest, noun: str = "parties") -> HttpResponse:
    """The table of the report as CSV; kept on record."""
    if not may(request.user.role, Act.EXPORT):
        raise PermissionDenied
    listed = listed_for(request, noun=noun_or_404(noun, request))
    if REPORT not in listed.noun.catalogue.looks:
        raise Http404
    try:
        rows = rows_of_report(report_of(listed))
        export_report(
            noun=noun, by_fields=by_of(listed), of=listed.listing.of or COUNT,
            rows=len(rows) - 1, filter_text=filter_as_text(listed.listing.tree),
            at=timezone.now(), by=request.user,
        )  # fmt: skip
    except Refused as no:
        say(request, _("Nothing was exported: %(why)s") % {"why": no.because})
        return redirect(listed.href())
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    answer = HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    name = f"report-{timezone.localdate().isoformat()}.csv"
    answer["Content-Disposition"] = f'attachment; filename="{quote(name)}"'
    answer["Cache-Control"] = "no-store, private"
    return answer
