from datetime import datetime

from django.utils.translation import gettext as _

from keepwell.firm.models import Teammate
from keepwell.kernel.command import command, hold
from keepwell.kernel.record import record
from keepwell.kernel.refusal import refuse_unless
from keepwell.parties.commands.touching import (
    assign,
    clean_or_refuse,
    hold_present,
    mark_changed,
)
from keepwell.parties.models import NameKind, Party, PartyName
from keepwell.parties.rules.spellings import folded_name


def put_main_name(party: Party, old: str, *, keep_as: str = "") -> None:
    """Let the row of the old main name say the new one, or keep it under another kind."""
    fresh = {"text": party.name, "folded": folded_name(party.name), "kind": NameKind.USUAL}
    names = PartyName.objects.filter(party=party)
    old_row = names.filter(text=old).first()
    if old_row and keep_as:
        names.filter(pk=old_row.pk).update(kind=keep_as)
    elif old_row and not names.filter(text=party.name).exists():
        names.filter(pk=old_row.pk).update(**fresh)
        return
    elif old_row:
        old_row.delete()
    PartyName.objects.update_or_create(party=party, text=party.name, defaults=fresh)


@command
def rename_party(
    party: Party, name: str, *, keep_as: str = "", at: datetime, by: Teammate | None = None
) -> Party:
    """Give a party another main name; `keep_as` is the kind under which the old one stays."""
    party = hold_present(party)
    name = " ".join(name.split())
    refuse_unless(bool(name), _("Give a name."), field="name")
    old = party.name
    if name == old:
        return party
    party.name = name
    clean_or_refuse(party)
    party.save(update_fields=["name"])
    put_main_name(party, old, keep_as=keep_as)
    mark_changed(party, at, by)
    record("renamed", "party", party.pk, at=at, by=by, party_id=party.pk, name=[old, name])
    party.refresh_from_db()
    return party


@command
def add_name(
    party: Party,
    text: str,
    *,
    kind: str = NameKind.ALIAS,
    at: datetime,
    by: Teammate | None = None,
) -> PartyName:
    """Keep a further name; it is searched and matched like the main one."""
    party = hold_present(party)
    text = " ".join(text.split())
    refuse_unless(bool(text), _("Give a name."), field="text")
    name = PartyName(party=party, kind=kind, text=text, folded=folded_name(text))
    clean_or_refuse(name)
    name.save(force_insert=True)
    mark_changed(party, at, by)
    record("added", "name", None, at=at, by=by, party_id=party.pk, name=text, kind=kind)
    return name


@command
def change_name(
    name: PartyName, *, text: str, kind: str, at: datetime, by: Teammate | None = None
) -> PartyName:
    """Correct a further name or its kind; the main name is changed with the party."""
    party = hold_present(name.party)
    name = hold(name)
    text = " ".join(text.split())
    refuse_unless(bool(text), _("Give a name."), field="text")
    is_main = name.text == party.name
    refuse_unless(
        not is_main or text == name.text,
        _("This is the main name. Change it where the party itself is changed."),
        field="text",
    )
    differ = assign(name, {"text": text, "kind": kind, "folded": folded_name(text)})
    differ.pop("folded", None)
    if differ:
        clean_or_refuse(name)
        name.save()
        mark_changed(party, at, by)
        record("changed", "name", None, at=at, by=by, party_id=party.pk, **differ)
    return name


@command
def remove_name(name: PartyName, *, at: datetime, by: Teammate | None = None) -> None:
    """Forget a further name."""
    party = hold_present(name.party)
    refuse_unless(
        name.text != party.name,
        _("%(name)s is the main name. Rename the party first.") % {"name": name.text},
    )
    text, kind = name.text, name.kind
    name.delete()
    mark_changed(party, at, by)
    record("removed", "name", None, at=at, by=by, party_id=party.pk, name=text, kind=kind)
