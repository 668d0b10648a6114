"""What happened with a party and its people, newest first, each row saying why it is there."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import NamedTuple
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from keepwell.conversations.models import Activity, Presence
from keepwell.kernel.among import is_among
from keepwell.kernel.spans import Span
from keepwell.kernel.spelt import LENGTHS, Many, spelt_once
from keepwell.parties.models import Party, PartyQuerySet, Tie, TieRole

# Presences read per page asked for: several people of one party are often in one activity.
AHEAD = 4
MOST_PAGES = 5


class Before(NamedTuple):
    """Where the last page ended: the moment and the presence."""

    at: datetime
    presence_id: int


@dataclass(frozen=True, slots=True)
class Moment:
    """One row: what happened, why it stands here, who of theirs and of ours was there.

    `people` are those the reader may see; `cursor` is where the next page begins.
    """

    activity: Activity
    because: str
    cursor: Before
    people: tuple[Party, ...] = ()
    teammates: tuple[str, ...] = ()
    is_inbound: bool = False
    is_outbound: bool = False
    is_two_way: bool = False


@dataclass(slots=True)
class _Circle:
    """Whose timeline it is: the parties themselves, and who works or worked for them.

    `elsewhere` are further organisations these people work for: it counts for each of them.
    """

    own: dict[UUID, Party]
    ties: dict[UUID, list[tuple[Tie, Span]]] = field(default_factory=dict)
    elsewhere: dict[UUID, list[tuple[Tie, Span]]] = field(default_factory=dict)

    def reason(self, presence: Presence) -> str | None:
        """Why a presence belongs here; None where its person worked elsewhere that day."""
        person = self.own.get(presence.party_id) if presence.party_id else None
        if person is not None:
            return _own_reason(person, presence)
        day = presence.at.astimezone(UTC).date()
        here = _held(self.ties, presence.party_id, day)
        if not here:
            return None
        facts = {"person": here[0].party.name, "organisation": here[0].other.name}
        also = [tie.other.name for tie in _held(self.elsewhere, presence.party_id, day)]
        if not also:
            return _("%(person)s works for %(organisation)s") % facts
        both = _("%(person)s works for %(organisation)s and for %(others)s")
        return both % {**facts, "others": ", ".join(also)}


def _held(
    ties: dict[UUID, list[tuple[Tie, Span]]], person: UUID | None, day: date
) -> list[Tie]:
    return [tie for tie, span in ties.get(person, ()) if span.holds(day)] if person else []


def _own_reason(party: Party, presence: Presence) -> str:
    if not party.is_person and presence.address:
        return _("Their %(address)s address") % {"address": presence.address}
    return {
        "from": _("Written by them"),
        "to": _("Written to them"),
        "cc": _("In Cc"),
        "bcc": _("In Bcc"),
        "attendee": _("They were invited"),
        "organiser": _("They invited"),
        "about": _("About them"),
    }.get(presence.role, _("With them"))


def timeline(
    parties: Collection[UUID],
    *,
    among: PartyQuerySet,
    before: Before | None = None,
    kinds: Collection[str] | None = None,
    limit: int = 50,
) -> list[Moment]:
    """What happened with these parties and their people, newest first, `limit` rows at most.

    `among` are the parties the reader may see: nobody else is shown, counted or named. The
    number of queries does not grow with the history.
    """
    circle = _circle(parties, among)
    found: dict[UUID, tuple[str, Before, list[Presence]]] = {}
    for presence in _presences(circle, before, kinds, limit):
        because = circle.reason(presence)
        if because is None:
            continue
        if presence.activity_id not in found and len(found) >= limit:
            break
        # The cursor is the last presence read, so that no activity comes twice.
        cursor = Before(presence.at, presence.pk)
        because, _last, mine = found.get(presence.activity_id, (because, cursor, []))
        found[presence.activity_id] = (because, cursor, [*mine, presence])
    return _moments(found, among)


def _circle(parties: Collection[UUID], among: PartyQuerySet) -> _Circle:
    own = {party.pk: party for party in _themselves(among, parties=parties)}
    circle = _Circle(own)
    for tie in _staff(among, employers=tuple(own)) if own else ():
        span = Span(tie.starts_on, tie.ends_on)
        circle.ties.setdefault(tie.party_id, []).append((tie, span))
    if circle.ties:
        for tie in _elsewhere(among, people=tuple(circle.ties), but=tuple(own)):
            span = Span(tie.starts_on, tie.ends_on)
            circle.elsewhere.setdefault(tie.party_id, []).append((tie, span))
    return circle


@spelt_once
def _themselves(among: PartyQuerySet, *, parties: Many) -> QuerySet[Party]:
    return among.filter(pk__in=parties)


def _work() -> QuerySet[Tie]:
    return Tie.objects.filter(role=TieRole.WORKS_FOR).select_related("party", "other")


@spelt_once
def _staff(among: PartyQuerySet, *, employers: Many) -> QuerySet[Tie]:
    return _work().filter(is_among("party", among), other__in=employers).order_by("pk")


@spelt_once
def _elsewhere(among: PartyQuerySet, *, people: Many, but: Many) -> QuerySet[Tie]:
    few = len(people) <= max(LENGTHS)
    these = Q(party__in=people) if few else Q(party__one_of=people)
    theirs = _work().filter(these, is_among("other", among))
    return theirs.exclude(other__in=but).order_by("pk")


def _presences(
    circle: _Circle, before: Before | None, kinds: Collection[str] | None, limit: int
) -> Iterator[Presence]:
    people = [*circle.own, *circle.ties]
    first = before is None
    for _page in range(MOST_PAGES):
        page = (
            _newest(kinds and tuple(kinds), limit * AHEAD, people=people)
            if first
            else list(_after(_happened(people, kinds), before)[: limit * AHEAD])
        )
        first = False
        yield from page
        if len(page) < limit * AHEAD:
            return
        before = Before(page[-1].at, page[-1].pk)


def _happened(people: Many, kinds: Collection[str] | None) -> QuerySet[Presence]:
    rows = Presence.objects.filter(
        party__in=people, activity__trashed_at=None, activity__same_as=None
    ).order_by("-at", "-pk")
    return rows if kinds is None else rows.filter(activity__kind__in=kinds)


@spelt_once
def _newest(kinds: tuple[str, ...] | None, most: int, *, people: Many) -> QuerySet[Presence]:
    return _happened(people, kinds)[:most]


def _after(rows: QuerySet[Presence], before: Before | None) -> QuerySet[Presence]:
    if before is None:
        return rows
    same = Q(at=before.at, pk__gte=before.presence_id)
    return rows.filter(at__lte=before.at).exclude(same)


def _moments(
    found: dict[UUID, tuple[str, Before, list[Presence]]], among: PartyQuerySet
) -> list[Moment]:
    if not found:
        return []
    activities = {each.pk: each for each in _of_ids(activities=tuple(found))}
    there = _were_there(activities=tuple(found))
    ids = {each.party_id for each in there if each.party_id}
    seen = {party.pk: party for party in _themselves(among, parties=ids)}
    by_activity: dict[UUID, list[Presence]] = {}
    for presence in there:
        by_activity.setdefault(presence.activity_id, []).append(presence)
    return [
        _moment(activities[pk], because, cursor, mine, by_activity.get(pk, []), seen)
        for pk, (because, cursor, mine) in found.items()
    ]


@spelt_once
def _of_ids(*, activities: Many) -> QuerySet[Activity]:
    return Activity.objects.filter(pk__in=activities).select_related("by")


@spelt_once
def _were_there(*, activities: Many) -> QuerySet[Presence]:
    rows = Presence.objects.filter(activity__in=activities)
    return rows.select_related("teammate").order_by("pk")


def _moment(
    activity: Activity,
    because: str,
    cursor: Before,
    mine: Sequence[Presence],
    there: Sequence[Presence],
    seen: dict[UUID, Party],
) -> Moment:
    people = dict.fromkeys(each.party_id for each in there if each.party_id in seen)
    return Moment(
        activity,
        because,
        cursor,
        people=tuple(seen[each] for each in people if each),
        teammates=tuple(dict.fromkeys(p.teammate.name for p in there if p.teammate)),
        is_inbound=any(each.inbound for each in mine),
        is_outbound=any(each.outbound for each in mine),
        is_two_way=any(each.two_way for each in mine),
    )
