"""The trash of parties, of tasks and promises, and of conversations: each gives back."""

from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from keepwell.desk.asking import TeammateRequest
from keepwell.desk.queries.trash import LATEST, TRASHES
from keepwell.kernel.keyset import capped_count, listed_page
from keepwell.ui.parts import Tab

ROUTES = {
    "parties": "trash",
    "tasks": "task_trash_list",
    "conversations": "activity_trash_list",
}
RESTORES = {
    "parties": "party_restore", "tasks": "task_restore", "conversations": "activity_restore",
}  # fmt: skip


@require_GET
def trash(request: TeammateRequest, noun: str) -> HttpResponse:
    """What of this noun was put aside, the latest first, page by page."""
    kind = TRASHES[noun]
    thrown = kind.seen(request.user)
    page = listed_page(
        thrown,
        order=LATEST,
        after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
    )
    back = request.get_full_path() if noun == "conversations" else ""
    context = {
        "noun": noun,
        "rows": [
            (row, reverse(f"desk:{RESTORES[noun]}", args=[row.pk]))
            for row in kind.told(page.rows, request.user)
        ],
        "count": capped_count(thrown),
        "tabs": _tabs(noun),
        "back": back,
        "today": timezone.localdate(),
        "next": f"?{urlencode({'after': page.after})}" if page.after else "",
        "previous": f"?{urlencode({'before': page.before})}" if page.before else "",
    }
    return render(request, "desk/trash.html", context)


def _tabs(noun: str) -> list[Tab]:
    words = {
        "parties": _("Parties"),
        "tasks": _("Tasks and promises"),
        "conversations": _("Conversations"),
    }
    return [
        Tab(label, reverse(f"desk:{ROUTES[name]}"), current=name == noun)
        for name, label in words.items()
    ]
