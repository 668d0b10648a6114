"""Taking back that a stage was moved: the address that does it, and what it has to carry."""

from typing import Any
from urllib.parse import urlencode

from django.core import signing
from django.urls import reverse

from keepwell.desk.asking import TeammateRequest
from keepwell.parties.models import Party
from keepwell.relationships.queries.standing import last_move

_SALT = "keepwell.desk.move"


def way_to_undo(
    request: TeammateRequest, party: Party, before: dict[str, Any], back: str
) -> str:
    """The address that takes the move back, and what stood there before, signed."""
    move = last_move(party, request.user)
    if move is None or move.before != before["stage"]:  # somebody was quicker
        return ""
    was = signing.dumps([str(move.pk), before], salt=salt_of(request, party))
    asked = urlencode({"was": was, "back": back})
    return f"{reverse('desk:move_back', args=[party.pk])}?{asked}"


def salt_of(request: TeammateRequest, party: Party) -> str:
    return f"{_SALT}:{party.pk}:{request.user.pk}"
