"""Doing one thing to many: choose it, watch it, read what became of each, undo it."""

from typing import Any
from uuid import UUID

from django import forms
from django.db.models import QuerySet
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from keepwell.desk.asking import TeammateRequest, put_refusal
from keepwell.desk.commands.bulk import MOST_ROWS, begin_bulk_change, begin_bulk_undo
from keepwell.desk.forms.bulk import BulkOwnForm, facts_of, form_of, verbs_offered
from keepwell.desk.models import BulkChange
from keepwell.desk.pages.listed import Listed, listed_for, noun_or_404, tick_name, ticked_in
from keepwell.desk.pages.parties_edit import other_of
from keepwell.desk.queries.bulk import (
    change_in_words,
    changes_by,
    counted_rows,
    progress_of,
)
from keepwell.desk.queries.nouns.every import NOUNS, PARTIES
from keepwell.desk.queries.nouns.noun import ListNoun
from keepwell.desk.rules.listing import asked_in
from keepwell.desk.shell import forget_today_count
from keepwell.fields.rules.definitions import FieldSort
from keepwell.firm.rules import Act, may
from keepwell.kernel.keyset import capped_count
from keepwell.kernel.refusal import Refused
from keepwell.ui.toasts import say

MOST_TICKED = 500
MOST_NAMED = 6


@require_http_methods(["GET", "POST"])
def new_bulk_change(request: TeammateRequest) -> HttpResponse:
    """What is to be done with the ticked parties, or with all of the list."""
    sent = request.POST if request.method == "POST" else request.GET
    listed = _list_in(request, sent)
    noun, chosen, do = listed.noun, _chosen(listed, sent), sent.get("do", "")
    verb, words, form = form_of(do, request.POST or None, noun.name)
    if request.method == "POST" and form is not None and form.is_valid():
        try:
            change = begin_bulk_change(
                verb, _facts(request, form), noun=noun.name, asked=listed.href(),
                ids=chosen.values_list("pk", flat=True)[: MOST_ROWS + 1],
                at=timezone.now(), by=request.user,
            )  # fmt: skip
        except Refused as no:
            put_refusal(form, no)
        else:
            forget_today_count(request)
            return redirect("desk:bulk", change.pk)
    context = {"form": form, "verb": do, "words": words, **_asked_about(listed, chosen, sent)}
    context["may_export"] = may(request.user.role, Act.EXPORT)
    refused = request.method == "POST"
    return render(request, "desk/bulk/new.html", context, status=422 if refused else 200)


def _list_in(request: TeammateRequest, sent: QueryDict) -> Listed:
    """The list they are chosen from: of which noun its address says."""
    asked = asked_in(sent.get("state", ""))
    return listed_for(request, asked, noun_or_404(asked.get("noun", PARTIES.name), request))


def _asked_about(listed: Listed, chosen: QuerySet[Any], sent: QueryDict) -> dict[str, Any]:
    """Whom or what it is about, and all that is carried on to the next page."""
    noun, count = listed.noun, capped_count(chosen)
    first = list(noun.beside(chosen, listed.order).order_by(*listed.order.by())[:MOST_NAMED])
    return {
        "noun": noun,
        "verbs": verbs_offered(noun.name),
        "counted": noun.counted(count),
        "count": count,
        "names": [line.title for line in noun.lines(first, listed.viewer, ())],
        "state": sent.get("state", ""),
        "column": tick_name(noun),
        "ticked": [] if sent.get("all") else _ticked(noun, sent),
        "all": sent.get("all", ""),
        "back": listed.href(),
        "export_href": f"{listed.aside('as_file')}?{listed.state}",
    }


def _facts(request: TeammateRequest, form: forms.Form) -> dict[str, Any]:
    """What was typed; a party that a value names by its id."""
    facts = facts_of(form)
    if isinstance(form, BulkOwnForm) and form.asked.sort is FieldSort.PARTY and facts["value"]:
        try:
            facts["value"] = str(other_of(facts["value"], request).pk)
        except Refused as no:
            raise Refused(no.because, field="value") from None
    return facts


def _chosen(listed: Listed, sent: QueryDict) -> QuerySet[Any]:
    if sent.get("all"):
        return listed.rows()
    ids = _ticked(listed.noun, sent)
    return listed.noun.begin(listed.viewer).filter(pk__in=ids)


def _ticked(noun: ListNoun, sent: QueryDict) -> list[UUID]:
    return ticked_in(sent, tick_name(noun))[:MOST_TICKED]


@require_GET
def bulk_changes(request: TeammateRequest) -> HttpResponse:
    """What one did to many at once, the newest first."""
    rows = [
        (change, change_in_words(change), counted_rows(change, change.total))
        for change in changes_by(request.user)[:50]
    ]
    return render(request, "desk/bulk/list.html", {"rows": rows, "today": timezone.localdate()})


@require_GET
def bulk_change(request: TeammateRequest, change_id: UUID) -> HttpResponse:
    """How far it is, and what became of it."""
    change = _own(request, change_id)
    progress = progress_of(change)
    again = reverse("desk:bulk", args=[change.pk]) if progress.is_at_work else ""
    noun = NOUNS[change.noun]
    context = {
        "change": change,
        "noun": noun,
        "noun_href": reverse(noun.route),
        "changed": counted_rows(change, progress.changed),
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
