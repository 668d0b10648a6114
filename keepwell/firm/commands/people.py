from collections.abc import Iterable
from datetime import date, datetime

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.utils.translation import gettext as _

from keepwell.firm.charge import (
    must_be_allowed,
    must_be_role,
    must_be_zone,
    must_leave_somebody_in_charge,
)
from keepwell.firm.commands.invite import close_links
from keepwell.firm.commands.tokens import revoke_tokens_of
from keepwell.firm.models import Team, Teammate
from keepwell.firm.news import TeammateLeft, TeammateRejoined
from keepwell.firm.rules import Act
from keepwell.kernel.command import command, hold
from keepwell.kernel.news import announce
from keepwell.kernel.record import changes, record
from keepwell.kernel.refusal import refuse_unless

LANGUAGES, THEMES = ("", "en", "de"), ("", "system", "light", "dark")


@command
def change_role(
    teammate: Teammate, role: str, *, at: datetime, by: Teammate | None
) -> Teammate:
    """Give a teammate another role; from now on no import changes it."""
    must_be_allowed(by, Act.RUN_FIRM)
    must_be_role(role)
    teammate = hold(teammate)
    must_leave_somebody_in_charge(teammate, role=role, works_here=teammate.is_active)
    before, teammate.role, teammate.role_chosen_at = teammate.role, role, at
    teammate.save(update_fields=["role", "role_chosen_at"])
    record("change_role", "teammate", teammate.pk, at=at, by=by, role=[before, str(role)])
    return teammate


@command
def teammate_left(
    teammate: Teammate, *, on: date, at: datetime, by: Teammate | None
) -> Teammate:
    """A teammate leaves: their sessions, links and tokens end; they cannot sign in any more."""
    must_be_allowed(by, Act.RUN_FIRM)
    teammate = hold(teammate)
    already = _("%(name)s has left already.")
    refuse_unless(teammate.is_active, already % {"name": teammate.name})
    must_leave_somebody_in_charge(teammate, role=teammate.role, works_here=False)
    let_go(teammate, on=on, at=at)
    record("teammate_left", "teammate", teammate.pk, at=at, by=by, on=str(on))
    announce(TeammateLeft(teammate.pk, on))
    return teammate


def let_go(teammate: Teammate, *, on: date, at: datetime) -> None:
    """End what a teammate who leaves could come in by, inside another command."""
    teammate.is_active, teammate.left_on = False, on
    teammate.set_unusable_password()
    teammate.save(update_fields=["is_active", "left_on", "password"])
    close_links(teammate, at)
    revoke_tokens_of(teammate, at=at)
    _end_sessions(teammate)


def _end_sessions(teammate: Teammate) -> None:
    for session in UserSession.objects.filter(user=teammate):
        session.end()


@command
def rejoin(teammate: Teammate, *, at: datetime, by: Teammate | None) -> Teammate:
    """Somebody who left works here again; they need a new link to set a password."""
    must_be_allowed(by, Act.RUN_FIRM)
    teammate = hold(teammate)
    here = _("%(name)s works here.")
    refuse_unless(not teammate.is_active, here % {"name": teammate.name})
    teammate.is_active, teammate.left_on = True, None
    teammate.save(update_fields=["is_active", "left_on"])
    record("rejoin", "teammate", teammate.pk, at=at, by=by)
    announce(TeammateRejoined(teammate.pk, at))
    return teammate


@command
def remove_second_factor(teammate: Teammate, *, at: datetime, by: Teammate | None) -> Teammate:
    """Take away a lost second factor and its recovery codes; all sessions end."""
    must_be_allowed(by, Act.RUN_FIRM)
    gone, _kinds = Authenticator.objects.filter(user=teammate).delete()
    none = _("%(name)s has no second factor.")
    refuse_unless(gone > 0, none % {"name": teammate.name})
    _end_sessions(teammate)
    record("remove_second_factor", "teammate", teammate.pk, at=at, by=by)
    return teammate


@command
def change_own_profile(
    teammate: Teammate,
    *,
    name: str,
    language: str = "",
    time_zone: str = "",
    theme: str = "",
    at: datetime,
) -> Teammate:
    """Change a teammate's own name, language, time zone and theme; empty means as the firm."""
    teammate = hold(teammate)
    refuse_unless(bool(name.strip()), _("Give your name."), field="name")
    refuse_unless(language in LANGUAGES, _("Choose English or German."), field="language")
    refuse_unless(theme in THEMES, _("Choose light, dark or as the system."), field="theme")
    if time_zone:
        must_be_zone(time_zone)
    after = {"name": name.strip(), "language": language, "time_zone": time_zone, "theme": theme}
    changed = changes({field: getattr(teammate, field) for field in after}, after)
    for field, value in after.items():
        setattr(teammate, field, value)
    teammate.save(update_fields=list(after))
    if changed:
        record(
            "change_own_profile",
            "teammate",
            teammate.pk,
            at=at,
            by=teammate,
            changed=changed,
        )
    return teammate


@command
def form_team(
    name: str, members: Iterable[Teammate], *, at: datetime, by: Teammate | None
) -> Team:
    """Put teammates together who share a book."""
    must_be_allowed(by, Act.RUN_FIRM)
    name, joining = name.strip(), list(members)
    refuse_unless(bool(name), _("Give the team a name."), field="name")
    taken = Team.objects.filter(name__iexact=name).exists()
    refuse_unless(not taken, _("There is a team of this name already."), field="name")
    team = Team.objects.create(name=name)
    team.members.set(joining)
    record("form_team", "team", team.pk, at=at, by=by, name=name, members=_ids(joining))
    return team


@command
def change_team(
    team: Team, *, name: str, members: Iterable[Teammate], at: datetime, by: Teammate | None
) -> Team:
    """Change a team's name and who is in it."""
    must_be_allowed(by, Act.RUN_FIRM)
    team, name, joining = hold(team), name.strip(), list(members)
    refuse_unless(bool(name), _("Give the team a name."), field="name")
    taken = Team.objects.filter(name__iexact=name).exclude(pk=team.pk).exists()
    refuse_unless(not taken, _("There is a team of this name already."), field="name")
    before = {"name": team.name, "members": _ids(team.members.order_by("pk"))}
    after = {"name": name, "members": _ids(joining)}
    team.name = name
    team.save(update_fields=["name"])
    team.members.set(joining)
    record("change_team", "team", team.pk, at=at, by=by, changed=changes(before, after))
    return team


@command
def dissolve_team(team: Team, *, at: datetime, by: Teammate | None) -> None:
    """The team is no more; its members stay."""
    must_be_allowed(by, Act.RUN_FIRM)
    members = _ids(team.members.order_by("pk"))
    record("dissolve_team", "team", team.pk, at=at, by=by, name=team.name, members=members)
    team.delete()


def _ids(teammates: Iterable[Teammate]) -> list[str]:
    return sorted(str(one.pk) for one in teammates)
