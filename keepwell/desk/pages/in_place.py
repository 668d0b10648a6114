"""Values of a party changed where they stand: one field, one form, nobody overwritten."""

from typing import Any
from uuid import UUID

from django.core import signing
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from keepwell.desk.asking import TeammateRequest, party_or_404, put_refusal
from keepwell.desk.commands.in_place import write_in_place
from keepwell.desk.forms.spots import SpotForm, input_of, told
from keepwell.desk.pages.cells import asked_cell, back_from, cell_form, cell_shown, id_in_cell
from keepwell.desk.queries.spots import Spot, spot_named
from keepwell.kernel.refusal import Overtaken, Refused
from keepwell.parties.models import Party
from keepwell.ui.toasts import say

_SALT = "keepwell.desk.field"
_UNDO_FOR = 24 * 3600


@require_http_methods(["GET", "POST"])
def field(request: TeammateRequest, party_id: UUID, name: str) -> HttpResponse:
    """One value: the form in its place, or on a page of its own without JavaScript."""
    party = party_or_404(request, party_id)
    cell = asked_cell(request, name)
    if cell and spot_named(party, name) is None:
        return cell_shown(request, party, cell, has=False)
    spot = _spot(party, name)
    if request.GET.get("show"):
        return _line(request, party, spot)
    sent = request.POST if request.method == "POST" else None
    form = SpotForm(spot, sent, auto_id=id_in_cell(cell, party))
    if request.method == "POST" and form.is_valid():
        try:
            value, seen = form.cleaned_data["value"], form.seen_value()
            if told(value) != told(seen):
                write_in_place(
                    party, name, value, seen=seen, at=timezone.now(), by=request.user
                )
        except Overtaken:
            return _both(request, party, name, form.cleaned_data["value"])
        except Refused as no:
            put_refusal(form, no)
        except ValidationError:
            raise Http404 from None
        else:
            return _kept(request, party, spot)
    return _form(request, party, spot, form)


def _spot(party: Party, name: str) -> Spot:
    found = spot_named(party, name)
    if found is None:
        raise Http404
    return found


def _form(
    request: TeammateRequest, party: Party, spot: Spot, form: SpotForm, **more: Any
) -> HttpResponse:
    context = {"party": party, "spot": spot, "form": form, **more}
    if cell := asked_cell(request, spot.name):
        return cell_form(request, cell, "desk/parts/spot_inputs.html", context)
    page = "desk/parts/spot_form.html" if request.htmx else "desk/spot.html"
    return render(request, page, context, status=422 if form.is_bound or more else 200)


def _line(request: TeammateRequest, party: Party, spot: Spot) -> HttpResponse:
    if cell := asked_cell(request, spot.name):
        return cell_shown(request, party, cell)
    return render(request, "desk/parts/spot.html", {"party": party, "spot": spot})


def _both(request: TeammateRequest, party: Party, name: str, mine: Any) -> HttpResponse:
    """Both values: theirs stands, and mine may be written over it knowingly."""
    spot = _spot(party_or_404(request, party.pk), name)
    auto_id = id_in_cell(asked_cell(request, name), party)
    form = SpotForm(spot, initial={"value": mine}, auto_id=auto_id)
    return _form(request, party, spot, form, theirs=spot.words or _("nothing"))


def _kept(request: TeammateRequest, party: Party, before: Spot) -> HttpResponse:
    now = _spot(party_or_404(request, party.pk), before.name)
    if now.now != before.now:
        pair = [told(before.now), told(now.now)]
        token = signing.dumps(pair, salt=_salt(party, before.name))
        undo = reverse("desk:field_back", args=[party.pk, before.name]) + f"?was={token}"
        undo += "&cell=1" if asked_cell(request, before.name) else ""
        said = _("%(field)s of %(name)s is kept.")
        say(request, said % {"field": now.label, "name": party.name}, undo=undo)
    here = reverse("desk:party", args=[party.pk])
    if request.htmx and before.name != "name":
        return _line(request, party, now)
    if request.htmx:  # it stands in the head, the crumbs and the title: all are shown anew
        return HttpResponse(headers={"HX-Redirect": here})
    return redirect(here)


def _salt(party: Party, name: str) -> str:
    return f"{_SALT}:{party.pk}:{name}"


@require_POST
def field_back(request: TeammateRequest, party_id: UUID, name: str) -> HttpResponse:
    """Put back what stood there before, unless somebody changed it since."""
    party = party_or_404(request, party_id)
    spot = _spot(party, name)
    try:
        was, now = _undone(request, party, spot)
        write_in_place(party, name, was, seen=now, at=timezone.now(), by=request.user)
    except Refused as no:
        say(request, _("It was not undone: %(why)s") % {"why": no.because})
    else:
        say(request, _("It reads as before."))
    return redirect(back_from(request, party))


def _undone(request: TeammateRequest, party: Party, spot: Spot) -> tuple[Any, Any]:
    try:
        was, now = signing.loads(
            request.GET.get("was", ""), salt=_salt(party, spot.name), max_age=_UNDO_FOR
        )
        as_kept = input_of(spot)
        return as_kept.to_python(was), as_kept.to_python(now)
    except (signing.BadSignature, ValidationError, ValueError, TypeError):
        raise Refused(_("It is too long ago.")) from None
