"""What happens by itself, and when; every chore of the house on one page.

A chore is a job (`"room.verb"`, a function of that room's `jobs.py`). However many workers
there are, each turn is taken once (`keepwell/config/worker.py`).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import time, timedelta

from django.conf import settings
from django.utils import timezone

from keepwell.backups.queries import backup_is_due
from keepwell.config.rules import Every, Nightly
from keepwell.conversations.queries.again import a_reminder_is_due, something_comes_again
from keepwell.journal.models import Entry
from keepwell.kinds.models import Due


def _always() -> bool:
    return True


def _lines_are_unsealed() -> bool:
    return Entry.objects.filter(seal=None).exists()


def _a_backup_is_due() -> bool:
    return backup_is_due(timezone.now())


def _a_reminder_is_due() -> bool:
    return a_reminder_is_due(timezone.now())


def _something_comes_again() -> bool:
    return something_comes_again(timezone.now())


def _news_came_of_parties() -> bool:
    return Due.objects.exists()


def _is_embedded() -> bool:
    return bool(settings.EMBEDDED)


def _mail_is_set_up() -> bool:
    return bool(settings.CAN_MAIL)


@dataclass(frozen=True, slots=True)
class Turn:
    """A job, when it has its turn, and whether there is anything to do."""

    job: str
    when: Every | Nightly
    wanted: Callable[[], bool] = _always


SCHEDULE: tuple[Turn, ...] = (
    Turn("notices.write_digests", Every(timedelta(minutes=2)), _mail_is_set_up),
    Turn("notices.tell_of_quiet", Nightly(time(5, 30))),
    Turn("notices.forget_old_notices", Nightly(time(4, 10))),
    Turn("journal.seal", Every(timedelta(seconds=5)), _lines_are_unsealed),
    Turn("conversations.give_reminders", Every(timedelta(seconds=20)), _a_reminder_is_due),
    Turn("conversations.come_again", Every(timedelta(minutes=5)), _something_comes_again),
    Turn("relationships.know_of_meetings", Every(timedelta(minutes=10))),
    Turn("relationships.refresh_all", Nightly(time(0, 20))),
    Turn("relationships.derive_all_stages", Nightly(time(0, 40))),
    Turn("kinds.follow", Every(timedelta(seconds=2)), _news_came_of_parties),
    Turn("kinds.judge_all", Nightly(time(1, 0))),
    Turn("backups.take_by_plan", Every(timedelta(minutes=1)), _a_backup_is_due),
    Turn("config.forget_old_jobs", Nightly(time(3, 30))),
    Turn("config.forget_old_sessions", Nightly(time(3, 40))),
    Turn("config.know_sizes", Every(timedelta(hours=1)), _is_embedded),
    Turn("firm.forget_old_answers", Every(timedelta(hours=1))),
    Turn("exchange.forget_old_deliveries", Nightly(time(3, 50))),
    Turn("exchange.remove_old_files", Nightly(time(4, 0))),
    Turn("files.sweep", Nightly(time(4, 20))),
)

# Jobs that may take minutes. They have a lane of their own, so that short ones never wait.
LONG_JOBS = frozenset(
    {
        "backups.take",
        "backups.take_by_plan",
        "desk.run_bulk_change",
        "desk.undo_bulk_change",
        "exchange.run_import",
        "exchange.undo_import",
        "files.sweep",
        "relationships.refresh_all",
        "relationships.derive_all_stages",
        "kinds.apply_policy",
        "kinds.judge_all",
    }
)
