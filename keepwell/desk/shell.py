"""What stands round every page: the context processor that gives `shell`."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from keepwell.desk.queries.views import href_of
from keepwell.desk.queries.waiting import Waiting, what_waits
from keepwell.desk.rules.listing import REPORT
from keepwell.firm.models import Teammate
from keepwell.firm.queries import firm_or_none
from keepwell.firm.rules import Act, may
from keepwell.ui.shell import NavItem, Shell

TODAY = "today_count"


def shell(request: HttpRequest) -> Mapping[str, Any]:
    """The rail for whoever is signed in; read only by pages that show it."""
    user = getattr(request, "user", None)
    if not isinstance(user, Teammate) and not getattr(user, "is_authenticated", False):
        return {}
    return {"shell": SimpleLazyObject(lambda: _shell(request))}


def waiting_of(request: HttpRequest) -> Waiting:
    """The numbers of the rail, asked for once in a request."""
    kept: Waiting | None = getattr(request, "desk_waiting", None)
    if kept is None:
        teammate: Any = request.user
        kept = what_waits(teammate, on=timezone.localdate())
        request.desk_waiting = kept  # type: ignore[attr-defined]
    return kept


def keep_today_count(request: HttpRequest, count: int) -> None:
    """Remember how many things Today held, so that other pages need not ask again."""
    if request.session.get(TODAY) != count:
        request.session[TODAY] = count


def forget_today_count(request: HttpRequest) -> None:
    """Something was done: the number is not known until Today is looked at again."""
    request.session.pop(TODAY, None)


def _shell(request: HttpRequest) -> Shell:
    teammate: Any = request.user
    firm = firm_or_none()
    waiting = waiting_of(request)
    return Shell(
        firm_name=firm.name if firm else "",
        teammate_name=teammate.name,
        teammate_role=teammate.get_role_display(),
        items=_items(request, waiting),
        views=_views(request, waiting),
        search_href=_address("desk:search"),
        add_href=_address("desk:party_new"),
        import_href=_address("desk:imports") if may(teammate.role, Act.IMPORT) else "",
        notices_href=_address("notices:notices"),
        unread=waiting.unread,
        settings_href=_address("firm:settings"),
        me_href=_address("firm:me"),
        sign_out_href=_address("account_logout"),
        here=request.path,
        jumps=_jumps(),
    )


def _jumps() -> tuple[tuple[str, str, str], ...]:
    """Where the key G and another lead."""
    every = (
        ("t", _("Today"), "desk:today"),
        ("p", _("Parties"), "desk:parties"),
        ("c", _("Conversations"), "desk:conversations"),
        ("k", _("Tasks and promises"), "desk:tasks"),
        ("o", _("Orders"), "desk:orders"),
        ("r", _("Reports"), "desk:reports"),
        ("v", _("Views"), "desk:views"),
        ("d", _("Perhaps the same"), "desk:duplicates"),
        ("n", _("Add a party"), "desk:party_new"),
        ("s", _("Settings"), "firm:settings"),
    )
    return tuple((key, label, _address(name)) for key, label, name in every)


def _items(request: HttpRequest, waiting: Waiting) -> tuple[NavItem, ...]:
    path = request.path
    today, parties = _address("desk:today"), _address("desk:parties")
    talks = _address("desk:conversations")
    tasks, orders = _address("desk:tasks"), _address("desk:orders")
    is_today = path == today or path.startswith(f"{today}today/")
    reports = _address("desk:reports")
    is_report = path == reports or request.GET.get("look") == REPORT
    in_view = f"{path}?{request.GET.urlencode()}" in _view_addresses()
    return (
        NavItem(_("Today"), today, "today", request.session.get(TODAY), is_today),
        NavItem(
            _("Parties"),
            parties,
            "parties",
            current=path.startswith(parties) and not in_view and not is_report,
        ),
        NavItem(
            _("Conversations"),
            f"{talks}?side=waiting" if waiting.unanswered else talks,
            "conversations",
            waiting.unanswered or None,
            path.startswith(talks) and not is_report,
        ),
        NavItem(_("Tasks"), tasks, "check", current=path.startswith(tasks) and not is_report),
        NavItem(
            _("Orders"),
            orders,
            "billing",
            current=path.startswith(orders) and not is_report,
        ),
        NavItem(_("Reports"), reports, "measures", current=is_report),
    )


@cache
def _view_addresses() -> tuple[str, ...]:
    return tuple(href_of(name) for name in ("mine", "quiet", "hollow", "unowned"))


def _views(request: HttpRequest, waiting: Waiting) -> tuple[NavItem, ...]:
    here = f"{request.path}?{request.GET.urlencode()}"
    rows = (
        (_("My clients"), waiting.mine),
        (_("Going quiet"), waiting.quiet),
        (_("In name only"), waiting.hollow),
        (_("Unowned"), waiting.unowned),
    )
    return tuple(
        NavItem(label, href, count=count, current=here == href)
        for (label, count), href in zip(rows, _view_addresses(), strict=True)
    )


@cache
def _address(name: str) -> str:
    """The address of a page, or nothing while that page does not exist."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
