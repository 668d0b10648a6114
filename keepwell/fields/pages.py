"""Settings: which fields and tags the firm has of its own."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from keepwell.fields.commands.choices import (
    add_choices,
    add_tags,
    bring_choice_back,
    change_choice,
    move_choice,
    retire_choice,
)
from keepwell.fields.commands.define import (
    bring_field_back,
    change_field,
    define_field,
    move_field,
    retire_field,
)
from keepwell.fields.forms import ChoiceForm, ChoicesForm, FieldForm, NewFieldForm
from keepwell.fields.models import OwnField
from keepwell.fields.queries.known import definition_of
from keepwell.fields.queries.values import every_field, use_of_choices, use_of_fields
from keepwell.fields.rules.definitions import COLOURS, Definition
from keepwell.firm.answers import done, may_or_refuse, was_done
from keepwell.firm.rules import Act
from keepwell.kernel.refusal import Refused
from keepwell.ui.toasts import say

get_or_post = require_http_methods(["GET", "POST"])


@require_http_methods(["GET"])
def field_list(request: HttpRequest) -> HttpResponse:
    """Every field, those in use first, with how many values each has."""
    may_or_refuse(request, Act.RUN_FIRM)
    used = use_of_fields()
    rows = [(definition_of(row), used.get(row.pk, 0)) for row in every_field()]
    context = {
        "rows": [pair for pair in rows if not pair[0].is_retired and not pair[0].is_tags],
        "retired": [pair for pair in rows if pair[0].is_retired],
    }
    return render(request, "fields/fields.html", context)


@get_or_post
def new_field(request: HttpRequest) -> HttpResponse:
    """Define one more."""
    by = may_or_refuse(request, Act.RUN_FIRM)
    form = NewFieldForm(request.POST or None)
    if request.method == "POST" and was_done(
        form, lambda: define_field(**form.cleaned_data, at=timezone.now(), by=by)
    ):
        said = _("Parties now have “%(label)s”.") % form.cleaned_data
        return done(request, said, "fields:fields")
    return _answer(request, "fields/new.html", {"form": form}, form)


@get_or_post
def field(request: HttpRequest, field_id: UUID) -> HttpResponse:
    """One field: what it is called, what may be chosen, and its retirement."""
    by = may_or_refuse(request, Act.RUN_FIRM)
    row = _row(field_id)
    if row.key == "tags":
        return redirect("fields:tags")
    first = {"label": row.label, "about": row.about, "nature": row.nature}
    form = FieldForm(request.POST or None, initial=first)
    if request.method == "POST" and was_done(
        form, lambda: change_field(row, **form.cleaned_data, at=timezone.now(), by=by)
    ):
        return done(request, _("Kept."), "fields:field", row.pk)
    return _answer(request, "fields/field.html", {"form": form, **_shown(row)}, form)


def _shown(row: OwnField, more: forms.Form | None = None) -> dict[str, Any]:
    asked = definition_of(row)
    return {"asked": asked, "more": more or ChoicesForm(), "choices": _choices(asked)}


def _choices(asked: Definition) -> list[tuple[Any, int, forms.Form]]:
    """Each choice, how many have it, and the form that changes it."""
    if not asked.has_choices:
        return []
    used = use_of_choices(asked)
    return [
        (one, used.get(one.key, 0),
         ChoiceForm(initial={"label": one.label, "colour": one.colour},
                    auto_id=f"id_{one.key}_%s"))
        for one in asked.choices
    ]  # fmt: skip


@require_POST
def act(request: HttpRequest, field_id: UUID) -> HttpResponse:
    """Move a field up or down, retire it, bring it back."""
    by = may_or_refuse(request, Act.RUN_FIRM)
    acts: dict[str, Callable[..., OwnField]] = {
        "up": partial(move_field, up=True),
        "down": partial(move_field, up=False),
        "retire": retire_field,
        "back": bring_field_back,
    }
    return _do(request, acts, lambda way: way(_row(field_id), at=timezone.now(), by=by))


def _do(
    request: HttpRequest,
    acts: dict[str, Callable[..., OwnField]],
    give: Callable[[Callable[..., OwnField]], OwnField],
) -> HttpResponse:
    way = acts.get(request.POST.get("do", ""))
    try:
        if way is not None:
            give(way)
    except Refused as no:
        say(request, no.because)
    return redirect(_back(request))


def _back(request: HttpRequest) -> str:
    return {"tags": "fields:tags"}.get(request.POST.get("from", ""), "fields:fields")


@require_POST
def more_choices(request: HttpRequest, field_id: UUID) -> HttpResponse:
    """Let more be chosen in a field."""
    by = may_or_refuse(request, Act.RUN_FIRM)
    row, form = _row(field_id), ChoicesForm(request.POST)
    if was_done(form, lambda: _add(row, form, by)):
        return done(request, _("Kept."), "fields:field", row.pk)
    first = {"label": row.label, "about": row.about, "nature": row.nature}
    context = {"form": FieldForm(initial=first), **_shown(row, form)}
    return _answer(request, "fields/field.html", context, form)


def _add(row: OwnField, form: forms.Form, by: Any) -> OwnField:
    told = form.cleaned_data
    return add_choices(row, told["choices"], colour=told["colour"], at=timezone.now(), by=by)


@require_POST
def choice(request: HttpRequest, field_id: UUID, key: str) -> HttpResponse:
    """Call a choice otherwise, move it, retire it, bring it back."""
    by = may_or_refuse(request, Act.RUN_FIRM)
    row = _row(field_id)
    label, colour = request.POST.get("label", ""), request.POST.get("colour", "")
    acts: dict[str, Callable[..., OwnField]] = {
        "keep": partial(change_choice, label=label, colour=colour),
        "up": partial(move_choice, up=True),
        "down": partial(move_choice, up=False),
        "retire": retire_choice,
        "back": bring_choice_back,
    }
    way = acts.get(request.POST.get("do", "keep"), acts["keep"])
    try:
        way(row, key, at=timezone.now(), by=by)
    except Refused as no:
        say(request, no.because)
    else:
        say(request, _("Kept."))
    if row.key == "tags":
        return redirect("fields:tags")
    return redirect("fields:field", row.pk)


@get_or_post
def tags(request: HttpRequest) -> HttpResponse:
    """The tags there are, with how many parties have each, and more of them."""
    by = may_or_refuse(request, Act.RUN_FIRM)
    form = ChoicesForm(request.POST or None)

    def give() -> None:
        told = form.cleaned_data
        add_tags(told["choices"], colour=told["colour"], at=timezone.now(), by=by)

    if request.method == "POST" and was_done(form, give):
        return done(request, _("Kept."), "fields:tags")
    row = every_field().filter(key="tags").first()
    asked = definition_of(row) if row else None
    context = {"asked": asked, "more": form, "colours": COLOURS,
               "choices": _choices(asked) if asked else []}  # fmt: skip
    return _answer(request, "fields/tags.html", context, form)


def _row(field_id: UUID) -> OwnField:
    return get_object_or_404(every_field(), pk=field_id)


def _answer(
    request: HttpRequest, template: str, context: dict[str, Any], form: forms.Form
) -> HttpResponse:
    return render(request, template, context, status=422 if form.is_bound else 200)
