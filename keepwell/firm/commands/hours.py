from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from keepwell.firm.charge import firm_changed, must_be_allowed
from keepwell.firm.commands.found import must_be_place
from keepwell.firm.models import Firm, Holiday, Teammate, WorkingHours
from keepwell.firm.queries import own_days, the_firm, working_week
from keepwell.firm.rules import Act, Stretch, stretches_that_overlap
from keepwell.kernel.command import command, hold
from keepwell.kernel.record import record
from keepwell.kernel.refusal import refuse_unless


@dataclass(frozen=True, slots=True)
class OwnDay:
    """A day the firm is closed, or open although its country keeps a holiday."""

    day: date
    name: str
    is_closed: bool = True


@command
def set_working_hours(
    week: Sequence[Stretch], *, at: datetime, by: Teammate | None
) -> Sequence[Stretch]:
    """Say in which hours of which weekdays the firm works."""
    must_be_allowed(by, Act.RUN_FIRM)
    hold(the_firm())
    refuse_unless(bool(week), _("Give at least one weekday on which the firm works."))
    for one in week:
        ends_late = one.opens_at < one.closes_at
        refuse_unless(ends_late, _("Working hours must end after they begin."))
    twice = stretches_that_overlap(week)
    refuse_unless(twice is None, _("Two stretches of the same day overlap. Make them one."))
    before = _spoken(working_week())
    WorkingHours.objects.all().delete()
    WorkingHours.objects.bulk_create(
        WorkingHours(weekday=one.weekday, opens_at=one.opens_at, closes_at=one.closes_at)
        for one in week
    )
    firm_changed()
    record("set_working_hours", "firm", None, at=at, by=by, week=[before, _spoken(week)])
    return week


def _spoken(week: Iterable[Stretch]) -> list[str]:
    return [f"{one.weekday} {one.opens_at:%H:%M}–{one.closes_at:%H:%M}" for one in week]


@command
def set_holidays(
    *,
    country: str,
    region: str = "",
    own: Sequence[OwnDay] = (),
    at: datetime,
    by: Teammate | None,
) -> Firm:
    """Say whose public holidays the firm keeps, and its own closed and open days."""
    must_be_allowed(by, Act.RUN_FIRM)
    firm = hold(the_firm())
    country, region = country.upper(), region.strip()
    must_be_place(country, region)
    days = {one.day: one for one in own}
    refuse_unless(len(days) == len(own), _("A day stands twice in the list. Leave one out."))
    before = {"country": firm.country, "region": firm.region, "own": _named(own_days())}
    firm.country, firm.region = country, region
    firm.save(update_fields=["country", "region"])
    Holiday.objects.all().delete()
    Holiday.objects.bulk_create(
        Holiday(day=one.day, name=one.name[:120], is_closed=one.is_closed) for one in own
    )
    firm_changed()
    after = {"country": country, "region": region, "own": _named(own)}
    record("set_holidays", "firm", None, at=at, by=by, before=before, after=after)
    return firm


def _named(days: Iterable[Holiday | OwnDay]) -> list[str]:
    return [f"{one.day} {'closed' if one.is_closed else 'open'} {one.name}" for one in days]
