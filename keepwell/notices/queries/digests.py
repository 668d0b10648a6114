"""Whose digest is due, and what stands in one."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from keepwell.conversations.models import Task
from keepwell.conversations.queries.waiting import open_tasks_of
from keepwell.firm.models import Teammate
from keepwell.firm.queries import firm_calendar, is_away, teammates, zone_of
from keepwell.notices.models import Digest, Letter, Notice
from keepwell.notices.queries.seen import Said, notices_seen_by, said
from keepwell.notices.rules import LETTER_LIVES, TOLD_BY_MAIL, USUAL_HOUR, digest_is_due
from keepwell.walls.queries import visible_parties

MOST_TOLD = 40


def digests_due(at: datetime) -> Iterator[tuple[Teammate, date]]:
    """Whose hour has come on a working day of theirs, with that day."""
    chosen = {row.teammate_id: row for row in Digest.objects.all()}
    calendar = firm_calendar()
    for teammate in teammates().able_to_sign_in().order_by("pk"):
        row = chosen.get(teammate.pk) or Digest(teammate=teammate, hour=USUAL_HOUR)
        if row.stopped_at is not None:
            continue
        day = digest_is_due(at, zone=zone_of(teammate), hour=row.hour, looked_on=row.looked_on)
        if day and calendar.is_working_day(day) and not is_away(teammate, day):
            yield teammate, day


@dataclass(frozen=True, slots=True)
class Contents:
    """What a digest tells."""

    notices: list[Said]
    tasks: list[Task]

    def __bool__(self) -> bool:
        return bool(self.notices or self.tasks)


def untold(teammate: Teammate, at: datetime) -> list[Notice]:
    """What is to be told by mail and was not yet, nor read here."""
    lost = Q(letter__sent_at=None, letter__made_at__lt=at - LETTER_LIVES)
    rows = notices_seen_by(teammate, by_mail=True).filter(
        Q(letter=None) | lost, read_at=None, at__gt=at - TOLD_BY_MAIL
    )
    return list(rows.order_by("-at", "-pk")[:MOST_TOLD])


def tasks_for(teammate: Teammate, on: date) -> list[Task]:
    """What they have to do by that day."""
    rows = open_tasks_of(teammate, visible_parties(teammate)).filter(due_on__lte=on)
    return list(rows[:MOST_TOLD])


def contents_of(letter: Letter) -> Contents:
    """What this letter tells, as far as they may see it now."""
    rows = notices_seen_by(letter.teammate, by_mail=True).filter(letter=letter, read_at=None)
    return Contents(said(rows.order_by("-at", "-pk")), tasks_for(letter.teammate, letter.on))
