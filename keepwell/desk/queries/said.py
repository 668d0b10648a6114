"""What was said and what is to be done, found by its words, behind the walls."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from keepwell.conversations.models import Activity, Presence, Task
from keepwell.conversations.queries.words import Said, question_of, said_with
from keepwell.conversations.rules.words import (
    MAIL,
    NOTE,
    TALK,
    TASK,
    Piece,
    around,
    wanted_words,
)
from keepwell.desk.queries.activities import activities_seen_by
from keepwell.desk.queries.tasks import tasks_seen_by
from keepwell.firm.models import Teammate
from keepwell.parties.models import Party, PartyQuerySet
from keepwell.walls.queries import visible_parties

# Rows of the index read at a time, and how often: who may see little is told so, not made wait.
READ, MOST_READS = 100, 8


@dataclass(frozen=True, slots=True)
class Sort:
    """A group of what is found: its place in the index, and its name."""

    slot: int
    label: str | Promise


SORTS: Final = {
    "mail": Sort(MAIL, _("Mail")),
    "note": Sort(NOTE, _("Notes")),
    "talk": Sort(TALK, _("Calls and meetings")),
    "task": Sort(TASK, _("Tasks and promises")),
}


@dataclass(frozen=True, slots=True)
class SaidHit:
    """One thing found: what it is, whom it is about, and the words where they stand."""

    noun: Activity | Task
    party: Party | None
    at: datetime
    title: tuple[Piece, ...]
    pieces: tuple[Piece, ...]

    @property
    def is_task(self) -> bool:
        return isinstance(self.noun, Task)


@dataclass(frozen=True, slots=True)
class SaidFound:
    """One group: the newest hits, how many there are among the rows read, where to go on."""

    sort: str
    hits: tuple[SaidHit, ...]
    count: int
    is_more: bool
    before: int | None

    @property
    def label(self) -> str:
        return str(SORTS[self.sort].label)


def said_for(
    teammate: Teammate,
    text: str,
    sorts: Collection[str] = tuple(SORTS),
    *,
    most: int,
    before: int | None = None,
) -> list[SaidFound]:
    """What this teammate may see of what holds every word of the text, group by group.

    A fixed number of queries. The count is of the rows read; `is_more` says that there may be
    further ones.
    """
    words, seen = wanted_words(text), visible_parties(teammate)
    groups = _groups(teammate, question_of(words), sorts, most, before)
    ids = [row.noun_id for group in groups.values() for row in group.shown[:most]]
    told = _told(ids, words, seen) if ids else {}
    return [
        SaidFound(
            sort,
            tuple(told[row.noun_id] for row in group.shown[:most] if row.noun_id in told),
            len(group.shown),
            group.is_more,
            group.last(most),
        )
        for sort, group in groups.items()
        if group.shown
    ]


@dataclass(slots=True)
class _Group:
    """One group while it is read: what may be seen so far, and where reading stopped."""

    at: int | None
    shown: list[Said] = field(default_factory=list)
    is_more: bool = True

    def last(self, most: int) -> int | None:
        """Where the next page begins."""
        if len(self.shown) > most:
            return self.shown[most - 1].slot
        return self.at if self.is_more else None


def _groups(
    teammate: Teammate, question: str, sorts: Collection[str], most: int, before: int | None
) -> dict[str, _Group]:
    """All groups together, so that who may see what is asked once for all of them."""
    groups = {sort: _Group(before) for sort in sorts}
    for _read in range(MOST_READS):
        open_ones = {s: g for s, g in groups.items() if g.is_more and len(g.shown) < most}
        if not open_ones:
            break
        read = {
            sort: said_with(question, SORTS[sort].slot, before=group.at, limit=READ)
            for sort, group in open_ones.items()
        }
        known = _known(teammate, read)
        for sort, group in open_ones.items():
            rows = read[sort]
            group.shown += [row for row in rows if row.noun_id in known]
            group.is_more = len(rows) == READ
            group.at = rows[-1].slot if rows else group.at
    return groups


def _known(teammate: Teammate, read: Mapping[str, Sequence[Said]]) -> set[UUID]:
    """What of all this the teammate may see."""
    tasks = [row.noun_id for row in read.get("task", ())]
    ids = [row.noun_id for sort, rows in read.items() if sort != "task" for row in rows]
    known: set[UUID] = set()
    if tasks:
        known.update(tasks_seen_by(teammate).filter(pk__in=tasks).values_list("pk", flat=True))
    if ids:
        # Not asked of the database: it would walk its index of all that is like nothing else.
        seen = activities_seen_by(teammate).filter(pk__in=ids)
        rows = seen.values_list("pk", "trashed_at", "same_as")
        known |= {pk for pk, trashed_at, same_as in rows if not trashed_at and not same_as}
    return known


def _told(
    ids: Sequence[UUID], words: Sequence[str], seen: PartyQuerySet
) -> dict[UUID, SaidHit]:
    activities = Activity.objects.in_bulk(ids)
    tasks = Task.objects.in_bulk([pk for pk in ids if pk not in activities])
    about = _about(activities, tasks)
    known = seen.in_bulk({party for parties in about.values() for party in parties})
    told: dict[UUID, SaidHit] = {}
    for pk, noun in _nouns(activities, tasks):
        party = next((known[one] for one in about.get(pk, ()) if one in known), None)
        told[pk] = _hit(noun, party, words)
    return told


def _nouns(
    activities: dict[Any, Activity], tasks: dict[Any, Task]
) -> Iterator[tuple[UUID, Activity | Task]]:
    yield from activities.items()
    yield from tasks.items()


def _hit(noun: Activity | Task, party: Party | None, words: Sequence[str]) -> SaidHit:
    if isinstance(noun, Task):
        at, title, beside = noun.created_at, noun.what, noun.feedback
    else:
        at, title, beside = noun.at, noun.title, noun.place
    text = " · ".join(filter(None, (beside, noun.text)))
    return SaidHit(noun, party, at, around(title, words, most=100), around(text, words))


def _about(activities: dict[Any, Activity], tasks: dict[Any, Task]) -> dict[UUID, list[UUID]]:
    """Whom each is about: of an activity, who wrote or was there, people first."""
    rows = (
        Presence.objects.filter(activity__in=list(activities), party__isnull=False)
        .order_by("-party__nature", "-inbound", "pk")
        .values_list("activity_id", "party_id")
    )
    about: dict[UUID, list[UUID]] = {}
    for activity, party in rows if activities else ():
        about.setdefault(activity, []).append(party)
    for pk, task in tasks.items():
        about[pk] = [one for one in (task.party_id, task.contact_id) if one]
    return about
