"""Of which nouns many can be changed at once, and who may see which of them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.db.models import Q, QuerySet

from keepwell.conversations.models import Task
from keepwell.desk.models import BulkRow
from keepwell.desk.queries.activities import activities_seen_by
from keepwell.desk.queries.tasks import tasks_seen_by
from keepwell.firm.models import Teammate
from keepwell.walls.queries import visible_parties

Rows = Callable[[Teammate], QuerySet[Any]]


@dataclass(frozen=True, slots=True)
class Many:
    """Rows of a noun: `column` of a bulk row names one; as seen, and as seen with the trash."""

    column: str
    seen: Rows
    with_trash: Rows

    def id_in(self, row: BulkRow) -> UUID:
        """Which of them this row is about."""
        found: UUID = getattr(row, f"{self.column}_id")
        return found


def _tasks_again(teammate: Teammate) -> QuerySet[Task]:
    """With those of no party: what one gave away is no longer in one's list, yet can be had
    back by whoever changed it."""
    rows = tasks_seen_by(teammate, with_trash=True)
    return Task.objects.filter(Q(pk__in=rows.values("pk")) | Q(party=None))


MANY: Final[Mapping[str, Many]] = {
    "parties": Many(
        "party", visible_parties, lambda who: visible_parties(who, with_trash=True)
    ),
    "tasks": Many("task", tasks_seen_by, _tasks_again),
    "conversations": Many(
        "activity",
        lambda who: activities_seen_by(who).filter(trashed_at=None),
        activities_seen_by,
    ),
}
