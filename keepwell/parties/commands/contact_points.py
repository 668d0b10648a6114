from datetime import datetime

from django.utils.translation import gettext as _

from keepwell.firm.models import Teammate
from keepwell.kernel.command import command, hold
from keepwell.kernel.news import announce
from keepwell.kernel.record import record
from keepwell.kernel.refusal import refuse_unless
from keepwell.parties.commands.add import normal_or_refuse
from keepwell.parties.commands.touching import (
    assign,
    clean_or_refuse,
    hold_present,
    mark_changed,
)
from keepwell.parties.models import ContactKind, ContactPoint, Party
from keepwell.parties.news import ReachChanged
from keepwell.parties.rules.spellings import tail_of


@command
def add_contact_point(
    party: Party,
    kind: str,
    value: str,
    *,
    label: str = "",
    is_primary: bool = False,
    region: str | None = None,
    at: datetime,
    by: Teammate | None = None,
) -> ContactPoint:
    """Keep an e-mail, phone, link or mail domain; the first of its kind is first choice.

    `region`: the country a number was written in; the firm's own when left out.
    """
    party = hold_present(party)
    refuse_unless(kind in ContactKind.values, _("Choose what kind of contact this is."))
    refuse_unless(
        kind != ContactKind.DOMAIN or not party.is_person,
        _("A mail domain belongs to an organisation, not to a person."),
        field="kind",
    )
    value = value.strip()
    normal = normal_or_refuse(kind, value, region)
    mates = ContactPoint.objects.filter(party=party, kind=kind)
    first = is_primary or not mates.filter(is_primary=True).exists()
    point = ContactPoint(
        party=party, kind=kind, value=value, normal=normal,
        tail=tail_of(kind, normal), label=label.strip(), is_primary=first,
    )  # fmt: skip
    clean_or_refuse(point)
    if first:
        mates.filter(is_primary=True).update(is_primary=False)
    point.save(force_insert=True)
    mark_changed(party, at, by)
    record("added", kind, None, at=at, by=by, party_id=party.pk, value=normal)
    announce(ReachChanged(party.pk, at))
    return point


@command
def change_contact_point(
    point: ContactPoint,
    *,
    value: str,
    label: str = "",
    region: str | None = None,
    at: datetime,
    by: Teammate | None = None,
) -> ContactPoint:
    """Correct an address, number, link or domain, or its label."""
    party = hold_present(point.party)
    point = hold(point)
    normal = normal_or_refuse(point.kind, value, region)
    moved = normal != point.normal
    differ = assign(
        point,
        {"value": value.strip(), "label": label.strip(), "normal": normal,
         "tail": tail_of(point.kind, normal)},
    )  # fmt: skip
    if not differ:
        return point
    if moved:
        point.bounced_at = None
    clean_or_refuse(point)
    point.save()
    mark_changed(party, at, by)
    told = {name: differ[name] for name in ("value", "label") if name in differ}
    record("changed", point.kind, None, at=at, by=by, party_id=party.pk, **told)
    if moved:
        announce(ReachChanged(party.pk, at))
    return point


@command
def prefer_contact_point(
    point: ContactPoint, *, at: datetime, by: Teammate | None = None
) -> ContactPoint:
    """Make this the first choice of its kind."""
    party = hold_present(point.party)
    mates = ContactPoint.objects.filter(party=party, kind=point.kind)
    mates.filter(is_primary=True).exclude(pk=point.pk).update(is_primary=False)
    mates.filter(pk=point.pk).update(is_primary=True)
    mark_changed(party, at, by)
    record("preferred", point.kind, None, at=at, by=by, party_id=party.pk, value=point.normal)
    point.is_primary = True
    return point


@command
def remove_contact_point(
    point: ContactPoint, *, at: datetime, by: Teammate | None = None
) -> None:
    """Forget an address, number, link or domain; the oldest left becomes first choice."""
    party = hold_present(point.party)
    kind, normal, was_first = point.kind, point.normal, point.is_primary
    point.delete()
    if was_first:
        rest = ContactPoint.objects.filter(party=party, kind=kind).order_by("pk")
        if heir := rest.first():
            rest.filter(pk=heir.pk).update(is_primary=True)
    mark_changed(party, at, by)
    record("removed", kind, None, at=at, by=by, party_id=party.pk, value=normal)
    announce(ReachChanged(party.pk, at))
