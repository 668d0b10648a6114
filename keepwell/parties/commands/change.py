from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from keepwell.firm.models import Teammate
from keepwell.kernel.command import command
from keepwell.kernel.record import record
from keepwell.kernel.refusal import Overtaken
from keepwell.parties.commands.add import FIELDS
from keepwell.parties.commands.names import put_main_name
from keepwell.parties.commands.touching import (
    assign,
    clean_or_refuse,
    hold_present,
    mark_changed,
)
from keepwell.parties.models import Party


@command
def change_party(
    party: Party,
    *,
    facts: Mapping[str, Any],
    revision: int | None = None,
    seen: Mapping[str, Any] | None = None,
    at: datetime,
    by: Teammate | None = None,
) -> Party:
    """Change fields of a party: `name` and any of `FIELDS`.

    `revision` is the one the writer saw, `seen` the values. When somebody saved meanwhile, a
    field they left alone may still be changed; one they changed is refused, by name. Without
    `seen` every change of an older revision is refused.
    """
    party = hold_present(party)
    facts = {name: value for name, value in facts.items() if name in FIELDS | {"name"}}
    if revision is not None and revision != party.revision:
        if seen is None:
            raise Overtaken(_("Somebody else saved this party meanwhile. Read it again."))
        _refuse_overwriting(party, facts, seen)
    if isinstance(facts.get("name"), str):
        facts["name"] = " ".join(facts["name"].split())
    old_name = party.name
    differ = assign(party, facts)
    if not differ:
        return party
    clean_or_refuse(party)
    party.save(update_fields=list(differ))
    if "name" in differ:
        put_main_name(party, old_name)
    mark_changed(party, at, by)
    record("changed", "party", party.pk, at=at, by=by, party_id=party.pk, **differ)
    party.refresh_from_db()
    return party


def _refuse_overwriting(
    party: Party, facts: Mapping[str, Any], seen: Mapping[str, Any]
) -> None:
    for name, value in facts.items():
        now = getattr(party, name)
        if now == value or (name in seen and seen[name] == now):
            continue
        label = str(Party._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
        raise Overtaken(
            _(
                "Somebody else saved this party while you wrote. “%(field)s” now reads"
                " “%(now)s”. Keep theirs or write yours again, then save."
            )
            % {"field": label, "now": now if now is not None else ""},
            field=name,
        )
