"""Who we are, who works here, who is away, and when the firm works."""

import hashlib
import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db.models import Q, QuerySet

from keepwell.firm.holidays import public_holiday
from keepwell.firm.models import (
    Absence,
    AccessToken,
    Firm,
    Holiday,
    Invitation,
    Teammate,
    TeammateAlias,
    TeammateQuerySet,
    WorkingHours,
)
from keepwell.firm.rules import MANAGERS, USUAL_WEEK, Act, Stretch, WorkCalendar, may
from keepwell.kernel.spelt import spelt_once

USUAL_CADENCE = 30


@dataclass(frozen=True, slots=True)
class _Kept:
    """What this process remembers of the firm for a moment."""

    firm: Firm | None
    calendar: WorkCalendar
    read_at: float


_kept: _Kept | None = None


def forget_firm() -> None:
    """Read the firm afresh next time; other processes do so within `FIRM_KEPT_SECONDS`."""
    global _kept
    _kept = None


def _now_kept() -> _Kept:
    global _kept
    kept = _kept
    if kept is None or time.monotonic() - kept.read_at >= settings.FIRM_KEPT_SECONDS:
        firm = Firm.objects.first()
        kept = _kept = _Kept(firm, _read_calendar(firm), time.monotonic())
    return kept


def firm_or_none() -> Firm | None:
    """The firm, or None before it is founded."""
    return _now_kept().firm


def usual_cadence() -> int:
    """How many days the firm lets pass between touches, where nothing else is agreed."""
    firm = firm_or_none()
    return firm.cadence_days if firm else USUAL_CADENCE


def the_firm() -> Firm:
    """The firm. Before it is founded: `Firm.DoesNotExist`."""
    firm = firm_or_none()
    if firm is None:
        raise Firm.DoesNotExist("The firm has not been founded.")
    return firm


def firm_calendar() -> WorkCalendar:
    """When the firm works: hours, public holidays of its place, its own days."""
    return _now_kept().calendar


def _read_calendar(firm: Firm | None) -> WorkCalendar:
    if firm is None:
        return WorkCalendar()
    week = tuple(
        Stretch(one.weekday, one.opens_at, one.closes_at)
        for one in WorkingHours.objects.order_by("weekday", "opens_at")
    )
    own = list(Holiday.objects.order_by("day"))
    country, region = firm.country, firm.region
    return WorkCalendar(
        zone=firm.time_zone,
        week=week or USUAL_WEEK,
        holiday=lambda day: public_holiday(country, region, day),
        closed=frozenset(one.day for one in own if one.is_closed),
        open=frozenset(one.day for one in own if not one.is_closed),
    )


def working_week() -> tuple[Stretch, ...]:
    """The firm's working hours, or the usual ones while it has set none."""
    return firm_calendar().week


def holidays_between(start: date, end: date) -> list[tuple[date, str]]:
    """The days from `start` up to, not including, `end` on which the firm is closed, named."""
    firm = firm_or_none()
    if firm is None:
        return []
    own = {one.day: one for one in Holiday.objects.filter(day__gte=start, day__lt=end)}
    named: list[tuple[date, str]] = []
    for day in (start + timedelta(n) for n in range((end - start).days)):
        kept = own.get(day)
        public = public_holiday(firm.country, firm.region, day)
        name = kept.name if kept else public
        if name and (kept is None or kept.is_closed):
            named.append((day, name))
    return named


def own_days() -> list[Holiday]:
    """The firm's own closed and open days, in order."""
    return list(Holiday.objects.order_by("day"))


def teammates() -> TeammateQuerySet:
    """Everybody who works here or has worked here; those here first, by name."""
    everyone: TeammateQuerySet = Teammate.objects.order_by("-is_active", "name", "pk")
    return everyone


def managers_able_to_sign_in(*, but: Teammate | None = None) -> int:
    """How many administrators and partners can sign in, leaving one out."""
    able = Teammate.objects.able_to_sign_in().managing()
    return int(able.exclude(pk=but.pk).count() if but else able.count())


def nobody_is_in_charge() -> bool:
    """Whether the firm still waits for its first administrator.

    True only while no administrator or partner has a password, has ever signed in, or was
    ever sent an invitation: so the first-run page can never take over a firm.
    """
    managers = Teammate.objects.filter(role__in=sorted(MANAGERS))
    able = Teammate.objects.able_to_sign_in().managing()
    return not able.exists() and not Invitation.objects.filter(teammate__in=managers).exists()


def open_invitations(at: datetime) -> dict[UUID, Invitation]:
    """The links with which a password can still be set, by teammate."""
    live = Invitation.objects.filter(
        accepted_at=None, withdrawn_at=None, expires_at__gt=at
    ).order_by("sent_at")
    return {one.teammate_id: one for one in live}


def absences_on(day: date) -> dict[UUID, Absence]:
    """Who is away on this day, by teammate, with who covers."""
    away = Absence.objects.filter(starts_on__lte=day, ends_on__gt=day)
    return {
        one.teammate_id: one for one in away.select_related("covered_by").order_by("ends_on")
    }


def absences_of(teammate: Teammate, day: date) -> list[Absence]:
    """The absences of a teammate that have not ended by this day, the next first."""
    later = teammate.absences.filter(ends_on__gt=day).select_related("covered_by")
    return list(later.order_by("starts_on", "pk"))


def is_away(teammate: Teammate, day: date) -> bool:
    """Whether this teammate is away on this day."""
    return teammate.absences.filter(starts_on__lte=day, ends_on__gt=day).exists()


def today_of(teammate: Teammate, at: datetime) -> date:
    """The day it is for this teammate: by their own clock, else by the firm's."""
    return at.astimezone(ZoneInfo(zone_of(teammate))).date()


def zone_of(teammate: Teammate) -> str:
    """The teammate's time zone, else the firm's."""
    firm = firm_or_none()
    return teammate.time_zone or (firm.time_zone if firm else "UTC")


class WhoIsWho:
    """Everybody by address, by their id elsewhere and by name, read once for many questions."""

    def __init__(self, everyone: Iterable[Teammate], aliases: Iterable[TeammateAlias]) -> None:
        self._by_pk = {one.pk: one for one in everyone}
        self._by_email = {one.email.casefold(): one for one in self._by_pk.values()}
        self._by_name: dict[str, list[Teammate]] = {}
        for one in self._by_pk.values():
            self._by_name.setdefault(_plain(one.name), []).append(one)
        self._by_alias: dict[tuple[str, str], Teammate] = {}
        self._by_any_alias: dict[str, set[UUID]] = {}
        for alias in aliases:
            word = alias.external_id.casefold()
            self._by_alias[alias.source, word] = self._by_pk[alias.teammate_id]
            self._by_any_alias.setdefault(word, set()).add(alias.teammate_id)

    @classmethod
    def read(cls) -> "WhoIsWho":
        """Everybody there is, in two queries."""
        return cls(Teammate.objects.all(), TeammateAlias.objects.all())

    def learn(self, teammate: Teammate, source: str = "", external_id: str = "") -> None:
        """Know one more, or one more name of somebody."""
        self._by_pk[teammate.pk] = teammate
        self._by_email[teammate.email.casefold()] = teammate
        named = self._by_name.setdefault(_plain(teammate.name), [])
        if teammate not in named:
            named.append(teammate)
        if external_id:
            word = external_id.casefold()
            self._by_alias[source, word] = teammate
            self._by_any_alias.setdefault(word, set()).add(teammate.pk)

    def who_is(self, word: str, source: str = "") -> Teammate | None:
        """The one teammate of this address, id or name; None when nobody or several.

        An id in `source` goes before an address, that before an id elsewhere, a name last.
        """
        word = word.strip().casefold()
        if not word:
            return None
        found = self._by_alias.get((source, word)) or self._by_email.get(word)
        return found or self._one_by_alias(word) or self._one_by_name(word)

    def _one_by_alias(self, word: str) -> Teammate | None:
        known = self._by_any_alias.get(word, set())
        return self._by_pk[next(iter(known))] if len(known) == 1 else None

    def _one_by_name(self, word: str) -> Teammate | None:
        named = self._by_name.get(_plain(word), [])
        here = [one for one in named if one.is_active]
        only = here if len(here) == 1 else named
        return only[0] if len(only) == 1 else None


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())


def who_is(word: str, source: str = "") -> Teammate | None:
    """The one teammate of this address, id elsewhere or name; None when nobody or several."""
    return WhoIsWho.read().who_is(word, source)


def teammate_by_email(email: str) -> Teammate | None:
    """The teammate of this address, whatever its case."""
    found: Teammate | None = Teammate.objects.filter(email__iexact=email.strip()).first()
    return found


def invitation_of(secret: str, at: datetime) -> Invitation | None:
    """The invitation a link is for, while it is open."""
    link = Invitation.objects.filter(secret_digest=digest_of(secret)).select_related(
        "teammate", "invited_by"
    )
    found = link.first()
    return found if found and is_open(found, at) else None


def is_open(invitation: Invitation, at: datetime) -> bool:
    """Whether a link still works: not used, not withdrawn, not run out, its owner here."""
    used = invitation.accepted_at or invitation.withdrawn_at
    return not used and at < invitation.expires_at and invitation.teammate.is_active


def digest_of(secret: str) -> str:
    """What is kept of a link's secret: SHA-256, enough for 256 random bits."""
    return hashlib.sha256(secret.encode()).hexdigest()


def token_of(secret: str, at: datetime) -> AccessToken | None:
    """The token a program shows, while it works: not ended, not run out, its teammate here."""
    return _working_token.first(digest=digest_of(secret), at=at)


@spelt_once
def _working_token(*, digest: str, at: datetime) -> QuerySet[AccessToken]:
    known = AccessToken.objects.filter(
        secret_digest=digest, revoked_at=None, expires_at__gt=at, teammate__is_active=True
    )
    return known.select_related("teammate")


def tokens_seen_by(teammate: Teammate) -> QuerySet[AccessToken]:
    """The tokens a teammate may end: their own, and for who runs the firm everybody's."""
    tokens = AccessToken.objects.filter(revoked_at=None).select_related("teammate")
    if not may(teammate.role, Act.RUN_FIRM):
        tokens = tokens.filter(teammate=teammate)
    return tokens.order_by("-made_at", "-pk")


def has_second_factor(teammate: Teammate) -> bool:
    """Whether this teammate is asked for a second factor."""
    return bool(
        Authenticator.objects.filter(user=teammate, type=Authenticator.Type.TOTP).exists()
    )


def can_sign_in(teammate: Teammate) -> bool:
    """Whether this teammate works here and has a way in."""
    return bool(Teammate.objects.able_to_sign_in().filter(pk=teammate.pk).exists())


def is_away_between(teammate: Teammate, start: date, end: date) -> bool:
    """Whether this teammate is away on any day from `start` up to, not including, `end`."""
    away = Q(starts_on__lt=end) & Q(ends_on__gt=start)
    return teammate.absences.filter(away).exists()
