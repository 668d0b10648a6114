"""Parties: listed, found, written down, changed, put in the trash and back."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Query

from keepwell.desk.api.asking import (
    ApiRequest,
    now_by,
)
from keepwell.desk.api.shapes.found import (
    Candidates,
    Hits,
    LikeAsked,
    SearchAsked,
)
from keepwell.desk.api.shapes.parties import (
    NewParties,
    NewPartyAlone,
    PartiesAsked,
    PartyChange,
    PartyOut,
    PartyRow,
    Results,
    TrashRow,
)
from keepwell.desk.api.told import fates_told, row_told, whole_told
from keepwell.desk.asking import party_or_404
from keepwell.desk.commands.write_party import (
    write_parties_down,
    write_party_anew,
    write_party_down,
)
from keepwell.desk.queries.filtered import narrowed_by
from keepwell.desk.queries.found import found_for
from keepwell.desk.queries.party_list import ORDERS, in_order, order_of, rows_of
from keepwell.desk.queries.party_whole import whole_party
from keepwell.desk.queries.views import Viewer
from keepwell.desk.rules.filters import parse_filter
from keepwell.fields.rules.definitions import shown_definitions
from keepwell.firm.gate.described import door_of
from keepwell.firm.gate.paging import Cursors, Listed, Paging, page_of
from keepwell.firm.gate.problems import Problem
from keepwell.firm.gate.revisions import IfMatch, must_match, tagged
from keepwell.firm.gate.straight import straight
from keepwell.parties.commands.add_many import NewParty
from keepwell.parties.commands.trash import restore_party, trash_party
from keepwell.parties.models import Party
from keepwell.parties.queries.duplicates import Candidate, possible_duplicates
from keepwell.parties.queries.lists import parties_list
from keepwell.parties.queries.search import that_hold
from keepwell.parties.queries.standing_in import trash_of
from keepwell.parties.rules.reasons import in_words
from keepwell.walls.queries import visible_parties

door = door_of("parties", "Parties")


@door.get("/parties", response=Listed[PartyRow])
def list_parties(request: ApiRequest, asked: Query[PartiesAsked]) -> Any:
    """Parties one may see, narrowed and in order, as the list on the page shows them."""
    on, order = timezone.localdate(), order_of(asked.sort)
    viewer = Viewer(request.user, visible_parties(request.user), on)
    tree = parse_filter(asked.filter.replace("\0", ""))
    among = narrowed_by(viewer.narrow(asked.view), tree, teammate=request.user, today=on)
    among = in_order(that_hold(among, asked.q), order)
    if not asked.q.strip() and asked.sort in ORDERS:
        among = viewer.kept(among, asked.view, tree, "told", asked.sort)
    cursors = Cursors.of(request)
    after = cursors.read(asked.cursor) or ""
    page = parties_list(among, order=order, after=after, size=asked.limit)
    rows = rows_of(page.rows, on, viewer.seen, [one.name for one in shown_definitions()])
    following = cursors.write(page.after) if page.after else None
    told = {"items": [row_told(row) for row in rows], "next": following}
    return straight(Listed[PartyRow], told)


@door.get("/search", response=Hits)
def search(request: ApiRequest, asked: Query[SearchAsked]) -> Any:
    """The parties that fit a text best: a name in any spelling, an address, a number."""
    found = found_for(request.user, asked.q, most=asked.limit)
    items = [{"why": hit.why, "kinds": hit.kinds, **_short(hit.party)} for hit in found.hits]
    return straight(Hits, {"items": items})


def _short(party: Party) -> dict[str, Any]:
    return {"id": party.pk, "nature": party.nature, "name": party.name}


@door.get("/parties/candidates", response=Candidates)
def candidates(request: ApiRequest, asked: Query[LikeAsked]) -> dict[str, Any]:
    """Who may be here already under this name, address or number."""
    seen = visible_parties(request.user)
    found = possible_duplicates(seen, asked.nature, [asked.name], [asked.email], [asked.phone])
    return {"items": _alike(found)}


def _alike(found: list[Candidate]) -> list[dict[str, Any]]:
    return [
        {
            "id": each.party.pk,
            "name": each.party.name,
            "sure": each.verdict.value.name == "SAME",
            "because": [str(in_words(why)) for why in each.verdict.because],
        }
        for each in found
    ]


@door.get("/parties/trash", response=Listed[TrashRow])
def list_trash(request: ApiRequest, asked: Query[Paging]) -> dict[str, Any]:
    """Parties that were put aside, the latest first."""
    rows = trash_of(visible_parties(request.user, with_trash=True))
    return page_of(request, rows, asked, by=("-trashed_at", "-pk"), told=list)


@door.post("/parties", response={201: PartyOut})
def create_party(request: ApiRequest, sent: NewPartyAlone) -> Any:
    """Write somebody down. 409 names who may be here already, unless `anyway` is sent."""
    seen = visible_parties(request.user)
    if not sent.anyway:
        _must_be_new(
            possible_duplicates(seen, sent.nature, [sent.name], sent.emails, sent.phones)
        )
    party = write_party_down(
        sent.nature, sent.name, emails=sent.emails, phones=sent.phones, facts=sent.told(),
        own=sent.own(), **now_by(request),
    )  # fmt: skip
    told = whole_told(whole_party(party, visible_parties(request.user)))
    return tagged(straight(PartyOut, told, status=201), party.revision)


def _must_be_new(found: list[Candidate]) -> None:
    if found:
        said = _("They may be here already. See “candidates”, or send “anyway”.")
        alike = [{**each, "id": str(each["id"])} for each in _alike(found)]
        raise Problem(409, "alike", said, more={"candidates": alike})


@door.post("/parties/bulk", response=Results)
def create_parties(request: ApiRequest, sent: NewParties) -> dict[str, Any]:
    """Write up to 1,000 down at once: all or none, or each by itself with its result."""
    drafts = [
        (NewParty(one.nature, one.name, one.emails, one.phones, one.told()), one.own())
        for one in sent.parties
    ]
    return fates_told(write_parties_down(drafts, whole=sent.whole, **now_by(request)))


@door.get("/parties/{uuid:party_id}", response=PartyOut)
def get_party(request: ApiRequest, party_id: UUID) -> Any:
    """One party with its parts; the id of one that was merged leads to who took it in."""
    party = party_or_404(request, party_id, with_trash=True)
    told = whole_told(whole_party(party, visible_parties(request.user)))
    return tagged(straight(PartyOut, told), party.revision)


@door.patch("/parties/{uuid:party_id}", response=PartyOut)
def update_party(
    request: ApiRequest,
    party_id: UUID,
    sent: PartyChange,
    response: HttpResponse,
    if_match: IfMatch = None,
) -> dict[str, Any]:
    """Change a party, its tags and values of own fields; `If-Match` says of which revision."""
    party = party_or_404(request, party_id)
    must_match(party.revision, if_match)
    party = write_party_anew(
        party, facts=sent.facts(), own=sent.own(), revision=party.revision, **now_by(request)
    )
    tagged(response, party.revision)
    return whole_told(whole_party(party, visible_parties(request.user)))


@door.post("/parties/{uuid:party_id}/trash", response=PartyOut)
def put_party_in_trash(request: ApiRequest, party_id: UUID) -> dict[str, Any]:
    """Put a party aside; nothing is lost."""
    party = trash_party(party_or_404(request, party_id), **now_by(request))
    return whole_told(whole_party(party, visible_parties(request.user)))


@door.post("/parties/{uuid:party_id}/restore", response=PartyOut)
def restore_from_trash(request: ApiRequest, party_id: UUID) -> dict[str, Any]:
    """Take a party out of the trash, as it was."""
    party = party_or_404(request, party_id, with_trash=True)
    party = restore_party(party, **now_by(request))
    return whole_told(whole_party(party, visible_parties(request.user)))
