"""One order with what was bought."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from keepwell.desk.asking import TeammateRequest
from keepwell.desk.pages.in_list import in_list
from keepwell.desk.queries.nouns.orders import purchases_of
from keepwell.desk.queries.views import Viewer
from keepwell.kernel.money import Money
from keepwell.ui.words import reading_locale
from keepwell.walls.queries import visible_parties

MOST_LINES = 500


@require_GET
def order(request: TeammateRequest, order_id: UUID) -> HttpResponse:
    """Who bought what, when and for how much."""
    viewer = Viewer(request.user, visible_parties(request.user), timezone.localdate())
    found = get_object_or_404(purchases_of(viewer).select_related("party"), pk=order_id)
    locale = str(reading_locale())
    lines = found.lines.order_by("pk")[:MOST_LINES]
    context = {
        "order": found,
        "total": Money(found.total_minor, found.currency).shown(locale),
        "lines": [(one, Money(one.unit_minor, found.currency).shown(locale)) for one in lines],
        "in_list": in_list(request, found.pk),
        "today": viewer.on,
    }
    return render(request, "desk/order.html", context)
