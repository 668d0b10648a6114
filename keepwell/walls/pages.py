"""Who may see whom: how far each role sees, and the walls."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _

from keepwell.firm.answers import done, may_or_refuse, was_done
from keepwell.firm.rules import Act
from keepwell.firm.words import role_word
from keepwell.parties.models import Party
from keepwell.walls.commands import lower_wall, raise_wall, set_reach
from keepwell.walls.forms import LowerForm, ReachForm, WallForm
from keepwell.walls.queries import reaches, visible_parties, walls_seen_by

SHOWN = 500


def reach(request: HttpRequest) -> HttpResponse:
    """How far each role sees; each role is kept by itself."""
    by = may_or_refuse(request, Act.RUN_FIRM)
    form = ReachForm(request.POST or None)
    if request.method == "POST" and was_done(
        form, lambda: set_reach(**form.cleaned_data, at=timezone.now(), by=by)
    ):
        return done(request, _("Kept."), "walls:reach")
    rows = [
        (role, role_word(role), ReachForm(initial={"role": role, "reach": now}, prefix=None))
        for role, now in reaches().items()
    ]
    status = 422 if form.is_bound else 200
    return render(request, "walls/reach.html", {"rows": rows, "form": form}, status=status)


def walls(request: HttpRequest) -> HttpResponse:
    """The walls that stand, with who raised them and why."""
    by = may_or_refuse(request, Act.BUILD_WALLS)
    return render(request, "walls/walls.html", {"walls": walls_seen_by(by)[:SHOWN]})


def raise_one(request: HttpRequest, party_id: str) -> HttpResponse:
    """Hide a party from a teammate."""
    by = may_or_refuse(request, Act.BUILD_WALLS)
    party: Party = get_object_or_404(visible_parties(by), pk=party_id)
    form = WallForm(request.POST or None)
    if request.method == "POST" and was_done(
        form, lambda: raise_wall(party, **form.cleaned_data, at=timezone.now(), by=by)
    ):
        facts = {"party": party.name, "name": form.cleaned_data["teammate"].name}
        return done(request, _("%(party)s is hidden from %(name)s.") % facts, "walls:walls")
    standing = walls_seen_by(by).filter(party=party)
    context = {"form": form, "party": party, "walls": standing}
    status = 422 if form.is_bound else 200
    return render(request, "walls/raise.html", context, status=status)


def lower(request: HttpRequest, wall_id: str) -> HttpResponse:
    """Let a teammate see a party again."""
    by = may_or_refuse(request, Act.BUILD_WALLS)
    wall = get_object_or_404(walls_seen_by(by), pk=wall_id)
    form = LowerForm(request.POST or None)
    if request.method == "POST" and was_done(
        form,
        lambda: lower_wall(wall, reason=form.cleaned_data["reason"], at=timezone.now(), by=by),
    ):
        facts = {"party": wall.party.name, "name": wall.teammate.name}
        said = _("%(name)s may see %(party)s again, as far as their role does.")
        return done(request, said % facts, "walls:walls")
    status = 422 if form.is_bound else 200
    return render(request, "walls/lower.html", {"form": form, "wall": wall}, status=status)
