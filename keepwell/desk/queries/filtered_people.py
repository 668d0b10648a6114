"""Conditions about our own side: who owns a party, who is on its team, which team it is."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from keepwell.desk.queries.filtered_texts import held
from keepwell.desk.rules.filter_fields import LEFT, ME, MINE, NOBODY, SOMEBODY
from keepwell.desk.rules.filter_tree import FILTER, Condition, is_id
from keepwell.firm.models import Team, Teammate
from keepwell.kernel.refusal import Refused
from keepwell.relationships.models import TeamMember

_DENIED = ("not", "none", "empty")


def by_owner(asked: Condition, teammate: Teammate) -> Q:
    """Owned by me, somebody, nobody, somebody who left, or by these teammates."""
    values = set(asked.values) if asked.values else {SOMEBODY}
    found = Q(pk__in=[])
    if NOBODY in values:
        found |= Q(relationship__owner=None)
    if SOMEBODY in values:
        found |= Q(relationship__owner__isnull=False)
    if LEFT in values:
        found |= Q(relationship__owner__is_active=False)
    if named := values - {NOBODY, SOMEBODY, LEFT}:
        found |= Q(relationship__owner__in=teammates_meant(named, teammate))
    return ~found if asked.operator in _DENIED else found


def by_account_team(asked: Condition, teammate: Teammate) -> Q:
    """With one of these teammates on the account team."""
    rows = TeamMember.objects.all()
    if asked.values:
        rows = rows.filter(teammate__in=teammates_meant(set(asked.values), teammate))
    return held(rows, negative=asked.operator in _DENIED)


def by_team(asked: Condition, teammate: Teammate) -> Q:
    """Owned by a member of one of these teams."""
    members = Teammate.objects.filter(teams__isnull=False)
    if asked.values:
        members = Teammate.objects.filter(teams__in=_teams(set(asked.values), teammate))
    found = Q(relationship__owner__in=members.values("pk"))
    return ~found if asked.operator in _DENIED else found


def teammates_meant(values: set[str], teammate: Teammate) -> list[UUID]:
    """The ids of these teammates, named by id or address, and of oneself; `Refused` says who
    is nobody here."""
    named = values - {ME}
    ids = {UUID(value) for value in named if is_id(value)}
    asked = Q(pk__in=ids)
    for value in named:
        if "@" in value:
            asked |= Q(email__iexact=value)
    known = Teammate.objects.filter(asked).values_list("pk", "email") if named else ()
    found = {pk: email.casefold() for pk, email in known}
    for value in sorted(named):
        there = UUID(value) in found if is_id(value) else value.casefold() in found.values()
        if not there:
            raise Refused(
                _("“%(value)s” is no teammate here.") % {"value": value}, field=FILTER
            )
    return [*found, *([teammate.pk] if ME in values else [])]


def _teams(values: Iterable[str], teammate: Teammate) -> list[UUID]:
    found: set[UUID] = set()
    for value in sorted(values):
        if value == MINE:
            found.update(teammate.teams.values_list("pk", flat=True))
            continue
        asked = Q(pk=value) if is_id(value) else Q(name__iexact=value)
        team = Team.objects.filter(asked).values_list("pk", flat=True).first()
        if team is None:
            raise Refused(_("“%(value)s” is no team here.") % {"value": value}, field=FILTER)
        found.add(team)
    return list(found)
