"""Who is accountable: assigning, handing over, covering; the account team."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from keepwell.firm.models import Teammate
from keepwell.kernel.bulk import insert_rows
from keepwell.kernel.command import command, hold
from keepwell.kernel.ids import uuid7
from keepwell.kernel.news import announce
from keepwell.kernel.record import Line, record, record_many
from keepwell.kernel.refusal import refuse_unless
from keepwell.parties.models import Party
from keepwell.relationships.models import Ownership, Relationship, TeamMember, TeamRole
from keepwell.relationships.news import OwnerChanged, TeamChanged
from keepwell.walls.commands import give_sight, take_sight

OWNER, TEAM, COVER = "owner", "team", "cover"
CHUNK = 400


@command
def assign_owner(
    party: Party,
    teammate: Teammate,
    *,
    on: date,
    at: datetime,
    by: Teammate | None,
    briefing: str = "",
) -> Relationship:
    """Make one teammate accountable for a party; whoever was before is no longer."""
    relationship, _made = Relationship.objects.get_or_create(party=party)
    relationship = hold(relationship)
    same = relationship.owner_id == teammate.pk
    already = _("%(name)s looks after %(party)s already.")
    refuse_unless(not same, already % {"name": teammate.name, "party": party.name})
    _give([relationship], teammate, briefings={party.pk: briefing}, on=on, at=at, by=by)
    relationship.refresh_from_db()
    return relationship


@command
def hand_over_relationship(
    party: Party,
    teammate: Teammate,
    *,
    briefing: str,
    on: date,
    at: datetime,
    by: Teammate | None,
) -> Relationship:
    """Pass a relationship on to another teammate, with what they need to know.

    `queries.briefing.briefing_for` composes a first text from the facts.
    """
    refuse_unless(
        bool(briefing.strip()),
        _("Write what %(name)s needs to know.") % {"name": teammate.name},
        field="briefing",
    )
    return assign_owner(party, teammate, on=on, at=at, by=by, briefing=briefing)


@command
def hand_over_relationships(
    before: Teammate,
    teammate: Teammate,
    *,
    on: date,
    at: datetime,
    by: Teammate | None,
    briefings: dict[UUID, str] | None = None,
) -> int:
    """Pass everything one teammate looks after on to another, in one step. Counts them.

    `briefings` by party; those without keep an empty one. None is left behind.
    """
    refuse_unless(
        before.pk != teammate.pk, _("Choose somebody else to hand over to."), field="teammate"
    )
    mine = list(Relationship.objects.select_for_update().filter(owner=before))
    _give(mine, teammate, briefings=briefings or {}, on=on, at=at, by=by)
    return len(mine)


def _give(
    relationships: Sequence[Relationship],
    teammate: Teammate,
    *,
    briefings: dict[UUID, str],
    on: date,
    at: datetime,
    by: Teammate | None,
) -> None:
    left = _("%(name)s has left the firm and cannot look after anybody.")
    refuse_unless(teammate.is_active, left % {"name": teammate.name}, field="teammate")
    ids = [each.party_id for each in relationships]
    take_sight(
        [(each.party_id, each.owner_id) for each in relationships if each.owner_id],
        because=OWNER, at=at, by=by,
    )  # fmt: skip
    for start in range(0, len(ids), CHUNK):
        part = ids[start : start + CHUNK]
        _end_ownerships(part, on)
        Relationship.objects.filter(pk__in=part).update(owner=teammate, owner_since=on)
    insert_rows(
        Ownership,
        ("id", "party", "teammate", "since", "until", "briefing"),
        (
            [uuid7(), each, teammate.pk, on, None, briefings.get(each, "").strip()]
            for each in ids
        ),
    )
    give_sight([(each, teammate.pk) for each in ids], because=OWNER, at=at, by=by)
    by_id = by.pk if by else None
    record_many(
        Line("assigned_owner", "relationship", each.party_id, at, by_id, each.party_id,
             {"owner": [str(each.owner_id) if each.owner_id else None, str(teammate.pk)],
              "on": str(on)})
        for each in relationships
    )  # fmt: skip
    announce(OwnerChanged(tuple(ids), teammate.pk, at, by_id))


def _end_ownerships(party_ids: Sequence[UUID], on: date) -> None:
    Ownership.objects.filter(party__in=party_ids, until=None).update(until=on)


@command
def leave_unowned(party: Party, *, on: date, at: datetime, by: Teammate | None) -> Relationship:
    """Nobody looks after this party any more: an alarm until somebody does."""
    relationship = hold(Relationship.objects.get(party=party))
    owner = relationship.owner_id
    refuse_unless(owner is not None, _("Nobody looks after them already."))
    _end_ownerships([party.pk], on)
    Relationship.objects.filter(pk=party.pk).update(owner=None, owner_since=None)
    take_sight([(party.pk, owner)] if owner else [], because=OWNER, at=at, by=by)
    record(
        "left_unowned", "relationship", party.pk, at=at, by=by, party_id=party.pk,
        owner=[str(owner), None],
    )  # fmt: skip
    announce(OwnerChanged((party.pk,), None, at, by.pk if by else None))
    relationship.refresh_from_db()
    return relationship


@command
def cover_absence(
    teammate_id: UUID, covered_by_id: UUID, *, at: datetime, by: Teammate | None = None
) -> int:
    """Let whoever covers an absence see what the absent one looks after. Counts them."""
    return give_sight(_pairs(teammate_id, covered_by_id), because=COVER, at=at, by=by)


@command
def end_cover(
    teammate_id: UUID, covered_by_id: UUID, *, at: datetime, by: Teammate | None = None
) -> int:
    """The absent one is back: the cover sees only what they saw before."""
    return take_sight(_pairs(teammate_id, covered_by_id), because=COVER, at=at, by=by)


def _pairs(teammate_id: UUID, covered_by_id: UUID) -> Iterable[tuple[UUID, UUID]]:
    owned = Relationship.objects.filter(owner=teammate_id).values_list("party_id", flat=True)
    return [(party, covered_by_id) for party in owned]


@command
def join_account_team(
    party: Party, teammate: Teammate, *, role: str, at: datetime, by: Teammate | None
) -> TeamMember:
    """Put a teammate on a party's account team, in a role."""
    refuse_unless(role in TeamRole.values, _("Choose a role on the team."), field="role")
    left = _("%(name)s has left the firm. Choose somebody else.")
    refuse_unless(teammate.is_active, left % {"name": teammate.name}, field="teammate")
    member, made = TeamMember.objects.get_or_create(party=party, teammate=teammate, role=role)
    twice = _("%(name)s has this role on the team already.")
    refuse_unless(made, twice % {"name": teammate.name}, field="teammate")
    give_sight([(party.pk, teammate.pk)], because=TEAM, at=at, by=by)
    record(
        "joined_team", "relationship", party.pk, at=at, by=by, party_id=party.pk,
        teammate=str(teammate.pk), role=role,
    )  # fmt: skip
    announce(TeamChanged(party.pk, at))
    return member


@command
def leave_account_team(member: TeamMember, *, at: datetime, by: Teammate | None) -> None:
    """Take a teammate off a party's account team; other roles of theirs stay."""
    member = hold(member)
    party_id, teammate_id, role = member.party_id, member.teammate_id, member.role
    member.delete()
    if not TeamMember.objects.filter(party=party_id, teammate=teammate_id).exists():
        take_sight([(party_id, teammate_id)], because=TEAM, at=at, by=by)
    record(
        "left_team", "relationship", party_id, at=at, by=by, party_id=party_id,
        teammate=str(teammate_id), role=role,
    )  # fmt: skip
    announce(TeamChanged(party_id, at))
