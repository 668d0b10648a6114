"""Teams: who shares a book."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from keepwell.firm.answers import done, may_or_refuse, page, was_done
from keepwell.firm.commands.people import change_team, dissolve_team, form_team
from keepwell.firm.forms.people import TeamForm
from keepwell.firm.models import Team
from keepwell.firm.rules import Act


def team_list(request: HttpRequest) -> HttpResponse:
    """All teams, and a form for a new one."""
    by = may_or_refuse(request, Act.RUN_FIRM)
    form = TeamForm(request.POST or None)
    if request.method == "POST" and was_done(
        form, lambda: form_team(**form.cleaned_data, at=timezone.now(), by=by)
    ):
        said = _("The team %(name)s stands.") % form.cleaned_data
        return done(request, said, "firm:teams")
    teams = Team.objects.prefetch_related("members").order_by("name", "pk")
    return page(request, "teams.html", {"form": form, "teams": teams}, form)


def team(request: HttpRequest, team_id: str) -> HttpResponse:
    """One team: its name and who is in it."""
    by = may_or_refuse(request, Act.RUN_FIRM)
    one = get_object_or_404(Team, pk=team_id)
    initial = {"name": one.name, "members": one.members.all()}
    form = TeamForm(request.POST or None, initial=initial)
    if request.method == "POST" and was_done(
        form, lambda: change_team(one, **form.cleaned_data, at=timezone.now(), by=by)
    ):
        return done(request, _("Kept."), "firm:teams")
    return page(request, "team.html", {"form": form, "team": one}, form)


@require_POST
def dissolve(request: HttpRequest, team_id: str) -> HttpResponse:
    """The team is no more."""
    by = may_or_refuse(request, Act.RUN_FIRM)
    one = get_object_or_404(Team, pk=team_id)
    dissolve_team(one, at=timezone.now(), by=by)
    said = _("The team %(name)s is dissolved. Its members stay.") % {"name": one.name}
    return done(request, said, "firm:teams")
