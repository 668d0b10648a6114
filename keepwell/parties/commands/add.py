from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from keepwell.firm.models import Firm, Teammate
from keepwell.kernel.command import command
from keepwell.kernel.news import announce
from keepwell.kernel.record import record
from keepwell.kernel.refusal import Refused, refuse_unless
from keepwell.parties.commands.derived import rederive_parties
from keepwell.parties.commands.touching import clean_or_refuse
from keepwell.parties.models import ContactPoint, NameKind, Party, PartyName
from keepwell.parties.news import PartyAdded
from keepwell.parties.rules.spellings import folded_name, normal_of, tail_of

FIELDS = frozenset(
    {"given_name", "family_name", "honorific", "language", "time_zone", "industry",
     "employees", "source", "about", "birth_date"}
)  # fmt: skip


@command
def add_party(
    nature: str,
    name: str,
    *,
    emails: Iterable[str] = (),
    phones: Iterable[str] = (),
    facts: Mapping[str, Any] | None = None,
    at: datetime,
    by: Teammate | None = None,
) -> Party:
    """Make a person or an organisation known; the first address and number are first choice.

    `facts`: any of `FIELDS`. Refused when the name is empty or an address is none.
    """
    party = fresh_party(nature, name, facts or {}, at=at)
    clean_or_refuse(party)
    party.save(force_insert=True)
    usual_name(party).save(force_insert=True)
    points = fresh_points(party, emails, phones)
    ContactPoint.objects.bulk_create(points)
    rederive_parties([party.pk])
    told = told_of(party, points)
    record("added", "party", party.pk, at=at, by=by, party_id=party.pk, **told)
    announce(PartyAdded(party.pk, at, getattr(by, "pk", None)))
    party.refresh_from_db()
    return party


def fresh_party(nature: str, name: str, facts: Mapping[str, Any], *, at: datetime) -> Party:
    """A party to be made known, not yet kept; refused without a name."""
    name = " ".join(name.split())
    refuse_unless(bool(name), _("Give a name; everything else can follow."), field="name")
    party = Party(nature=nature, name=name, created_at=at, changed_at=at)
    for field, value in facts.items():
        if field in FIELDS:
            setattr(party, field, value)
    return party


def usual_name(party: Party) -> PartyName:
    """The name it is made known by, not yet kept."""
    folded = folded_name(party.name)
    return PartyName(party=party, kind=NameKind.USUAL, text=party.name, folded=folded)


def fresh_points(
    party: Party, emails: Iterable[str], phones: Iterable[str], region: str | None = None
) -> list[ContactPoint]:
    """Its addresses and numbers, not yet kept; the first of each is first choice."""
    return [
        *_points(party, "email", emails, region),
        *_points(party, "phone", phones, region),
    ]


def told_of(party: Party, points: Iterable[ContactPoint]) -> dict[str, Any]:
    """What the record says of a party just made known."""
    told: dict[str, Any] = {"name": party.name, "nature": party.nature}
    for name, kind in (("emails", "email"), ("phones", "phone")):
        if normals := [point.normal for point in points if point.kind == kind]:
            told[name] = normals
    return told


def _points(
    party: Party, kind: str, values: Iterable[str], region: str | None
) -> list[ContactPoint]:
    found: dict[str, ContactPoint] = {}
    for value in filter(None, map(str.strip, values)):
        normal = normal_or_refuse(kind, value, region)
        if normal not in found:
            found[normal] = ContactPoint(
                party=party, kind=kind, value=value, normal=normal,
                tail=tail_of(kind, normal), is_primary=not found,
            )  # fmt: skip
    return list(found.values())


def normal_or_refuse(kind: str, value: str, region: str | None = None) -> str:
    """The compared spelling, or a refusal that says what is wrong and the way out."""
    region = region or Firm.objects.values_list("country", flat=True).first() or None
    normal = normal_of(kind, value, region)
    if normal is not None:
        return normal
    raise Refused(_REFUSALS[kind]() % {"value": value[:80]}, field=kind)


_REFUSALS = {
    "email": lambda: _("“%(value)s” is no e-mail address. It reads like name@firm.example."),
    "phone": lambda: _("“%(value)s” is no phone number. Write 6 to 15 digits, and no words."),
    "link": lambda: _("“%(value)s” is no web address. It reads like https://firm.example."),
    "domain": lambda: _("“%(value)s” is no mail domain. It reads like firm.example."),
}
