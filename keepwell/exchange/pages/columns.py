"""What a file is and what its columns mean: look, change, see its first rows read anew."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from keepwell.exchange.commands.choose_mapping import (
    choose_mapping,
    choose_table,
    choose_what_goes_in,
    choose_writing,
    leave_out_file,
)
from keepwell.exchange.commands.presets import keep_preset
from keepwell.exchange.forms import (
    ColumnsForm,
    GoingInForm,
    PresetForm,
    TableForm,
    WritingForm,
    zone_words,
)
from keepwell.exchange.models import ImportFile
from keepwell.exchange.pages.preview import first_rows_read
from keepwell.exchange.pages.seen import TeammateRequest, file_or_404
from keepwell.exchange.pages.shown import FileRow
from keepwell.exchange.queries.imports import mapping_columns, shape_of
from keepwell.exchange.readers.vendors.new_fields import new_fact
from keepwell.fields.rules.definitions import SORT_WORDS
from keepwell.firm.models import Teammate
from keepwell.firm.rules import Act, may
from keepwell.kernel.refusal import Refused
from keepwell.ui.toasts import say

WATCH_BELOW = 0.6


def columns(request: TeammateRequest, import_id: UUID, file_id: UUID) -> HttpResponse:
    """How a file is read: the columns of a table, and what of it goes in."""
    file = file_or_404(request, import_id, file_id)
    if file.form == "refused":
        return redirect("exchange:import", import_id)
    if file.form != "table":
        return _without_columns(request, file)
    do = request.POST.get("do")
    sent = _with_new_fields(file, request.POST) if do == "new" else request.POST
    form = ColumnsForm(file, zone_words(), sent or None, may_define=_may_define(request))
    if request.method == "POST" and form.is_valid() and do not in ("look", "new"):
        try:
            choose_mapping(file, form.chosen(), at=timezone.now(), by=request.user)
        except Refused as no:
            form.add_error(None, no.because)
        else:
            return _kept(request, file)
    looked = request.method == "POST" and form.is_valid()
    chosen = form.chosen() if looked else file.mapping
    context = {**_context(file, form), "may_define": _may_define(request)}
    context |= first_rows_read(file, {**file.mapping, **chosen})
    refused = request.method == "POST" and not form.is_valid()
    return render(request, "exchange/columns.html", context, status=422 if refused else 200)


def _may_define(request: TeammateRequest) -> bool:
    return may(request.user.role, Act.RUN_FIRM)


def _with_new_fields(file: ImportFile, sent: QueryDict) -> QueryDict:
    """What was sent, and a new field for each column nobody knows that goes nowhere."""
    told = sent.copy()
    looks = {one["header"]: one.get("sort") for one in file.shape.get("columns") or []}
    for place, name in enumerate(shape_of(file).header):
        if looks.get(name) and not told.get(f"c{place}"):
            told[f"c{place}"] = new_fact(str(looks[name]), place)
    return told


def _kept(request: TeammateRequest, file: ImportFile) -> HttpResponse:
    say(request, _("Kept: %(name)s is read so.") % {"name": file.name})
    return redirect("exchange:import", file.job_id)


def _without_columns(request: TeammateRequest, file: ImportFile) -> HttpResponse:
    """What of an address book, a mailbox or a calendar goes in."""
    sent = request.method == "POST"
    form = GoingInForm(file, request.POST if sent else None)
    if sent and form.is_valid():
        try:
            choose_what_goes_in(file, **form.chosen(), at=timezone.now(), by=request.user)
        except Refused as no:
            form.add_error(None, no.because)
        else:
            return _kept(request, file)
    context = {"file": file, "row": FileRow(file), "form": form}
    return render(request, "exchange/going_in.html", context, status=422 if sent else 200)


def rows(request: TeammateRequest, import_id: UUID, file_id: UUID) -> HttpResponse:
    """The first rows, read as the settings on the page say; nothing is kept."""
    file = file_or_404(request, import_id, file_id)
    sent = request.POST or request.GET
    form = ColumnsForm(file, zone_words(), sent, may_define=_may_define(request))
    chosen = form.chosen() if form.is_valid() else {}
    context = {"file": file, **first_rows_read(file, {**file.mapping, **chosen})}
    return render(request, "exchange/columns.html#rows", context)


def _context(file: ImportFile, form: ColumnsForm) -> dict[str, Any]:
    shape = shape_of(file)
    guesses = {each["header"]: each for each in file.shape.get("columns") or []}
    now = mapping_columns(file)
    table = [
        {
            "header": name,
            "samples": (guesses.get(name) or {}).get("samples", [])[:3],
            "field": form[f"c{place}"],
            "new": _proposed(guesses.get(name), form[f"c{place}"].value()),
            **_sure(guesses.get(name), now.get(name, "")),
        }
        for place, name in enumerate(shape.header)
    ]
    return {
        "file": file,
        "row": FileRow(file),
        "form": form,
        "columns": table,
        "goes": sum(bool(name in now) for name in shape.header),
        "proposed": sum(bool(each["new"]) for each in table),
        "look": sum(each["tone"] == "watch" for each in table),
        "table_form": TableForm(initial={"table": file.table}),
        "writing_form": None
        if shape.sheet is not None
        else WritingForm(initial={"encoding": shape.encoding, "delimiter": shape.delimiter}),
        "preset_form": PresetForm(),
    }


def _proposed(guess: dict[str, Any] | None, goes: str | None) -> str:
    """What a new field could hold for a column that nobody knows and that goes nowhere."""
    sort = (guess or {}).get("sort")
    if goes or not sort:
        return ""
    return _("Nobody knows it. It could be a new field: %(sort)s.") % {
        "sort": _(SORT_WORDS[sort])
    }


def _sure(guess: dict[str, Any] | None, goes: str) -> dict[str, str]:
    if not goes:
        return {"sure": _("left out"), "tone": ""}
    if guess is None or guess.get("field") != goes:
        return {"sure": _("chosen"), "tone": ""}
    confidence = float(guess.get("confidence") or 0)
    if confidence < WATCH_BELOW:
        return {"sure": _("look here"), "tone": "watch"}
    return {"sure": _("certain") if confidence >= 0.9 else _("likely"), "tone": ""}


@require_POST
def table(request: TeammateRequest, import_id: UUID, file_id: UUID) -> HttpResponse:
    """Say what the file holds."""
    file = file_or_404(request, import_id, file_id)
    form = TableForm(request.POST)
    chosen = form.cleaned_data["table"] if form.is_valid() else ""
    return _done(request, file, lambda by: choose_table(file, chosen, at=timezone.now(), by=by))


@require_POST
def writing(request: TeammateRequest, import_id: UUID, file_id: UUID) -> HttpResponse:
    """Say how its letters and cells are written."""
    file = file_or_404(request, import_id, file_id)
    form = WritingForm(request.POST)
    if not form.is_valid():
        return redirect("exchange:columns", import_id, file_id)
    told = form.cleaned_data
    return _done(
        request,
        file,
        lambda by: choose_writing(
            file, told["encoding"], told["delimiter"], at=timezone.now(), by=by
        ),
    )


def _done(request: TeammateRequest, file: ImportFile, command: Any) -> HttpResponse:
    try:
        command(request.user)
    except Refused as no:
        say(request, no.because)
    return redirect("exchange:columns", file.job_id, file.pk)


@require_POST
def leave_out(request: TeammateRequest, import_id: UUID, file_id: UUID) -> HttpResponse:
    """Leave the file aside, or take it back in."""
    file = file_or_404(request, import_id, file_id)
    out = request.POST.get("out") == "1"
    by: Teammate = request.user
    try:
        leave_out_file(file, out, at=timezone.now(), by=by)
    except Refused as no:
        say(request, no.because)
    return redirect("exchange:import", import_id)


@require_POST
def preset(request: TeammateRequest, import_id: UUID, file_id: UUID) -> HttpResponse:
    """Keep how it is read under a name."""
    file = file_or_404(request, import_id, file_id)
    form = PresetForm(request.POST)
    if form.is_valid():
        try:
            kept = keep_preset(
                file, form.cleaned_data["name"], at=timezone.now(), by=request.user
            )
        except Refused as no:
            say(request, no.because)
        else:
            said = _("Kept as %(name)s. The next file with these columns is read so.")
            say(request, said % {"name": kept.name})
    else:
        say(request, _("Give it a name, such as “Monthly orders”."))
    return redirect("exchange:columns", import_id, file_id)
