"""A cell of the list of parties: the form of a value opens in it as on the party's page."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from keepwell.desk.asking import TeammateRequest, party_or_404
from keepwell.desk.pages.back import way_back
from keepwell.desk.queries.party_list import rows_of
from keepwell.desk.rules.columns import Shown, parse_layout
from keepwell.parties.models import Party
from keepwell.ui.toasts import say
from keepwell.walls.queries import visible_parties


def asked_cell(request: TeammateRequest, name: str) -> Shown | None:
    """The column whose cell asks for its form (`?cell=source~4`); none on a page."""
    said = request.GET.get("cell", "") if request.htmx else ""
    found = parse_layout(said).columns if said else ()
    return next((one for one in found if one.column.name == name and one.column.door), None)


def id_in_cell(cell: Shown | None, party: Party, otherwise: str = "id_%s") -> str:
    """What the inputs are called; in a list several forms may be open beside each other."""
    return f"id_%s_{party.pk}_{cell.column.name}_cell" if cell else otherwise


def cell_form(
    request: TeammateRequest, cell: Shown, inputs: str, context: dict[str, Any]
) -> HttpResponse:
    """The cell with the form of its value, named by the column and the party."""
    told = {"field": cell.column.label, "name": context["party"].name}
    context |= {
        "cell": cell, "inputs": inputs, "cell_label": _("%(field)s of %(name)s") % told,
    }  # fmt: skip
    status = 422 if context["form"].is_bound or "theirs" in context else 200
    return render(request, "desk/parts/cell_form.html", context, status=status)


def cell_shown(
    request: TeammateRequest, party: Party, cell: Shown, *, has: bool = True
) -> HttpResponse:
    """The cell as the list shows it; `has` whether a party of this nature has such a value."""
    if not has:
        told = {"name": party.name, "field": cell.column.label}
        say(request, _("%(name)s has no “%(field)s”: it is not for such a party.") % told)
    on = timezone.localdate()
    seen = visible_parties(request.user)
    now = party_or_404(request, party.pk)  # as it is written by now
    row = rows_of([now], on, seen, (cell.column.name,))[0]
    context = {"cell": cell, "row": row, "today": on}
    return render(request, "desk/parts/cell.html", context)


def back_from(request: TeammateRequest, party: Party) -> str:
    """Where one is led after an undo: the row in the list, or the page of the party."""
    page = reverse("desk:party", args=[party.pk])
    if "cell" not in request.GET:
        return page
    return f"{way_back(request, page)}#p-{party.pk}"
