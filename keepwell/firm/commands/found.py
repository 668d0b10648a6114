from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from keepwell.firm.charge import (
    firm_changed,
    must_be_allowed,
    must_be_domains,
    must_be_zone,
    plain_domains,
)
from keepwell.firm.holidays import is_country_known, regions_of
from keepwell.firm.models import Firm, Teammate, WorkingHours
from keepwell.firm.queries import nobody_is_in_charge, teammate_by_email, the_firm
from keepwell.firm.rules import USUAL_WEEK, Act, Role
from keepwell.kernel.command import command, hold
from keepwell.kernel.record import changes, record
from keepwell.kernel.refusal import refuse_unless

TOLD = (
    "name",
    "domains",
    "free_mail_domains",
    "machine_addresses",
    "time_zone",
    "country",
    "region",
    "currency",
    "cadence_days",
)
LISTS = ("domains", "free_mail_domains", "machine_addresses")


@dataclass(frozen=True, slots=True, repr=False)
class FirstAdministrator:
    """Who will run the firm in Keepwell, with the password they chose."""

    name: str
    email: str
    password: str


@command
def found_firm(
    *,
    name: str,
    domains: Sequence[str] = (),
    time_zone: str = "UTC",
    free_mail_domains: Sequence[str] = (),
    country: str = "",
    first: FirstAdministrator | None = None,
    at: datetime,
    **further: Any,
) -> Firm:
    """Say who “we” are, once, and perhaps who the first administrator is.

    `further` takes the rest of what is known of a firm: region, currency, cadence_days,
    machine_addresses, is_sample.
    """
    because = _("This Keepwell already belongs to a firm. Sign in, or ask an administrator.")
    refuse_unless(not Firm.objects.exists(), because)
    firm = Firm(
        name=name.strip(),
        domains=plain_domains(domains),
        time_zone=time_zone,
        free_mail_domains=plain_domains(free_mail_domains),
        country=country.upper(),
        founded_at=at,
        **further,
    )
    _check(firm)
    firm.save(force_insert=True)
    WorkingHours.objects.bulk_create(
        WorkingHours(weekday=one.weekday, opens_at=one.opens_at, closes_at=one.closes_at)
        for one in USUAL_WEEK
    )
    administrator = _first_in_charge(first, at) if first else None
    firm_changed()
    record("found_firm", "firm", None, at=at, by=administrator, **_told(firm))
    return firm


@command
def name_first_administrator(first: FirstAdministrator, *, at: datetime) -> Teammate:
    """Put somebody in charge of a firm that has nobody who could ever sign in."""
    because = _("This firm has somebody in charge already. Sign in, or ask an administrator.")
    refuse_unless(nobody_is_in_charge(), because)
    administrator = _first_in_charge(first, at)
    record("name_first_administrator", "teammate", administrator.pk, at=at, by=administrator)
    return administrator


def _first_in_charge(first: FirstAdministrator, at: datetime) -> Teammate:
    email = first.email.strip().lower()
    because = _("Give your name and your mail address.")
    refuse_unless(bool(first.name.strip()) and "@" in email, because, field="email")
    teammate = teammate_by_email(email) or Teammate(email=email, created_at=at)
    teammate.name, teammate.role, teammate.role_chosen_at = (
        first.name.strip(),
        Role.ADMINISTRATOR,
        at,
    )
    teammate.is_active, teammate.left_on = True, None
    teammate.joined_on = teammate.joined_on or at.date()
    teammate.set_password(first.password)
    teammate.save()
    return teammate


@command
def change_firm(*, at: datetime, by: Teammate | None, **told: Any) -> Firm:
    """Change what is known of the firm: any of the fields in `TOLD`, others stay."""
    must_be_allowed(by, Act.RUN_FIRM)
    unknown = set(told) - set(TOLD)
    refuse_unless(not unknown, f"A firm has no {', '.join(sorted(unknown))}.")
    firm = hold(the_firm())
    before = _told(firm)
    for field, value in told.items():
        setattr(firm, field, plain_domains(value) if field in LISTS[:2] else value)
    firm.name, firm.country = firm.name.strip(), firm.country.upper()
    _check(firm)
    changed = changes(before, _told(firm))
    if changed:
        firm.save(update_fields=list(changed))
        firm_changed()
        record("change_firm", "firm", None, at=at, by=by, changed=changed)
    return firm


def _told(firm: Firm) -> dict[str, Any]:
    return {field: getattr(firm, field) for field in TOLD}


def _check(firm: Firm) -> None:
    refuse_unless(bool(firm.name), _("Give the name of the firm."), field="name")
    must_be_domains(firm.domains, "domains")
    must_be_domains(firm.free_mail_domains, "free_mail_domains")
    must_be_zone(firm.time_zone)
    must_be_place(firm.country, firm.region)
    firm.clean_fields()


def must_be_place(country: str, region: str) -> None:
    """Refuse a country or region whose holidays nobody knows."""
    because = _(
        "The holidays of “%(code)s” are not known. Leave the country empty and add days."
    )
    fine = not country or is_country_known(country)
    refuse_unless(fine, because % {"code": country}, field="country")
    wrong = _("“%(region)s” is not a region of this country. Use one of: %(known)s.")
    known = regions_of(country)
    refuse_unless(
        not region or region in known,
        wrong % {"region": region, "known": ", ".join(known) or "–"},
        field="region",
    )
