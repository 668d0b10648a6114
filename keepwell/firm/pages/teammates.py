"""Who works here: the list, one teammate, invitations, absences, teams."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from keepwell.firm.answers import done, may_or_refuse, page, teammate_of, was_done
from keepwell.firm.commands.absence import end_absence, record_absence
from keepwell.firm.commands.invite import (
    Invited,
    invite_teammate,
    renew_invitation,
    withdraw_invitation,
)
from keepwell.firm.commands.people import (
    change_role,
    rejoin,
    remove_second_factor,
    teammate_left,
)
from keepwell.firm.forms.people import AbsenceForm, InviteForm, LeftForm, RoleForm
from keepwell.firm.models import Absence, Teammate
from keepwell.firm.post import link_of, mail_link
from keepwell.firm.queries import (
    absences_of,
    absences_on,
    can_sign_in,
    has_second_factor,
    open_invitations,
    teammates,
    today_of,
)
from keepwell.firm.rules import Act, may
from keepwell.firm.words import role_word
from keepwell.kernel.refusal import Refused
from keepwell.ui.toasts import say


def teammate_list(request: HttpRequest) -> HttpResponse:
    """Everybody, with role, teams, and whether they are here."""
    viewer, at = teammate_of(request), timezone.now()
    today = today_of(viewer, at)
    away, links = absences_on(today), open_invitations(at)
    able = set(Teammate.objects.able_to_sign_in().values_list("pk", flat=True))
    rows = [
        {
            "teammate": one,
            "role": role_word(one.role),
            "away": away.get(one.pk),
            "invitation": links.get(one.pk),
            "has_way_in": one.pk in able,
        }
        for one in teammates().prefetch_related("teams")
    ]
    manages = may(viewer.role, Act.RUN_FIRM)
    return page(request, "teammates.html", {"rows": rows, "today": today, "manages": manages})


@never_cache
def invite(request: HttpRequest) -> HttpResponse:
    """Keep a place for somebody; the link goes by mail, or is shown once."""
    teammate = may_or_refuse(request, Act.RUN_FIRM)
    form = InviteForm(request.POST or None)
    made: list[Invited] = []

    def give() -> None:
        made.append(invite_teammate(**form.cleaned_data, at=timezone.now(), by=teammate))

    if request.method == "POST" and was_done(form, give):
        return _hand_out(request, made[0])
    return page(request, "invite.html", {"form": form}, form)


@require_POST
@never_cache
def renew(request: HttpRequest, teammate_id: str) -> HttpResponse:
    """Make a new link for a teammate."""
    by, teammate = _whom(request, teammate_id)
    try:
        made = renew_invitation(teammate, at=timezone.now(), by=by)
    except Refused as no:
        return done(request, no.because, "firm:teammate", teammate.pk)
    return _hand_out(request, made)


def _hand_out(request: HttpRequest, made: Invited) -> HttpResponse:
    teammate = made.invitation.teammate
    if mail_link(made, request):
        said = _("A link to set a password is on its way to %(email)s.")
        return done(request, said % {"email": teammate.email}, "firm:teammates")
    context = {"teammate": teammate, "link": link_of(made, request), "made": made}
    return page(request, "invited.html", context)


def teammate(request: HttpRequest, teammate_id: str) -> HttpResponse:
    """One teammate: role, way in, absences."""
    _by, one = _whom(request, teammate_id)
    return _show(request, one)


def _show(request: HttpRequest, one: Teammate, **forms: Any) -> HttpResponse:
    at = timezone.now()
    today = today_of(teammate_of(request), at)
    context = {
        "one": one,
        "role": role_word(one.role),
        "today": today,
        "invitation": open_invitations(at).get(one.pk),
        "has_way_in": can_sign_in(one),
        "has_second_factor": has_second_factor(one),
        "absences": absences_of(one, today),
        "role_form": RoleForm(initial={"role": one.role}),
        "left_form": LeftForm(initial={"on": today}),
        "absence_form": AbsenceForm(teammate=one, prefix="away"),
        **forms,
    }
    return page(request, "teammate.html", context, next(iter(forms.values()), None))


def _whom(request: HttpRequest, teammate_id: str) -> tuple[Teammate, Teammate]:
    by = may_or_refuse(request, Act.RUN_FIRM)
    return by, get_object_or_404(Teammate, pk=teammate_id)


@require_POST
def role(request: HttpRequest, teammate_id: str) -> HttpResponse:
    """Give another role."""
    by, one = _whom(request, teammate_id)
    form = RoleForm(request.POST)
    if was_done(
        form, lambda: change_role(one, form.cleaned_data["role"], at=timezone.now(), by=by)
    ):
        said = _("%(name)s has another role now.") % {"name": one.name}
        return done(request, said, "firm:teammate", one.pk)
    return _show(request, one, role_form=form)


@require_POST
def left(request: HttpRequest, teammate_id: str) -> HttpResponse:
    """A teammate leaves."""
    by, one = _whom(request, teammate_id)
    form = LeftForm(request.POST)
    if was_done(
        form, lambda: teammate_left(one, on=form.cleaned_data["on"], at=timezone.now(), by=by)
    ):
        said = _("%(name)s has left. Their sessions have ended.") % {"name": one.name}
        return done(request, said, "firm:teammates")
    return _show(request, one, left_form=form)


@require_POST
def act(request: HttpRequest, teammate_id: str, verb: str) -> HttpResponse:
    """Withdraw a link, let somebody back in, or take away a lost second factor."""
    by, one = _whom(request, teammate_id)
    verbs = {
        "withdraw": withdraw_invitation,
        "rejoin": rejoin,
        "second-factor": remove_second_factor,
    }
    said = {
        "withdraw": _("The link to %(name)s works no more."),
        "rejoin": _("%(name)s works here again. Make them a link to sign in."),
        "second-factor": _("%(name)s signs in with the password alone now."),
    }
    try:
        verbs[verb](one, at=timezone.now(), by=by)
    except Refused as no:
        return done(request, no.because, "firm:teammate", one.pk)
    return done(request, said[verb] % {"name": one.name}, "firm:teammate", one.pk)


@require_POST
def absence(request: HttpRequest, teammate_id: str) -> HttpResponse:
    """Record when a teammate is away: one's own, or by a manager."""
    by = teammate_of(request)
    own = str(by.pk) == str(teammate_id)
    one = by if own else _whom(request, teammate_id)[1]
    form = AbsenceForm(request.POST, teammate=one, prefix="away")
    if was_done(
        form, lambda: record_absence(one, **form.cleaned_data, at=timezone.now(), by=by)
    ):
        say(request, _("Kept."))
        return redirect("firm:me") if _from_me(request) else redirect("firm:teammate", one.pk)
    if may(by.role, Act.RUN_FIRM):
        return _show(request, one, absence_form=form)
    return page(request, "away.html", {"absence_form": form, "one": one}, form)


def _from_me(request: HttpRequest) -> bool:
    return request.POST.get("from") == "me"


@require_POST
def back(request: HttpRequest, absence_id: str) -> HttpResponse:
    """A teammate is back, or does not go."""
    by = teammate_of(request)
    kept = get_object_or_404(Absence.objects.select_related("teammate"), pk=absence_id)
    if kept.teammate_id != by.pk and not may(by.role, Act.RUN_FIRM):
        raise PermissionDenied
    try:
        end_absence(kept, on=today_of(by, timezone.now()), at=timezone.now(), by=by)
        say(request, _("The absence has ended."))
    except Refused as no:
        say(request, no.because)
    if _from_me(request):
        return redirect("firm:me")
    return redirect("firm:teammate", kept.teammate_id)
