"""Doing one thing to many parties: choose it, watch it, read what became of each, undo it."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from keepwell.desk.asking import TeammateRequest, put_refusal
from keepwell.desk.commands.bulk import MOST_PARTIES, begin_bulk_change, begin_bulk_undo
from keepwell.desk.forms.bulk import BulkOwnForm, facts_of, form_of, verbs_offered
from keepwell.desk.models import BulkChange
from keepwell.desk.pages.listed import Listed, listed_for
from keepwell.desk.pages.parties_edit import other_of
from keepwell.desk.queries.bulk import change_in_words, changes_by, progress_of
from keepwell.desk.rules.listing import asked_in
from keepwell.desk.shell import forget_today_count
from keepwell.fields.rules.definitions import FieldSort
from keepwell.kernel.refusal import Refused
from keepwell.parties.models import PartyQuerySet
from keepwell.parties.queries.lists import capped_count
from keepwell.ui.toasts import say

MOST_TICKED = 500


@require_http_methods(["GET", "POST"])
def new_bulk_change(request: TeammateRequest) -> HttpResponse:
    """What is to be done with the ticked parties, or with all of the list."""
    sent = request.POST if request.method == "POST" else request.GET
    listed = listed_for(request, asked_in(sent.get("state", "")))
    chosen = _chosen(listed, sent)
    do = sent.get("do", "")
    verb, words, form = form_of(do, request.POST or None)
    if request.method == "POST" and form is not None and form.is_valid():
        ids = chosen.values_list("pk", flat=True)[: MOST_PARTIES + 1]
        try:
            change = begin_bulk_change(
                verb, _facts(request, form), party_ids=ids, asked=listed.href(),
                at=timezone.now(), by=request.user,
            )  # fmt: skip
        except Refused as no:
            put_refusal(form, no)
        else:
            forget_today_count(request)
            return redirect("desk:bulk", change.pk)
    context = {
        "form": form,
        "verb": do,
        "verbs": verbs_offered(),
        "words": words,
        "count": capped_count(chosen),
        "names": [party.name for party in chosen.order_by("sort_name", "pk")[:6]],
        "state": sent.get("state", ""),
        "ticked": [] if sent.get("all") else _ticked(sent),
        "all": sent.get("all", ""),
        "back": listed.href(),
    }
    refused = request.method == "POST"
    return render(request, "desk/bulk/new.html", context, status=422 if refused else 200)


def _facts(request: TeammateRequest, form: forms.Form) -> dict[str, Any]:
    """What was typed; a party that a value names by its id."""
    facts = facts_of(form)
    if isinstance(form, BulkOwnForm) and form.asked.sort is FieldSort.PARTY and facts["value"]:
        try:
            facts["value"] = str(other_of(facts["value"], request).pk)
        except Refused as no:
            raise Refused(no.because, field="value") from None
    return facts


def _chosen(listed: Listed, sent: QueryDict) -> PartyQuerySet:
    if sent.get("all"):
        return listed.parties()
    return listed.viewer.seen.filter(pk__in=_ticked(sent))


def _ticked(sent: QueryDict) -> list[UUID]:
    return list(_ids(sent.getlist("party")[:MOST_TICKED]))


def _ids(values: Iterable[str]) -> Iterable[UUID]:
    for value in values:
        try:
            yield UUID(value)
        except ValueError:
            continue


@require_GET
def bulk_changes(request: TeammateRequest) -> HttpResponse:
    """What one did to many at once, the newest first."""
    rows = [(change, change_in_words(change)) for change in changes_by(request.user)[:50]]
    return render(request, "desk/bulk/list.html", {"rows": rows, "today": timezone.localdate()})


@require_GET
def bulk_change(request: TeammateRequest, change_id: UUID) -> HttpResponse:
    """How far it is, and what became of it."""
    change = _own(request, change_id)
    progress = progress_of(change)
    again = reverse("desk:bulk", args=[change.pk]) if progress.is_at_work else ""
    context = {
        "change": change,
        "progress": progress,
        "words": change_in_words(change),
        "again": again,
    }
    template = "desk/bulk/progress.html" if request.htmx else "desk/bulk/change.html"
    return render(request, template, context)


@require_POST
def undo_bulk(request: TeammateRequest, change_id: UUID) -> HttpResponse:
    """Put all of it back, except what changed since."""
    change = _own(request, change_id)
    try:
        begin_bulk_undo(change, at=timezone.now(), by=request.user)
    except Refused as no:
        say(request, _("It was not undone: %(why)s") % {"why": no.because})
    forget_today_count(request)
    return redirect("desk:bulk", change.pk)


def _own(request: TeammateRequest, change_id: UUID) -> BulkChange:
    return get_object_or_404(changes_by(request.user), pk=change_id)
