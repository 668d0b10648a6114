"""Who may see a party: sight given and taken, reach of roles, walls raised and lowered."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from keepwell.firm.models import Teammate
from keepwell.firm.rules import Act, Role, may
from keepwell.kernel.command import command, hold
from keepwell.kernel.record import Line, record, record_many
from keepwell.kernel.refusal import refuse_unless
from keepwell.parties.models import Party
from keepwell.walls.models import Reach, RoleReach, Sight, Wall
from keepwell.walls.queries import reaches

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
def set_reach(role: str, reach: str, *, at: datetime, by: Teammate | None) -> str:
    """Say how far a role sees: every party, its teams', or its own; from the next page on."""
    _must_be_allowed(by, Act.RUN_FIRM)
    refuse_unless(role in set(Role), _("There is no such role."), field="role")
    refuse_unless(reach in Reach.values, _("Choose one of the list."), field="reach")
    runs_firm = may(role, Act.RUN_FIRM) and reach != Reach.ALL
    sees_all = _("Partners and administrators run the firm: they see every party.")
    refuse_unless(not runs_firm, sees_all, field="reach")
    before = reaches()[Role(role)]
    if before != reach:
        RoleReach.objects.update_or_create(role=role, defaults={"reach": reach})
        facts = {"role": str(role), "reach": [str(before), str(reach)]}
        record("set_reach", "role", None, at=at, by=by, changed=facts)
    return reach


@command
def raise_wall(
    party: Party, *, teammate: Teammate, reason: str, at: datetime, by: Teammate | None
) -> Wall:
    """From now on this party does not exist for this teammate, nor do its people."""
    _must_be_allowed(by, Act.BUILD_WALLS)
    party, reason = hold(party), reason.strip()[:300]
    refuse_unless(bool(reason), _("Give the reason: it stays on the record."), field="reason")
    names = {"name": teammate.name, "party": party.name}
    owner = Sight.objects.filter(party=party, teammate=teammate, because="owner").exists()
    owned = _("%(name)s owns %(party)s. Hand it over to somebody else first.")
    refuse_unless(not owner, owned % names, field="teammate")
    stands = Wall.objects.filter(party=party, teammate=teammate).exists()
    twice = _("A wall between %(name)s and %(party)s stands already.")
    refuse_unless(not stands, twice % names, field="teammate")
    wall = Wall.objects.create(
        party=party, teammate=teammate, reason=reason, raised_at=at, raised_by=by
    )
    _keep("raise_wall", wall, reason, at, by)
    return wall


@command
def lower_wall(wall: Wall, *, reason: str, at: datetime, by: Teammate | None) -> None:
    """The teammate may see the party again, as far as their role does."""
    _must_be_allowed(by, Act.BUILD_WALLS)
    own = by is not None and wall.teammate_id == by.pk
    refuse_unless(not own, _("Nobody lowers a wall before themselves. Ask somebody else."))
    reason = reason.strip()[:300]
    refuse_unless(bool(reason), _("Give the reason: it stays on the record."), field="reason")
    wall = hold(wall)
    _keep("lower_wall", wall, reason, at, by)
    Wall.objects.filter(pk=wall.pk).delete()


def _keep(verb: str, wall: Wall, reason: str, at: datetime, by: Teammate | None) -> None:
    whom, party = str(wall.teammate_id), wall.party_id
    record(verb, "wall", wall.pk, at=at, by=by, party_id=party, teammate=whom, reason=reason)


def _must_be_allowed(by: Teammate | None, act: Act) -> None:
    allowed = by is None or (by.is_active and may(by.role, act))
    because = (
        _("Only compliance, administrators and partners build walls. Ask one of them.")
        if act == Act.BUILD_WALLS
        else _("Only administrators and partners may do this. Ask one of them to do it.")
    )
    refuse_unless(allowed, because)
