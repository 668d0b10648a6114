"""Who may see a party: sight given and taken, reach of roles, walls raised and lowered."""

# Firm helper: the relations helper overwrote this file at 04:52 by mistake and rebuilt raise_wall,
# lower_wall and set_reach from your pages. Please check it against what you meant, then drop this.
from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from keepwell.firm.charge import must_be_allowed
from keepwell.firm.models import Teammate
from keepwell.firm.rules import Act, Role
from keepwell.kernel.command import command, hold
from keepwell.kernel.record import Line, record, record_many
from keepwell.kernel.refusal import refuse_unless
from keepwell.parties.models import Party
from keepwell.walls.models import Reach, RoleReach, Sight, Wall
from keepwell.walls.rules import DEFAULT_REACH

Pair = tuple[UUID, UUID]


@command
def give_sight(pairs: Iterable[Pair], *, because: str, at: datetime, by: object = None) -> int:
    """Let teammates see parties, each (party, teammate), for a reason: owner, team, cover."""
    wanted = list(dict.fromkeys(pairs))
    Sight.objects.bulk_create(
        (Sight(party_id=p, teammate_id=t, because=because) for p, t in wanted),
        ignore_conflicts=True,
        batch_size=1_000,
    )
    _note("gave_sight", wanted, because, at, by)
    return len(wanted)


@command
def take_sight(pairs: Iterable[Pair], *, because: str, at: datetime, by: object = None) -> int:
    """Take back that these teammates see these parties for this reason; others stay."""
    wanted = list(dict.fromkeys(pairs))
    by_teammate: dict[UUID, list[UUID]] = {}
    for party, teammate in wanted:
        by_teammate.setdefault(teammate, []).append(party)
    for teammate, parties in by_teammate.items():
        for start in range(0, len(parties), 400):
            Sight.objects.filter(
                teammate=teammate, party__in=parties[start : start + 400], because=because
            ).delete()
    _note("took_sight", wanted, because, at, by)
    return len(wanted)


def _note(verb: str, pairs: Sequence[Pair], because: str, at: datetime, by: object) -> None:
    by_id = getattr(by, "pk", None)
    facts = ({"teammate": str(teammate), "because": because} for _, teammate in pairs)
    record_many(
        Line(verb, "party", party, at, by_id, party, fact)
        for (party, _), fact in zip(pairs, facts, strict=True)
    )


@command
def set_reach(*, role: str, reach: str, at: datetime, by: Teammate) -> RoleReach:
    """Say how far a role sees; it holds from the next page on."""
    must_be_allowed(by, Act.RUN_FIRM)
    refuse_unless(reach in Reach.values, _("Choose how far this role sees."), field="reach")
    before = RoleReach.objects.filter(role=role).values_list("reach", flat=True).first()
    chosen, _made = RoleReach.objects.update_or_create(role=role, defaults={"reach": reach})
    was = before or str(DEFAULT_REACH.get(Role(role), Reach.OWN))
    record("set_reach", "role_reach", None, at=at, by=by, role=role, reach=[was, reach])
    return chosen


@command
def raise_wall(
    party: Party, *, teammate: Teammate, reason: str, at: datetime, by: Teammate
) -> Wall:
    """Hide a party from a teammate: for them it does not exist, until the wall is lowered."""
    must_be_allowed(by, Act.BUILD_WALLS)
    said = _("Say why %(name)s must not see them.") % {"name": teammate.name}
    refuse_unless(bool(reason.strip()), said, field="reason")
    twice = _("%(party)s is hidden from %(name)s already.")
    facts = {"party": party.name, "name": teammate.name}
    stands = Wall.objects.filter(party=party, teammate=teammate).exists()
    refuse_unless(not stands, twice % facts, field="teammate")
    wall = Wall.objects.create(
        party=party, teammate=teammate, reason=reason.strip()[:300], raised_at=at, raised_by=by
    )
    record(
        "raised_wall", "wall", wall.pk, at=at, by=by, party_id=party.pk,
        teammate=str(teammate.pk), reason=wall.reason,
    )  # fmt: skip
    return wall


@command
def lower_wall(wall: Wall, *, reason: str, at: datetime, by: Teammate) -> None:
    """Let a teammate see a party again, as far as their role sees."""
    must_be_allowed(by, Act.BUILD_WALLS)
    refuse_unless(bool(reason.strip()), _("Say why the wall comes down."), field="reason")
    wall = hold(wall)
    pk, party_id, teammate_id = wall.pk, wall.party_id, wall.teammate_id
    wall.delete()
    record(
        "lowered_wall", "wall", pk, at=at, by=by, party_id=party_id,
        teammate=str(teammate_id), reason=reason.strip()[:300],
    )  # fmt: skip
