"""Who asks, and which of the parties they may see they ask about."""

from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest
from django_htmx.middleware import HtmxDetails

from keepwell.firm.models import Teammate
from keepwell.kernel.refusal import Refused
from keepwell.parties.models import Party
from keepwell.parties.queries.standing_in import party_of
from keepwell.walls.queries import visible_parties


class TeammateRequest(HttpRequest):
    """A request of somebody who has signed in."""

    user: Teammate  # type: ignore[assignment]
    htmx: HtmxDetails


def party_or_404(
    request: TeammateRequest, party_id: UUID, *, with_trash: bool = False
) -> Party:
    """The party, or the one that took it in; what they may not see does not exist."""
    party = party_of(visible_parties(request.user, with_trash=with_trash), party_id)
    if party is None:
        raise Http404
    return party


def put_refusal(form: forms.BaseForm, no: Refused) -> None:
    """Let the form say why not, at the field it is about."""
    form.add_error(no.field if no.field in form.fields else None, no.because)
