"""The list of parties: views, filters, order, page by page."""

from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from keepwell.desk.asking import TeammateRequest
from keepwell.desk.queries.kinds import SHOWN
from keepwell.desk.queries.party_list import (
    FILTERS,
    ME,
    NOBODY,
    ORDERS,
    in_order,
    narrowed,
    rows_of,
)
from keepwell.desk.queries.views import ALL, NAMES, TONES, Viewer, href_of
from keepwell.desk.queries.waiting import Waiting
from keepwell.desk.shell import waiting_of
from keepwell.firm.queries import teammates
from keepwell.parties.models import Nature
from keepwell.parties.queries.lists import Page, capped_count, parties_list
from keepwell.relationships.models import Stage
from keepwell.ui.parts import Tab, Tone
from keepwell.ui.templatetags.ui.judgement import kind_word
from keepwell.walls.queries import visible_parties

SIZE = 50


@require_GET
def party_list(request: TeammateRequest) -> HttpResponse:
    """Parties in a view, narrowed and in order; Back returns to the row one came from."""
    on = timezone.localdate()
    viewer = Viewer(request.user, visible_parties(request.user), on)
    asked = request.GET.get("view", "")
    chosen = {name: request.GET.get(name, "").strip()[:200] for name in FILTERS}
    view = asked if asked in NAMES else _first_view(viewer, chosen)
    sort = request.GET.get("sort", "")
    sort = sort if sort in ORDERS else "name"
    among = narrowed(viewer, view, chosen)
    page = parties_list(
        in_order(among, ORDERS[sort]),
        order=ORDERS[sort],
        after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
        size=SIZE,
    )
    choices = _choices()
    context = {
        "rows": rows_of(page.rows, on, viewer.seen),
        "count": capped_count(among),
        "view": view,
        "tabs": _tabs(waiting_of(request), view),
        "sort": sort,
        "chosen": chosen,
        "chips": _chips(request, view, chosen, choices),
        "choices": choices,
        "today": on,
        "nobody_at_all": not page.rows and not viewer.seen.exists(),
        "export": _export(request),
        **_ways(request, view, page),
    }
    return render(request, "desk/list.html", context)


def _first_view(viewer: Viewer, chosen: dict[str, str]) -> str:
    """A search looks at everything; else my clients, or everything for who has none."""
    if any(chosen.values()):
        return ALL
    return "mine" if viewer.narrow("mine").exists() else ALL


def _tabs(waiting: Waiting, view: str) -> list[Tab]:
    counts = {
        "mine": waiting.mine,
        "quiet": waiting.quiet,
        "hollow": waiting.hollow,
        "unowned": waiting.unowned,
    }
    order = ("mine", ALL, "clients", "prospects", "customers", "people", "quiet", "hollow",
             "unowned")  # fmt: skip
    return [
        Tab(str(NAMES[name]), href_of(name), counts.get(name), name == view, _tone(name))
        for name in order
    ]


def _tone(name: str) -> Tone:
    return "alarm" if TONES.get(name) == "alarm" else "watch" if name in TONES else ""


def _address(request: TeammateRequest, view: str, **changed: str) -> str:
    kept = {name: request.GET.get(name, "") for name in (*FILTERS, "sort")}
    kept = {"view": view, **kept, **changed}
    return "?" + urlencode({name: value for name, value in kept.items() if value})


def _ways(request: TeammateRequest, view: str, page: Page) -> dict[str, str]:
    return {
        "next": _address(request, view, after=page.after) if page.after else "",
        "previous": _address(request, view, before=page.before) if page.before else "",
        "here": request.get_full_path(),
        "unfiltered": href_of(view),
    }


def _choices() -> dict[str, list[tuple[str, str]]]:
    owners = [(str(one.pk), one.name) for one in teammates() if one.is_active]
    return {
        "kind": [(name, kind_word(name)) for name in SHOWN.values()],
        "stage": [(value, str(label)) for value, label in Stage.choices],
        "owner": [(ME, _("me")), (NOBODY, _("nobody")), *owners],
        "nature": [(value, str(label)) for value, label in Nature.choices],
        "quietness": [
            ("watch", _("to watch or worse")),
            ("quiet", _("quiet or worse")),
            ("silent", _("silent")),
        ],
    }


def _chips(
    request: TeammateRequest,
    view: str,
    chosen: dict[str, str],
    choices: dict[str, list[tuple[str, str]]],
) -> list[dict[str, str]]:
    words = {
        "kind": _("Kind is"),
        "stage": _("Stage is"),
        "owner": _("Owner is"),
        "nature": _("Is"),
        "quietness": _("Silence is"),
        "q": _("Found by"),
    }
    known = {name: dict(pairs) for name, pairs in choices.items()}
    return [
        {
            "field": words[name],
            "value": known.get(name, {}).get(value, value),
            "off": _address(request, view, **{name: ""}),
        }
        for name, value in chosen.items()
        if value
    ]


def _export(request: TeammateRequest) -> str:
    try:
        return f"{reverse('exchange:export')}?{request.GET.urlencode()}"
    except NoReverseMatch:
        return ""
