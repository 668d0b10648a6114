"""Values of the firm's own fields, changed where they stand on the page of a party."""

from typing import Any
from uuid import UUID

from django.core import signing
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from keepwell.desk.asking import TeammateRequest, party_or_404, put_refusal
from keepwell.desk.forms.own import OwnValueForm, own_seen, own_written
from keepwell.desk.pages.cells import asked_cell, back_from, cell_form, cell_shown, id_in_cell
from keepwell.desk.pages.parties_edit import other_of
from keepwell.fields.commands.write import set_own_values
from keepwell.fields.queries.values import Line, lines_of
from keepwell.kernel.refusal import Overtaken, Refused
from keepwell.parties.models import Party
from keepwell.ui.toasts import say
from keepwell.walls.queries import visible_parties

_SALT = "keepwell.desk.own_value"
_UNDO_FOR = 24 * 3600


@require_http_methods(["GET", "POST"])
def own_value(request: TeammateRequest, party_id: UUID, name: str) -> HttpResponse:
    """One value: the form in its place, or on a page of its own without JavaScript."""
    party = party_or_404(request, party_id)
    cell = asked_cell(request, name)
    if cell and _line_or_none(request, party, name) is None:
        return cell_shown(request, party, cell, has=False)
    line = _line(request, party, name)
    if request.GET.get("show"):
        return _shown(request, line)
    auto_id = id_in_cell(cell, party, "id_%s_here")
    form = OwnValueForm(line, request.POST or None, auto_id=auto_id)
    if request.method == "POST" and form.is_valid():
        try:
            told = own_written(form, {name: line.asked}, lambda text: other_of(text, request))
            set_own_values(
                party, told, seen=own_seen(form, {name: line}), at=timezone.now(),
                by=request.user,
            )  # fmt: skip
        except Overtaken as no:
            form = _both(request, line, auto_id)
            put_refusal(form, no)
        except Refused as no:
            put_refusal(form, no)
        else:
            return _kept(request, line)
    if cell:
        context = {"party": party, "line": line, "form": form}
        return cell_form(request, cell, "desk/parts/own_inputs.html", context)
    if request.htmx:
        return _part(request, "desk/parts/own_form.html", line, form)
    return _part(request, "desk/own_value.html", line, form)


def _line(request: TeammateRequest, party: Party, name: str) -> Line:
    found = _line_or_none(request, party, name)
    if found is None:
        raise Http404
    return found


def _line_or_none(request: TeammateRequest, party: Party, name: str) -> Line | None:
    lines = lines_of(party, visible_parties(request.user))
    return next((one for one in lines if one.asked.name == name), None)


def _both(request: TeammateRequest, before: Line, auto_id: str) -> OwnValueForm:
    """What was typed, and as seen what stands there now: sent again it is written knowingly."""
    name = before.asked.name
    now = _line(request, before.party, name)
    stands = OwnValueForm(now)[name].value()
    seen = stands if isinstance(stands, list) else ["" if stands is None else str(stands)]
    sent = request.POST.copy()
    sent.setlist(f"initial-{name}", seen)
    form = OwnValueForm(now, sent, auto_id=auto_id)
    form.full_clean()
    return form


def _shown(request: TeammateRequest, line: Line) -> HttpResponse:
    if cell := asked_cell(request, line.asked.name):
        return cell_shown(request, line.party, cell)
    return _part(request, "desk/parts/own_line.html", line, None)


def _part(
    request: TeammateRequest, template: str, line: Line, form: OwnValueForm | None
) -> HttpResponse:
    context = {"party": line.party, "line": line, "form": form}
    status = 422 if form is not None and form.is_bound else 200
    return render(request, template, context, status=status)


def _kept(request: TeammateRequest, before: Line) -> HttpResponse:
    party, name = before.party, before.asked.name
    now = _line(request, party, name)
    if now.shown.plain != before.shown.plain:
        token = signing.dumps([before.shown.plain, now.shown.plain], salt=_salt(party, name))
        undo = reverse("desk:own_value_back", args=[party.pk, name]) + f"?was={token}"
        undo += "&cell=1" if asked_cell(request, name) else ""
        said = _("%(field)s of %(name)s is kept.")
        say(request, said % {"field": before.asked.label, "name": party.name}, undo=undo)
    if request.htmx:
        return _shown(request, now)
    return redirect("desk:party", party.pk)


def _salt(party: Party, name: str) -> str:
    return f"{_SALT}:{party.pk}:{name}"


@require_POST
def own_value_back(request: TeammateRequest, party_id: UUID, name: str) -> HttpResponse:
    """Put back what stood there before, unless somebody changed it since."""
    party = party_or_404(request, party_id)
    try:
        was, now = _undone(request, party, name)
        set_own_values(party, {name: was}, seen={name: now}, at=timezone.now(), by=request.user)
    except Refused as no:
        say(request, _("It was not undone: %(why)s") % {"why": no.because})
    else:
        say(request, _("It reads as before."))
    return redirect(back_from(request, party))


def _undone(request: TeammateRequest, party: Party, name: str) -> tuple[Any, Any]:
    token = request.GET.get("was", "")
    try:
        was, now = signing.loads(token, salt=_salt(party, name), max_age=_UNDO_FOR)
    except (signing.BadSignature, ValueError, TypeError):
        raise Refused(_("It is too long ago.")) from None
    return was, now
