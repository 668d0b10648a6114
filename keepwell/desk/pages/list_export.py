"""The list somebody sees, as a file: the same parties, as many as the page says."""

import tempfile

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from keepwell.desk.asking import TeammateRequest
from keepwell.desk.pages.listed import listed_for
from keepwell.desk.rules.filters import filter_as_text
from keepwell.exchange.commands.export_parties import export_parties
from keepwell.firm.rules import Act, may
from keepwell.kernel.refusal import Refused
from keepwell.ui.toasts import say

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@require_POST
def export_list(request: TeammateRequest) -> HttpResponse | FileResponse:
    """Every party of the list, also those on further pages; kept on record."""
    if not may(request.user.role, Act.EXPORT):
        raise PermissionDenied
    listed = listed_for(request)
    form = request.POST.get("form", "csv")
    told = {"view": listed.listing.view, "f": filter_as_text(listed.listing.tree),
            "q": listed.listing.q}  # fmt: skip
    file = tempfile.TemporaryFile(prefix="keepwell-export-")  # noqa: SIM115 - closed by the answer
    try:
        rows = export_parties(
            file, form=form, filters=told, among=listed.parties(), at=timezone.now(),
            by=request.user,
        )  # fmt: skip
    except Refused as no:
        say(request, _("Nothing was exported: %(why)s") % {"why": no.because})
        return redirect(listed.href())
    file.seek(0)
    name = f"parties-{timezone.localdate().isoformat()}-{rows}-rows.{form}"
    answer = FileResponse(file, content_type=TYPES[form], as_attachment=True, filename=name)
    answer["X-Keepwell-Rows"] = str(rows)
    answer["Cache-Control"] = "no-store, private"
    return answer
