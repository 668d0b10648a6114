"""A list gathered and measured, with the filter behind each figure."""

from typing import Any

from django.utils import timezone
from ninja import Query

from keepwell.desk.api.asking import ApiRequest
from keepwell.desk.api.narrowed import view_named
from keepwell.desk.api.shapes.reports import NounReportAsked, ReportAsked, ReportOut
from keepwell.desk.queries.filtered import narrowed_by
from keepwell.desk.queries.nouns import conversations, orders, tasks
from keepwell.desk.queries.nouns.noun import ListNoun
from keepwell.desk.queries.report import gather
from keepwell.desk.queries.report_rows import report_told
from keepwell.desk.queries.views import Viewer
from keepwell.desk.rules.filters import parse_filter
from keepwell.desk.rules.listing import Listing
from keepwell.desk.rules.report import parse_report
from keepwell.firm.gate.described import door_of
from keepwell.parties.queries.search import that_hold
from keepwell.walls.queries import visible_parties

door = door_of("parties", "Reports")
of_work = door_of("conversations", "Reports")
of_orders = door_of("orders", "Reports")


@door.get("/parties/report", response=ReportOut)
def report_of_parties(request: ApiRequest, asked: Query[ReportAsked]) -> dict[str, Any]:
    """Parties one may see, gathered by one or two fields, counted or summed."""
    on = timezone.localdate()
    viewer = Viewer(request.user, visible_parties(request.user), on)
    tree = parse_filter(asked.filter.replace("\0", ""))
    among = narrowed_by(viewer.narrow(asked.view), tree, teammate=request.user, today=on)
    among = that_hold(among, asked.q.replace("\0", ""))
    return report_told(gather(among, parse_report(asked.by, asked.of), viewer), tree)


@of_work.get("/activities/report", response=ReportOut)
def report_of_activities(request: ApiRequest, asked: Query[NounReportAsked]) -> dict[str, Any]:
    """What happened with parties one may see, gathered by one or two fields and counted."""
    return _gathered(request, conversations.NOUN, asked)


@of_work.get("/tasks/report", response=ReportOut)
def report_of_tasks(request: ApiRequest, asked: Query[NounReportAsked]) -> dict[str, Any]:
    """Tasks and promises one may see, gathered by one or two fields and counted."""
    return _gathered(request, tasks.NOUN, asked)


@of_orders.get("/orders/report", response=ReportOut)
def report_of_orders(request: ApiRequest, asked: Query[NounReportAsked]) -> dict[str, Any]:
    """Orders one may see, gathered by one or two fields, counted or summed."""
    return _gathered(request, orders.NOUN, asked)


def _gathered(request: ApiRequest, noun: ListNoun, asked: NounReportAsked) -> dict[str, Any]:
    viewer = Viewer(request.user, visible_parties(request.user), timezone.localdate())
    tree = parse_filter(asked.filter.replace("\0", ""), noun.catalogue.fields)
    text = " ".join(asked.q.replace("\0", " ").split())
    among = noun.among(viewer, view_named(noun, asked.view), Listing(tree=tree, q=text))
    report = parse_report(asked.by or noun.catalogue.gathering.usual, asked.of, noun.catalogue)
    return report_told(gather(among, report, viewer, noun), tree)
