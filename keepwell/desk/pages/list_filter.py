"""Building the filter of a list, and choosing its columns: forms that lead back to the list."""

from collections.abc import Mapping
from dataclasses import replace

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from keepwell.desk.asking import TeammateRequest
from keepwell.desk.forms.filter_boxes import Box, boxes_of, boxes_sent, changed_by, tree_of
from keepwell.desk.pages.listed import Listed, listed_for, noun_or_404
from keepwell.desk.rules.catalogue import Catalogue
from keepwell.desk.rules.columns import WIDEST, Column, Layout
from keepwell.desk.rules.listing import asked_in, with_tree
from keepwell.kernel.refusal import Refused


@require_GET
def build_filter(request: TeammateRequest, noun: str = "parties") -> HttpResponse:
    """The filter as a form: each press gives it back changed, until one shows the list."""
    of = noun_or_404(noun, request)
    told = of.catalogue
    if "state" not in request.GET:
        listed = listed_for(request, noun=of)
        return _show(request, listed, boxes_of(listed.listing.tree, told), listed.refused)
    listed = listed_for(request, asked_in(request.GET["state"]), of)
    act = request.GET.get("do", "show")
    boxes = boxes_sent(request.GET, told)
    if act != "show":
        return _show(request, listed, changed_by(boxes, act, told))
    try:
        tree, boxes = tree_of(boxes, told)
    except Refused as no:
        return _show(request, listed, boxes, no.because)
    if tree is None:
        return _show(request, listed, boxes, _("Something in it cannot be read yet."))
    return redirect(listed.href(with_tree(listed.listing, tree)))


def _show(
    request: TeammateRequest, listed: Listed, boxes: list[Box], refused: str = ""
) -> HttpResponse:
    plain = with_tree(listed.listing, listed.usual.tree)
    context = {
        "boxes": boxes,
        "listed": listed,
        "again": listed.aside("filter"),
        "fields": listed.noun.catalogue.fields.values(),
        "state": listed.href(plain).partition("?")[2],
        "back": listed.href(),
        "refused": refused,
    }
    template = "desk/list/builder.html" if request.htmx else "desk/list/filter.html"
    return render(request, template, context, status=422 if refused else 200)


@require_GET
def choose_columns(request: TeammateRequest, noun: str = "parties") -> HttpResponse:
    """Which columns a list shows, in which order, how wide, and whether the first stays."""
    of = noun_or_404(noun, request)
    every = of.catalogue.columns
    if "state" not in request.GET:
        listed = listed_for(request, noun=of)
        layout = listed.listing.layout
        names = list(layout.names)
    else:
        listed = listed_for(request, asked_in(request.GET["state"]), of)
        layout = _layout_sent(request, names := _moved(request, every), of.catalogue)
        if request.GET.get("do", "show") == "show":
            return redirect(listed.href(replace(listed.listing, layout=layout)))
    shown = {one.column.name: one for one in layout.columns}
    rows = [(every[name], name in shown, shown[name].width if name in shown else 0)
            for name in dict.fromkeys([*names, *every])]  # fmt: skip
    context = {
        "rows": rows,
        "listed": listed,
        "layout": layout,
        "widths": range(1, WIDEST + 1),
        "state": listed.href().partition("?")[2],
        "back": listed.href(),
    }
    return render(request, "desk/list/columns.html", context)


def _layout_sent(request: TeammateRequest, names: list[str], of: Catalogue) -> Layout:
    asked = request.GET
    chosen = [name for name in names if name in asked.getlist("show")]
    sizes = {name: asked.get(f"w_{name}", "") for name in chosen}
    widths = {
        name: int(size) for name, size in sizes.items() if size.isdigit() and len(size) == 1
    }
    return of.layout_of(chosen, widths, 1 if asked.get("frozen") else 0)


def _moved(request: TeammateRequest, every: Mapping[str, Column]) -> list[str]:
    """The columns in the order they were sent, one of them moved up or down if asked."""
    names = [name for name in dict.fromkeys(request.GET.getlist("n")) if name in every]
    way, _dash, name = request.GET.get("do", "").partition("-")
    if name in names and way in ("up", "down"):
        at = names.index(name)
        to = max(0, at - 1) if way == "up" else at + 1
        names.insert(to, names.pop(at))
    return names
