"""Views of lists that somebody keeps: save, share, pin, open first, drop."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from keepwell.desk.asking import TeammateRequest, put_refusal
from keepwell.desk.commands.keep_view import keep_view
from keepwell.desk.commands.views import (
    bring_back_view,
    drop_view,
    open_first,
    pin_view,
    rename_view,
    rewrite_view,
    unpin_view,
)
from keepwell.desk.forms.views import ViewForm
from keepwell.desk.models import SavedView
from keepwell.desk.pages.back import way_back
from keepwell.desk.pages.listed import id_of, listed_for, noun_or_404
from keepwell.desk.queries.names_in_filters import names_in, names_of
from keepwell.desk.queries.nouns.every import NOUNS, PARTIES
from keepwell.desk.queries.saved_views import (
    dropped_view_of,
    first_view_of,
    listing_of,
    views_for,
)
from keepwell.desk.queries.views import ALL, NAMES
from keepwell.desk.rules.filter_words import filter_in_words
from keepwell.kernel.refusal import Refused
from keepwell.ui.toasts import say
from keepwell.walls.queries import visible_parties


@require_GET
def views(request: TeammateRequest) -> HttpResponse:
    """Every view one may open, with what it holds, and what the list opens with."""
    kept = [view for view in views_for(request.user) if NOUNS[view.noun].may(request.user)]
    found = [(view, NOUNS[view.noun], listing_of(view)) for view in kept]
    seen = visible_parties(request.user)
    names = names_of([(listing.tree, of.catalogue.fields) for _v, of, listing in found], seen)
    rows = [
        (view, of, filter_in_words(listing.tree, names, of.catalogue.fields), _base(view))
        for view, of, listing in found
    ]
    choices = [(name, words) for name, words in NAMES.items()]
    choices += [(str(view.pk), view.name) for view in kept if view.noun == PARTIES.name]
    context = {"rows": rows, "choices": choices, "first": first_view_of(request.user)}
    return render(request, "desk/views/list.html", context)


def _base(view: SavedView) -> str:
    """What of the house a view narrows."""
    base = NOUNS[view.noun].views.get(view.base)
    return str(base.label) if base else view.base


@require_http_methods(["GET", "POST"])
def new_view(request: TeammateRequest, noun: str = "parties") -> HttpResponse:
    """Keep the list of this address as a view."""
    listed = listed_for(request, noun=noun_or_404(noun, request))
    form = ViewForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            view = keep_view(
                listed.listing, base=listed.base, at=timezone.now(),
                by=request.user, **form.cleaned_data,
            )  # fmt: skip
        except Refused as no:
            put_refusal(form, no)
        else:
            say(request, _("Saved the view “%(name)s”.") % {"name": view.name})
            return redirect(_there(view))
    fields, tree = listed.noun.catalogue.fields, listed.listing.tree
    words = filter_in_words(
        tree, names_in(tree, fields=fields, seen=listed.viewer.seen), fields
    )
    return _ask(request, form, _("Save the list as a view"), listed.href(), words)


@require_http_methods(["GET", "POST"])
def edit_view(request: TeammateRequest, view_id: UUID) -> HttpResponse:
    """Rename a view of one's own, share it or keep it to oneself."""
    view = _own(request, view_id)
    given = {"name": view.name, "icon": view.icon, "is_shared": bool(view.shared_at)}
    form = ViewForm(request.POST or None, initial=given)
    for name in ("is_pinned", "is_first"):
        del form.fields[name]
    if request.method == "POST" and form.is_valid():
        try:
            rename_view(view, at=timezone.now(), by=request.user, **form.cleaned_data)
        except Refused as no:
            put_refusal(form, no)
        else:
            return redirect(_there(view))
    return _ask(request, form, _("Rename or share the view"), _there(view))


def _there(view: SavedView) -> str:
    """The address of the list a view stands for."""
    return f"{reverse(NOUNS[view.noun].route)}?view={view.pk}"


def _ask(
    request: TeammateRequest, form: ViewForm, title: str, back: str, why: str = ""
) -> HttpResponse:
    context = {"form": form, "title": title, "submit": _("Save"), "back": back, "why": why}
    return render(request, "desk/ask.html", context, status=422 if form.errors else 200)


def _own(request: TeammateRequest, view_id: UUID) -> SavedView:
    found = views_for(request.user).filter(owner=request.user)
    return get_object_or_404(found, pk=view_id)


@require_POST
def rewrite(request: TeammateRequest, view_id: UUID) -> HttpResponse:
    """Let a view hold what the list shows now."""
    view = _own(request, view_id)
    listed = listed_for(request, noun=noun_or_404(view.noun, request))
    if listed.saved != view or listed.refused:
        say(request, listed.refused or _("This list is of another view."))
        return redirect(listed.href())
    rewrite_view(view, listed.listing, base=listed.base, at=timezone.now(), by=request.user)
    say(request, _("Saved the view “%(name)s”.") % {"name": view.name})
    return redirect(_there(view))


@require_POST
def drop(request: TeammateRequest, view_id: UUID) -> HttpResponse:
    """Put a view away; undo brings it back."""
    view = drop_view(_own(request, view_id), at=timezone.now(), by=request.user)
    undo = reverse("desk:view_back", args=[view.pk])
    say(request, _("Dropped the view “%(name)s”.") % {"name": view.name}, undo=undo)
    return redirect("desk:views")


@require_POST
def bring_back(request: TeammateRequest, view_id: UUID) -> HttpResponse:
    """Take back that a view was dropped."""
    view = get_object_or_404(dropped_view_of(request.user), pk=view_id)
    try:
        bring_back_view(view, at=timezone.now(), by=request.user)
    except Refused as no:
        say(request, no.because)
    return redirect("desk:views")


@require_POST
def pin(request: TeammateRequest, view_id: UUID) -> HttpResponse:
    """Put a view among one's tabs, or take it from there."""
    view = get_object_or_404(views_for(request.user), pk=view_id)
    if request.POST.get("on") == "0":
        unpin_view(view, by=request.user)
    else:
        pin_view(view, at=timezone.now(), by=request.user)
    return redirect(way_back(request, reverse("desk:views")))


@require_POST
def first_view(request: TeammateRequest) -> HttpResponse:
    """Choose what one's list opens with."""
    name = request.POST.get("name", "")
    known = name in ("", *NAMES) or views_for(request.user).filter(pk=id_of(name)).exists()
    open_first(name if known else ALL, by=request.user)
    say(request, _("Your list opens with this from now on."))
    return redirect("desk:views")
