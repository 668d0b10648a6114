"""What happened with a party and its people, newest first, each row saying why it is there."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import NamedTuple
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from keepwell.conversations.models import Activity, Presence
from keepwell.kernel.among import is_among, one_of
from keepwell.kernel.spans import Span
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
    own = {party.pk: party for party in among.filter(pk__in=parties)}
    circle = _Circle(own)
    work = Tie.objects.filter(role=TieRole.WORKS_FOR).select_related("party", "other")
    theirs = work.filter(is_among("party", among), other__in=own)
    for tie in theirs.order_by("pk"):
        span = Span(tie.starts_on, tie.ends_on)
        circle.ties.setdefault(tie.party_id, []).append((tie, span))
    if circle.ties:
        further = work.filter(is_among("other", among), party__in=one_of(circle.ties))
        for tie in further.exclude(other__in=own).order_by("pk"):
            span = Span(tie.starts_on, tie.ends_on)
            circle.elsewhere.setdefault(tie.party_id, []).append((tie, span))
    return circle


def _presences(
    circle: _Circle, before: Before | None, kinds: Collection[str] | None, limit: int
) -> Iterator[Presence]:
    people = [*circle.own, *circle.ties]
    rows = Presence.objects.filter(
        party__in=people, activity__trashed_at=None, activity__same_as=None
    ).order_by("-at", "-pk")
    if kinds is not None:
        rows = rows.filter(activity__kind__in=kinds)
    for _page in range(MOST_PAGES):
        page = list(_after(rows, before)[: limit * AHEAD])
        yield from page
        if len(page) < limit * AHEAD:
            return
        before = Before(page[-1].at, page[-1].pk)


def _after(rows: QuerySet[Presence], before: Before | None) -> QuerySet[Presence]:
    if before is None:
        return rows
    same = Q(at=before.at, pk__gte=before.presence_id)
    return rows.filter(at__lte=before.at).exclude(same)


def _moments(
    found: dict[UUID, tuple[str, Before, list[Presence]]], among: PartyQuerySet
) -> list[Moment]:
    activities = Activity.objects.select_related("by").in_bulk(list(found))
    there = list(
        Presence.objects.filter(activity__in=list(found))
        .select_related("teammate")
        .order_by("pk")
    )
    ids = {each.party_id for each in there if each.party_id}
    seen = {party.pk: party for party in among.filter(pk__in=ids)}
    by_activity: dict[UUID, list[Presence]] = {}
    for presence in there:
        by_activity.setdefault(presence.activity_id, []).append(presence)
    return [
        _moment(activities[pk], because, cursor, mine, by_activity.get(pk, []), seen)
        for pk, (because, cursor, mine) in found.items()
    ]


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
