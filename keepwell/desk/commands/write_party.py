"""A party and its own fields, written in one go: all of it or nothing."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from keepwell.fields.commands.write import set_own_values
from keepwell.firm.models import Teammate
from keepwell.kernel.command import command
from keepwell.parties.commands.add import add_party
from keepwell.parties.commands.change import change_party
from keepwell.parties.models import Party


@command
def write_party_down(
    nature: str,
    name: str,
    *,
    emails: Iterable[str] = (),
    phones: Iterable[str] = (),
    facts: Mapping[str, Any] | None = None,
    own: Mapping[str, Any] | None = None,
    at: datetime,
    by: Teammate,
) -> Party:
    """Make a party known together with its values in fields of the firm's own."""
    party = add_party(nature, name, emails=emails, phones=phones, facts=facts, at=at, by=by)
    return set_own_values(party, own, at=at, by=by) if own else party


@command
def write_party_anew(
    party: Party,
    *,
    facts: Mapping[str, Any],
    own: Mapping[str, Any],
    revision: int | None = None,
    seen: Mapping[str, Any] | None = None,
    own_seen: Mapping[str, Any] | None = None,
    at: datetime,
    by: Teammate,
) -> Party:
    """Change a party and its values in fields of the firm's own; what others wrote stays."""
    party = change_party(party, facts=facts, revision=revision, seen=seen, at=at, by=by)
    return set_own_values(party, own, seen=own_seen, at=at, by=by) if own else party
