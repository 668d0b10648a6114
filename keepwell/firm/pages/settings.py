"""Settings: the overview, oneself, the firm, its hours, signing in."""

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from keepwell.firm.answers import done, may_or_refuse, page, teammate_of, was_done
from keepwell.firm.commands.found import change_firm
from keepwell.firm.commands.hours import set_holidays, set_working_hours
from keepwell.firm.commands.people import change_own_profile
from keepwell.firm.commands.sign_in import sign_out_elsewhere
from keepwell.firm.forms.firm import ChangeFirmForm, HolidaysForm, WeekForm
from keepwell.firm.forms.people import AbsenceForm, ProfileForm
from keepwell.firm.holidays import regions_of
from keepwell.firm.models import Holiday
from keepwell.firm.places import places_for
from keepwell.firm.queries import (
    absences_of,
    holidays_between,
    own_days,
    the_firm,
    today_of,
    working_week,
)
from keepwell.firm.rules import Act
from keepwell.firm.words import place_word

YEAR = 365 * 24 * 60 * 60


def overview(request: HttpRequest) -> HttpResponse:
    """Where one can go."""
    return page(request, "settings.html", {"places": places_for(teammate_of(request))})


def me(request: HttpRequest) -> HttpResponse:
    """One's own name, language, time zone, theme and absences."""
    teammate = teammate_of(request)
    fields = ("name", "language", "time_zone", "theme")
    initial = {field: getattr(teammate, field) for field in fields}
    form = ProfileForm(request.POST or None, initial=initial)

    def give() -> None:
        told = {field: form.cleaned_data[field] for field in fields}
        change_own_profile(teammate, **told, at=timezone.now())

    if request.method == "POST" and was_done(form, give):
        answer = done(request, _("Kept."), "firm:me")
        theme = form.cleaned_data["theme"] or "system"
        secure = request.is_secure()
        answer.set_cookie("theme", theme, max_age=YEAR, samesite="Lax", secure=secure)
        return answer
    today = today_of(teammate, timezone.now())
    context = {
        "form": form,
        "teammate": teammate,
        "today": today,
        "absences": absences_of(teammate, today),
        "absence_form": AbsenceForm(teammate=teammate, prefix="away"),
    }
    return page(request, "me.html", context, form)


def firm(request: HttpRequest) -> HttpResponse:
    """Who “we” are."""
    teammate = may_or_refuse(request, Act.RUN_FIRM)
    kept = the_firm()
    fields = list(ChangeFirmForm.base_fields)
    form = ChangeFirmForm(
        request.POST or None, initial={field: getattr(kept, field) for field in fields}
    )

    def give() -> None:
        change_firm(**form.cleaned_data, at=timezone.now(), by=teammate)

    if request.method == "POST" and was_done(form, give):
        return done(request, _("Kept."), "firm:firm")
    return page(request, "firm.html", {"form": form}, form)


def hours(request: HttpRequest) -> HttpResponse:
    """In which hours of which weekdays the firm works."""
    teammate = may_or_refuse(request, Act.RUN_FIRM)
    form = WeekForm(request.POST or None, week=working_week())

    def give() -> None:
        set_working_hours(form.week(), at=timezone.now(), by=teammate)

    if request.method == "POST" and was_done(form, give):
        return done(request, _("Kept."), "firm:hours")
    return _hours_page(request, form, _holidays_form())


def holidays(request: HttpRequest) -> HttpResponse:
    """Whose public holidays the firm keeps, and its own days."""
    teammate = may_or_refuse(request, Act.RUN_FIRM)
    form = HolidaysForm(request.POST) if request.method == "POST" else _holidays_form()

    def give() -> None:
        set_holidays(**form.cleaned_data, at=timezone.now(), by=teammate)

    if form.is_bound and was_done(form, give):
        return done(request, _("Kept."), "firm:hours")
    return _hours_page(request, WeekForm(week=working_week()), form)


def _holidays_form() -> HolidaysForm:
    kept = the_firm()
    lines = "\n".join(_line(one) for one in own_days())
    initial = {"country": kept.country, "region": kept.region, "own": lines}
    return HolidaysForm(initial=initial)


def _line(one: Holiday) -> str:
    return f"{'' if one.is_closed else '+'}{one.day.isoformat()} {one.name}"


def _hours_page(request: HttpRequest, week: WeekForm, days: HolidaysForm) -> HttpResponse:
    today = today_of(teammate_of(request), timezone.now())
    context = {
        "week": week,
        "days": days,
        "today": today,
        "coming": holidays_between(today, today.replace(year=today.year + 1, day=1))[:12],
    }
    if known := regions_of(the_firm().country):
        days.fields["region"].help_text = _("One of: %(known)s.") % {"known": ", ".join(known)}
    return page(request, "hours.html", context, week if week.is_bound else days)


@never_cache
def security(request: HttpRequest) -> HttpResponse:
    """Password, second factor, and where one is signed in."""
    teammate = teammate_of(request)
    factors = {one.type: one.wrap() for one in Authenticator.objects.filter(user=teammate)}
    sessions = UserSession.objects.filter(user=teammate).order_by("-created_at")
    codes = factors.get(Authenticator.Type.RECOVERY_CODES)
    context = {
        "factor": factors.get(Authenticator.Type.TOTP),
        "codes_left": len(codes.get_unused_codes()) if codes else 0,
        "has_password": teammate.has_usable_password(),
        "sessions": [(one, place_word(one.user_agent)) for one in sessions[:50]],
        "this_session": request.session.session_key,
    }
    return page(request, "security.html", context)


@require_POST
def end_session(request: HttpRequest) -> HttpResponse:
    """Sign out one other place."""
    sessions = UserSession.objects.filter(user=teammate_of(request))
    asked = request.POST.get("session", "")
    one = get_object_or_404(sessions, pk=asked if asked.isdecimal() else None)
    sign_out_elsewhere(one, at=timezone.now(), by=teammate_of(request))
    return done(request, _("That place is signed out."), "firm:security")
