"""Changing a party: its own fields, and its names, ways to reach it, addresses and ties."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.contrib.auth.decorators import login_required
from django.db import models
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from keepwell.desk.asking import TeammateRequest, party_or_404, put_refusal
from keepwell.desk.commands.write_party import write_party_anew
from keepwell.desk.forms.own import Find
from keepwell.desk.forms.parties import (
    AddressForm,
    ContactForm,
    NameForm,
    PartyForm,
    TieForm,
)
from keepwell.fields.queries.values import lines_of
from keepwell.kernel.among import is_among
from keepwell.kernel.refusal import Refused
from keepwell.parties.commands.contact_points import (
    add_contact_point,
    change_contact_point,
    prefer_contact_point,
    remove_contact_point,
)
from keepwell.parties.commands.names import add_name, change_name, remove_name
from keepwell.parties.commands.postal import (
    add_postal_address,
    change_postal_address,
    remove_postal_address,
)
from keepwell.parties.commands.ties import change_tie, end_tie, tie_parties
from keepwell.parties.models import ContactKind, Party
from keepwell.parties.queries.search import find_parties
from keepwell.parties.queries.standing_in import ties_of
from keepwell.ui.toasts import say
from keepwell.walls.queries import visible_parties

MOST_SHOWN = 200


@login_required
@require_http_methods(["GET", "POST"])
def edit(request: TeammateRequest, party_id: UUID) -> HttpResponse:
    """The party's own fields; below them everything that hangs on it."""
    party = party_or_404(request, party_id)
    if request.method == "GET":
        return show_edit(request, party)
    form = _form_of(request, party_or_404(request, party_id), request.POST)
    if form.is_valid():
        try:
            write_party_anew(
                party, facts=form.written(), own=form.own_written(_finder(request)),
                revision=form.cleaned_data["revision"], seen=form.seen(),
                own_seen=form.own_seen(), at=timezone.now(), by=request.user,
            )  # fmt: skip
        except Refused as no:
            put_refusal(form, no)
        else:
            say(request, _("Saved %(name)s.") % {"name": form.cleaned_data["name"]})
            return redirect("desk:party", party.pk)
    return show_edit(request, party, form=form, status=422)


def _form_of(
    request: TeammateRequest, party: Party, sent: QueryDict | None = None
) -> PartyForm:
    first = {"revision": party.revision}
    lines = lines_of(party, visible_parties(request.user))
    return PartyForm(sent, instance=party, initial=first, own=lines)


def _finder(request: TeammateRequest) -> Find:
    return lambda text: other_of(text, request)


def show_edit(
    request: TeammateRequest,
    party: Party,
    *,
    form: forms.BaseForm | None = None,
    part: str = "",
    part_form: forms.BaseForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page with all forms; the one that was refused keeps what was typed."""
    made = {name: kind.make(party) for name, kind in PARTS.items()}
    if part_form is not None:
        made[part] = part_form
    context = {
        "party": party,
        "form": form or _form_of(request, party),
        "names": party.names.order_by("pk")[:MOST_SHOWN],
        "points": party.contact_points.order_by("kind", "-is_primary", "pk")[:MOST_SHOWN],
        "addresses": party.addresses.order_by("pk")[:MOST_SHOWN],
        "ties": ties_of(visible_parties(request.user), party)[:MOST_SHOWN],
        "forms": made,
        "open_part": part,
        "today": timezone.localdate(),
    }
    return render(request, "desk/parties/edit.html", context, status=status)


@dataclass(frozen=True, slots=True)
class Part:
    """One sort of thing that hangs on a party: its form and the verbs upon it."""

    title: Any
    rows: str
    make: Callable[..., forms.BaseForm]
    add: Callable[..., object]
    change: Callable[..., object]
    remove: Callable[..., object]
    of: Callable[[Any], dict[str, Any]]


def _contact_form(party: Party, *args: Any, **more: Any) -> forms.BaseForm:
    form = ContactForm(*args, prefix="contact", **more)
    if party.is_person:
        kinds = [each for each in ContactKind.choices if each[0] != ContactKind.DOMAIN]
        form.fields["kind"].choices = kinds  # type: ignore[attr-defined]
    return form


def _tie_roles(party: Party, *args: Any, **more: Any) -> forms.BaseForm:
    form = TieForm(*args, prefix="tie", **more)
    if not party.is_person:
        people = ("works_for", "reports_to", "family_of")
        choices = form.fields["role"].choices  # type: ignore[attr-defined]
        form.fields["role"].choices = [c for c in choices if c[0] not in people]  # type: ignore[attr-defined]
    return form


def other_of(text: str, request: TeammateRequest) -> Party:
    """The one visible party that the text names; several or none are refused in words."""
    found = find_parties(visible_parties(request.user), text, 6)
    exact = [each for each in found if each.name.casefold() == text.strip().casefold()]
    found = exact or found
    if len(found) == 1:
        return found[0]
    if not found:
        raise Refused(
            _("Nobody here is called “%(text)s”. Add them first, then tie them.")
            % {"text": text},
            field="other",
        )
    names = ", ".join(each.name for each in found[:5])
    raise Refused(
        _("Several fit: %(names)s. Write the whole name or the e-mail address.")
        % {"names": names},
        field="other",
    )


def _plain(facts: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: facts[name] for name in names}


PARTS: dict[str, Part] = {
    "name": Part(
        gettext_lazy("Name"), "names",
        lambda party, *a, **k: NameForm(*a, prefix="name", **k),
        lambda party, facts, request, **who: add_name(
            party, facts["text"], kind=facts["kind"], **who
        ),
        lambda row, facts, **who: change_name(row, **_plain(facts, "text", "kind"), **who),
        lambda row, **who: remove_name(row, **who),
        lambda row: {"text": row.text, "kind": row.kind},
    ),
    "contact": Part(
        gettext_lazy("Contact"), "contact_points", _contact_form,
        lambda party, facts, request, **who: add_contact_point(
            party, facts["kind"], facts["value"], label=facts["label"], **who
        ),
        lambda row, facts, **who: change_contact_point(
            row, **_plain(facts, "value", "label"), **who
        ),
        lambda row, **who: remove_contact_point(row, **who),
        lambda row: {"kind": row.kind, "value": row.value, "label": row.label},
    ),
    "address": Part(
        gettext_lazy("Address"), "addresses",
        lambda party, *a, **k: AddressForm(*a, prefix="address", **k),
        lambda party, facts, request, **who: add_postal_address(party, lines=facts, **who),
        lambda row, facts, **who: change_postal_address(row, lines=facts, **who),
        lambda row, **who: remove_postal_address(row, **who),
        lambda row: {name: getattr(row, name) for name in AddressForm.Meta.fields},
    ),
    "tie": Part(
        gettext_lazy("Tie"), "ties", _tie_roles,
        lambda party, facts, request, **who: tie_parties(
            party, facts["role"], other_of(facts["other"], request),
            **_plain(facts, "title", "starts_on", "ends_on"), **who,
        ),
        lambda row, facts, **who: change_tie(
            row, **_plain(facts, "title", "starts_on", "ends_on"), **who
        ),
        lambda row, **who: end_tie(row, on=timezone.localdate(), **who),
        lambda row: {"role": row.role, "other": row.other.name, "title": row.title,
                     "starts_on": row.starts_on, "ends_on": row.ends_on},
    ),
}  # fmt: skip


def _part_or_404(part: str) -> Part:
    if part not in PARTS:
        raise Http404
    return PARTS[part]


def _row_or_404(party: Party, kind: Part, pk: int, request: TeammateRequest) -> models.Model:
    rows = getattr(party, kind.rows).all()
    if kind.rows == "ties":
        rows = rows.filter(is_among("other", visible_parties(request.user)))
    row: models.Model = get_object_or_404(rows, pk=pk)
    return row


@login_required
@require_POST
def add_part(request: TeammateRequest, party_id: UUID, part: str) -> HttpResponse:
    """Keep one more name, contact, address or tie."""
    party, kind = party_or_404(request, party_id), _part_or_404(part)
    form = kind.make(party, request.POST)
    if form.is_valid():
        try:
            kind.add(party, form.cleaned_data, request, at=timezone.now(), by=request.user)
        except Refused as no:
            put_refusal(form, _at_value(no, form))
        else:
            say(request, _("Kept for %(name)s.") % {"name": party.name})
            return redirect("desk:party_edit", party.pk)
    return show_edit(request, party, part=part, part_form=form, status=422)


def _at_value(no: Refused, form: forms.BaseForm) -> Refused:
    """A contact's refusal names its kind; what is wrong was typed as the value."""
    if no.field not in form.fields and "value" in form.fields:
        return Refused(no.because, field="value")
    return no


@login_required
@require_http_methods(["GET", "POST"])
def change_part(request: TeammateRequest, party_id: UUID, part: str, pk: int) -> HttpResponse:
    """Correct a name, contact, address or tie."""
    party, kind = party_or_404(request, party_id), _part_or_404(part)
    row = _row_or_404(party, kind, pk, request)
    form = kind.make(party, request.POST or None, initial=kind.of(row))
    for fixed in ("role", "other") if part == "tie" else ("kind",) if part == "contact" else ():
        form.fields[fixed].disabled = True
    if request.method == "POST" and form.is_valid():
        try:
            kind.change(row, form.cleaned_data, at=timezone.now(), by=request.user)
        except Refused as no:
            put_refusal(form, _at_value(no, form))
        else:
            say(request, _("Saved for %(name)s.") % {"name": party.name})
            return redirect("desk:party_edit", party.pk)
    context = {"party": party, "part": part, "kind": kind, "form": form, "row": row}
    status = 422 if request.method == "POST" else 200
    return render(request, "desk/parties/part.html", context, status=status)


@login_required
@require_POST
def remove_part(request: TeammateRequest, party_id: UUID, part: str, pk: int) -> HttpResponse:
    """Forget a name, contact or address; end a tie today."""
    party, kind = party_or_404(request, party_id), _part_or_404(part)
    row = _row_or_404(party, kind, pk, request)
    try:
        kind.remove(row, at=timezone.now(), by=request.user)
    except Refused as no:
        say(request, no.because)
    else:
        say(request, _("Removed from %(name)s.") % {"name": party.name})
    return redirect("desk:party_edit", party.pk)


@login_required
@require_POST
def prefer(request: TeammateRequest, party_id: UUID, pk: int) -> HttpResponse:
    """Make a contact the first choice of its kind."""
    party = party_or_404(request, party_id)
    point = get_object_or_404(party.contact_points, pk=pk)
    prefer_contact_point(point, at=timezone.now(), by=request.user)
    say(request, _("%(value)s is the first choice.") % {"value": point.value})
    return redirect("desk:party_edit", party.pk)
