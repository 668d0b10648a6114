"""Mails as the rules see them, read in time order."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from keepwell.conversations.models import Activity, ActivityKind, MailNature, Presence
from keepwell.conversations.rules.marks import Seen
from keepwell.conversations.rules.threads import Letter, subject_of
from keepwell.firm.models import Firm
from keepwell.firm.rules import is_own_address

_FIELDS = (
    "pk", "at", "key", "in_reply_to", "title", "nature", "conversation_id", "answers_id",
    "direction", "thread_key",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class PresenceSeen:
    """One presence as it stands: its id and its marks."""

    id: int
    marks: tuple[bool, bool, bool]


@dataclass(frozen=True, slots=True)
class LetterSeen:
    """A mail with everyone in it, and what was last written of its thread."""

    letter: Letter
    title: str
    seen: tuple[Seen, ...]
    presences: tuple[PresenceSeen, ...]
    written: tuple[UUID | None, UUID | None, str, str]


def our_domains() -> frozenset[str]:
    """The firm's own mail domains, in lower case."""
    domains = Firm.objects.values_list("domains", flat=True).first() or []
    return frozenset(domain.lower().lstrip("@") for domain in domains)


def letters(ids: Sequence[UUID] | None = None, *, chunk: int = 2_000) -> Iterator[LetterSeen]:
    """Mails with their presences, oldest first: those with these ids, or all."""
    ours = our_domains()
    rows = _rows(ids, chunk)
    while batch := list(islice(rows, chunk)):
        people = seen_in([row[0] for row in batch], ours)
        for row in batch:
            yield _letter(row, people.get(row[0], []))


def _rows(ids: Sequence[UUID] | None, chunk: int) -> Iterator[tuple[Any, ...]]:
    mails = Activity.objects.filter(kind=ActivityKind.MAIL, trashed_at=None)
    return in_time_order(mails, _FIELDS, ids, chunk)


def in_time_order(
    activities: QuerySet[Activity],
    fields: Sequence[str],
    ids: Sequence[UUID] | None,
    chunk: int,
) -> Iterator[tuple[Any, ...]]:
    """Values of these activities, oldest first, page by page; `fields` begin with pk and at.

    Pages are found by key, so that the rows may be written while they are read.
    """
    ordered = activities.order_by("at", "pk").values_list(*fields)
    if ids is not None:
        found: list[tuple[Any, ...]] = []
        for start in range(0, len(ids), 400):
            found += ordered.filter(pk__in=ids[start : start + 400])
        yield from sorted(found, key=lambda row: (row[1], row[0]))
        return
    page = list(ordered[:chunk])
    while page:
        yield from page
        pk, at = page[-1][:2]
        page = list(ordered.filter(at__gte=at).exclude(at=at, pk__lte=pk)[:chunk])


def letters_by_key(keys: set[str]) -> dict[str, Letter]:
    """The mails that these keys name."""
    found: dict[str, Letter] = {}
    wanted = sorted(keys)
    ours = our_domains()
    for start in range(0, len(wanted), 400):
        part = wanted[start : start + 400]
        rows = list(
            Activity.objects.filter(
                key__in=part, kind=ActivityKind.MAIL, trashed_at=None
            ).values_list(*_FIELDS)
        )
        people = seen_in([row[0] for row in rows], ours)
        found.update({row[2]: _letter(row, people.get(row[0], [])).letter for row in rows})
    return found


def seen_in(
    activity_ids: Sequence[UUID], ours: frozenset[str]
) -> dict[UUID, list[tuple[Seen, PresenceSeen]]]:
    """Everyone in these activities, in the order they were written down."""
    people: dict[UUID, list[tuple[Seen, PresenceSeen]]] = {}
    for start in range(0, len(activity_ids), 400):
        rows = (
            Presence.objects.filter(activity__in=activity_ids[start : start + 400])
            .order_by("pk")
            .values_list(
                "activity_id", "pk", "party_id", "teammate_id", "address", "role", "response",
                "inbound", "outbound", "two_way",
            )
        )  # fmt: skip
        for activity, pk, party, teammate, address, role, response, *marks in rows:
            address = address.lower()
            is_ours = teammate is not None or (party is None and is_own_address(address, ours))
            who = str(party or teammate or address)
            seen = Seen(who, role, is_ours, response)
            people.setdefault(activity, []).append(
                (seen, PresenceSeen(pk, (marks[0], marks[1], marks[2])))
            )
    return people


def _letter(row: tuple[Any, ...], people: list[tuple[Seen, PresenceSeen]]) -> LetterSeen:
    pk, at, key, in_reply_to, title, nature, conversation, answers, direction, thread = row
    writer = next((seen for seen, _ in people if seen.role == "from"), None)
    letter = Letter(
        id=pk,
        key=key or "",
        in_reply_to=in_reply_to,
        at=at,
        subject=subject_of(title),
        is_human=nature == MailNature.HUMAN,
        from_us=writer is None or writer.ours,
        writer=None if writer is None or writer.ours else writer.who,
        theirs=frozenset(seen.who for seen, _ in people if not seen.ours),
        conversation_id=conversation,
    )
    return LetterSeen(
        letter,
        title,
        tuple(seen for seen, _ in people),
        tuple(presence for _, presence in people),
        (conversation, answers, direction, thread),
    )
