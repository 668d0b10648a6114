"""The one query every list, count, search, page, export and answer starts at."""

from collections.abc import Collection
from functools import lru_cache
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from keepwell.firm.models import Teammate
from keepwell.kernel.among import is_among
from keepwell.kernel.spelt import Made, Many, made_of, spelt_once
from keepwell.parties.models import Party, PartyQuerySet, Tie, TieRole
from keepwell.walls.models import Reach, RoleReach, Sight, Wall
from keepwell.walls.rules import DEFAULT_REACH


@spelt_once
def _reach_of_role(*, role: str) -> QuerySet[RoleReach, str]:
    return RoleReach.objects.filter(role=role).values_list("reach", flat=True)


def reach_of(teammate: Teammate) -> str:
    """How far this teammate's role sees."""
    chosen = _reach_of_role.first(role=teammate.role)
    return chosen or DEFAULT_REACH.get(teammate.role, Reach.OWN)  # type: ignore[call-overload]


def visible_parties(teammate: Teammate, *, with_trash: bool = False) -> PartyQuerySet:
    """The parties this teammate may see: by the reach of their role, less what is walled off.

    People are seen with the organisations they work for, and hidden with them.
    """
    return seen_by(teammate.pk, sight_of(teammate), with_trash)


def sight_of(teammate: Teammate) -> str:
    """How far this teammate sees; empty for who works here no more, and sees nothing."""
    return reach_of(teammate) if teammate.is_active else ""


def seen_by(teammate_id: UUID, sight: str, with_trash: bool = False) -> PartyQuerySet:
    """The parties somebody may see who sees so far; questions about them keep their words."""
    if not sight:
        return Party.objects.none()
    seen: PartyQuerySet = _seen_by(Teammate(pk=teammate_id), sight, with_trash).all()
    return made_of(seen, Made("seen", _seen_again, (sight, with_trash), {"who": teammate_id}))


def _seen_again(sight: str, with_trash: bool, *, who: UUID) -> PartyQuerySet:
    return seen_by(who, sight, with_trash)


@spelt_once
def _names(seen: PartyQuerySet, *, ids: Many) -> QuerySet[Party, tuple[UUID, str]]:
    return seen.filter(pk__in=ids).values_list("pk", "name")


def names_among(seen: PartyQuerySet, ids: Collection[UUID]) -> dict[UUID, str]:
    """The names of those of these parties that are in that set."""
    return dict(_names(seen, ids=ids)) if ids else {}


@lru_cache(maxsize=2_048)
def _seen_by(teammate: Teammate, reach: str, with_trash: bool) -> PartyQuerySet:
    """The question, not its answer: every page begins with it, so it is put together once."""
    everyone = Party.objects.filter(merged_into=None) if with_trash else Party.objects.present()
    seen = everyone.filter(
        ~Q(Exists(_walled_off(teammate))), ~Q(Exists(_employer_walled_off(teammate)))
    )
    return seen if reach == Reach.ALL else seen.filter(_within(teammate, reach))


def _walled_off(teammate: Teammate) -> QuerySet[Wall]:
    return Wall.objects.filter(party=OuterRef("pk"), teammate=teammate)


def _employer_walled_off(teammate: Teammate) -> QuerySet[Tie]:
    walled = Wall.objects.filter(teammate=teammate).values("party")
    return Tie.objects.filter(party=OuterRef("pk"), role=TieRole.WORKS_FOR, other__in=walled)


def _within(teammate: Teammate, reach: str) -> Q:
    mine = Q(teammate=teammate)
    if reach == Reach.TEAM:
        mine |= Q(teammate__teams__in=teammate.teams.values("pk"))
    sights = Sight.objects.filter(mine)
    employers = Tie.objects.filter(
        party=OuterRef("pk"), role=TieRole.WORKS_FOR, other__in=sights.values("party")
    )
    within = Q(pk__in=sights.values("party")) | Q(Exists(employers))
    if reach == Reach.TEAM:
        within |= ~Q(Exists(Sight.objects.filter(party=OuterRef("pk")))) & ~Q(
            Exists(_employer_seen_by_others())
        )
    return within


def _employer_seen_by_others() -> QuerySet[Tie]:
    owned = Sight.objects.values("party")
    return Tie.objects.filter(party=OuterRef("pk"), role=TieRole.WORKS_FOR, other__in=owned)


def stands_before_a_wall(teammate: Teammate) -> bool:
    """Whether anything at all is hidden from this teammate by a wall."""
    return Wall.objects.filter(teammate=teammate).exists()


def walls_seen_by(teammate: Teammate) -> QuerySet[Wall]:
    """The walls a teammate may know of: those about parties they may see, the newest first."""
    walls = Wall.objects.filter(is_among("party", visible_parties(teammate)))
    walls = walls.select_related("party", "teammate", "raised_by")
    return walls.order_by("-raised_at", "-pk")


def reaches() -> dict[str, str]:
    """How far each role sees."""
    chosen = dict(RoleReach.objects.values_list("role", "reach"))
    return {role: chosen.get(role, usual) for role, usual in DEFAULT_REACH.items()}
