"""A list gathered and measured, with the filter behind each figure."""

from typing import Any

from django.utils import timezone
from ninja import Query

from keepwell.desk.api.asking import ApiRequest
from keepwell.desk.api.shapes.reports import ReportAsked, ReportOut
from keepwell.desk.queries.filtered import narrowed_by
from keepwell.desk.queries.report import gather
from keepwell.desk.queries.report_rows import report_told
from keepwell.desk.queries.views import Viewer
from keepwell.desk.rules.filters import parse_filter
from keepwell.desk.rules.report import parse_report
from keepwell.firm.gate.described import door_of
from keepwell.parties.queries.search import that_hold
from keepwell.walls.queries import visible_parties

door = door_of("parties", "Reports")


@door.get("/parties/report", response=ReportOut)
def report_of_parties(request: ApiRequest, asked: Query[ReportAsked]) -> dict[str, Any]:
    """Parties one may see, gathered by one or two fields, counted or summed."""
    on = timezone.localdate()
    viewer = Viewer(request.user, visible_parties(request.user), on)
    tree = parse_filter(asked.filter.replace("\0", ""))
    among = narrowed_by(viewer.narrow(asked.view), tree, teammate=request.user, today=on)
    among = that_hold(among, asked.q.replace("\0", ""))
    return report_told(gather(among, parse_report(asked.by, asked.of), viewer), tree)
