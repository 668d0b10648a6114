"""Parties and their own fields, written in one go: all of it or nothing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from keepwell.fields.commands.write import set_own_values
from keepwell.fields.commands.write_new import judge_new_values, write_new_values
from keepwell.firm.models import Teammate
from keepwell.kernel.command import command
from keepwell.parties.commands.add import add_party
from keepwell.parties.commands.add_many import Fates, NewParty, add_parties
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
def write_parties_down(
    drafts: Sequence[tuple[NewParty, Mapping[str, Any]]],
    *,
    whole: bool,
    at: datetime,
    by: Teammate,
) -> Fates:
    """Make many known, each with its values: with `whole` all or none, else who is fit."""
    told = judge_new_values([(draft.nature, own) for draft, own in drafts], by)
    judged = [
        replace(draft, unfit=each.unfit)
        for (draft, _own), each in zip(drafts, told, strict=True)
    ]
    fates = add_parties(judged, whole=whole, at=at, by=by)
    fresh = {party: told[place] for place, party in fates.ids.items()}
    write_new_values(fresh, at=at, by=by)
    return fates


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
