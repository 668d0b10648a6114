"""Founding the sample firm, its staff, and what happened to them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from keepwell.config.sample.days import SPAN, Days
from keepwell.config.sample.staff import (
    AWAY_FROM,
    AWAY_UNTIL,
    DEMO_ADVISER_EMAIL,
    DEMO_PASSWORD,
    DOMAIN,
    INES,
    LEFT,
    NAME,
    STAFF,
)
from keepwell.firm.commands.absence import record_absence
from keepwell.firm.commands.found import FirstAdministrator, found_firm
from keepwell.firm.commands.invite import (
    accept_invitation,
    invite_teammate,
    withdraw_invitation,
)
from keepwell.firm.commands.people import form_team, teammate_left
from keepwell.firm.models import Teammate
from keepwell.relationships.commands.own import cover_absence

Deed = tuple[datetime, Callable[[], object]]


@dataclass(slots=True)
class Staff:
    """The teammates of the sample by their keys."""

    by_key: dict[str, Teammate] = field(default_factory=dict)

    def __getitem__(self, key: str) -> Teammate:
        return self.by_key[key]

    @property
    def boss(self) -> Teammate:
        """Who runs the firm."""
        return self.by_key[INES.key]


def found_the_firm(days: Days) -> Staff:
    """The firm and everybody in it, each from the day they joined."""
    start = days.now - timedelta(days=SPAN)
    found_firm(
        name=NAME, domains=[DOMAIN], time_zone="Europe/London", country="GB",
        free_mail_domains=["example.com", "example.org", "example.net"], currency="GBP",
        cadence_days=30, is_sample=True, at=start,
        first=FirstAdministrator(INES.name, INES.email, DEMO_PASSWORD),
    )  # fmt: skip
    staff = Staff({INES.key: Teammate.objects.get(email=INES.email)})
    for one in STAFF[1:]:
        at = days.now - timedelta(days=one.joined)
        invited = invite_teammate(
            email=one.email, name=one.name, role=one.role, at=at, by=staff.boss
        )
        teammate = staff.by_key[one.key] = invited.invitation.teammate
        if one.email == DEMO_ADVISER_EMAIL:
            accept_invitation(
                invited.secret, password=DEMO_PASSWORD, at=at + timedelta(hours=2)
            )
        else:
            withdraw_invitation(teammate, at=at + timedelta(hours=2), by=staff.boss)
        teammate.refresh_from_db()
    north = [staff[key] for key in ("tobias", "adaeze", "lena")]
    south = [staff[key] for key in ("ines", "noor", "callum")]
    form_team("Families and owners", north, at=start + timedelta(hours=3), by=staff.boss)
    form_team("Trade and markets", south, at=start + timedelta(hours=3), by=staff.boss)
    return staff


def staff_changes(staff: Staff, days: Days) -> list[Deed]:
    """Peter leaves; Callum is away and Ines covers for him."""
    left = days.now - timedelta(days=LEFT) + timedelta(hours=20)
    away = days.now - timedelta(days=AWAY_FROM + 3)

    def leave() -> None:
        teammate_left(staff["peter"], on=left.date(), at=left, by=staff.boss)

    def go_away() -> None:
        absence = record_absence(
            staff["callum"], starts_on=days.on - timedelta(days=AWAY_FROM),
            ends_on=days.on - timedelta(days=AWAY_UNTIL), reason="Holiday",
            covered_by=staff.boss, at=away, by=staff["callum"],
        )  # fmt: skip
        cover_absence(absence.teammate_id, staff.boss.pk, at=away, by=staff["callum"])

    return [(left, leave), (away, go_away)]
