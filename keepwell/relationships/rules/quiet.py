"""How quiet a relationship has become: silence against its own rhythm and the agreed one."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from math import floor

from keepwell.kernel.verdict import Verdict
from keepwell.kernel.words import plural as ngettext
from keepwell.kernel.words import say as _
from keepwell.relationships.rules.contact import ENOUGH_GAPS, Contact

# reference/services.md 3.3
WATCH, QUIET, SILENT = 1.0, 1.5, 2.5
ENOUGH_UNANSWERED = 3
DAYS_WITHOUT_ANY = 90


class Level(StrEnum):
    """From tended to lost sight of."""

    FINE = "fine"
    WATCH = "watch"
    QUIET = "quiet"
    SILENT = "silent"


@dataclass(frozen=True, slots=True)
class QuietDates:
    """The first days on which silence reaches each level if nothing else happens."""

    watch_on: date | None = None
    quiet_on: date | None = None
    silent_on: date | None = None


def expected_days(contact: Contact, cadence_days: int) -> float:
    """How long silence is usual: the agreed rhythm, or twice their own where shorter."""
    if contact.gap_median_days is None or contact.gaps_used < ENOUGH_GAPS:
        return float(cadence_days)
    return min(float(cadence_days), 2 * contact.gap_median_days)


def quiet_dates(contact: Contact, *, cadence_days: int) -> QuietDates:
    """When silence will reach each level. Without any contact at all there are no days."""
    last = contact.last_any
    if last is None:
        return QuietDates()
    nothing_at_all = last.date() + timedelta(days=DAYS_WITHOUT_ANY)
    since = contact.last_two_way.date() if contact.last_two_way else None
    if since is None:
        since = contact.first_contact.date() if contact.first_contact else last.date()
    expected = expected_days(contact, cadence_days)
    by_ratio = (
        _first_day_over(since, SILENT * expected)
        if contact.unanswered_outbound >= ENOUGH_UNANSWERED
        else nothing_at_all
    )
    silent = min(by_ratio, nothing_at_all)
    quiet = min(_first_day_over(since, QUIET * expected), silent)
    return QuietDates(min(_first_day_over(since, WATCH * expected), quiet), quiet, silent)


def _first_day_over(since: date, days: float) -> date:
    return since + timedelta(days=floor(days) + 1)


def judge_quietness(
    contact: Contact,
    *,
    cadence_days: int,
    today: date,
    paused_until: date | None = None,
    renews_on: date | None = None,
) -> Verdict[Level]:
    """How quiet a relationship is today, with the facts it rests on as sentences.

    Silence is counted in days since the last two-way contact. While paused nothing is quiet.
    `renews_on`, the day an agreement ends or renews, is said when it is near but judges
    nothing by itself.
    """
    if paused_until is not None and today < paused_until:
        because = _("Contact is paused until %(day)s.", day=paused_until.isoformat())
        return Verdict(Level.FINE, (because,))
    dates = quiet_dates(contact, cadence_days=cadence_days)
    level = _level_on(dates, today)
    if contact.last_any is None:
        return Verdict(Level.SILENT, (_("There has been no contact yet."),))
    return Verdict(level, _because(contact, cadence_days, today, level, renews_on))


def _level_on(dates: QuietDates, today: date) -> Level:
    for level, day in (
        (Level.SILENT, dates.silent_on),
        (Level.QUIET, dates.quiet_on),
        (Level.WATCH, dates.watch_on),
    ):
        if day is not None and day <= today:
            return level
    return Level.FINE


def _because(
    contact: Contact, cadence_days: int, today: date, level: Level, renews_on: date | None
) -> tuple[str, ...]:
    said = [_silence(contact, cadence_days, today)]
    if contact.unanswered_outbound and level is not Level.FINE:
        said.append(
            ngettext(
                "%(count)d message of ours since then has no answer.",
                "%(count)d messages of ours since then have no answer.",
                contact.unanswered_outbound,
            )
        )
    last = contact.last_any
    if level is Level.SILENT and last and (today - last.date()).days >= DAYS_WITHOUT_ANY:
        days = (today - last.date()).days
        said.append(_("Neither side has said anything for %(days)d days.", days=days))
    if renews_on is not None and 0 <= (renews_on - today).days <= 2 * DAYS_WITHOUT_ANY:
        said.append(
            _(
                "Their agreement ends or renews on %(day)s, in %(days)d days.",
                day=renews_on.isoformat(),
                days=(renews_on - today).days,
            )
        )
    return tuple(said)


def _silence(contact: Contact, cadence_days: int, today: date) -> str:
    own = contact.gap_median_days if contact.gaps_used >= ENOUGH_GAPS else None
    if contact.last_two_way is None:
        return _("No two-way contact yet; agreed rhythm %(rhythm)d days.", rhythm=cadence_days)
    days = (today - contact.last_two_way.date()).days
    if own is None:
        return _(
            "Last two-way contact %(days)d days ago; agreed rhythm %(rhythm)d.",
            days=days,
            rhythm=cadence_days,
        )
    return _(
        "Last two-way contact %(days)d days ago; usual gap %(gap)g; agreed rhythm %(rhythm)d.",
        days=days,
        gap=own,
        rhythm=cadence_days,
    )
