from datetime import date, datetime

from django.utils.translation import gettext as _

from keepwell.firm.charge import must_be_allowed
from keepwell.firm.models import Absence, Teammate
from keepwell.firm.news import AbsenceEnded, AbsenceRecorded
from keepwell.firm.queries import is_away_between
from keepwell.firm.rules import Act
from keepwell.kernel.command import command, hold
from keepwell.kernel.news import announce
from keepwell.kernel.record import record
from keepwell.kernel.refusal import refuse_unless


@command
def record_absence(
    teammate: Teammate,
    *,
    starts_on: date,
    ends_on: date,
    reason: str = "",
    covered_by: Teammate | None = None,
    at: datetime,
    by: Teammate | None,
) -> Absence:
    """Say when a teammate is away and who covers; `ends_on` is the first day back."""
    _must_be_own_or_manager(teammate, by)
    teammate = hold(teammate)
    order = _("The first day back comes after the first day away.")
    refuse_unless(starts_on < ends_on, order, field="ends_on")
    twice = _("%(name)s is away on some of these days already. End that absence first.")
    away = is_away_between(teammate, starts_on, ends_on)
    refuse_unless(not away, twice % {"name": teammate.name}, field="starts_on")
    if covered_by:
        _must_be_able_to_cover(teammate, covered_by, starts_on, ends_on)
    absence = Absence.objects.create(
        teammate=teammate,
        starts_on=starts_on,
        ends_on=ends_on,
        reason=reason.strip()[:200],
        covered_by=covered_by,
    )
    cover = covered_by.pk if covered_by else None
    record(
        "record_absence",
        "teammate",
        teammate.pk,
        at=at,
        by=by,
        starts_on=str(starts_on),
        ends_on=str(ends_on),
        covered_by=str(cover) if cover else None,
    )
    announce(AbsenceRecorded(absence.pk, teammate.pk, cover, starts_on, ends_on))
    return absence


def _must_be_able_to_cover(
    teammate: Teammate, cover: Teammate, starts_on: date, ends_on: date
) -> None:
    refuse_unless(
        cover.pk != teammate.pk,
        _("Nobody covers for themselves. Choose somebody else, or nobody."),
        field="covered_by",
    )
    left = _("%(name)s has left the firm. Choose somebody else.")
    refuse_unless(cover.is_active, left % {"name": cover.name}, field="covered_by")
    away = _("%(name)s is away then, too. Choose somebody else.")
    here = not is_away_between(cover, starts_on, ends_on)
    refuse_unless(here, away % {"name": cover.name}, field="covered_by")


@command
def end_absence(absence: Absence, *, on: date, at: datetime, by: Teammate | None) -> None:
    """A teammate is back on this day, or does not go at all when it lies before the absence."""
    _must_be_own_or_manager(absence.teammate, by)
    absence = hold(absence)
    over = _("This absence ended on %(day)s.")
    refuse_unless(on < absence.ends_on, over % {"day": absence.ends_on})
    if on <= absence.starts_on:
        Absence.objects.filter(pk=absence.pk).delete()
    else:
        absence.ends_on = on
        absence.save(update_fields=["ends_on"])
    start, teammate_id = str(absence.starts_on), absence.teammate_id
    record("end_absence", "teammate", teammate_id, at=at, by=by, starts_on=start, on=str(on))
    announce(AbsenceEnded(absence.pk, absence.teammate_id, absence.covered_by_id, on))


def _must_be_own_or_manager(teammate: Teammate, by: Teammate | None) -> None:
    if by is None or by.pk != teammate.pk:
        must_be_allowed(by, Act.RUN_FIRM)
