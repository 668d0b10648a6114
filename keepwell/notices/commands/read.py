"""Notices read, one or all, and old ones tidied away."""

from datetime import datetime

from django.db.models import Q

from keepwell.firm.models import Teammate
from keepwell.kernel.command import command
from keepwell.notices.models import Letter, Notice
from keepwell.notices.rules import KEPT, KEPT_READ


@command
def read_notice(notice: Notice, *, at: datetime) -> Notice:
    """Say that a notice was read; saying so twice changes nothing."""
    # not for the record: who read a notice is nobody else's business.
    Notice.objects.filter(pk=notice.pk, read_at=None).update(read_at=at)
    notice.refresh_from_db()
    return notice


@command
def read_all_notices(teammate: Teammate, *, at: datetime) -> int:
    """Say that all were read that came until now. Counts them."""
    # not for the record: see `read_notice`.
    unread = Notice.objects.filter(teammate=teammate, here=True, read_at=None, at__lte=at)
    return unread.update(read_at=at)


@command
def tidy_notices(*, at: datetime) -> int:
    """Forget notices read a month ago or three months old, and letters sent by then."""
    # not for the record: what they told of is.
    old = Q(at__lt=at - KEPT) | Q(read_at__lt=at - KEPT_READ)
    gone = Notice.objects.filter(old).delete()[0]
    Letter.objects.filter(made_at__lt=at - KEPT).delete()
    return gone
