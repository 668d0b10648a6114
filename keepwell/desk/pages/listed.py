"""Which list a request asks for: its view, and what its address adds to that."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, QueryDict
from django.urls import reverse
from django.utils import timezone

from keepwell.desk.asking import TeammateRequest
from keepwell.desk.models import SavedView
from keepwell.desk.queries.nouns.every import NOUNS, PARTIES
from keepwell.desk.queries.nouns.noun import ListNoun
from keepwell.desk.queries.saved_views import first_view_of, listing_of, view_of
from keepwell.desk.queries.views import ALL, Viewer
from keepwell.desk.rules.listing import (
    Listing,
    asked_in,
    parse_listing,
    query_of,
    usual_listing,
)
from keepwell.kernel.keyset import Order, are_there_any
from keepwell.kernel.refusal import Refused
from keepwell.parties.models import PartyQuerySet
from keepwell.walls.queries import visible_parties

_NARROWING = ("f", "q", "quietness")
# Parties had addresses of their own before other nouns had lists.
_OF_PARTIES = {"filter": "filter", "columns": "columns", "as_file": "parties_export",
               "view_new": "view_new", "report_file": "report_export"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Listed:
    """A list somebody asked for; `refused` says why its filter could not be read."""

    viewer: Viewer
    usual: Listing
    listing: Listing
    base: str = ALL
    saved: SavedView | None = None
    refused: str = ""
    noun: ListNoun = PARTIES

    @property
    def is_changed(self) -> bool:
        """Whether it is no longer what its view holds."""
        return self.listing != self.usual

    @property
    def order(self) -> Order:
        return self.noun.order_of(self.listing.sort)

    def rows(self) -> QuerySet[Any]:
        """Those it means, behind the walls; none where the filter could not be read."""
        if self.refused:
            return self.noun.begin(self.viewer).none()
        return self._kept(self.noun.among(self.viewer, self.base, self.listing), "all")

    def _kept(self, rows: QuerySet[Any], *what: str) -> QuerySet[Any]:
        """The rows of parties, in kept words where no text was looked for."""
        if self.listing.q or self.noun is not PARTIES:
            return rows
        return self.viewer.kept(rows, self.base, self.listing.tree, *what)

    def parties(self) -> PartyQuerySet:
        """The same of a list of parties."""
        assert self.noun is PARTIES
        found: Any = self.rows()
        return found  # type: ignore[no-any-return]

    def in_order(self) -> QuerySet[Any]:
        """The same, with what the order and the rows need."""
        rows = self.noun.beside(self.rows(), self.order)
        is_plain = self.listing.sort in self.noun.orders and not self.refused
        return self._kept(rows, "shown", self.listing.sort) if is_plain else rows

    @property
    def kept(self) -> list[tuple[str, str]]:
        """What a form that asks for another text has to carry along."""
        query = query_of(replace(self.listing, q=self.usual.q), self.usual)
        return list(asked_in(query).items())

    def href(self, listing: Listing | None = None, **further: str) -> str:
        """The address of this list, or of another of the same view."""
        query = query_of(listing or self.listing, self.usual, **further)
        return f"{reverse(self.noun.route)}?{query}"

    @property
    def state(self) -> str:
        """The query of its address."""
        return self.href().partition("?")[2]

    @property
    def carried(self) -> str:
        """The same for an address elsewhere, which has to say of which noun it is."""
        return self.state if self.noun is PARTIES else f"noun={self.noun.name}&{self.state}"

    def aside(self, what: str) -> str:
        """The address of a page about lists of this noun: its filter, columns, files."""
        if self.noun is PARTIES:
            return reverse(f"desk:{_OF_PARTIES[what]}")
        return reverse(f"desk:list_{what}", args=[self.noun.name])


def noun_or_404(name: str, request: TeammateRequest) -> ListNoun:
    """The noun of this name; its list may not be for everybody."""
    noun = NOUNS.get(name)
    if noun is None:
        raise Http404
    if not noun.may(request.user):
        raise PermissionDenied
    return noun


def listed_for(
    request: TeammateRequest, asked: Mapping[str, str] | None = None, noun: ListNoun = PARTIES
) -> Listed:
    """The list that these parameters ask for; those of the address unless others are given."""
    asked = request.GET.dict() if asked is None else asked
    viewer = Viewer(request.user, visible_parties(request.user), timezone.localdate())
    usual, base, saved = _usual(viewer, asked, noun)
    of = noun.catalogue
    try:
        listing = parse_listing(asked, usual, of)
        listed = Listed(viewer, usual, listing, base, saved, noun=noun)
        listed.rows()
    except Refused as no:
        narrowing = (*_NARROWING, *of.asks)
        plain = {name: value for name, value in asked.items() if name not in narrowing}
        listing = parse_listing({**plain, "f": "", "q": ""}, usual, of)
        return Listed(viewer, usual, listing, base, saved, no.because, noun)
    return listed


def _usual(
    viewer: Viewer, asked: Mapping[str, str], noun: ListNoun
) -> tuple[Listing, str, SavedView | None]:
    """The view asked for, what of the house it narrows, and the view itself if it is saved."""
    name = asked.get("view", "")
    saved = view_of(viewer.teammate, name, noun.name)
    if saved is None and name not in noun.views:
        name = _first_view(viewer, asked, noun)
        saved = view_of(viewer.teammate, name, noun.name)
    if saved is None:
        return usual_listing(noun.catalogue, name), name, None
    base = saved.base if saved.base in noun.views else next(iter(noun.views))
    return listing_of(saved), base, saved


def _first_view(viewer: Viewer, asked: Mapping[str, str], noun: ListNoun) -> str:
    """A search looks at everything; else what they chose, the first, or everything."""
    if any(asked.get(name, "").strip() for name in (*_NARROWING, *noun.catalogue.asks)):
        return ALL
    chosen = first_view_of(viewer.teammate, noun.name)
    known = chosen in noun.views or (
        bool(chosen) and view_of(viewer.teammate, chosen, noun.name) is not None
    )
    if known:
        return chosen
    first = next(iter(noun.views))
    if first == ALL:
        return ALL
    usual = usual_listing(noun.catalogue, first)
    rows = noun.among(viewer, first, usual)
    if noun is PARTIES:
        rows = viewer.kept(rows, first, usual.tree, "all")
    return first if are_there_any(rows) else ALL


def tick_name(noun: ListNoun) -> str:
    """What the boxes that tick rows of this noun are called."""
    return "party" if noun is PARTIES else "row"


def ticked_in(sent: QueryDict, name: str) -> list[UUID]:
    """The ids that were ticked; what is none is left out."""
    found = (id_of(value) for value in sent.getlist(name))
    return [one for one in found if one is not None]


def id_of(text: str, order: Order | None = None) -> Any:
    """The id this text spells, if any: of a row in this order, else a UUID."""
    try:
        return order.read_pk(text) if order else UUID(text)
    except ValueError:
        return None
