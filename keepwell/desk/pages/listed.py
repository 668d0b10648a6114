"""Which list of parties a request asks for: its view, and what its address adds to that."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.urls import reverse
from django.utils import timezone

from keepwell.desk.asking import TeammateRequest
from keepwell.desk.queries.party_list import ORDERS, in_order, parties_of
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
    refused: str = ""

    @property
    def order(self) -> Order:
        return ORDERS[self.listing.sort]

    def parties(self) -> PartyQuerySet:
        """Those it means, behind the walls; nobody where the filter could not be read."""
        among = self.viewer.narrow(self.listing.view)
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
    usual = Listing(_view(viewer, asked))
    try:
        listed = Listed(viewer, usual, parse_listing(asked, usual))
        listed.parties()
    except Refused as no:
        plain = {name: value for name, value in asked.items() if name not in _NARROWING}
        return Listed(viewer, usual, parse_listing(plain, usual), no.because)
    return listed


def _view(viewer: Viewer, asked: Mapping[str, str]) -> str:
    """A search looks at everything; else my clients, or everything for who has none."""
    view = asked.get("view", "")
    if view in NAMES:
        return view
    if any(asked.get(name, "").strip() for name in _NARROWING):
        return ALL
    return "mine" if viewer.narrow("mine").exists() else ALL
