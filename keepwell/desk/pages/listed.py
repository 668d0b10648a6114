"""Which list of parties a request asks for: its view, and what its address adds to that."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from django.urls import reverse
from django.utils import timezone

from keepwell.desk.asking import TeammateRequest
from keepwell.desk.models import SavedView
from keepwell.desk.queries.party_list import in_order, order_of, parties_of
from keepwell.desk.queries.saved_views import first_view_of, listing_of, view_of
from keepwell.desk.queries.views import ALL, NAMES, Viewer
from keepwell.desk.rules.listing import Listing, asked_in, parse_listing, query_of
from keepwell.kernel.refusal import Refused
from keepwell.parties.models import PartyQuerySet
from keepwell.parties.queries.lists import Order
from keepwell.walls.queries import visible_parties

_NARROWING = ("f", "q", "kind", "stage", "owner", "nature", "quietness")


@dataclass(frozen=True, slots=True)
class Listed:
    """A list somebody asked for; `refused` says why its filter could not be read."""

    viewer: Viewer
    usual: Listing
    listing: Listing
    base: str = ALL
    saved: SavedView | None = None
    refused: str = ""

    @property
    def is_changed(self) -> bool:
        """Whether it is no longer what its view holds."""
        return self.listing != self.usual

    @property
    def order(self) -> Order:
        return order_of(self.listing.sort)

    def parties(self) -> PartyQuerySet:
        """Those it means, behind the walls; nobody where the filter could not be read."""
        among = self.viewer.narrow(self.base)
        if self.refused:
            return among.none()
        return parties_of(self.viewer, among, self.listing)

    def in_order(self) -> PartyQuerySet:
        """The same, with what the order and the rows need."""
        return in_order(self.parties(), self.order)

    @property
    def kept(self) -> list[tuple[str, str]]:
        """What a form that asks for another text has to carry along."""
        query = query_of(replace(self.listing, q=self.usual.q), self.usual)
        return list(asked_in(query).items())

    def href(self, listing: Listing | None = None, **further: str) -> str:
        """The address of this list, or of another of the same view."""
        query = query_of(listing or self.listing, self.usual, **further)
        return f"{reverse('desk:parties')}?{query}"


def listed_for(request: TeammateRequest, asked: Mapping[str, str] | None = None) -> Listed:
    """The list that these parameters ask for; those of the address unless others are given."""
    asked = request.GET.dict() if asked is None else asked
    viewer = Viewer(request.user, visible_parties(request.user), timezone.localdate())
    usual, base, saved = _usual(viewer, asked)
    try:
        listed = Listed(viewer, usual, parse_listing(asked, usual), base, saved)
        listed.parties()
    except Refused as no:
        plain = {name: value for name, value in asked.items() if name not in _NARROWING}
        listing = parse_listing({**plain, "f": "", "q": ""}, usual)
        return Listed(viewer, usual, listing, base, saved, no.because)
    return listed


def _usual(viewer: Viewer, asked: Mapping[str, str]) -> tuple[Listing, str, SavedView | None]:
    """The view asked for, what of the house it narrows, and the view itself if it is saved."""
    name = asked.get("view", "")
    saved = view_of(viewer.teammate, name)
    if saved is None and name not in NAMES:
        name = _first_view(viewer, asked)
        saved = view_of(viewer.teammate, name)
    if saved is None:
        return Listing(name), name, None
    return listing_of(saved), saved.base, saved


def _first_view(viewer: Viewer, asked: Mapping[str, str]) -> str:
    """A search looks at everything; else what they chose, my clients, or everything."""
    if any(asked.get(name, "").strip() for name in _NARROWING):
        return ALL
    chosen = first_view_of(viewer.teammate)
    if chosen in NAMES or (chosen and view_of(viewer.teammate, chosen)):
        return chosen
    return "mine" if viewer.narrow("mine").exists() else ALL


def id_of(text: str) -> UUID | None:
    """The id this text spells, if any."""
    try:
        return UUID(text)
    except ValueError:
        return None
