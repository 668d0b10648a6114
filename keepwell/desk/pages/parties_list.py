"""The trash, and writing a new party down."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from keepwell.desk.asking import TeammateRequest, party_or_404, put_refusal
from keepwell.desk.commands.write_party import write_party_down
from keepwell.desk.forms.parties import NewPartyForm
from keepwell.desk.pages.parties_edit import other_of
from keepwell.kernel.refusal import Refused
from keepwell.parties.commands.trash import restore_party, trash_party
from keepwell.parties.models import Nature
from keepwell.parties.queries.duplicates import Candidate, possible_duplicates
from keepwell.ui.toasts import say
from keepwell.walls.queries import visible_parties


@login_required
@require_http_methods(["GET", "POST"])
def new_party(request: TeammateRequest) -> HttpResponse:
    """Write somebody down. Who may be here already is shown first: open them, or go on."""
    if request.method == "GET":
        first = {"nature": request.GET.get("nature") or Nature.ORGANISATION,
                 "name": request.GET.get("name", "")[:300]}  # fmt: skip
        return _new(request, NewPartyForm(initial=first), [])
    form = NewPartyForm(request.POST)
    if not form.is_valid():
        return _new(request, form, [], status=422)
    found = [] if "anyway" in request.POST else _like(request, form)
    if found:
        return _new(request, form, found, status=422)
    try:
        party = write_party_down(
            form.cleaned_data["nature"], form.cleaned_data["name"],
            emails=form.listed("email"), phones=form.listed("phone"),
            own=form.own_written(lambda text: other_of(text, request)),
            at=timezone.now(), by=request.user,
        )  # fmt: skip
    except Refused as no:
        put_refusal(form, no)
        return _new(request, form, [], status=422)
    say(request, _("Added %(name)s.") % {"name": party.name})
    return redirect("desk:party", party.pk)


def _new(
    request: TeammateRequest, form: NewPartyForm, found: list[Candidate], status: int = 200
) -> HttpResponse:
    context = {"form": form, "found": found, "asked": bool(found)}
    return render(request, "desk/parties/new.html", context, status=status)


def _like(request: TeammateRequest, form: NewPartyForm) -> list[Candidate]:
    return possible_duplicates(
        visible_parties(request.user), form.cleaned_data["nature"],
        [form.cleaned_data["name"]], form.listed("email"), form.listed("phone"),
    )  # fmt: skip


@login_required
@require_GET
def candidates(request: TeammateRequest) -> HttpResponse:
    """While a name is typed: who may be meant."""
    nature = request.GET.get("nature", "")
    found = []
    if nature in Nature.values:
        found = possible_duplicates(
            visible_parties(request.user), nature, [request.GET.get("name", "")[:300]],
            [request.GET.get("email", "")[:320]], [request.GET.get("phone", "")[:60]],
        )  # fmt: skip
    context = {"found": found, "asked": False}
    return render(request, "desk/parties/new.html#candidates", context)


@login_required
@require_POST
def put_in_trash(request: TeammateRequest, party_id: UUID) -> HttpResponse:
    """Put a party aside."""
    party = party_or_404(request, party_id)
    trash_party(party, at=timezone.now(), by=request.user)
    undo = reverse("desk:party_restore", args=[party.pk])
    say(request, _("%(name)s is in the trash.") % {"name": party.name}, undo=undo)
    return redirect("desk:parties")


@login_required
@require_POST
def restore(request: TeammateRequest, party_id: UUID) -> HttpResponse:
    """Take a party out of the trash."""
    party = party_or_404(request, party_id, with_trash=True)
    try:
        restore_party(party, at=timezone.now(), by=request.user)
    except Refused as no:
        say(request, no.because)
    else:
        say(request, _("%(name)s is back.") % {"name": party.name})
    return redirect("desk:party", party.pk)
