"""Lists of any noun for programs: narrowed and in order as the lists on the pages are."""

from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from keepwell.desk.api.asking import ApiRequest
from keepwell.desk.api.shapes.narrowed import Narrowed
from keepwell.desk.queries.nouns.noun import ListNoun
from keepwell.desk.queries.views import Viewer
from keepwell.desk.rules.filter_tree import FILTER
from keepwell.desk.rules.filters import parse_filter
from keepwell.desk.rules.listing import Listing
from keepwell.firm.gate.paging import Cursors
from keepwell.kernel.keyset import listed_page
from keepwell.kernel.refusal import refuse_unless
from keepwell.walls.queries import visible_parties

Told = Callable[[Sequence[Any]], Sequence[Any]]


def view_named(noun: ListNoun, name: str) -> str:
    """The view of the house of this name; `Refused` where there is none."""
    every = ", ".join(noun.views)
    odd = _("This list has no such view. There are: %(every)s.") % {"every": every}
    refuse_unless(name in noun.views, odd, field="view")
    return name


def narrowed_page(
    request: ApiRequest,
    noun: ListNoun,
    asked: Narrowed,
    *,
    told: Told,
    further: Callable[[QuerySet[Any]], QuerySet[Any]] = lambda rows: rows,
) -> dict[str, Any]:
    """One page of what one may see of a noun; `further` narrows it by other parameters."""
    of, sort = noun.catalogue, asked.sort or noun.catalogue.usual_sort
    odd = _("This list cannot be sorted by “%(sort)s”.") % {"sort": sort[:60]}
    refuse_unless(of.can_sort(sort), odd, field=FILTER)
    viewer = Viewer(request.user, visible_parties(request.user), timezone.localdate())
    tree = parse_filter(asked.filter.replace("\0", ""), of.fields)
    listing = Listing(tree=tree, q=" ".join(asked.q.replace("\0", " ").split()))
    order, cursors = noun.order_of(sort), Cursors.of(request)
    rows = noun.beside(further(noun.among(viewer, "all", listing)), order)
    after = cursors.read(asked.cursor) or ""
    page = listed_page(rows, order=order, after=after, size=asked.limit)
    following = cursors.write(page.after) if page.after else None
    return {"items": list(told(page.rows)), "next": following}
