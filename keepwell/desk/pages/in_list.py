"""Where a party stands in the list one came from, and who stands beside it."""

from dataclasses import dataclass
from urllib.parse import quote

from django.urls import reverse

from keepwell.desk.asking import TeammateRequest
from keepwell.desk.pages.listed import listed_for
from keepwell.desk.rules.listing import asked_in
from keepwell.parties.models import Party
from keepwell.parties.queries.lists import Count, capped_count, place_of


@dataclass(frozen=True, slots=True)
class InList:
    """The way back to the row, and on to the neighbours, each '' if there is none.

    `number` is None where the party is no longer in the list, or never was.
    """

    back: str
    before: str = ""
    after: str = ""
    number: Count | None = None
    count: Count | None = None


def in_list(request: TeammateRequest, party: Party) -> InList | None:
    """The place of this party in the list that the address names; None without one."""
    state = request.GET.get("list", "")
    if not state:
        return None
    listed = listed_for(request, asked_in(state))
    back = f"{listed.href(at=str(party.pk))}#p-{party.pk}"
    place = place_of(listed.in_order(), party.pk, order=listed.order)
    if place is None:
        return InList(back)
    return InList(
        back,
        _address(place.before, state),
        _address(place.after, state),
        place.number,
        capped_count(listed.parties()),
    )


def _address(party: Party | None, state: str) -> str:
    if party is None:
        return ""
    return f"{reverse('desk:party', args=[party.pk])}?list={quote(state, safe='')}"
