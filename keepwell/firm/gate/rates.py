"""How often one may ask: so many requests each minute, over all workers together.

A worker takes requests by the portion from the shared count, so that most of them cost no
write. What one worker has taken and not used is lost with its minute.
"""

import threading
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

from keepwell.firm.commands.asked import take_allowance
from keepwell.firm.gate.problems import Problem

PORTION = 20
MOST_REMEMBERED = 10_000
_left: dict[UUID, tuple[int, int]] = {}
_lock = threading.Lock()


def take_turn(asker_id: UUID, *, at: datetime) -> bool:
    """Use up one request of this minute; whether a new portion was taken for it.

    When the minute is used up, the problem says when to come again.
    """
    minute, second = divmod(int(at.timestamp()), 60)
    if _use_one(asker_id, minute):
        return False
    with _lock:
        known = _left.get(asker_id)
    empty = known is not None and known[0] == minute and known[1] < 0
    granted = 0 if empty else _grant(asker_id, minute)
    with _lock:
        if len(_left) > MOST_REMEMBERED:
            _left.clear()
        _left[asker_id] = (minute, granted - 1)
    if granted:
        return True
    wait = 60 - second
    said = _("Too many requests. Come again in %(wait)d seconds.") % {"wait": wait}
    raise Problem(429, "too_many", said, headers={"Retry-After": str(wait)})


def _use_one(asker_id: UUID, minute: int) -> bool:
    with _lock:
        known = _left.get(asker_id)
        if known is None or known[0] != minute or known[1] <= 0:
            return False
        _left[asker_id] = (minute, known[1] - 1)
        return True


def _grant(asker_id: UUID, minute: int) -> int:
    """How many of a portion are still within the limit."""
    most: int = settings.API_PER_MINUTE
    portion = max(1, min(PORTION, most // 10))
    taken = take_allowance(asker_id, minute=minute, many=portion)
    return max(0, min(portion, most - (taken - portion)))
