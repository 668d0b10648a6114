"""The list somebody sees, as a file: the same rows, as many as the page says."""

import tempfile
from collections.abc import Callable
from typing import Any, BinaryIO
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from keepwell.desk.asking import TeammateRequest
from keepwell.desk.pages.listed import (
    Listed,
    listed_for,
    noun_or_404,
    tick_name,
    ticked_in,
)
from keepwell.desk.queries.nouns.every import PARTIES
from keepwell.desk.queries.nouns.written import listed_lines, written
from keepwell.desk.rules.filters import filter_as_text
from keepwell.exchange.commands.export_list import export_list
from keepwell.exchange.commands.export_parties import export_parties
from keepwell.firm.rules import Act, may
from keepwell.kernel.refusal import Refused
from keepwell.ui.toasts import say

Told = dict[str, str]
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@require_POST
def export_list_of_parties(request: TeammateRequest) -> HttpResponse | FileResponse:
    """Every party of the list, also those on further pages; kept on record."""
    _must_be_allowed(request)
    listed = listed_for(request)
    among = listed.parties()
    if ticked := _ticked(request, listed):
        among = listed.viewer.seen.filter(pk__in=ticked)

    def write(file: BinaryIO, form: str, told: Told) -> int:
        return export_parties(
            file, form=form, filters=told, among=among, at=timezone.now(),
            by=request.user,
        )  # fmt: skip

    return _answer(request, listed, write)


@require_POST
def export_noun(request: TeammateRequest, noun: str) -> HttpResponse | FileResponse:
    """Every row of the list of another noun, with every column there is."""
    _must_be_allowed(request)
    listed = listed_for(request, noun=noun_or_404(noun, request))
    if listed.noun is PARTIES:
        raise Http404
    names = tuple(listed.noun.catalogue.columns)
    ticked = _ticked(request, listed)
    lines = listed_lines(
        listed.noun, listed.viewer, listed.base, listed.listing, ids=ticked or None
    )
    rows = ([str(one.pk), *(written(one.values[name]) for name in names)] for one in lines)

    nothing = listed.refused and not ticked

    def write(file: BinaryIO, form: str, told: Told) -> int:
        return export_list(
            file, noun, () if nothing else rows, header=("id", *names), form=form,
            filters=told, at=timezone.now(), by=request.user,
        )  # fmt: skip

    return _answer(request, listed, write)


def _ticked(request: TeammateRequest, listed: Listed) -> list[UUID]:
    """Rows that were ticked: they alone are wanted, also where the list has moved on."""
    return ticked_in(request.POST, tick_name(listed.noun))


def _must_be_allowed(request: TeammateRequest) -> None:
    if not may(request.user.role, Act.EXPORT):
        raise PermissionDenied


def _answer(
    request: TeammateRequest, listed: Listed, write: Callable[[BinaryIO, str, Told], int]
) -> HttpResponse | FileResponse:
    form = request.POST.get("form", "csv")
    told = {"view": listed.listing.view, "f": filter_as_text(listed.listing.tree),
            "q": listed.listing.q}  # fmt: skip
    file: Any = tempfile.TemporaryFile(prefix="keepwell-export-")  # noqa: SIM115 - closed by the answer
    try:
        rows = write(file, form, told)
    except Refused as no:
        say(request, _("Nothing was exported: %(why)s") % {"why": no.because})
        return redirect(listed.href())
    file.seek(0)
    day = timezone.localdate().isoformat()
    name = f"{listed.noun.name}-{day}-{rows}-rows.{form}"
    answer = FileResponse(file, content_type=TYPES[form], as_attachment=True, filename=name)
    answer["X-Keepwell-Rows"] = str(rows)
    answer["Cache-Control"] = "no-store, private"
    return answer
