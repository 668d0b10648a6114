"""The timeline of a party page, told row by row, and the table of aspects."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from keepwell.conversations.models import ActivityKind, MailNature, Presence
from keepwell.conversations.queries.timeline import Before, Moment, timeline
from keepwell.desk.queries.filtered_days import day_begins
from keepwell.desk.queries.party_page import PartyPage
from keepwell.desk.rules.aspects import Aspect, AspectFacts, compare_aspects
from keepwell.desk.rules.story import with_silence
from keepwell.files.models import Attachment
from keepwell.files.queries.seen import files_of_activities
from keepwell.kernel.money import Money
from keepwell.kinds.queries.told import Known
from keepwell.parties.models import PartyQuerySet
from keepwell.ui.words import reading_locale

PAGE = 30
MOST_SAID = 240
KINDS = {
    "touch": None,
    "mail": ("mail",),
    "call": ("call",),
    "meeting": ("meeting",),
    "note": ("note",),
}
ICONS = {"mail": "mail", "call": "call", "meeting": "meeting", "note": "note"}


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the timeline in words."""

    moment: Moment
    icon: str
    who: str
    what: str
    at: datetime
    said: str
    quote: str
    more: str
    because: str
    is_touch: bool
    silence_days: int
    starts_month: bool
    files: tuple[Attachment, ...] = ()


@dataclass(frozen=True, slots=True)
class Story:
    """The planned rows, the rows that happened, and where older ones begin."""

    planned: tuple[Line, ...]
    lines: tuple[Line, ...]
    older: Before | None


def story_of(
    page: PartyPage, seen: PartyQuerySet, *, now: datetime, before: Before | None, only: str
) -> Story:
    """What happened here, newest first, with silence drawn between touches."""
    kinds = KINDS.get(only)
    found = timeline([page.party.pk], among=seen, before=before, kinds=kinds, limit=PAGE + 1)
    older = found[PAGE - 1].cursor if len(found) > PAGE else None
    found = found[:PAGE]
    if only == "touch":
        found = [one for one in found if one.is_two_way]
    ahead = [one for one in found if one.activity.at > now]
    past = [one for one in found if one.activity.at <= now]
    told = with_silence(
        ((one, one.activity.at, one.is_two_way) for one in past),
        now=now if before is None else (past[0].activity.at if past else now),
        usual_days=page.usual_days,
    )
    kept = files_of_activities([one.activity.pk for one in found])
    lines, month = [], None
    for one, silence in told:
        this = (one.activity.at.year, one.activity.at.month)
        line = _line(page, one, silence, this != month)
        lines.append(replace(line, files=tuple(kept.get(one.activity.pk, ()))))
        month = this
    return Story(
        tuple(_line(page, one, 0, False) for one in reversed(ahead)), tuple(lines), older
    )


def _line(page: PartyPage, one: Moment, silence: int, starts_month: bool) -> Line:
    activity = one.activity
    text = " ".join(activity.text.split())
    short = text[:MOST_SAID] + ("…" if len(text) > MOST_SAID else "")
    heard = one.is_two_way and activity.kind in (ActivityKind.CALL, ActivityKind.MEETING)
    who, what = _in_words(one)
    return Line(
        one,
        ICONS.get(activity.kind, "note"),
        who,
        what,
        activity.at,
        "" if heard else _unanswered(page, one) or short,
        short if heard else "",
        activity.text if len(text) > MOST_SAID else "",
        one.because,
        one.is_two_way,
        silence,
        starts_month,
    )


def _unanswered(page: PartyPage, one: Moment) -> str:
    """What a mail of ours is that nobody answered."""
    last = page.contact.last_two_way
    waits = last is None or one.activity.at > last
    if (
        one.activity.kind == ActivityKind.MAIL
        and one.is_outbound
        and not one.is_two_way
        and waits
    ):
        return _("Not answered. An unanswered mail is not a touch.")
    return ""


def _in_words(one: Moment) -> tuple[str, str]:
    activity = one.activity
    ours = ", ".join(one.teammates) or (activity.by.name if activity.by else _("we"))
    theirs = ", ".join(party.name for party in one.people[:3]) or _("them")
    facts = {"ours": ours, "theirs": theirs, "title": activity.title or _("no subject")}
    match activity.kind:
        case ActivityKind.MAIL if activity.nature == MailNature.NEWSLETTER:
            return theirs, _("had a newsletter: “%(title)s”") % facts
        case ActivityKind.MAIL if activity.nature in (MailNature.AUTOMATIC, MailNature.BOUNCE):
            return theirs, _("answered automatically: “%(title)s”") % facts
        case ActivityKind.MAIL if activity.direction == "inbound" or one.is_inbound:
            return theirs.split(", ")[0], _("wrote to %(ours)s: “%(title)s”") % facts
        case ActivityKind.MAIL:
            return ours.split(", ")[0], _("wrote to %(theirs)s: “%(title)s”") % facts
        case ActivityKind.CALL:
            return _call_in_words(one, facts)
        case ActivityKind.MEETING:
            return activity.title or _("Meeting"), _("with %(theirs)s") % facts
    return ours.split(", ")[0], _("noted") + (f": {activity.title}" if activity.title else "")


def _call_in_words(one: Moment, facts: dict[str, str]) -> tuple[str, str]:
    outcome = one.activity.outcome
    missed = "" if one.is_two_way or outcome in ("", "connected") else _(", no answer")
    if one.activity.direction == "inbound":
        return facts["theirs"].split(", ")[0], _("called %(ours)s") % facts + missed
    return facts["ours"].split(", ")[0], _("called %(theirs)s") % facts + missed


def aspects_of(page: PartyPage, known: Known, on: date) -> tuple[Aspect, ...]:
    """The table of aspects: what was observed, and what it speaks for by the policy in force.

    An aspect without anything known has no words. One query more.
    """
    observed = {one.name: one.observed for one in _observed(page, on)}
    return tuple(
        Aspect(
            one.label, observed.get(one.label, " ".join(one.because)), one.speaks_for,
            one.because,
        )
        for one in known.aspects(on)
    )  # fmt: skip


def _observed(page: PartyPage, on: date) -> tuple[Aspect, ...]:
    binding = [one for one in page.agreements if one.is_current]
    standing = page.relationship
    last_order = page.bought.last_at
    return compare_aspects(
        AspectFacts(
            first_contact=_day(page.contact.first_contact),
            last_two_way=_day(page.contact.last_two_way),
            agreements=tuple(str(one.agreement) for one in binding),
            agreed_since=min(
                (one.agreement.starts_on for one in page.agreements if one.agreement.starts_on),
                default=None,
            ),
            agreed_value=_sums(
                (one.agreement.value_minor, one.agreement.currency) for one in binding
            ),
            orders=page.bought.orders,
            bought=_sums((minor, name) for name, minor in page.bought.net_minor.items()),
            last_order=_day(last_order),
            uses=page.used.times if page.used else 0,
            people_using=page.people_using,
            last_use=_day(page.used.last_at) if page.used else None,
            owner=standing.owner.name if standing and standing.owner else "",
            team=len(page.team),
            two_way_year=_touches(page, on),
        ),
        on,
    )


def _day(at: datetime | None) -> date | None:
    return at.date() if at else None


def _sums(amounts: Any) -> str:
    sums: dict[str, int] = {}
    for minor, currency in amounts:
        if minor and currency:
            sums[currency] = sums.get(currency, 0) + minor
    locale = str(reading_locale())
    return " + ".join(Money(minor, name).shown(locale) for name, minor in sums.items())


def _touches(page: PartyPage, on: date) -> int:
    """Two-way contacts of the party and of those listed on its page, in a year."""
    people = [page.party.pk, *(one.party.pk for one in page.people)]
    first, beyond = on - timedelta(days=364), on + timedelta(days=1)
    rows = Presence.objects.filter(
        party__in=people, two_way=True, at__gte=day_begins(first), at__lt=day_begins(beyond)
    )
    return rows.values("activity").distinct()[:1000].count()
